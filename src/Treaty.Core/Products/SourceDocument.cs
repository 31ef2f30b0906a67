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
    public static readonly FindingKind BadMode = new("TRY1403", Severity.Error, "a source cannot be read in its mode");
    public static readonly FindingKind NoChanges = new("TRY1404", Severity.Error, "a source says how changes come and has no mode for them");

    private static readonly IReadOnlyList<(string Text, SourceFormat Format)> Formats =
    [
        ("csv", SourceFormat.Csv), ("ndjson", SourceFormat.Ndjson), ("json", SourceFormat.Json), ("parquet", SourceFormat.Parquet),
        ("delta", SourceFormat.Delta), ("sqlite", SourceFormat.Sqlite), ("postgres", SourceFormat.Postgres),
    ];

    private static readonly IReadOnlyList<(string Text, SourceMode Mode)> Modes =
    [
        ("full", SourceMode.Full), ("append", SourceMode.Append), ("upsert", SourceMode.Upsert), ("history", SourceMode.History),
    ];

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
        var format = Chosen(f, "format", Formats);
        var dialect = f.Map("dialect");
        var source = new Source(
            f.Required("name"), f.Text("system"), format, format == SourceFormat.Postgres ? "" : Location(f), f.Text("root"),
            Chosen(f, "mode", Modes),
            DialectDocument.Read(dialect), [.. f.Texts("columns")], f.Place)
        {
            Connection = format == SourceFormat.Postgres ? f.Required("connection") : null,
            Table = format is SourceFormat.Postgres or SourceFormat.Sqlite ? f.Required("table") : null,
            Numbers = [.. f.Texts("numbers")],
            Changes = f.Has("changes") ? Changes(f.Map("changes")) : SourceChanges.None,
        };
        Judge(source, f);
        f.End("description");
        return source;
    }

    /// <summary>The value of a word; the first of all where there is none.</summary>
    private static T Chosen<T>(Fields f, string key, IReadOnlyList<(string Text, T Value)> words) =>
        f.Word(key, [.. words.Select(w => w.Text)]) is { } word ? words.First(w => w.Text == word).Value : words[0].Value;

    private static void Judge(Source source, Fields f)
    {
        if (source is { Format: SourceFormat.Csv, Dialect.Header: false, Columns.IsEmpty: true })
            f.Findings.Add(NeedsColumns.At(f.Place, $"source `{source.Name}` has no header and no `columns`",
                "list the column names in file order under `columns`"));
        if (source.Dialect.HasOwnNumbers && source.Numbers.IsEmpty)
            f.Findings.Add(NeedsColumns.At(f.Place, $"source `{source.Name}` writes numbers its own way and does not say in which columns",
                "list the columns that hold such numbers under `numbers`"));
        if (!Reference.IsId(source.Name) && source.Name != "")
            f.Findings.Add(MeshRules.BadId.At(f.PlaceOf("name"), $"`{source.Name}` is no id",
                "use lower-case letters, digits and _, beginning with a letter"));
        if (source.Mode != SourceMode.Full && (source.IsTable || source.Format == SourceFormat.Delta))
            f.Findings.Add(BadMode.At(f.PlaceOf("mode"), $"source `{source.Name}` holds a state, not files of additions or changes",
                "use `mode: full`"));
        if (source.HasChanges && source.Changes.Key.IsEmpty)
            f.Findings.Add(BadMode.At(f.PlaceOf("mode"), $"source `{source.Name}` does not say which row a change is of",
                "name the columns under `changes: {key: […]}`"));
        if (source.Mode == SourceMode.History && source.Changes.Sequence is null)
            f.Findings.Add(BadMode.At(f.PlaceOf("mode"), $"source `{source.Name}` keeps a history and does not say when each state began",
                "name the column that holds the instant under `changes: {sequence: …}`"));
        if (!source.HasChanges && source.Changes != SourceChanges.None)
            f.Findings.Add(NoChanges.At(f.PlaceOf("changes"), $"source `{source.Name}` names its changes and takes none",
                "set `mode: upsert` or `mode: history`, or remove `changes`"));
        if (source.Changes is { Operation: not null, Deletes.IsEmpty: true })
            f.Findings.Add(Fields.Missing.At(f.PlaceOf("changes"), $"source `{source.Name}` does not say which operation deletes",
                "add the values under `deletes`, such as `deletes: [D]`"));
    }

    private static SourceChanges Changes(Fields f)
    {
        var none = SourceChanges.None;
        var changes = new SourceChanges([.. f.Texts("key")], f.Text("sequence"), f.Text("operation"), [.. f.Texts("deletes")],
            f.Text("validFrom") ?? none.ValidFrom, f.Text("validTo") ?? none.ValidTo);
        f.End();
        return changes;
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
}
