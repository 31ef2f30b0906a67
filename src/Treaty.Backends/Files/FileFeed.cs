using System.IO.Enumeration;
using System.Security.Cryptography;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Files;

/// <summary>Sources as files on disk.</summary>
public sealed class FileFeed : ISourceFeed
{
    public async ValueTask<IReadOnlyList<SourceFile>> ListAsync(
        string folder, string location, IReadOnlyDictionary<string, SourceFile> known, CancellationToken cancel)
    {
        var files = new List<SourceFile>();
        foreach (var path in Find(folder, location)) files.Add(await DescribeAsync(folder, path, known, cancel).ConfigureAwait(false));
        return files;
    }

    private static IEnumerable<string> Find(string folder, string location)
    {
        var full = Path.GetFullPath(Path.Combine(folder, location));
        if (!location.AsSpan().ContainsAny('*', '?'))
        {
            if (File.Exists(full)) return [full];
            if (Directory.Exists(full)) return Sorted(Below(full), folder);
            throw new BackendException(BackendFault.Unreachable, $"the source `{location}` is not there",
                $"looked below {folder}; correct `location` or bring the file");
        }
        var start = Path.GetFullPath(Path.Combine(folder, string.Join('/', location.Split('/')
            .TakeWhile(part => !part.AsSpan().ContainsAny('*', '?')))));
        var pattern = location.Split('/');
        var found = Directory.Exists(start) ? Sorted(Below(start).Where(path => Matches(Name(folder, path).Split('/'), pattern)), folder)
            : [];
        return found.Count > 0
            ? found
            : throw new BackendException(BackendFault.Unreachable, $"no file matches the source `{location}`",
                $"looked below {folder}; correct `location` or bring the files");
    }

    private static IEnumerable<string> Below(string folder) =>
        Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip =
            FileAttributes.Hidden });

    private static List<string> Sorted(IEnumerable<string> paths, string folder) =>
        [.. paths.OrderBy(path => Name(folder, path), StringComparer.Ordinal)];

    private static bool Matches(ReadOnlySpan<string> name, ReadOnlySpan<string> pattern)
    {
        if (pattern.IsEmpty) return name.IsEmpty;
        if (pattern[0] != "**") return !name.IsEmpty && FileSystemName.MatchesSimpleExpression(pattern[0], name[0], false)
            && Matches(name[1..], pattern[1..]);
        for (var skip = 0; skip <= name.Length; skip++)
            if (Matches(name[skip..], pattern[1..])) return true;
        return false;
    }

    private static string Name(string folder, string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');

    private static async ValueTask<SourceFile> DescribeAsync(string folder, string path, IReadOnlyDictionary<string, SourceFile> known,
        CancellationToken cancel)
    {
        var name = Name(folder, path);
        RefuseLinkOut(folder, path, name);
        var file = new FileInfo(path);
        // Milliseconds are what the ledger keeps.
        var modified = DateTimeOffset.FromUnixTimeMilliseconds(new DateTimeOffset(file.LastWriteTimeUtc).ToUnixTimeMilliseconds());
        if (known.TryGetValue(name, out var before) && before.Bytes == file.Length
            && before.Modified == modified) return before with { Path = path };
        try
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 20,
                FileOptions.SequentialScan);
            var hash = await SHA256.HashDataAsync(stream, cancel).ConfigureAwait(false);
            return new SourceFile(name, path, file.Length, modified, Convert.ToHexStringLower(hash));
        }
        catch (IOException e)
        {
            throw Unreadable(name, e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw Unreadable(name, e);
        }
    }

    private static BackendException Unreadable(string name, Exception e) =>
        new(BackendFault.Unreachable, $"the source file `{name}` cannot be read: {e.Message}",
            "check its permissions and that no one is writing it", e);

    private static void RefuseLinkOut(string folder, string path, string name)
    {
        var target = File.ResolveLinkTarget(path, returnFinalTarget: true);
        if (target is not null && !target.FullName.StartsWith(Path.TrimEndingDirectorySeparator(folder) + Path.DirectorySeparatorChar,
            StringComparison.Ordinal))
            throw new BackendException(BackendFault.Refused, $"the source file `{name}` is a link out of its folder",
                "name the real folder under `roots` in treaty.yaml");
    }
}
