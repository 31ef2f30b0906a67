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
        int Of(string how) => report.Lines.Count(l => l.How == how);
        var differing = report.Lines.Count(l => !l.Equal);
        if (report.Lines.Count == 0) return;
        to.Write($"replay of {report.Run}: {Figures.Count(Of("made-anew"), "table")} made anew, {Figures.Count(Of("compared-anew"))} compared anew, ");
        to.Write($"{Figures.Count(Of("read-again"))} read again: ");
        to.Write(differing == 0 ? "all with the content that was recorded" : $"{Figures.Count(differing)} differ");
        to.WriteLine(report.NotMade.Count == 0 ? "" : $"; NOT made anew: {string.Join(", ", report.NotMade)}");
    }
}

/// <summary>Two sides as text: what each holds, and whether it is the same.</summary>
internal static class IdenticalView
{
    public static void Write(TextWriter to, IdenticalReport report)
    {
        foreach (var side in report.Sides)
            to.WriteLine($"{side.Version}: {Figures.Count(side.Rows, "row")}, {side.Content}"
                + (side.OutOfScope > 0 ? $"; besides {Figures.Count(side.OutOfScope, "row")} out of scope" : ""));
        FindingView.Write(to, report.Findings);
        if (report.Sides.Count == 2)
            to.WriteLine(report.Identical ? $"{report.Comparison}: identical in all that is compared"
                : $"{report.Comparison}: NOT identical; `treaty discrepancies --comparison {report.Comparison}` lists what differs");
    }
}
