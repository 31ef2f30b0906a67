using System.Collections.Immutable;
using Treaty.Core.Findings;

namespace Treaty.Core.Products;

public enum SourceFormat { Csv, Ndjson, Parquet }

/// <summary>Full: each publish replaces the product by what the source holds. Append: each file is taken once and added.</summary>
public enum SourceMode { Full, Append }

/// <summary>A raw source: files of a system of record, relative to the mesh or to a named root outside it.</summary>
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
    SourcePlace Place);

/// <summary>How a CSV file is written. The delimiter may have up to four characters.</summary>
public sealed record CsvDialect(string Delimiter, string Quote, bool Header, string Encoding, string Null)
{
    public static CsvDialect Default { get; } = new(",", "\"", true, "utf-8", "");
}
