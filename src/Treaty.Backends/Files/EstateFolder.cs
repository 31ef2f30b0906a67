using System.Text;
using Treaty.Core.Doctor;
using Treaty.Core.Findings;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Files;

/// <summary>An estate as files on disk, with its git history.</summary>
public sealed class EstateFolder : IEstateFiles
{
    /// <summary>Larger files are no documents; they are said to be unread.</summary>
    private const long LargestFile = 32 << 20;

    private static readonly string[] Endings =
        [".yml", ".yaml", ".sql", ".py", ".csv", ".md", ".markdown", ".txt", ".rst", ".json"];

    private static readonly HashSet<string> Left = new(StringComparer.OrdinalIgnoreCase)
    {
        "node_modules", "dbt_packages", "dbt_modules", "__pycache__", "venv", "site-packages", "bin", "obj",
    };

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public EstateFiles Read(string folder, CancellationToken cancel)
    {
        if (File.Exists(folder)) return OneFile(new FileInfo(folder));
        if (!Directory.Exists(folder))
            throw new BackendException(BackendFault.Unreachable, $"there is no folder {folder}", "name the folder of the estate");
        var files = new List<EstateFile>();
        var unread = new List<Unread>();
        foreach (var path in Below(new DirectoryInfo(folder)).OrderBy(f => Relative(folder, f.FullName), StringComparer.Ordinal))
        {
            cancel.ThrowIfCancellationRequested();
            if (Text(path, Relative(folder, path.FullName), unread) is { } file) files.Add(file);
        }
        return new(folder, files, unread);
    }

    private static EstateFiles OneFile(FileInfo file)
    {
        var unread = new List<Unread>();
        return new(file.DirectoryName!, Text(file, file.Name, unread) is { } read ? [read] : [], unread);
    }

    public ValueTask<IReadOnlyList<Change>?> HistoryAsync(string folder, CancellationToken cancel) =>
        Git.GitHistory.ReadAsync(folder, cancel);

    private static IEnumerable<FileInfo> Below(DirectoryInfo folder)
    {
        FileSystemInfo[] inside;
        try { inside = folder.GetFileSystemInfos(); }
        catch (UnauthorizedAccessException) { yield break; }
        foreach (var entry in inside)
            if (entry.Attributes.HasFlag(FileAttributes.ReparsePoint)) continue;
            else if (entry is FileInfo file)
            {
                if (file.Name == "CODEOWNERS" || Endings.Contains(file.Extension.ToLowerInvariant())) yield return file;
            }
            else if (entry is DirectoryInfo below && (!below.Name.StartsWith('.') || below.Name is ".github" or ".gitlab")
                && !Left.Contains(below.Name))
                foreach (var found in Below(below)) yield return found;
    }

    private static EstateFile? Text(FileInfo file, string path, List<Unread> unread)
    {
        try
        {
            if (file.Length > LargestFile)
            {
                unread.Add(new(new(path, 1, 1), $"it has {file.Length >> 20} MiB; {LargestFile >> 20} are read"));
                return null;
            }
            var bytes = File.ReadAllBytes(file.FullName);
            return new(path, Decoded(bytes));
        }
        catch (DecoderFallbackException)
        {
            unread.Add(new(new(path, 1, 1), "it is not UTF-8"));
        }
        catch (IOException e)
        {
            unread.Add(new(new(path, 1, 1), $"it cannot be read: {e.Message}"));
        }
        catch (UnauthorizedAccessException)
        {
            unread.Add(new(new(path, 1, 1), "it may not be read"));
        }
        return null;
    }

    private static string Decoded(byte[] bytes) =>
        bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? Strict.GetString(bytes, 3, bytes.Length - 3)
        : bytes is [0xFF, 0xFE, ..] ? Encoding.Unicode.GetString(bytes, 2, bytes.Length - 2)
        : bytes is [0xFE, 0xFF, ..] ? Encoding.BigEndianUnicode.GetString(bytes, 2, bytes.Length - 2)
        : Strict.GetString(bytes);

    private static string Relative(string folder, string path) => Path.GetRelativePath(folder, path).Replace('\\', '/');
}
