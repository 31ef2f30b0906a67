using System.Globalization;
using Treaty.Core.Findings;
using Treaty.Operations.Reports;

namespace Treaty.Cli.Views;

/// <summary>A contract clause by clause as text.</summary>
internal static class ContractStatusView
{
    public static void Write(TextWriter to, ContractStatusReport report)
    {
        FindingView.Write(to, report.Findings);
        if (report.Findings.HasErrors()) return;
        var version = report.Version is { } number ? "#" + number.ToString(CultureInfo.InvariantCulture) : "";
        to.WriteLine($"{report.Ref}{version}  contract {report.Contract} {report.ContractVersion}");
        to.WriteLine(report.At is { } at ? $"measured by run {report.Run}, {Figures.At(at)}" : "never published; measure it with treaty run");
        to.WriteLine();
        TextTable.Write(to, ["verdict", "promise", "of", "held by", "measured", "last breach"], [.. report.Checked.Select(Row)],
            new HashSet<int>());
        if (report.Other.Count > 0)
            to.WriteLine($"\n{Figures.Count(report.Other.Count, "clause")} more are held by the documents' checks and by the judgement of changes (--format json)");
        Section(to, "declared and not enforced", report.NotEnforced);
        to.WriteLine();
        var counts = report.Checked.GroupBy(c => c.Verdict).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{g.Count()} {g.Key}");
        to.WriteLine($"{Figures.Count(report.Checked.Count, "promise")} measured: {string.Join(", ", counts)}; "
            + $"{report.NotEnforced.Count} not enforced, {report.Descriptive} descriptive clauses");
        if (report.LastRefusal is { } refusal) to.WriteLine($"last refused in run {refusal.Run}, {Figures.At(refusal.At)}: {refusal.What}");
    }

    private static IReadOnlyList<string?> Row(ClauseStatus c) =>
    [
        c.Verdict, c.Promise + (c.Severity == "error" ? "" : $" ({c.Severity})"),
        c.Object == "" ? "the product" : c.Column is null ? c.Object : $"{c.Object}.{c.Column}",
        c.Mechanism + (c.Dimension is null ? "" : $", {c.Dimension}"), c.Measured,
        c.LastBreach is { } b ? $"{b.Run}{(b.Refused ? " refused" : "")}: {b.What}" : "never",
    ];

    private static void Section(TextWriter to, string title, IReadOnlyList<ClauseLine> lines)
    {
        if (lines.Count == 0) return;
        to.WriteLine();
        to.WriteLine(title);
        TextTable.Write(to, ["clause", "why"], [.. lines.Select(l => new[] { l.Path, l.Why })], new HashSet<int>(), "  ");
    }
}
