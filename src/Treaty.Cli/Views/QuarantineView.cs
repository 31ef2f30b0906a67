using System.Globalization;
using Treaty.Core.Findings;
using Treaty.Operations.Reports;

namespace Treaty.Cli.Views;

/// <summary>Rows held back as text: a line a row.</summary>
internal static class QuarantineView
{
    public static void Write(TextWriter to, QuarantineReport report)
    {
        FindingView.Write(to, report.Findings);
        if (report.Findings.HasErrors()) return;
        if (report.Total == 0)
        {
            to.WriteLine("no row is held back");
            return;
        }
        TextTable.Write(to, ["product", "reason", "column", "place", "value", "rule", "since", "state"],
            [.. report.Rows.Select(Row)], new HashSet<int>());
        to.WriteLine(report.Total > report.Rows.Count
            ? $"{Figures.Count(report.Rows.Count)} of {Figures.Count(report.Total, "row")}; show more with --limit, all of a row with --format json"
            : Figures.Count(report.Total, "row"));
    }

    private static IReadOnlyList<string?> Row(QuarantineEntry e) =>
    [
        e.Product, e.Reason, e.Column is null ? e.Object : $"{e.Object}.{e.Column}",
        e.Source is null ? "" : $"{e.Source}:{e.Record?.ToString(CultureInfo.InvariantCulture)}", e.Value ?? "", e.Rule, e.OpenedRun,
        e.ClosedRun is null ? e.State : $"{e.State} by {e.ClosedRun}",
    ];
}
