using System.Collections.Immutable;
using Treaty.Core.Findings;

namespace Treaty.Core.Products;

public enum SourceFormat { Csv, Ndjson, Json, Parquet, Delta, Sqlite, Postgres }

/// <summary>
/// Full: each publish replaces the product by what the source holds. Append: each file is taken once and added. Upsert: the files are
/// changes, and of each key the newest counts. History: as upsert, and every change is a row, with the time from and to which it held.
/// </summary>
public enum SourceMode { Full, Append, Upsert, History }

/// <summary>A raw source: files of a system of record, relative to the mesh or to a named root outside it, or a table of a
/// database.</summary>
/// <param name="Location">A file, folder or glob; for a table of a connection empty.</param>
/// <param name="Columns">Declared column names; empty where they are read from the data.</param>
public sealed record Source(
    string Name,
    string? System,
    SourceFormat Format,
    string Location,
    string? Root,
    SourceMode Mode,
    CsvDialect Dialect,
    ImmutableArray<string> Columns,
    SourcePlace Place)
{
    /// <summary>The connection of treaty.yaml that the table is read through; null for files.</summary>
    public string? Connection { get; init; }

    /// <summary>The table or view of a database.</summary>
    public string? Table { get; init; }

    /// <summary>The columns in which numbers are written as the dialect says.</summary>
    public ImmutableArray<string> Numbers { get; init; } = [];

    /// <summary>How changes are told apart and ordered, in the modes upsert and history.</summary>
    public SourceChanges Changes { get; init; } = SourceChanges.None;

    public bool IsTable => Format is SourceFormat.Sqlite or SourceFormat.Postgres;

    public bool HasChanges => Mode is SourceMode.Upsert or SourceMode.History;

    /// <summary>True where a file is read once and never again.</summary>
    public bool TakesOnce => Mode == SourceMode.Append;
}

/// <summary>How a CSV file is written. The delimiter may have up to four characters.</summary>
public sealed record CsvDialect(string Delimiter, string Quote, bool Header, string Encoding, string Null)
{
    public static CsvDialect Default { get; } = new(",", "\"", true, "utf-8", "");

    /// <summary>What makes a quote inside quotes a plain one; null for the quote itself, doubled.</summary>
    public string? Escape { get; init; }

    /// <summary>Lines that begin with this character are no records; null where there are none.</summary>
    public string? Comment { get; init; }

    /// <summary>Lines before the header, or before the first record.</summary>
    public int SkipLines { get; init; }

    /// <summary>Other texts that mean null.</summary>
    public ImmutableArray<string> MoreNulls { get; init; } = [];

    /// <summary>True where a null text counts as null in quotes too.</summary>
    public bool QuotedNull { get; init; } = true;

    /// <summary>What stands before the decimals of a number.</summary>
    public string Decimal { get; init; } = ".";

    /// <summary>What stands between groups of three digits; null where nothing does.</summary>
    public string? Thousands { get; init; }

    /// <summary>gzip, zstd or none; null where the file's name says it.</summary>
    public string? Compression { get; init; }

    /// <summary>True where the engine does not know the encoding, so that it reads a copy in UTF-8.</summary>
    public bool IsReencoded => Encoding is "windows-1252" or "utf-16" or "utf-16-be";

    /// <summary>True where the engine cannot read the file as it lies. With comments or lines to skip it would count records
    /// wrongly.</summary>
    public bool NeedsDecoding => IsReencoded || Comment is not null || SkipLines > 0;

    public bool HasOwnNumbers => Decimal != "." || Thousands is not null;
}

/// <summary>What a source says about its changes.</summary>
/// <param name="Key">The columns whose values say which row a change is of.</param>
/// <param name="Sequence">The column that orders changes of one key: a whole number or an instant. Null: by file name, then record.</param>
/// <param name="Operation">The column that says what a change is; null where every row is a new state.</param>
/// <param name="Deletes">Values of that column that mean the row is gone.</param>
/// <param name="ValidFrom">History: the column that holds the instant from which a state held; the sequence.</param>
/// <param name="ValidTo">History: the column that holds the instant from which it no longer held; null in the newest.</param>
public sealed record SourceChanges(
    ImmutableArray<string> Key, string? Sequence, string? Operation, ImmutableArray<string> Deletes, string ValidFrom, string ValidTo)
{
    public static SourceChanges None { get; } = new([], null, null, [], "valid_from", "valid_to");
}
