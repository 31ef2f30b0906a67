using System.Text;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Operations.Meshes;

/// <summary>The documents of a directory, in the order of their paths, and what kept others from being read.</summary>
public sealed record DirectoryReading(IReadOnlyList<MeshDocument> Documents, IReadOnlyList<Finding> Findings);

/// <summary>
/// Reads the documents of a mesh from its directory; everything else there is left alone. Links are followed only where they stay inside,
/// and no
/// document of more than 4 MB is loaded.
/// </summary>
public static class MeshDirectory
{
    private static readonly string[] TopFiles = ["treaty.yaml", "constitution.yaml", "principals.yaml", "context-map.yaml"];
    private static readonly (string Folder, int Depth)[] TopFolders = [("contexts", 2), ("legacy", 1), ("zone", 1)];
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static DirectoryReading Read(string directory, CancellationToken cancel = default)
    {
        var root = new DirectoryInfo(Path.GetFullPath(directory));
        var findings = new List<Finding>();
        var read = Paths(root, findings).Order(StringComparer.Ordinal).AsParallel().AsOrdered().WithCancellation(cancel)
            .Select(path => Document(root, path)).ToList();
        return new DirectoryReading([.. read.Select(r => r.Document).OfType<MeshDocument>()],
            [.. findings, .. read.Select(r => r.Finding).OfType<Finding>()]);
    }

    private static List<string> Paths(DirectoryInfo root, List<Finding> findings)
    {
        var paths = TopFiles.Where(name => File.Exists(Path.Combine(root.FullName, name))).ToList();
        foreach (var (folder, depth) in TopFolders) Collect(root, folder, depth, paths, findings);
        return paths;
    }

    private static void Collect(DirectoryInfo root, string folder, int depth, List<string> paths, List<Finding> findings)
    {
        var here = new DirectoryInfo(Path.Combine(root.FullName, folder));
        if (!here.Exists) return;
        if (Escapes(root, here))
        {
            findings.Add(Escape(folder));
            return;
        }
        try
        {
            foreach (var entry in here.EnumerateFileSystemInfos())
            {
                var path = $"{folder}/{entry.Name}";
                if (entry is DirectoryInfo && depth > 0) Collect(root, path, depth - 1, paths, findings);
                else if (entry is FileInfo && DocumentPath.Classify(path) is not null) paths.Add(path);
            }
        }
        catch (UnauthorizedAccessException)
        {
            findings.Add(Unreadable(folder, "may not be listed"));
        }
        catch (IOException error)
        {
            findings.Add(Unreadable(folder, $"cannot be listed: {error.Message}"));
        }
    }

    private static (MeshDocument? Document, Finding? Finding) Document(DirectoryInfo root, string path)
    {
        var file = new FileInfo(Path.Combine(root.FullName, path));
        try
        {
            if (Escapes(root, file)) return (null, Escape(path));
            if (Size(file) > YamlTree.MaxCharacters)
                return (null, YamlFindings.TooLarge.At(new SourcePlace(path, 1, 1), "the document has more than 4 MB",
                    "split it, or keep data out of documents"));
            return (new MeshDocument(path, Text(File.ReadAllBytes(file.FullName))), null);
        }
        catch (DecoderFallbackException error)
        {
            return (null, DocumentFindings.NotUtf8.At(new SourcePlace(path, 1, 1),
                $"the document is not UTF-8: see the byte at offset {error.Index}", "save it as UTF-8"));
        }
        catch (UnauthorizedAccessException)
        {
            return (null, Unreadable(path, "may not be read"));
        }
        catch (IOException error)
        {
            return (null, Unreadable(path, $"cannot be read: {error.Message}"));
        }
    }

    private static string Text(byte[] bytes)
    {
        var start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        return Strict.GetString(bytes.AsSpan(start));
    }

    private static long Size(FileInfo file) => (file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file).Length;

    private static bool Escapes(DirectoryInfo root, FileSystemInfo entry) =>
        entry.LinkTarget is not null && entry.ResolveLinkTarget(returnFinalTarget: true) is { } target
        && Path.GetRelativePath(root.FullName, target.FullName) is var path
        && (path == ".." || path.StartsWith("../", StringComparison.Ordinal) || Path.IsPathRooted(path));

    private static Finding Escape(string path) =>
        DocumentFindings.Escape.At(new SourcePlace(path, 1, 1), $"`{path}` is a link that leads out of the mesh",
            "replace it by what it points to");

    private static Finding Unreadable(string path, string why) =>
        DocumentFindings.Unreadable.At(new SourcePlace(path, 1, 1), $"`{path}` {why}", "check that it is whole, free and readable for you");
}
