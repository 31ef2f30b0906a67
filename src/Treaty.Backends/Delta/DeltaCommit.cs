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
        if (before.Version < 0) lines.Add(Protocol());
        if (before.Table?.SchemaString != schema)
            lines.Add(MetaData(before.Table?.Id ?? TableId(table, commit.Run), schema, before.Table?.CreatedTime ?? at));
        lines.Add(Transaction(commit.Run, at));
        if (commit.Replace) lines.AddRange(before.Live.Select(file => Remove(file, at)));
        lines.AddRange(commit.Add.Select(file => Add(file, commit.Columns, at)));
        return [.. lines.SelectMany(line => line.Append((byte)'\n'))];
    }

    private static byte[] Summary(LakeCommit commit, long at) => Action("commitInfo", json =>
    {
        json.WriteNumber("timestamp", at);
        json.WriteString("operation", "WRITE");
        json.WriteStartObject("operationParameters");
        json.WriteString("mode", commit.Replace ? "Overwrite" : "Append");
        json.WriteString("partitionBy", "[]");
        json.WriteEndObject();
        json.WriteString("engineInfo", "Treaty");
        json.WriteString("treatyRun", commit.Run);
    });

    private static byte[] Protocol() => Action("protocol", json =>
    {
        json.WriteNumber("minReaderVersion", 1);
        json.WriteNumber("minWriterVersion", 2);
    });

    private static byte[] MetaData(string id, string schema, long created) => Action("metaData", json =>
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
    });

    private static byte[] Transaction(string run, long at) => Action("txn", json =>
    {
        json.WriteString("appId", Application(run));
        json.WriteNumber("version", 1);
        json.WriteNumber("lastUpdated", at);
    });

    private static byte[] Remove(DeltaAdd file, long at) => Action("remove", json =>
    {
        json.WriteString("path", file.Path);
        json.WriteNumber("deletionTimestamp", at);
        json.WriteBoolean("dataChange", true);
        json.WriteBoolean("extendedFileMetadata", true);
        json.WriteStartObject("partitionValues");
        json.WriteEndObject();
        json.WriteNumber("size", file.Size);
    });

    private static byte[] Add(LakeFile file, IReadOnlyList<LakeColumn> columns, long at) => Action("add", json =>
    {
        json.WriteString("path", DeltaPlace.Encode(file.Path));
        json.WriteStartObject("partitionValues");
        json.WriteEndObject();
        json.WriteNumber("size", file.Bytes);
        json.WriteNumber("modificationTime", at);
        json.WriteBoolean("dataChange", true);
        json.WriteString("stats", DeltaStatistics.Write(file, columns));
    });

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
