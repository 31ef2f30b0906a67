using System.IO.Enumeration;
using System.Security.Cryptography;
using Treaty.Backends.Delta;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Files;

/// <summary>Sources as files on disk.</summary>
public sealed class FileFeed : ISourceFeed
{
    private const int HashedAtOnce = 4;
    private const int ReadAhead = 1 << 20;

    public ValueTask<IReadOnlyList<SourceFile>> ListAsync(
        string folder, string location, IReadOnlyDictionary<string, SourceFile> known, CancellationToken cancel) =>
        DescribeAsync(folder, Find(folder, location), known, cancel);

    public async ValueTask<SourceTableFiles> ListDeltaAsync(
        string folder, string location, IReadOnlyDictionary<string, SourceFile> known, CancellationToken cancel)
    {
        var table = await Task.Run(() => DeltaOfOthers.Read(Path.GetFullPath(Path.Combine(folder, location))), cancel)
            .ConfigureAwait(false);
        var files = await DescribeAsync(folder, table.Files.Select(f => new FileInfo(f.Path)), known, cancel).ConfigureAwait(false);
        return new(table.Columns, [.. files.Zip(table.Files, (file, of) => file with { Constants = of.Constants })]);
    }

    public ValueTask DecodeAsync(string path, SourceDecoding how, string to, CancellationToken cancel) =>
        new(Task.Run(() => FileDecoding.Run(path, how, to, cancel), cancel));

    private static async ValueTask<IReadOnlyList<SourceFile>> DescribeAsync(
        string folder, IEnumerable<FileInfo> found, IReadOnlyDictionary<string, SourceFile> known, CancellationToken cancel)
    {
        var fence = new LinkFence(folder);
        var files = found.Select(file => (Info: file, Name: Name(folder, file.FullName))).ToArray();
        var described = new SourceFile[files.Length];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = HashedAtOnce, CancellationToken = cancel };
        foreach (var file in files) fence.Check(file.Info, file.Name);
        await Parallel.ForAsync(0, files.Length, parallel, async (i, stop) =>
            described[i] = await DescribeAsync(files[i].Info, files[i].Name, known, stop).ConfigureAwait(false)).ConfigureAwait(false);
        return described;
    }

    private static List<FileInfo> Find(string folder, string location)
    {
        var full = Path.GetFullPath(Path.Combine(folder, location));
        if (!location.AsSpan().ContainsAny('*', '?'))
        {
            if (File.Exists(full)) return [new FileInfo(full)];
            if (Directory.Exists(full)) return Sorted(Below(full), folder);
            throw new BackendException(BackendFault.Unreachable, $"the source `{location}` is not there",
                $"looked below {folder}; correct `location` or bring the file");
        }
        var start = Path.GetFullPath(Path.Combine(folder, string.Join('/', location.Split('/')
            .TakeWhile(part => !part.AsSpan().ContainsAny('*', '?')))));
        var pattern = location.Split('/');
        var found = Directory.Exists(start)
            ? Sorted(Below(start).Where(file => Matches(Name(folder, file.FullName).Split('/'), pattern)), folder) : [];
        return found.Count > 0
            ? found
            : throw new BackendException(BackendFault.Unreachable, $"no file matches the source `{location}`",
                $"looked below {folder}; correct `location` or bring the files");
    }

    private static IEnumerable<FileInfo> Below(string folder) => new DirectoryInfo(folder)
        .EnumerateFiles("*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden });

    private static List<FileInfo> Sorted(IEnumerable<FileInfo> files, string folder) =>
        [.. files.Select(file => (file, Name: Name(folder, file.FullName))).OrderBy(f => f.Name, StringComparer.Ordinal).Select(f =>
            f.file)];

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

    private static async ValueTask<SourceFile> DescribeAsync(
        FileInfo file, string name, IReadOnlyDictionary<string, SourceFile> known, CancellationToken cancel)
    {
        try
        {
            // Milliseconds are what the ledger keeps.
            var modified = DateTimeOffset.FromUnixTimeMilliseconds(new DateTimeOffset(file.LastWriteTimeUtc).ToUnixTimeMilliseconds());
            if (known.TryGetValue(name, out var before) && before.Bytes == file.Length && before.Modified == modified)
                return before with { Path = file.FullName };
            await using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.Read,
                (int)Math.Clamp(file.Length, 1, ReadAhead), FileOptions.SequentialScan);
            var hash = await SHA256.HashDataAsync(stream, cancel).ConfigureAwait(false);
            return new SourceFile(name, file.FullName, file.Length, modified, Convert.ToHexStringLower(hash));
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
}
