using System.Globalization;
using Treaty.Operations.Reports;

namespace Treaty.Cli.Views;

/// <summary>Rows of a query, then what kind of truth was read.</summary>
internal static class QueryView
{
    private static readonly string[] Numbers =
        ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UBIGINT", "DECIMAL", "DOUBLE", "FLOAT"];

    public static void Write(TextWriter to, QueryReport report) => Write(to, report, Wide.Standard);

    public static void Write(TextWriter to, QueryReport report, int width)
    {
        FindingView.Write(to, report.Findings);
        if (report.Columns.Count == 0) return;
        var right = report.Types.Select((type, i) => (type, i)).Where(t => Numbers.Contains(t.type.Split('(')[0])).Select(t => t.i)
            .ToHashSet();
        TextTable.Write(to, report.Columns, [.. report.Rows.Select(row => (IReadOnlyList<string?>)[.. row.Select(cell => cell ?? "∅")])],
            right, width: width);
        to.WriteLine(Figures.Count(report.Rows.Count, "row") + (report.Truncated ? ", and more: raise --limit" : ""));
        foreach (var t in report.Truth)
            to.WriteLine($"read {t.Ref}#{t.Version.ToString(CultureInfo.InvariantCulture)}: {t.Class}, published {Figures.At(t.PublishedAt)}"
                + (t.FreshAsOf is { } fresh ? $", fresh as of {Figures.At(fresh)}" : "") + $", checks {t.Verdict}");
    }
}

/// <summary>Where one row came from, as text.</summary>
internal static class ExplainView
{
    public static void Write(TextWriter to, ExplainReport report) => Write(to, report, Wide.Standard);

    public static void Write(TextWriter to, ExplainReport report, int width)
    {
        FindingView.Write(to, report.Findings);
        if (report.Values.Count == 0 && report.Origins.Count == 0) return;
        to.WriteLine($"{report.Ref} {report.Key}");
        if (report.Rule is { } rule) to.WriteLine($"  put together by the comparison at {rule}, for which {report.Accountable} is accountable");
        if (report.RuleText is { } text) BehindView.Rule(to, text, "    ");
        if (report.Values.Count > 0) TextTable.Write(to, ["column", "value", "computed from", "by the rule at"],
            [.. report.Values.Select(v => (IReadOnlyList<string?>)[v.Column, v.Value ?? "∅", string.Join(", ", v.From), v.Rule])],
                new HashSet<int>(), "  ", width);
        foreach (var origin in report.Origins) Origin(to, origin);
        if (report.Discrepancies.Count > 0) to.WriteLine("\n  what does not align");
        foreach (var d in report.Discrepancies)
        {
            var about = d.Subject == "" ? "" : " of " + d.Subject;
            var amount = d.Amount is { } known ? $" {Figures.Signed(known)} {d.Currency}" : "";
            var team = d.Team.Length > 0 ? d.Team : "nobody";
            to.WriteLine($"    {d.Id} {d.Class}{about}{amount}, {d.State}, {team} answers ({d.Comparison})");
        }
        if (report.Discrepancies.Count > 0) to.WriteLine("    who decided what of one: treaty discrepancies show ID");
        to.WriteLine();
        to.WriteLine($"  versions: {string.Join(", ", report.Versions)}");
    }

    private static void Origin(TextWriter to, ExplainedRow origin)
    {
        to.WriteLine();
        to.WriteLine($"  {origin.Ref} {origin.Key}");
        var record = origin.Record?.ToString(CultureInfo.InvariantCulture) ?? "?";
        var since = origin.SourceUnchanged ? "" : "  (the file has changed since it was read)";
        to.WriteLine(origin.Source is null ? "    made from other products" : $"    record {record} of {origin.Source}{since}");
        if (origin.SourceText is { } text) to.WriteLine($"    | {text}");
        foreach (var cell in origin.Cells) to.WriteLine($"    {cell.Column} = {cell.Value ?? "∅"}");
    }
}
