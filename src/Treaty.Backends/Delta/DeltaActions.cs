using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Delta;

/// <summary>The actions of the Delta protocol that Treaty writes and reads, as JSON lines.</summary>
internal static class DeltaActions
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The application id under which a run's commit is known, so that a repeated commit is recognised.</summary>
    public static string Application(string run) => "treaty:" + run;

    public static IReadOnlyList<string> Of(LakeTable table, LakeCommit commit, LakeSnapshot? before)
    {
        var at = commit.At.ToUnixTimeMilliseconds();
        var lines = new List<JsonObject>
        {
            Action("commitInfo", new JsonObject
            {
                ["timestamp"] = at, ["operation"] = "WRITE",
                ["operationParameters"] = new JsonObject { ["mode"] = commit.Replace ? "Overwrite" : "Append", ["partitionBy"] = "[]" },
                ["engineInfo"] = "Treaty", ["treatyRun"] = commit.Run,
            }),
        };
        if (before is null) lines.Add(Action("protocol", new JsonObject { ["minReaderVersion"] = 1, ["minWriterVersion"] = 2 }));
        if (before is null || !before.Columns.SequenceEqual(commit.Columns)) lines.Add(Action("metaData", MetaData(table, commit, at)));
        lines.Add(Action("txn", new JsonObject { ["appId"] = Application(commit.Run), ["version"] = 1, ["lastUpdated"] = at }));
        if (commit.Replace)
            lines.AddRange((before?.Files ?? []).Select(file => Action("remove", new JsonObject
            {
                ["path"] = Encode(Path.GetFileName(file.Path)), ["deletionTimestamp"] = at, ["dataChange"] = true,
                ["extendedFileMetadata"] = true, ["partitionValues"] = new JsonObject(), ["size"] = file.Bytes,
            })));
        lines.AddRange(commit.Add.Select(file => Action("add", new JsonObject
        {
            ["path"] = Encode(file.Path), ["partitionValues"] = new JsonObject(), ["size"] = file.Bytes, ["modificationTime"] = at,
            ["dataChange"] = true, ["stats"] = Statistics(file, commit.Columns),
        })));
        return [.. lines.Select(line => line.ToJsonString(Json))];
    }

    private static JsonObject Action(string name, JsonObject content) => new() { [name] = content };

    private static JsonObject MetaData(LakeTable table, LakeCommit commit, long at)
    {
        var fields = commit.Columns.Select(c => (JsonNode)new JsonObject { ["name"] = c.Name, ["type"] = c.Type, ["nullable"] = c.Nullable,
            ["metadata"] =
            new JsonObject() });
        var schema = new JsonObject { ["type"] = "struct", ["fields"] = new JsonArray([.. fields]) };
        return new JsonObject
        {
            // The table's id follows from its place, so that the same world made twice has the same bytes.
            ["id"] = new Guid(SHA256.HashData(Encoding.UTF8.GetBytes(table.ToString())).AsSpan(0, 16)).ToString(),
            ["format"] = new JsonObject { ["provider"] = "parquet", ["options"] = new JsonObject() },
            ["schemaString"] = schema.ToJsonString(Json), ["partitionColumns"] = new JsonArray(), ["configuration"] = new JsonObject(),
                ["createdTime"] = at,
        };
    }

    private static string Statistics(LakeFile file, IReadOnlyList<LakeColumn> columns)
    {
        JsonObject Bounds(Func<ColumnStatistics, string?> bound)
        {
            var bounds = new JsonObject();
            foreach (var s in file.Statistics)
                if (bound(s) is { } text && Value(columns.First(c => c.Name == s.Column).Type, text) is { } value) bounds[s.Column] = value;
            return bounds;
        }
        var nulls = new JsonObject();
        foreach (var s in file.Statistics)
            if (s.Nulls is { } count) nulls[s.Column] = count;
        return new JsonObject { ["numRecords"] = file.Rows, ["minValues"] = Bounds(s => s.Minimum), ["maxValues"] = Bounds(s => s.Maximum),
            ["nullCount"] =
            nulls }.ToJsonString(Json);
    }

    /// <summary>Numbers keep their digits: they enter the JSON as they are written.</summary>
    private static JsonNode? Value(string type, string text) => type switch
    {
        "long" or "integer" or "double" => JsonNode.Parse(text),
        _ when type.StartsWith("decimal", StringComparison.Ordinal) => JsonNode.Parse(text),
        "boolean" or "binary" => null,
        _ => JsonValue.Create(text),
    };

    public static IReadOnlyList<LakeColumn> Columns(JsonElement metaData)
    {
        using var schema = JsonDocument.Parse(metaData.GetProperty("schemaString").GetString()!);
        return [.. schema.RootElement.GetProperty("fields").EnumerateArray().Select(f =>
            new LakeColumn(f.GetProperty("name").GetString()!, f.GetProperty("type").GetString()!, f.GetProperty("nullable")
                .GetBoolean()))];
    }

    public static string Absolute(string table, JsonElement action) =>
        Path.Combine(table, Uri.UnescapeDataString(action.GetProperty("path").GetString()!));

    public static LakeFile File(string table, JsonElement add)
    {
        var rows = 0L;
        var statistics = new List<ColumnStatistics>();
        if (add.TryGetProperty("stats", out var stats) && stats.GetString() is { } text)
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            rows = root.GetProperty("numRecords").GetInt64();
            foreach (var nulls in root.GetProperty("nullCount").EnumerateObject())
                statistics.Add(new(nulls.Name, Bound(root, "minValues", nulls.Name), Bound(root, "maxValues", nulls.Name),
                    nulls.Value.GetInt64()));
        }
        return new(Absolute(table, add), add.GetProperty("size").GetInt64(), rows, statistics);
    }

    private static string? Bound(JsonElement stats, string side, string column) => stats.GetProperty(side)
        .TryGetProperty(column, out var value)
        ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText().ToString(CultureInfo.InvariantCulture) : null;

    private static string Encode(string name) => Uri.EscapeDataString(name);
}
