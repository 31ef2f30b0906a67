using Treaty.Operations.Samples;

namespace Treaty.Cli.Views;

/// <summary>What a sample holds, and what to do next.</summary>
internal static class SampleView
{
    public static void Write(TextWriter to, SampleReport report)
    {
        FindingView.Write(to, report.Findings);
        if (report.Findings.Count > 0) return;
        to.WriteLine($"wrote {Figures.Count(report.Orders)} orders in {report.Files} files to {report.Folder}");
        to.WriteLine($"planted {Figures.Count(report.Planted.Values.Sum())} faults of {report.Planted.Count} kinds; what they are is in truth/, which treaty never reads");
        to.WriteLine($"next: treaty run --mesh {report.Folder}");
    }
}
