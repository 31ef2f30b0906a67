using Treaty.Core.Contracts;
using Treaty.Core.Contracts.Changes;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;

namespace Treaty.Core.Plans;

/// <summary>A promise that is broken under the same major version, and whom it would hit. A contract that was only a draft, or of major
/// version 0, promised nothing yet.</summary>
public static class BreakingChanges
{
    public static readonly FindingKind SameMajor = new("TRY0227", Severity.Error, "a breaking change under the same major version");

    /// <summary>Each breaking change whose contract keeps its major version, as the constitution and the waivers in force want
    /// it.</summary>
    /// <param name="before">What is in force; null where nothing is, and nothing can break.</param>
    public static IEnumerable<Finding> Judge(PlanSide? before, PlanSide after, DateOnly? today)
    {
        if (before is null) return [];
        var old = before.Documents.ToDictionary(d => d.Document.Path, StringComparer.Ordinal);
        var readers = new Readers(before.Mesh, after.Mesh);
        return after.Documents.Where(d => old.TryGetValue(d.Document.Path, out var was) && was.Document.Text != d.Document.Text)
            .SelectMany(d => Of(old[d.Document.Path], d, before.Mesh, after.Mesh, readers))
            .Select(finding => MeshCompiler.Judge(before.Mesh, finding, today));
    }

    private static IEnumerable<Finding> Of(ReadDocument before, ReadDocument after, Mesh inForce, Mesh target, Readers readers)
    {
        var scope = DocumentScope.Of(after.Document.Path);
        if (OlderMajors.In(after.Document.Path, scope.Product) is not { } product || inForce.Product(product)?.Contract is not { } was
            || target.Product(product)?.Contract is not { } now
            || was.Major != now.Major || !Promises(was)) yield break;
        foreach (var (change, sentence, place) in Breaks(scope, before, after))
        {
            var hit = readers.Direct(product).Where(c => change is null || RelianceChanges.Touches(c, product, change, before.Root));
            yield return SameMajor.At(place, $"{sentence}, which breaks what `{product}` {was.Version} promised; {Consumers(hit)}",
                $"raise the version to {was.Major + 1}.0.0 and keep what was in force as contract.v{was.Major}.odcs.yaml beside it with a date in "
                    + "`endOfSupport`, or keep the promise");
        }
    }

    private static IEnumerable<(ContractChange? Change, string Sentence, SourcePlace Place)> Breaks(DocumentScope scope,
        ReadDocument before,
        ReadDocument after)
    {
        if (scope.Kind == DocumentKind.Contract)
            return ContractComparison.Between(before.Root, after.Root, PortDirection.Output).Breaking.Select(c =>
                ((ContractChange?)c, c.Sentence, c.Place));
        var judge = new DocumentCompatibility(scope, before, after);
        return TreeDifferences.Between(before.Root, after.Root).Where(d => judge.Of(d) == Compatibility.Breaking)
            .Select(d => ((ContractChange?)null, $"`{d.Path}` changes: {NodeText.Of(d.Before)} → {NodeText.Of(d.After)}", d.Place));
    }

    private static bool Promises(Contract contract) => contract.Major > 0 && contract.Status is not ("draft" or "proposed");

    /// <summary>Who is hit: those who rely on what changes, or did not say what they rely on.</summary>
    private static string Consumers(IEnumerable<Products.Product> readers) =>
        readers.Select(r => $"`{r.Ref}`").Order(StringComparer.Ordinal).Distinct().ToList() is { Count: > 0 } names
            ? $"it breaks {string.Join(", ", names.Take(8))}{(names.Count > 8 ? $" and {names.Count - 8} more" : "")}"
            : "no product of this mesh relies on it, but others may";
}
