using System.Text.Json;
using Treaty.Backends.Disk;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Delta;

/// <summary>A table as the replay of its log up to one version leaves it: from the newest checkpoint that helps, then commit by
/// commit.</summary>
internal sealed class DeltaLog
{
    private const int OwnReader = 1;

    private readonly Dictionary<string, (long Version, DeltaTransaction Txn)> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Order, DeltaAdd Add)> _live = new(StringComparer.Ordinal);
    private readonly Dictionary<string, DeltaRemove> _removed = new(StringComparer.Ordinal);
    private long _order;

    /// <summary>The newest version replayed; -1 where there is no table.</summary>
    public long Version { get; private set; } = -1;

    public DeltaTable? Table { get; private set; }

    public DeltaProtocol? Protocol { get; private set; }

    /// <summary>Files of the version, in commit order.</summary>
    public IReadOnlyList<DeltaAdd> Live => [.. _live.Values.OrderBy(l => l.Order).Select(l => l.Add)];

    /// <summary>Files that left the table and have not come back.</summary>
    public IReadOnlyCollection<DeltaRemove> Removed => _removed.Values;

    /// <summary>The runs that committed, each with the version it made.</summary>
    public IEnumerable<DeltaTransaction> Runs => _runs.Values.OrderBy(r => r.Version).Select(r => r.Txn with { Version = r.Version });

    /// <summary>True for a path that any replayed commit added, removed since or not.</summary>
    public bool Names(string path) => _live.ContainsKey(path) || _removed.ContainsKey(path);

    public IEnumerable<string> Named => _live.Keys.Concat(_removed.Keys);

    public long? VersionOf(string application) => _runs.TryGetValue(application, out var run) ? run.Version : null;

    /// <summary>Replays the log up to <paramref name="upTo"/>, or to its end.</summary>
    public static DeltaLog Replay(DeltaPlace place, long? upTo = null, int newestReader = OwnReader)
    {
        var listing = DeltaListing.Of(place);
        var log = listing.Checkpoints.Where(c => upTo is null || c.Version <= upTo).Select(Restored).FirstOrDefault(l => l is not null)
            ?? new DeltaLog();
        for (var version = log.Version + 1; upTo is null || version <= upTo; version++)
        {
            var file = place.LogFile(version);
            if (!File.Exists(file))
            {
                // Commits appear in order, so one that is missing below another that was listed has been lost.
                if (version < listing.NewestCommit) throw Corrupt(file, "is missing", null);
                break;
            }

            log.Apply(file, version);
        }

        log.CheckReader(place, newestReader);
        return log;
    }

    public static BackendException Corrupt(string file, string what, Exception? inner) => new(BackendFault.Corrupt, $"`{file}` {what}",
        "restore this file from a backup, or publish the product again under a new major version", inner);

    /// <summary>The table as a checkpoint has it; null where the checkpoint cannot be read, so that commits tell the same.</summary>
    private static DeltaLog? Restored(DeltaCheckpointFiles checkpoint)
    {
        if (DeltaCheckpoint.Read(checkpoint) is not { } lines) return null;
        var log = new DeltaLog();
        foreach (var line in lines) log.Apply(line, line.Txn?.Version ?? checkpoint.Version);
        if (log.Table is null || log.Protocol is null) return null;
        log.Version = checkpoint.Version;
        return log;
    }

    private void CheckReader(DeltaPlace place, int newestReader)
    {
        if (Protocol is { } protocol && protocol.MinReaderVersion > newestReader)
            throw new BackendException(BackendFault.Refused,
                $"`{place.LogFile(Version)}` asks for Delta reader version {protocol.MinReaderVersion}, Treaty reads {newestReader}",
                "another program upgraded this table; write its content to a new major version with Treaty");
    }

    private void Apply(string file, long version)
    {
        try
        {
            var lines = DiskFailure.Guard(file, () => File.ReadAllLines(file)).Where(l => l.Length > 0).Select(Parse).ToList();
            if (lines.Count == 0) throw new JsonException("it is empty");
            lines.ForEach(line => Apply(line, version));
            if (Table is null || Protocol is null) throw new JsonException("the first commit states no protocol or no metaData");
            _ = DeltaSchema.Names(Table.SchemaString);
        }
        catch (JsonException failure)
        {
            throw Corrupt(file, $"is no commit that can be read: {failure.Message}", failure);
        }

        Version = version;
    }

    public static DeltaLine Parse(string line) =>
        JsonSerializer.Deserialize<DeltaLine>(line, DeltaJson.Reading) ?? throw new JsonException("a line is null");

    private void Apply(DeltaLine line, long version)
    {
        if (line.Protocol is { } protocol) Protocol = protocol;
        if (line.MetaData is { } table) Table = table;
        if (line.Txn is { } transaction) _runs.TryAdd(transaction.AppId, (version, transaction));
        if (line.Remove is { } remove)
        {
            _live.Remove(remove.Path);
            _removed[remove.Path] = remove;
        }
        if (line.Add is not { } add) return;
        _live[add.Path] = (_order++, add);
        _removed.Remove(add.Path);
    }
}
