using Treaty.Core.Contracts.Changes;

namespace Treaty.Core.Plans;

/// <summary>What a change does to those who rely on a product.</summary>
public enum Compatibility
{
    /// <summary>Nothing they were promised is touched.</summary>
    Neutral,

    /// <summary>They are promised more than before.</summary>
    Compatible,

    /// <summary>They are promised less, or something else.</summary>
    Breaking,
}

/// <summary>
/// Judges the changes of one document. Contracts go by the table of <see cref="CompatibilityTable"/>; of the other documents only what
/// consumers see matters: whether the product is there, its class, its facts, and how terms translate.
/// </summary>
public sealed class DocumentCompatibility
{
    private readonly DocumentScope _document;
    private readonly Dictionary<string, Compatibility> _byPath = new(StringComparer.Ordinal);

    public DocumentCompatibility(DocumentScope document, Meshes.ReadDocument? before, Meshes.ReadDocument? after)
    {
        _document = document;
        if (document.Kind != DocumentKind.Contract) return;
        foreach (var change in ContractComparison.Between(before?.Root, after?.Root, PortDirection.Output).Changes)
            _byPath[change.Path] = change.Compatibility;
    }

    public Compatibility Of(TreeDifference difference) => _document.Kind switch
    {
        // What a rule weighed together with its neighbours stands under the first of them.
        DocumentKind.Contract =>
            _byPath.TryGetValue(difference.Path, out var own) ? own : _byPath.GetValueOrDefault(Sibling(difference.Path)),
        DocumentKind.Product when difference is { Path: "", Kind: ChangeKind.Removed } => Compatibility.Breaking,
        DocumentKind.Product when difference.Path.StartsWith("customProperties[treatyClass]", StringComparison.Ordinal) =>
            Compatibility.Breaking,
        DocumentKind.Context when difference.Path.StartsWith("facts[", StringComparison.Ordinal) => OfFact(difference),
        DocumentKind.ContextMap when difference.Kind != ChangeKind.Added => Compatibility.Breaking,
        _ => Compatibility.Neutral,
    };

    private string Sibling(string path)
    {
        var entry = path[..(path.LastIndexOf(']') + 1)];
        return entry == "" ? path : _byPath.Keys.FirstOrDefault(other => other.StartsWith(entry, StringComparison.Ordinal)) ?? path;
    }

    private static Compatibility OfFact(TreeDifference difference) => difference.Kind switch
    {
        ChangeKind.Removed => Compatibility.Breaking,
        _ when difference.Path.Contains("].key", StringComparison.Ordinal) => Compatibility.Breaking,
        ChangeKind.Added => Compatibility.Compatible,
        _ => Compatibility.Neutral,
    };
}
