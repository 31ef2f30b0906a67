using Treaty.Operations.Doors;

namespace Treaty.Backends.Files;

/// <summary>Refuses files that are reached through a link out of a folder, be it the file itself or a folder on the way to it.</summary>
internal sealed class LinkFence(string folder)
{
    private readonly string _real = RealPath(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))) + Path.DirectorySeparatorChar;
    private readonly Dictionary<string, bool> _inside = new(StringComparer.Ordinal);

    public void Check(FileInfo file, string name)
    {
        var target = file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? file.FullName;
        if (IsInside(Path.GetDirectoryName(target)!)) return;
        throw new BackendException(BackendFault.Refused, $"the source file `{name}` is a link out of its folder",
            "name the real folder under `roots` in treaty.yaml");
    }

    private bool IsInside(string directory)
    {
        if (!_inside.TryGetValue(directory, out var inside))
            _inside[directory] = inside = (RealPath(directory) + Path.DirectorySeparatorChar).StartsWith(_real, StringComparison.Ordinal);
        return inside;
    }

    private static string RealPath(string path)
    {
        if (Path.GetDirectoryName(path) is not { } parent) return path.TrimEnd(Path.DirectorySeparatorChar);
        var here = Path.Combine(RealPath(parent) is "" ? Path.GetPathRoot(path)! : RealPath(parent), Path.GetFileName(path));
        return Directory.ResolveLinkTarget(here, returnFinalTarget: true) is { } target ? RealPath(target.FullName) : here;
    }
}
