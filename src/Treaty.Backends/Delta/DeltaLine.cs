namespace Treaty.Backends.Delta;

/// <summary>One line of a commit file: exactly one of these members is there; actions we do not use are skipped.</summary>
internal sealed record DeltaLine(
    DeltaProtocol? Protocol = null, DeltaTable? MetaData = null, DeltaTransaction? Txn = null,
    DeltaAdd? Add = null, DeltaRemove? Remove = null);

internal sealed record DeltaProtocol(int MinReaderVersion, int MinWriterVersion);

internal sealed record DeltaTable(string Id, string SchemaString, IReadOnlyList<string> PartitionColumns, long? CreatedTime = null);

internal sealed record DeltaTransaction(string AppId, long Version);

internal sealed record DeltaAdd(string Path, long Size, string? Stats = null);

internal sealed record DeltaRemove(string Path);
