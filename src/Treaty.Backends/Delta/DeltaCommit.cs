using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Delta;

/// <summary>
/// The bytes of one commit file: <c>commitInfo</c>, in the first commit <c>protocol</c>, where the schema is new <c>metaData</c>,
/// <c>txn</c>, then the files that leave and the files that come. They follow from the commit and the table alone: no clock, no random id.
/// </summary>
internal static class DeltaCommit
{
    public static string Application(string run) => "treaty:" + run;

    public static byte[] Write(LakeTable table, LakeCommit commit, DeltaLog before)
    {
        var at = commit.At.ToUnixTimeMilliseconds();
        var schema = DeltaSchema.Write(commit.Columns);
        List<byte[]> lines = [Summary(commit, at)];
        if (before.Version < 0) lines.Add(Action("protocol", ProtocolMembers));
        if (before.Table?.SchemaString != schema)
            lines.Add(Action("metaData", json =>
                MetaDataMembers(json, before.Table?.Id ?? TableId(table, commit.Run), schema, before.Table?.CreatedTime ?? at)));
        lines.Add(Action("txn", json => TransactionMembers(json, Application(commit.Run), before.Version + 1, at)));
        lines.AddRange(Leaving(commit, before).Select(file =>
            Action("remove", json => RemoveMembers(json, file.Path, file.Size, at, commit.DataChange))));
        lines.AddRange(commit.Add.Select(file => Action("add", json => AddMembers(json, DeltaPlace.Encode(file.Path), file.Bytes, at,
            commit.DataChange, DeltaStatistics.Write(file, commit.Columns)))));
        return [.. lines.SelectMany(line => line.Append((byte)'\n'))];
    }

    /// <exception cref="ArgumentException">Where a file that should leave is not in the table.</exception>
    private static IEnumerable<DeltaAdd> Leaving(LakeCommit commit, DeltaLog before)
    {
        if (commit.Replace) return before.Live;
        var leaving = commit.Remove.Select(DeltaPlace.Encode).ToHashSet(StringComparer.Ordinal);
        var found = before.Live.Where(file => leaving.Contains(file.Path)).ToList();
        return found.Count == leaving.Count ? found : throw new ArgumentException("a file that should leave is not in the table");
    }

    private static byte[] Summary(LakeCommit commit, long at) => Action("commitInfo", json =>
    {
        json.WriteNumber("timestamp", at);
        json.WriteString("operation", commit.DataChange ? "WRITE" : "OPTIMIZE");
        json.WriteStartObject("operationParameters");
        if (commit.DataChange) json.WriteString("mode", commit.Replace ? "Overwrite" : "Append");
        if (commit.DataChange) json.WriteString("partitionBy", "[]");
        else json.WriteString("predicate", "[]");
        json.WriteEndObject();
        json.WriteString("engineInfo", "Treaty");
        json.WriteString("treatyRun", commit.Run);
    });

    public static void ProtocolMembers(Utf8JsonWriter json)
    {
        json.WriteNumber("minReaderVersion", 1);
        json.WriteNumber("minWriterVersion", 2);
    }

    public static void MetaDataMembers(Utf8JsonWriter json, string id, string schema, long created)
    {
        json.WriteString("id", id);
        json.WriteStartObject("format");
        json.WriteString("provider", "parquet");
        json.WriteStartObject("options");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteString("schemaString", schema);
        json.WriteStartArray("partitionColumns");
        json.WriteEndArray();
        json.WriteStartObject("configuration");
        json.WriteEndObject();
        json.WriteNumber("createdTime", created);
    }

    /// <summary>The version is the table's, so that a checkpoint still says which commit a run made.</summary>
    public static void TransactionMembers(Utf8JsonWriter json, string application, long version, long at)
    {
        json.WriteString("appId", application);
        json.WriteNumber("version", version);
        json.WriteNumber("lastUpdated", at);
    }

    public static void RemoveMembers(Utf8JsonWriter json, string path, long size, long at, bool dataChange)
    {
        json.WriteString("path", path);
        json.WriteNumber("deletionTimestamp", at);
        json.WriteBoolean("dataChange", dataChange);
        json.WriteBoolean("extendedFileMetadata", true);
        json.WriteStartObject("partitionValues");
        json.WriteEndObject();
        json.WriteNumber("size", size);
    }

    public static void AddMembers(Utf8JsonWriter json, string path, long size, long at, bool dataChange, string? statistics)
    {
        json.WriteString("path", path);
        json.WriteStartObject("partitionValues");
        json.WriteEndObject();
        json.WriteNumber("size", size);
        json.WriteNumber("modificationTime", at);
        json.WriteBoolean("dataChange", dataChange);
        if (statistics is not null) json.WriteString("stats", statistics);
    }

    private static byte[] Action(string name, Action<Utf8JsonWriter> members) => DeltaJson.Bytes(json =>
    {
        json.WriteStartObject();
        json.WriteStartObject(name);
        members(json);
        json.WriteEndObject();
        json.WriteEndObject();
    });

    /// <summary>A UUID of version 8 (made by hashing) from the table's place and the run that created it.</summary>
    private static string TableId(LakeTable table, string run)
    {
        var bytes = SHA256.HashData(Encoding.UTF8.GetBytes($"{table}\n{run}"))[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true).ToString();
    }
}
