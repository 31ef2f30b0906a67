using Treaty.Core.Findings;
using Treaty.Core.Meshes;

namespace Treaty.Operations.Meshes;

/// <summary>Reads the documents of a mesh from its directory; everything else there is left alone.</summary>
public static class MeshDirectory
{
    private static readonly string[] Top = ["treaty.yaml", "constitution.yaml", "principals.yaml", "context-map.yaml"];

    public static (IReadOnlyList<MeshDocument> Documents, IReadOnlyList<Finding> Findings) Read(string folder)
    {
        var read = Paths(folder).Order(StringComparer.Ordinal).AsParallel().AsOrdered().Select(path =>
        {
            var findings = new List<Finding>();
            return (Path: path, Text: DocumentText.Read(Path.Combine(folder, path), path, findings), Findings: findings);
        }).ToList();
        return ([.. read.Where(d => d.Text is not null).Select(d => new MeshDocument(d.Path, d.Text!))],
            [.. read.SelectMany(d => d.Findings)]);
    }

    private static IEnumerable<string> Paths(string folder)
    {
        var root = new DirectoryInfo(folder);
        if (!root.Exists) return [];
        return Top.Where(name => File.Exists(Path.Combine(folder, name)))
            .Concat(Documents(folder, "contexts", 3)).Concat(Documents(folder, "zone", 2)).Concat(Documents(folder, "legacy", 2))
            .Concat(Documents(folder, "policies", 1)).Concat(Documents(folder, "cutovers", 1)).Concat(Documents(folder, "accords", 1));
    }

    /// <summary>The YAML and SQL files below a top folder, down to a depth; links are not followed.</summary>
    private static IEnumerable<string> Documents(string folder, string top, int depth)
    {
        var start = Path.Combine(folder, top);
        if (!Directory.Exists(start)) return [];
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = depth, AttributesToSkip =
            FileAttributes.ReparsePoint | FileAttributes.Hidden };
        return Directory.EnumerateFiles(start, "*", options)
            .Where(path => path.EndsWith(".yaml", StringComparison.Ordinal) || path.EndsWith(".sql", StringComparison.Ordinal))
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'));
    }
}
