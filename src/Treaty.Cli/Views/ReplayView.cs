using Treaty.Operations.Reports;

namespace Treaty.Cli.Views;

/// <summary>A replay as text: a line a table, and what it proves.</summary>
internal static class ReplayView
{
    public static void Write(TextWriter to, ReplayReport report)
    {
        foreach (var line in report.Lines)
            to.WriteLine($"{(line.Equal ? "equal" : "DIFFERS"),-8}  {line.Ref} {line.Table}  {line.How}  {line.Found}");
        FindingView.Write(to, report.Findings);
        var differing = report.Lines.Count(l => !l.Equal);
        if (report.Lines.Count > 0)
            to.WriteLine(differing == 0
                ? $"replay of {report.Run}: {Figures.Count(report.Lines.Count, "table")}, all with the content that was recorded"
                : $"replay of {report.Run}: {Figures.Count(differing)} of {Figures.Count(report.Lines.Count, "table")} differ");
    }
}

/// <summary>Two sides as text: what each holds, and whether it is the same.</summary>
internal static class IdenticalView
{
    public static void Write(TextWriter to, IdenticalReport report)
    {
        foreach (var side in report.Sides) to.WriteLine($"{side.Version}: {Figures.Count(side.Rows, "row")}, {side.Content}");
        FindingView.Write(to, report.Findings);
        if (report.Sides.Count == 2)
            to.WriteLine(report.Identical ? $"{report.Comparison}: identical in all that is compared"
                : $"{report.Comparison}: NOT identical; `treaty discrepancies --comparison {report.Comparison}` lists what differs");
    }
}
