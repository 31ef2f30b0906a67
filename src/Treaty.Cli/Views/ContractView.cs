using Treaty.Core.Contracts.Changes;
using Treaty.Core.Plans;
using Treaty.Operations.Contracts;

namespace Treaty.Cli.Views;

/// <summary>What a check of contracts and a comparison of two versions say.</summary>
internal static class ContractView
{
    public static void Write(TextWriter to, ContractCheckReport report)
    {
        FindingView.Write(to, report.Findings);
        foreach (var document in report.Documents)
            to.WriteLine($"{(document.Valid ? "valid  " : "invalid")}  {document.File}{(document.Standard is { } standard ? $"  {standard}" : "")}");
        to.WriteLine($"{Figures.Count(report.Documents.Count, "document")}, {Figures.Count(report.Documents.Count(d => !d.Valid), "invalid one")}: {FindingView.Count(report.Findings)}");
    }

    public static void Write(TextWriter to, ContractDiffReport report)
    {
        FindingView.Write(to, report.Findings);
        if (report.Comparison is not { } comparison) return;
        var other = comparison.Direction == PortDirection.Output ? "readers" : "the provider";
        foreach (var group in comparison.Changes.GroupBy(c => c.Compatibility).OrderByDescending(g => g.Key))
        {
            to.WriteLine(group.Key switch
            {
                Compatibility.Breaking => $"breaking for {other}",
                Compatibility.Compatible => "compatible",
                _ => "words only",
            });
            foreach (var change in group)
                to.WriteLine($"  {(change.Kind switch { ChangeKind.Added => "+", ChangeKind.Removed => "-", _ => "~" })} {change.Sentence}   [{change.Rule}, line {change.Place.Line}]");
        }
        to.WriteLine(comparison.Changes.IsEmpty ? "nothing changed in content"
            : $"{Figures.Count(comparison.Changes.Length, "change")}: {Step(comparison.Needed)} step, {comparison.VersionBefore ?? "no version"} → {comparison.Suggested ?? "?"}"
                + (comparison.VersionAfter is { } now ? $" (the new document says {now})" : ""));
    }

    private static string Step(VersionStep step) => step.ToString().ToLowerInvariant();
}
