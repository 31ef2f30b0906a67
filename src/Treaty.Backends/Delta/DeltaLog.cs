using System.Text.Json;
using Treaty.Backends.Disk;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Delta;

/// <summary>A table as the replay of its commits up to one version leaves it.</summary>
internal sealed class DeltaLog
{
    private readonly Dictionary<string, long> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (long Order, DeltaAdd Add)> _live = new(StringComparer.Ordinal);
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);
    private long _order;

    /// <summary>The newest version replayed; -1 where there is no table.</summary>
    public long Version { get; private set; } = -1;

    public DeltaTable? Table { get; private set; }

    public DeltaProtocol? Protocol { get; private set; }

    public IReadOnlyList<LakeColumn> Columns { get; private set; } = [];

    /// <summary>Files of the version, in commit order.</summary>
    public IReadOnlyList<DeltaAdd> Live => [.. _live.Values.OrderBy(l => l.Order).Select(l => l.Add)];

    /// <summary>Every path that any replayed commit added, removed since or not.</summary>
    public IReadOnlySet<string> Named => _named;

    public long? VersionOf(string application) => _runs.TryGetValue(application, out var version) ? version : null;

    /// <summary>Replays the log up to <paramref name="upTo"/>, or to its end.</summary>
    public static DeltaLog Replay(DeltaPlace place, long? upTo = null)
    {
        var log = new DeltaLog();
        var seen = NewestListed(place);
        for (var version = 0L; upTo is null || version <= upTo; version++)
        {
            var file = place.LogFile(version);
            if (!File.Exists(file))
            {
                // Commits appear in order, so one that is missing below another that was listed has been lost.
                if (version < seen) throw Corrupt(file, "is missing", null);
                break;
            }

            log.Apply(file, version);
        }

        return log;
    }

    public static BackendException Corrupt(string file, string what, Exception? inner) => new(BackendFault.Corrupt, $"`{file}` {what}",
        "restore this file from a backup, or publish the product again under a new major version", inner);

    private static long NewestListed(DeltaPlace place) => DiskFailure.Guard(place.LogFolder, () => Directory.Exists(place.LogFolder)
        ? Directory.EnumerateFiles(place.LogFolder, "*.json").Max(file => DeltaPlace.VersionOf(Path.GetFileName(file))) ?? -1
        : -1);

    private void Apply(string file, long version)
    {
        try
        {
            var lines = DiskFailure.Guard(file, () => File.ReadAllLines(file)).Where(l => l.Length > 0).Select(Parse).ToList();
            if (lines.Count == 0) throw new JsonException("it is empty");
            lines.ForEach(line => Apply(line, version));
            if (Table is null || Protocol is null) throw new JsonException("the first commit states no protocol or no metaData");
        }
        catch (JsonException failure)
        {
            throw Corrupt(file, $"is no commit that can be read: {failure.Message}", failure);
        }

        Version = version;
        if (Protocol.MinReaderVersion > 1)
            throw new BackendException(BackendFault.Refused,
                $"`{file}` asks for Delta reader version {Protocol.MinReaderVersion}, Treaty reads 1",
                "another program upgraded this table; write its content to a new major version with Treaty");
    }

    private static DeltaLine Parse(string line) =>
        JsonSerializer.Deserialize<DeltaLine>(line, DeltaJson.Reading) ?? throw new JsonException("a line is null");

    private void Apply(DeltaLine line, long version)
    {
        if (line.Protocol is { } protocol) Protocol = protocol;
        if (line.MetaData is { } table) (Table, Columns) = (table, DeltaSchema.Read(table.SchemaString));
        if (line.Txn is { } transaction) _runs.TryAdd(transaction.AppId, version);
        if (line.Remove is { } remove) _live.Remove(remove.Path);
        if (line.Add is not { } add) return;
        _live[add.Path] = (_order++, add);
        _named.Add(add.Path);
    }
}
