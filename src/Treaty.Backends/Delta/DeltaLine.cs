using System.Text.Json;

namespace Treaty.Backends.Delta;

/// <summary>One line of a commit file or row of a checkpoint: one of these members is there; actions we do not use are skipped.</summary>
internal sealed record DeltaLine(
    DeltaProtocol? Protocol = null, DeltaTable? MetaData = null, DeltaTransaction? Txn = null,
    DeltaAdd? Add = null, DeltaRemove? Remove = null);

internal sealed record DeltaProtocol(int MinReaderVersion, int MinWriterVersion, IReadOnlyList<string>? ReaderFeatures = null);

internal sealed record DeltaTable(
    string Id, string SchemaString, IReadOnlyList<string> PartitionColumns, long? CreatedTime = null,
    IReadOnlyDictionary<string, string>? Configuration = null);

internal sealed record DeltaTransaction(string AppId, long Version, long? LastUpdated = null);

internal sealed record DeltaAdd(
    string Path, long Size, string? Stats = null, IReadOnlyDictionary<string, string?>? PartitionValues = null,
    long ModificationTime = 0, JsonElement? DeletionVector = null)
{
    public bool HasDeletedRows => DeletionVector is { ValueKind: JsonValueKind.Object };
}

internal sealed record DeltaRemove(string Path, long? DeletionTimestamp = null, long? Size = null);
