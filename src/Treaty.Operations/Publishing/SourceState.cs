using Treaty.Core.Products;
using Treaty.Operations.Doors;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Publishing;

/// <summary>A source as it is about to be read: its files, and which of them are new.</summary>
/// <param name="Folder">The folder its names are relative to, absolute with trailing separator.</param>
/// <param name="Files">Everything at its location; for a table of a database, the table.</param>
/// <param name="Take">What this publish reads: all of it, or, where files are taken once, those not taken before.</param>
public sealed record SourceState(Source Source, string Folder, IReadOnlyList<SourceFile> Files, IReadOnlyList<SourceFile> Take)
{
    /// <summary>How the newest version read it; null at the first publish.</summary>
    public SourceManifest? Before { get; init; }

    /// <summary>The columns that the source itself states, with the engine's types (null for nested ones); empty where it states
    /// none.</summary>
    public IReadOnlyList<(string Name, string? Type)> Stated { get; init; } = [];

    /// <summary>The table to read, and the snapshot to read it from.</summary>
    public (ITableSnapshot Snapshot, SourceTable Table)? Table { get; init; }

    /// <summary>Where decoded copies of its files are, with trailing separator; null where they are read as they lie.</summary>
    public string? Decoded { get; init; }

    /// <summary>The folder below which the engine reads.</summary>
    public string ReadFolder => Decoded ?? Folder;

    public StagedFiles Staged => Source.IsTable ? new("", [.. Take.Select(f => f.Name)])
        : new StagedFiles(ReadFolder, [.. Take.Select(ReadPath)])
        {
            Constants = Take.Where(f => f.Constants.Count > 0).ToDictionary(ReadPath, f => f.Constants, StringComparer.Ordinal),
        };

    public string ReadPath(SourceFile file) => Decoded is null ? file.Path : Decoded + file.Name;
}

/// <summary>A source that is staged: its columns, rows and rejected records.</summary>
public sealed record StagedSource(SourceState State, IReadOnlyList<string> Columns, long Rows, long Rejected)
{
    /// <summary>The engine's types of the columns; empty where all are text.</summary>
    public IReadOnlyList<string> Types { get; init; } = [];
}
