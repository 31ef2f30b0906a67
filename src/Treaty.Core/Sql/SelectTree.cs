using System.Text;
using System.Text.Json;

namespace Treaty.Core.Sql;

/// <summary>
/// A parsed text of selects, as DuckDB's <c>json_serialize_sql</c> writes it. Nothing is bound yet: names are as written.
/// </summary>
/// <param name="Statements">The root node of each statement; one, where the text is one select.</param>
/// <param name="Problem">Why the tree could not be read; then there are no statements.</param>
public sealed record SelectTree(IReadOnlyList<SqlNode> Statements, string? Problem)
{
    private const int DeepestNesting = 1000;

    /// <param name="treeJson">What the engine's parser gave.</param>
    /// <param name="sql">The text that was parsed: needed to give places in characters, as DuckDB counts bytes of UTF-8.</param>
    public static SelectTree Read(string treeJson, string? sql = null)
    {
        try
        {
            using var document = JsonDocument.Parse(treeJson, new JsonDocumentOptions { MaxDepth = DeepestNesting });
            var root = document.RootElement.Clone();
            var places = new SqlPlaces(sql);
            return root.TryGetProperty("error", out var error) && error.ValueKind == JsonValueKind.True
                ? new SelectTree([], root.GetProperty("error_message").GetString() ?? "not parsed")
                : new SelectTree([.. root.GetProperty("statements").EnumerateArray().Select(s =>
                    new SqlNode(s.GetProperty("node"), places))], null);
        }
        catch (JsonException)
        {
            return new SelectTree([], "nested too deeply to be read");
        }
    }

    /// <summary>The only statement; null where there is none or more than one.</summary>
    public SqlNode? Single => Statements.Count == 1 ? Statements[0] : null;
}

/// <summary>Turns places counted in bytes of UTF-8 into places counted in characters.</summary>
internal sealed class SqlPlaces(string? sql)
{
    private readonly byte[]? _bytes = sql is null ? null : Encoding.UTF8.GetBytes(sql);

    public int? Characters(long bytes) =>
        bytes < 0 || (_bytes is not null && bytes > _bytes.Length) ? null
        : _bytes is null ? (int)Math.Min(bytes, int.MaxValue)
        : Encoding.UTF8.GetCharCount(_bytes.AsSpan(0, (int)bytes));
}

/// <summary>One object of the tree: a select, a table reference or an expression. Absent and empty parts read as null or as an empty
/// list.</summary>
public sealed class SqlNode
{
    private readonly JsonElement _json;
    private readonly SqlPlaces _places;

    internal SqlNode(JsonElement json, SqlPlaces places) => (_json, _places) = (json, places);

    /// <summary>The kind of object, such as SELECT_NODE, BASE_TABLE, COLUMN_REF.</summary>
    public string Type => Text("type") ?? "";

    /// <summary>The family of an expression, such as FUNCTION or COMPARISON; null for anything that is no expression.</summary>
    public string? Class => Text("class");

    public string? Alias => Text("alias");

    /// <summary>Where it stands in the text, in characters from 0; null where the parser does not say.</summary>
    public int? Offset => _json.TryGetProperty("query_location", out var place) && place.TryGetInt64(out var bytes)
        ? _places.Characters(bytes) : null;

    public string? Text(string part) =>
        Part(part) is { ValueKind: JsonValueKind.String } value && value.GetString() is { Length: > 0 } text ? text : null;

    public bool Flag(string part) => Part(part) is { ValueKind: JsonValueKind.True };

    public long? Number(string part) => Part(part) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt64(out var number)
        ? number : null;

    public SqlNode? Node(string part) => Part(part) is { ValueKind: JsonValueKind.Object } value ? new SqlNode(value, _places) : null;

    /// <summary>The objects of a list, in order.</summary>
    public IReadOnlyList<SqlNode> Nodes(string part) =>
        Items(part).Where(i => i.ValueKind == JsonValueKind.Object).Select(i => new SqlNode(i, _places)).ToList();

    /// <summary>The lists of objects in a list, as rows of VALUES are.</summary>
    public IReadOnlyList<IReadOnlyList<SqlNode>> Rows(string part) =>
        [.. Items(part).Where(i => i.ValueKind == JsonValueKind.Array)
            .Select(row => row.EnumerateArray().Select(i => new SqlNode(i, _places)).ToList())];

    /// <summary>The texts of a list, in order.</summary>
    public IReadOnlyList<string> Texts(string part) =>
        [.. Items(part).Where(i => i.ValueKind == JsonValueKind.String).Select(i => i.GetString()!)];

    /// <summary>True where the part is there and neither null nor empty.</summary>
    public bool Has(string part) => Part(part) is { ValueKind: not JsonValueKind.Null } value
        && (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > 0)
        && (value.ValueKind != JsonValueKind.String || value.GetString() is { Length: > 0 });

    /// <summary>Every object directly below this one, through lists, with the name of the part it stands in; in the tree's order.</summary>
    public IEnumerable<(string Part, SqlNode Node)> Children =>
        _json.EnumerateObject().SelectMany(p => Objects(p.Value).Select(o => (p.Name, new SqlNode(o, _places))));

    /// <summary>This object and all below it.</summary>
    public IEnumerable<SqlNode> All => Children.SelectMany(c => c.Node.All).Prepend(this);

    /// <summary>The common table expressions declared here, in order, each with the names given to its columns.</summary>
    public IReadOnlyList<CommonTable> CommonTables =>
        [.. (Node("cte_map")?.Nodes("map") ?? []).Select(entry => entry.Node("value") is { } value
            && value.Node("query")?.Node("node") is { } query
            ? new CommonTable(entry.Text("key") ?? "", value.Texts("aliases"), query)
                : new CommonTable(entry.Text("key") ?? "", [], entry))];

    private JsonElement? Part(string part) => _json.TryGetProperty(part, out var value) ? value : null;

    private IReadOnlyList<JsonElement> Items(string part) =>
        Part(part) is { ValueKind: JsonValueKind.Array } list ? [.. list.EnumerateArray()] : [];

    private static IEnumerable<JsonElement> Objects(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => [value],
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Objects),
        _ => [],
    };
}

/// <summary>A select of the WITH list under its name.</summary>
public sealed record CommonTable(string Name, IReadOnlyList<string> ColumnNames, SqlNode Query);

/// <summary>What is wrong with a text of SQL, what to do about it, and where it stands in the text (characters from 0).</summary>
public sealed record SqlViolation(string Message, string Help, int? CharacterOffset = null);
