using System.Text;
using System.Text.Json;
using DuckDB.NET.Data;
using Treaty.Backends.Disk;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Delta;

/// <summary>
/// A checkpoint: the state of a table as one Parquet file of actions, so that a reader need not replay every commit. The engine writes
/// and reads it. It is never needed: where it is missing or damaged the commits tell the same, so nothing here may fail a commit.
/// </summary>
internal static class DeltaCheckpoint
{
    /// <summary>A checkpoint is made at each version that this divides, as other writers do.</summary>
    public const int Every = 10;

    private const string Columns =
        """
        {txn: 'STRUCT(appId VARCHAR, version BIGINT, lastUpdated BIGINT)',
         add: 'STRUCT(path VARCHAR, partitionValues MAP(VARCHAR, VARCHAR), size BIGINT, modificationTime BIGINT, dataChange BOOLEAN, stats VARCHAR)',
         remove: 'STRUCT(path VARCHAR, deletionTimestamp BIGINT, dataChange BOOLEAN, extendedFileMetadata BOOLEAN, partitionValues MAP(VARCHAR, VARCHAR), size BIGINT)',
         metaData: 'STRUCT(id VARCHAR, format STRUCT(provider VARCHAR, options MAP(VARCHAR, VARCHAR)), schemaString VARCHAR, partitionColumns VARCHAR[], configuration MAP(VARCHAR, VARCHAR), createdTime BIGINT)',
         protocol: 'STRUCT(minReaderVersion INTEGER, minWriterVersion INTEGER)'}
        """;

    /// <summary>Writes the checkpoint of a version and points to it; false where that could not be done.</summary>
    public static bool TryWrite(DeltaPlace place, DeltaLog log)
    {
        var draft = Path.Combine(place.LogFolder, $".{log.Version}.{Guid.NewGuid():N}.tmp");
        var (json, parquet) = (draft + ".json.tmp", draft + ".parquet.tmp");
        // Where one of these fails the next checkpoint tries again; readers replay the commits meanwhile.
        try
        {
            var lines = Lines(log);
            File.WriteAllLines(json, lines, new UTF8Encoding(false));
            using (var connection = Open())
                Run(connection, $"COPY (SELECT * FROM read_json({Quote.Text(json)}, format = 'newline_delimited', maximum_object_size = 268435456, columns = {Columns})) "
                    + $"TO {Quote.Text(parquet)} (FORMAT parquet, COMPRESSION zstd)");
            var content = File.ReadAllBytes(parquet);
            DurableFile.PublishNew(place.CheckpointFile(log.Version), content);
            Point(place, log.Version, lines.Count, content.Length);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (DuckDBException)
        {
            return false;
        }
        catch (BackendException)
        {
            return false;
        }
        finally
        {
            foreach (var file in (string[])[json, parquet]) Discard(file);
        }
    }

    /// <summary>The actions of a checkpoint; null where it cannot be read.</summary>
    public static IReadOnlyList<DeltaLine>? Read(DeltaCheckpointFiles checkpoint) => DeltaCheckpointCache.Of(checkpoint, () =>
    {
        try
        {
            using var connection = Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT to_json(r)::VARCHAR FROM read_parquet({Quote.List(checkpoint.Paths)}) r";
            using var reader = command.ExecuteReader();
            var lines = new List<DeltaLine>();
            while (reader.Read()) lines.Add(DeltaLog.Parse(reader.GetString(0)));
            return lines;
        }
        catch (DuckDBException)
        {
            return null;
        }
        catch (JsonException)
        {
            return null;
        }
    });

    private static List<string> Lines(DeltaLog log)
    {
        List<string> lines =
        [
            DeltaJson.Text(json => Action(json, "protocol", DeltaCommit.ProtocolMembers)),
            DeltaJson.Text(json => Action(json, "metaData", to =>
                DeltaCommit.MetaDataMembers(to, log.Table!.Id, log.Table.SchemaString, log.Table.CreatedTime ?? 0))),
        ];
        lines.AddRange(log.Runs.Select(run => DeltaJson.Text(json => Action(json, "txn", to =>
            DeltaCommit.TransactionMembers(to, run.AppId, run.Version, run.LastUpdated ?? 0)))));
        lines.AddRange(log.Removed.Select(file => DeltaJson.Text(json => Action(json, "remove", to =>
            DeltaCommit.RemoveMembers(to, file.Path, file.Size ?? 0, file.DeletionTimestamp ?? 0, dataChange: false)))));
        lines.AddRange(log.Live.Select(file => DeltaJson.Text(json => Action(json, "add", to =>
            DeltaCommit.AddMembers(to, file.Path, file.Size, file.ModificationTime, dataChange: false, file.Stats)))));
        return lines;
    }

    private static void Action(Utf8JsonWriter json, string name, Action<Utf8JsonWriter> members)
    {
        json.WriteStartObject();
        json.WriteStartObject(name);
        members(json);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Replaces the pointer to the newest checkpoint, which is a hint for readers and may be behind.</summary>
    private static void Point(DeltaPlace place, long version, int actions, long bytes)
    {
        var draft = Path.Combine(place.LogFolder, $"._last_checkpoint.{Guid.NewGuid():N}.tmp");
        File.WriteAllBytes(draft, DeltaJson.Bytes(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("version", version);
            json.WriteNumber("size", actions);
            json.WriteNumber("sizeInBytes", bytes);
            json.WriteEndObject();
        }));
        File.Move(draft, Path.Combine(place.LogFolder, "_last_checkpoint"), overwrite: true);
    }

    private static DuckDBConnection Open()
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        Run(connection, "SET threads = 1");
        return connection;
    }

    private static void Run(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static void Discard(string file)
    {
        try
        {
            File.Delete(file);
        }
        catch (IOException)
        {
            // A sweep removes it later.
        }
    }
}
