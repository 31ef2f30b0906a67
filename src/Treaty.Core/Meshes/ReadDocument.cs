using Treaty.Core.Contracts;
using Treaty.Core.Contracts.Standard;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Meshes;

/// <summary>A document that is read already, so that reading can be kept and done in parallel.</summary>
public sealed record ReadDocument(MeshDocument Document, YamlNode? Root, IReadOnlyList<Finding> Findings)
{
    /// <summary>The document held against its standard; null while nobody asked.</summary>
    private StandardDocument? Standard { get; init; }

    /// <summary>The contract that it states, and what is wrong with it; null while <see cref="Understood"/> was not asked for.</summary>
    private (Contract Contract, IReadOnlyList<Finding> Findings)? Contract { get; init; }

    /// <summary>The open standard that the document was held against and keeps, as it stands; null where it was not held against one,
    /// breaks it, or is of an edition that has to be brought into a newer form.</summary>
    public DocumentStandard? Keeps =>
        Standard is { Standard: { } standard } held && ReferenceEquals(held.Root, Root) && !held.Findings.HasErrors() ? standard : null;

    public static ReadDocument Read(MeshDocument document)
    {
        if (!document.Path.EndsWith(".yaml", StringComparison.Ordinal)) return new(document, null, []);
        var findings = new List<Finding>();
        return new(document, YamlReader.Read(document, findings), findings);
    }

    /// <summary>A document whose tree is known from an earlier reading of the same text.</summary>
    /// <param name="keeps">What <see cref="Keeps"/> said of the text then. It counts only where a document at this path has to keep
    /// just that standard.</param>
    public static ReadDocument Known(MeshDocument document, YamlNode root, DocumentStandard? keeps)
    {
        var read = new ReadDocument(document, root, []);
        return keeps is not null && keeps == Expected(document.Path) ? read with { Standard = StandardDocument.Kept(root, keeps) } : read;
    }

    /// <summary>The same document with what its tree alone says already made of it: the longest part of a compilation, which
    /// depends on nothing else.</summary>
    public ReadDocument Understood()
    {
        if (Root is null || Expected(Document.Path) is not { } standard) return this;
        var held = this with { Standard = AgainstStandard(standard) };
        if (standard != OdcsStandard.Standard) return held;
        var findings = new List<Finding>();
        return held with { Contract = (held.ContractOf(findings), findings) };
    }

    /// <summary>The document, which has a tree, held against the standard that a document at its place has to keep.</summary>
    internal StandardDocument AgainstStandard(DocumentStandard standard) => Standard ?? StandardDocument.Read(Root!, standard);

    /// <summary>The contract that the document states.</summary>
    internal Contract ContractOf(List<Finding> findings)
    {
        if (Contract is var (known, said))
        {
            findings.AddRange(said);
            return known;
        }
        return StandardReading.Read(AgainstStandard(OdcsStandard.Standard), ContractDocument.Read, findings);
    }

    private static DocumentStandard? Expected(string path) =>
        path.EndsWith(".odcs.yaml", StringComparison.Ordinal) ? OdcsStandard.Standard
        : path.EndsWith("/product.odps.yaml", StringComparison.Ordinal) ? OdpsStandard.Standard : null;
}
