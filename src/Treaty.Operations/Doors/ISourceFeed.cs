namespace Treaty.Operations.Doors;

/// <summary>Finds the files of a source and says what is in them, without reading them as data.</summary>
public interface ISourceFeed
{
    /// <summary>
    /// The files at a location below a folder, by name in ordinal order. The location is a file, a folder (all files below it) or a glob
    /// (<c>*</c>, <c>?</c>,
    /// <c>**</c>).
    /// Links that lead out of the folder are refused.
    /// </summary>
    /// <param name="known">Files seen before by name; one whose size and time are unchanged is not read again for its hash.</param>
    /// <exception cref="BackendException">Unreachable where nothing is there or a file cannot be read; Refused where a link leads
    /// out.</exception>
    ValueTask<IReadOnlyList<SourceFile>> ListAsync(string folder, string location, IReadOnlyDictionary<string, SourceFile> known,
        CancellationToken cancel);
}

/// <summary>A file of a source.</summary>
/// <param name="Name">Relative to the source's folder, with forward slashes.</param>
/// <param name="Sha256">Of its bytes, lower-case hex.</param>
public sealed record SourceFile(string Name, string Path, long Bytes, DateTimeOffset Modified, string Sha256);
