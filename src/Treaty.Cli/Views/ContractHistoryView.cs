using Treaty.Core.Findings;
using Treaty.Operations.Reports;

namespace Treaty.Cli.Views;

/// <summary>The editions of a contract and what changed between two of them, as text.</summary>
internal static class ContractHistoryView
{
    public static void Write(TextWriter to, ContractHistoryReport report)
    {
        FindingView.Write(to, report.Findings);
        if (report.Editions.Count == 0) return;
        TextTable.Write(to, ["edition", "in force since", "run", "by", "document"],
            [.. report.Editions.Select(e => (IReadOnlyList<string?>)[e.Name, Figures.At(e.Since), e.Run, e.By, e.Document])],
            new HashSet<int>());
        if (report.Comparison is not { } comparison) return;
        to.WriteLine($"\nfrom {report.From} to {report.To}");
        var hit = report.Breaks.ToLookup(b => b.Path, b => b.Products, StringComparer.Ordinal);
        ContractView.Write(to, comparison, change => hit[change.Path].FirstOrDefault() is { Count: > 0 } products
            ? "  breaks " + string.Join(", ", products) : "");
    }
}
