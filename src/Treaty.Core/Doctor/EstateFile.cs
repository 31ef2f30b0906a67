namespace Treaty.Core.Doctor;

/// <summary>A file of an estate: its path below the estate's folder, with forward slashes, and its text.</summary>
public sealed record EstateFile(string Path, string Text)
{
    public string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The folder it lies in; empty at the top.</summary>
    public string Folder => Path.LastIndexOf('/') is > 0 and var at ? Path[..at] : "";

    public bool Ends(params ReadOnlySpan<string> endings)
    {
        foreach (var ending in endings)
            if (Path.EndsWith(ending, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
