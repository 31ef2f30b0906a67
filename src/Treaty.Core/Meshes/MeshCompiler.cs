using System.Collections.Immutable;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Rules;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Meshes;

/// <summary>
/// What documents come to: the mesh as far as they give one, and every finding. The mesh of a compilation with errors is for looking at;
/// it never
/// comes into force.
/// </summary>
/// <param name="Places">Where values stand that the model holds without a place.</param>
public sealed record Compilation(Mesh Mesh, IReadOnlyList<Finding> Findings, DocumentPlaces Places)
{
    public bool Succeeded => !Findings.HasErrors();
}

/// <summary>Turns documents into a mesh: reads each kind, joins products with contracts and selects, then holds the whole against the
/// rules.</summary>
public static class MeshCompiler
{
    private static readonly Func<MeshScope, IEnumerable<Finding>>[] Rules =
    [
        UniqueIds.Check, ContextRules.Check, ContextMapRules.Check, SourceRules.Check, ProductRules.Check, ClassRules.Check,
            InputRules.Check,
        ContractRules.Check, ReconciliationRulesCheck.Check, ComparisonRules.Check, ComparedColumns.Check,
    ];

    /// <param name="parsed">Trees by path, where they were read or kept elsewhere; others are read here.</param>
    /// <param name="found">What reading the files has found; a file with a finding of its own is not also reported as missing.</param>
    public static Compilation Compile(
        IReadOnlyList<MeshDocument> documents, IReadOnlyDictionary<string, ParsedDocument>? parsed = null,
            IReadOnlyList<Finding>? found = null)
    {
        var reading = new MeshReading(documents, parsed ?? ImmutableDictionary<string, ParsedDocument>.Empty, found ?? []);
        var mesh = reading.Mesh();
        var places = new DocumentPlaces(reading.Roots);
        var scope = new MeshScope(mesh, reading.Drafts(), places);
        return new Compilation(mesh,
            reading.Findings.Concat(Rules.SelectMany(rule => rule(scope))).Select(mesh.Constitution.Judge).Sorted(), places);
    }

    /// <summary>Reads a document that is YAML; null for one that is not.</summary>
    public static ParsedDocument? Parse(MeshDocument document) =>
        IsYaml(document.Path) ? YamlTree.Read(document) : null;

    /// <summary>True for the documents that <see cref="Parse"/> reads.</summary>
    public static bool IsYaml(string path) =>
        DocumentPath.Classify(path) is { Kind: not (DocumentKind.FactsSql or DocumentKind.RowsSql or DocumentKind.Stray) };
}
