using System.Collections.Immutable;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Products;

/// <summary>Reads the list of raw sources in sources.yaml and feed.yaml.</summary>
public static class SourceDocument
{
    public static readonly FindingKind Escapes = new("TRY0805", Severity.Error, "a source leads out of its folder");
    public static readonly FindingKind NeedsColumns = new("TRY0806", Severity.Error, "a source without a header names no columns");
    public static readonly FindingKind BadDelimiter = new("TRY0807", Severity.Error, "a delimiter cannot be used");

    public static ImmutableArray<Source> Read(YamlNode root, List<Finding> findings)
    {
        var fields = new Fields(root, root.Place, findings);
        var sources = ReadList(fields);
        fields.End();
        return sources;
    }

    public static ImmutableArray<Source> ReadList(Fields fields) => [.. fields.Maps("sources").Select(Source)];

    private static Source Source(Fields f)
    {
        var source = new Source(
            f.Required("name"), f.Text("system"),
            f.Word("format", "csv", "ndjson", "parquet") switch { "ndjson" => SourceFormat.Ndjson, "parquet" => SourceFormat.Parquet, _ =>
                SourceFormat.Csv },
            Location(f), f.Text("root"), f.Word("mode", "full", "append") == "append" ? SourceMode.Append : SourceMode.Full,
            Dialect(f.Map("dialect")), [.. f.Texts("columns")], f.Place);
        if (source is { Format: SourceFormat.Csv, Dialect.Header: false, Columns.IsEmpty: true })
            f.Findings.Add(NeedsColumns.At(f.Place, $"source `{source.Name}` has no header and no `columns`",
                "list the column names in file order under `columns`"));
        if (!Reference.IsId(source.Name) && source.Name != "")
            f.Findings.Add(MeshRules.BadId.At(f.PlaceOf("name"), $"`{source.Name}` is no id",
                "use lower-case letters, digits and _, beginning with a letter"));
        f.End("description");
        return source;
    }

    private static string Location(Fields f)
    {
        var location = f.Required("location");
        var parts = location.Split('/');
        if (location.StartsWith('/') || location.Contains('\\', StringComparison.Ordinal)
            || location.Contains(':', StringComparison.Ordinal)
            || parts.Contains(".."))
            f.Findings.Add(Escapes.At(f.PlaceOf("location"), $"`{location}` leads out of the mesh",
                "use a path below the mesh with forward slashes, or name the folder under `roots` in treaty.yaml and set `root:`"));
        return location;
    }

    private static CsvDialect Dialect(Fields f)
    {
        var standard = CsvDialect.Default;
        var dialect = new CsvDialect(
            f.Text("delimiter") is { Length: > 0 } delimiter ? delimiter.Replace("\\t", "\t", StringComparison.Ordinal)
                : standard.Delimiter, f.Text("quote")
                ?? standard.Quote,
            f.Flag("header", true), f.Word("encoding", "utf-8", "latin-1", "utf-16") ?? standard.Encoding, f.Text("null") ?? standard.Null);
        if (dialect.Delimiter.Length > 4 || dialect.Delimiter.Contains('\n', StringComparison.Ordinal)
            || dialect.Delimiter == dialect.Quote)
            f.Findings.Add(BadDelimiter.At(f.PlaceOf("delimiter"), $"`{dialect.Delimiter}` cannot separate columns",
                "use one to four characters other than the quote and the line end"));
        f.End();
        return dialect;
    }
}
