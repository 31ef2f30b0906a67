using System.Collections.Immutable;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Products;

/// <summary>Reads the <c>sources</c> of sources.yaml and of feed.yaml.</summary>
internal static class SourceReader
{
    public static ImmutableArray<Source> Read(Fields fields) => fields.Each("sources", Source);

    private static Source? Source(Fields fields)
    {
        var name = fields.Required("name");
        var location = fields.Required("location");
        fields.Required("format");
        var format = fields.Word<SourceFormat>("format", ("csv", SourceFormat.Csv), ("ndjson", SourceFormat.Ndjson),
            ("parquet", SourceFormat.Parquet));
        var mode = fields.Word<SourceMode>("mode", ("full", SourceMode.Full), ("append", SourceMode.Append)) ?? SourceMode.Full;
        var dialect = fields.Inside("dialect", Dialect) ?? CsvDialect.Default;
        var columns = fields.Texts("columns");
        if (location.Length > 0 && Escapes(location))
            fields.Report(SourceFindings.Escape.At(fields.At("location"), $"the location `{location}` leads out of the mesh",
                "write a relative path with `/` and without `..`, and name a root for folders outside the mesh"));
        if (fields.Has("dialect") && format is SourceFormat.Ndjson or SourceFormat.Parquet)
            fields.Report(SourceFindings.NotCsv.At(fields.At("dialect"), $"`{name}` has a dialect but is not CSV",
                "remove the dialect, or write `format: csv`"));
        if (format == SourceFormat.Csv && !dialect.Header && columns.IsEmpty)
            fields.Report(SourceFindings.NoColumns.At(fields.Place, $"`{name}` has no header and no `columns`",
                "add `columns: [one, two]` in the order of the file"));
        return new Source(name, fields.Text("system"), format ?? SourceFormat.Csv, location, fields.Text("root"), mode, dialect, columns,
            fields.Place);
    }

    /// <summary>True for what is absolute, climbs, or could be read as a drive, a share or a URL.</summary>
    public static bool Escapes(string location) =>
        location.StartsWith('/') || location.StartsWith('~') || location.Contains('\\') || location.Contains(':') || location.Contains('\0')
        || location.Split('/').Contains("..");

    private static CsvDialect Dialect(Fields fields)
    {
        var standard = CsvDialect.Default;
        var dialect = new CsvDialect(
            Symbol(fields, "delimiter") ?? standard.Delimiter,
            Symbol(fields, "quote") ?? standard.Quote,
            fields.Flag("header") ?? standard.Header,
            fields.Word<Encodings>("encoding", ("utf-8", Encodings.Utf8), ("latin-1", Encodings.Latin1), ("utf-16", Encodings.Utf16)) switch
            {
                Encodings.Latin1 => "latin-1",
                Encodings.Utf16 => "utf-16",
                _ => standard.Encoding,
            },
            Symbol(fields, "null") ?? standard.Null);
        if (Trouble(dialect) is var (key, sentence, help)) fields.Report(SourceFindings.Delimiter.At(fields.At(key), sentence, help));
        return dialect;
    }

    // Taken as written: a quoted empty text, a blank or the word null mean themselves here.
    private static string? Symbol(Fields fields, string key) => fields.Has(key) ? fields.Text(key) : null;

    private static (string, string, string)? Trouble(CsvDialect dialect) => dialect switch
    {
        { Delimiter.Length: 0 or > 4 } => ("delimiter", "a delimiter has one to four characters", "write for example `delimiter: \";\"`"),
        { Quote.Length: > 1 } => ("quote", "a quote is one character, or empty for none", "write for example `quote: '\"'`"),
        _ when dialect.Delimiter.AsSpan().ContainsAny('\n', '\r') =>
            ("delimiter", "a delimiter may not hold a line break", "use another delimiter"),
        _ when dialect.Quote.Length == 1 && dialect.Delimiter.Contains(dialect.Quote, StringComparison.Ordinal) =>
            ("delimiter", "the delimiter holds the quote", "use another delimiter or quote"),
        _ => null,
    };

    private enum Encodings { Utf8, Latin1, Utf16 }
}
