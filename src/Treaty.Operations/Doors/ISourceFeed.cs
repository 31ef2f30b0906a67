namespace Treaty.Operations.Doors;

/// <summary>Finds the files of a source and says what is in them, without reading them as data.</summary>
public interface ISourceFeed
{
    /// <summary>
    /// The files at a location below a folder, by name in ordinal order. The location is a file, a folder (all files below it) or a glob
    /// (<c>*</c>, <c>?</c>, <c>**</c>). Links that lead out of the folder are refused.
    /// </summary>
    /// <param name="known">Files seen before by name; one whose size and time are unchanged is not read again for its hash.</param>
    /// <exception cref="BackendException">Unreachable where nothing is there or a file cannot be read; Refused where a link leads
    /// out.</exception>
    ValueTask<IReadOnlyList<SourceFile>> ListAsync(string folder, string location, IReadOnlyDictionary<string, SourceFile> known,
        CancellationToken cancel);

    /// <summary>The files that the newest version of another program's Delta table is made of, in the order of its log.</summary>
    /// <param name="location">The table's folder, below <paramref name="folder"/>.</param>
    /// <exception cref="BackendException">Refused where the table uses what cannot be read here, such as deletion vectors.</exception>
    ValueTask<SourceTableFiles> ListDeltaAsync(string folder, string location, IReadOnlyDictionary<string, SourceFile> known,
        CancellationToken cancel);

    /// <summary>Writes a CSV file again as every engine reads one: unpacked, in UTF-8, without comments and lines before the first
    /// record, lines ended by a line feed.</summary>
    /// <exception cref="BackendException">Refused where the bytes are no text in that encoding, or are packed in another way.</exception>
    ValueTask DecodeAsync(string path, SourceDecoding how, string to, CancellationToken cancel);
}

/// <summary>A file of a source.</summary>
/// <param name="Name">Relative to the source's folder, with forward slashes.</param>
/// <param name="Sha256">Of its bytes, lower-case hex.</param>
public sealed record SourceFile(string Name, string Path, long Bytes, DateTimeOffset Modified, string Sha256)
{
    /// <summary>Values that stand in no file but hold for all its rows, by column.</summary>
    public IReadOnlyDictionary<string, string?> Constants { get; init; } = None;

    private static readonly IReadOnlyDictionary<string, string?> None = new Dictionary<string, string?>(StringComparer.Ordinal);
}

/// <summary>How a CSV file is written, as far as that matters before it is split into cells. UTF-8 and Latin-1 keep their bytes.</summary>
/// <param name="SkipLines">Lines at its beginning that are left out.</param>
/// <param name="Packed">True for gzip; null where the name of the file says it.</param>
public sealed record SourceDecoding(string Encoding, string Quote, string? Escape, string? Comment, int SkipLines, bool? Packed);

/// <summary>A table kept as files: its columns in their order with the engine's types (null for nested ones), and its files.</summary>
public sealed record SourceTableFiles(IReadOnlyList<(string Name, string? Type)> Columns, IReadOnlyList<SourceFile> Files);
