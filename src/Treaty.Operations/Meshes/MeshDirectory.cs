using System.Text;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Operations.Meshes;

/// <summary>Reads the documents of a mesh from its directory; everything else there is left alone.</summary>
public static class MeshDirectory
{
    public static readonly FindingKind NotRead = new("TRY0005", Severity.Error, "a document cannot be read");
    public static readonly FindingKind NotUtf8 = new("TRY0006", Severity.Error, "a document is not UTF-8");

    private static readonly string[] Top = ["treaty.yaml", "constitution.yaml", "principals.yaml", "context-map.yaml"];

    /// <summary>What the greatest document that is read can take up in UTF-8.</summary>
    private const long MostBytes = 4L * YamlReader.MaxCharacters;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static (IReadOnlyList<MeshDocument> Documents, IReadOnlyList<Finding> Findings) Read(string folder)
    {
        var documents = new List<MeshDocument>();
        var findings = new List<Finding>();
        foreach (var path in Paths(folder).Order(StringComparer.Ordinal))
            if (Text(folder, path, findings) is { } text) documents.Add(new(path, text));
        return (documents, findings);
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

    private static string? Text(string folder, string path, List<Finding> findings)
    {
        var place = new SourcePlace(path, 1, 1);
        try
        {
            if (new FileInfo(Path.Combine(folder, path)).Length is var length and > MostBytes)
            {
                findings.Add(YamlReader.TooLarge.At(place, $"`{path}` has {length} bytes, {MostBytes} are read",
                    "split the document, or keep data out of documents"));
                return null;
            }
            var bytes = File.ReadAllBytes(Path.Combine(folder, path));
            var start = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? 3 : 0;
            return Strict.GetString(bytes, start, bytes.Length - start);
        }
        catch (DecoderFallbackException e)
        {
            findings.Add(NotUtf8.At(place, $"`{path}` is not UTF-8: byte {e.Index} is {Convert.ToHexString(e.BytesUnknown ?? [])}",
                "save it as UTF-8"));
        }
        catch (IOException e)
        {
            findings.Add(NotRead.At(place, $"`{path}` cannot be read: {e.Message}", "check that the file is whole and free"));
        }
        catch (UnauthorizedAccessException)
        {
            findings.Add(NotRead.At(place, $"`{path}` may not be read", "check its permissions"));
        }
        return null;
    }
}
