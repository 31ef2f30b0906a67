using System.Collections.Concurrent;
using System.Collections.Immutable;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Operations.Meshes;

/// <param name="Directory">Of the mesh.</param>
/// <param name="Roots">Folders that take the place of named roots of treaty.yaml.</param>
public sealed record CheckRequest(string Directory, ImmutableSortedDictionary<string, string> Roots);

/// <summary>What the documents of a directory come to. The compilation also holds the places that checks of SQL need.</summary>
public sealed record CheckReport(Compilation Compilation, IReadOnlyList<MeshDocument> Documents)
{
    public Mesh Mesh => Compilation.Mesh;

    public IReadOnlyList<Finding> Findings => Compilation.Findings;

    public string Hash => Mesh.Hash;

    public bool Succeeded => Compilation.Succeeded;
}

/// <summary>Reads and compiles the documents of a mesh, and says everything that is wrong with them, except in their SQL.</summary>
public static class CheckMesh
{
    public static CheckReport Run(CheckRequest request, CancellationToken cancel)
    {
        var reading = MeshDirectory.Read(request.Directory, cancel);
        var cache = DocumentCache.Open(DocumentCache.PathIn(Store(request.Directory, reading.Documents)));
        var parsed = new ConcurrentDictionary<string, ParsedDocument>(StringComparer.Ordinal);
        Parallel.ForEach(reading.Documents.Where(document => MeshCompiler.IsYaml(document.Path)),
            new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount },
            document => parsed[document.Path] = cache.Get(document.Text, () => YamlTree.Read(document)));
        if (parsed.ContainsKey("treaty.yaml")) cache.Save();
        var compilation = MeshCompiler.Compile(reading.Documents, parsed, reading.Findings);
        return new CheckReport(WithRoots(compilation, request), reading.Documents);
    }

    /// <summary>The store that treaty.yaml names, below the directory of the mesh.</summary>
    private static string Store(string directory, IReadOnlyList<MeshDocument> documents)
    {
        var store = documents.FirstOrDefault(document => document.Path == "treaty.yaml") is { } treaty
            && YamlTree.Read(treaty).Root is YamlMap map && map["store"] is YamlScalar { Text: { Length: > 0 } said }
                && !said.Contains('\0') ? said : ".treaty";
        return Path.Combine(Path.GetFullPath(directory), store);
    }

    private static Compilation WithRoots(Compilation compilation, CheckRequest request)
    {
        var mesh = compilation.Mesh;
        var unknown = request.Roots.Keys.Where(name => !mesh.Settings.Roots.ContainsKey(name)).Select(name =>
            Core.Products.SourceFindings.UnknownRoot.At(null, $"the root `{name}` given on the command line is not declared",
                Nearest.Help(name, mesh.Settings.Roots.Keys, "declare it under `roots` of treaty.yaml")));
        return compilation with
        {
            Mesh = mesh with { Settings = mesh.Settings with { Roots = mesh.Settings.Roots.SetItems(request.Roots) } },
            Findings = compilation.Findings.Concat(unknown.Select(mesh.Constitution.Judge)).Sorted(),
        };
    }
}
