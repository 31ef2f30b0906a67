using Treaty.Operations.Drafting;

namespace Treaty.Cli.Views;

/// <summary>What was drafted, and what only a person can answer.</summary>
internal static class DraftView
{
    public static void Write(TextWriter to, DraftReport report)
    {
        FindingView.Write(to, report.Findings);
        if (report.Products.Count == 0) return;
        to.WriteLine($"drafted {string.Join(", ", report.Products)} in {report.Folder}");
        to.WriteLine("the data could not say (each is a comment `question:` in the documents):");
        foreach (var question in report.Questions) to.WriteLine($"  - {question}");
        to.WriteLine($"next: treaty check --mesh {report.Folder} && treaty run --mesh {report.Folder}");
    }
}
