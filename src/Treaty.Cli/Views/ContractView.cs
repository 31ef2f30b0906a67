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
        {
            var standard = document.Standard is { } name ? "  " + name : "";
            to.WriteLine($"{(document.Valid ? "valid  " : "invalid")}  {document.File}{standard}");
        }
        var invalid = Figures.Count(report.Documents.Count(d => !d.Valid), "invalid one");
        to.WriteLine($"{Figures.Count(report.Documents.Count, "document")}, {invalid}: {FindingView.Count(report.Findings)}");
    }

    public static void Write(TextWriter to, ContractDiffReport report)
    {
        FindingView.Write(to, report.Findings);
        if (report.Comparison is { } comparison) Write(to, comparison, _ => "");
    }

    /// <param name="hit">What to say behind a change of whom it breaks.</param>
    public static void Write(TextWriter to, ContractComparison comparison, Func<ContractChange, string> hit)
    {
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
                to.WriteLine($"  {Sign(change.Kind)} {change.Sentence}   [{change.Rule}, line {change.Place.Line}]{hit(change)}");
        }
        if (comparison.Changes.IsEmpty) to.WriteLine("nothing changed in content");
        else
        {
            var says = comparison.VersionAfter is { } now ? $" (the new document says {now})" : "";
            var step = $"{Step(comparison.Needed)} step, {comparison.VersionBefore ?? "no version"} → {comparison.Suggested ?? "?"}";
            to.WriteLine($"{Figures.Count(comparison.Changes.Length, "change")}: {step}{says}");
        }
    }

    private static string Sign(ChangeKind kind) => kind switch { ChangeKind.Added => "+", ChangeKind.Removed => "-", _ => "~" };

    private static string Step(VersionStep step) => step.ToString().ToLowerInvariant();
}
