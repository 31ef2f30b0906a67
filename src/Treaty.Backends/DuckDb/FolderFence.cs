using Treaty.Operations.Doors;

namespace Treaty.Backends.DuckDb;

/// <summary>
/// The folders a session may reach, each absolute and ending in a separator so that `/x/data` does not open `/x/data2`. A folder reached
/// by a
/// symbolic link is named twice, as given and as it really is, because DuckDB compares the real path of a file.
/// </summary>
internal sealed record FolderFence(IReadOnlyList<string> Reachable, IReadOnlyList<string> Writable, string Scratch)
{
    public static FolderFence Of(SessionRequest request) => new(
        Spellings([.. request.ReadFolders, .. request.WriteFolders, request.Scratch]),
        Spellings([.. request.WriteFolders, request.Scratch]),
        Path.GetFullPath(request.Scratch));

    public bool MayWrite(string path) =>
        Path.IsPathRooted(path) && Writable.Any(folder => Path.GetFullPath(path).StartsWith(folder, StringComparison.Ordinal));

    private static IReadOnlyList<string> Spellings(IEnumerable<string> folders) =>
        [.. folders.Select(Path.GetFullPath).SelectMany(folder => new[] { folder, RealPath(folder) })
            .Select(folder => Path.TrimEndingDirectorySeparator(folder) is var bare && bare.EndsWith(Path.DirectorySeparatorChar)
                ? bare : bare + Path.DirectorySeparatorChar)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>Resolves the links in each part of the path; parts that do not exist yet stay as they are.</summary>
    private static string RealPath(string folder)
    {
        if (Path.GetDirectoryName(folder) is not { } parent) return folder;
        var path = Path.Combine(RealPath(parent), Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)));
        try
        {
            return Directory.Exists(path) && Directory.ResolveLinkTarget(path, returnFinalTarget: true) is { } target
                ? RealPath(target.FullName) : path;
        }
        catch (IOException)
        {
            return path;
        }
    }
}
