using System.Text.Json;
using Treaty.Backends.Disk;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Delta;

/// <summary>
/// The lake as Delta Lake tables in a folder: <c>context/product/v1/object/</c> holds the Parquet files and <c>_delta_log/</c> the commits,
/// which any Delta reader opens. Statistics come back in the order of the table's columns.
/// </summary>
public sealed class DeltaLake(string root) : ILake
{
    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    public string DataFolder(LakeTable table)
    {
        var place = new DeltaPlace(_root, table);
        DiskFailure.Guard(place.Folder, () => Directory.CreateDirectory(place.Folder));
        return place.Folder;
    }

    public ValueTask<long> CommitAsync(LakeTable table, LakeCommit commit, CancellationToken cancel) =>
        new(Task.Run(() => Commit(new DeltaPlace(_root, table), commit), cancel));

    public ValueTask<LakeSnapshot?> ReadAsync(LakeTable table, long? version, CancellationToken cancel) =>
        new(Task.Run(() => Read(new DeltaPlace(_root, table), version), cancel));

    /// <summary>Call it only while no run writes to the table: files of a run that has yet to commit are named by nothing either.</summary>
    public ValueTask<int> SweepAsync(LakeTable table, CancellationToken cancel) =>
        new(Task.Run(() => Sweep(new DeltaPlace(_root, table), cancel), cancel));

    public ValueTask<LakeVacuum> VacuumAsync(LakeTable table, IReadOnlySet<long> keep, bool dryRun, CancellationToken cancel) =>
        new(Task.Run(async () =>
        {
            using var alone = dryRun ? null : await LakeReaders.ExcludeAsync(_root, cancel).ConfigureAwait(false);
            return DeltaVacuum.Run(new DeltaPlace(_root, table), keep, dryRun, cancel);
        }, cancel));

    public async ValueTask<IDisposable> ReadingAsync(CancellationToken cancel) =>
        await LakeReaders.JoinAsync(_root, cancel).ConfigureAwait(false);

    private static long Commit(DeltaPlace place, LakeCommit commit)
    {
        var version = Publish(place, commit);
        // After the commit, and whatever comes of it: a checkpoint only saves readers time.
        if (version > 0 && version % DeltaCheckpoint.Every == 0 && !File.Exists(place.CheckpointFile(version)))
            DeltaCheckpoint.TryWrite(place, DeltaLog.Replay(place, version));
        return version;
    }

    private static long Publish(DeltaPlace place, LakeCommit commit)
    {
        var before = DeltaLog.Replay(place);
        if (before.VersionOf(DeltaCommit.Application(commit.Run)) is { } already) return already;
        CheckBase(place, commit, before);
        foreach (var file in commit.Add) MakeDurable(place, file, before);
        var version = before.Version + 1;
        var content = DeltaCommit.Write(place.Table, commit, before);
        DiskFailure.Guard(place.LogFolder, () => PrepareFolders(place, isNew: version == 0));
        if (DiskFailure.Guard(place.LogFile(version), () => DurableFile.PublishNew(place.LogFile(version), content))) return version;
        // Another took the version while we wrote. If that was this very run, started twice, its commit is ours.
        return DeltaLog.Replay(place).VersionOf(DeltaCommit.Application(commit.Run)) ?? throw Overtaken(place, commit);
    }

    private static void CheckBase(DeltaPlace place, LakeCommit commit, DeltaLog before)
    {
        if ((commit.Base ?? -1) != before.Version) throw Overtaken(place, commit);
        if (before.Protocol is { MinWriterVersion: > 2 } protocol)
            throw new BackendException(BackendFault.Refused,
                $"table `{place.Table}` asks for Delta writer version {protocol.MinWriterVersion}, Treaty writes 2",
                "another program upgraded this table; publish to a new major version");
    }

    private static BackendException Overtaken(DeltaPlace place, LakeCommit commit) => new(BackendFault.Conflict,
        $"run `{commit.Run}` builds on {(commit.Base is { } version ? $"version {version}" : "no version")} of table `{place.Table}`, "
        + "and another version is the newest now", "run the same command again; it starts from the newest version");

    private static void MakeDurable(DeltaPlace place, LakeFile file, DeltaLog before)
    {
        var encoded = DeltaPlace.Encode(file.Path);
        if (before.Names(encoded))
            throw new ArgumentException($"{file.Path} already belongs to an earlier version of {place.Table}");
        var path = place.DataFile(encoded);
        CheckPresent(path, file.Bytes);
        DiskFailure.Guard(path, () => DurableFile.Flush(path));
    }

    private static void PrepareFolders(DeltaPlace place, bool isNew)
    {
        Directory.CreateDirectory(place.LogFolder);
        DurableFile.FlushFolder(place.Folder);
        if (!isNew) return;
        foreach (var folder in place.NewFolders()) DurableFile.FlushFolder(folder);
    }

    private static LakeSnapshot? Read(DeltaPlace place, long? version)
    {
        var log = DeltaLog.Replay(place, version);
        if (log.Version < 0 || (version is not null && log.Version != version)) return null;
        var columns = Columns(place, log);
        return new LakeSnapshot(log.Version, columns, [.. log.Live.Select(add => Present(place, add, columns))]);
    }

    private static IReadOnlyList<LakeColumn> Columns(DeltaPlace place, DeltaLog log)
    {
        try
        {
            return DeltaSchema.Read(log.Table!.SchemaString);
        }
        catch (JsonException failure)
        {
            throw DeltaLog.Corrupt(place.LogFile(log.Version), $"has a schema that cannot be read: {failure.Message}", failure);
        }
    }

    private static LakeFile Present(DeltaPlace place, DeltaAdd add, IReadOnlyList<LakeColumn> columns)
    {
        var path = place.DataFile(add.Path);
        CheckPresent(path, add.Size);
        try
        {
            var (rows, statistics) = DeltaStatistics.Read(add.Stats, columns);
            return new LakeFile(path, add.Size, rows, statistics);
        }
        catch (JsonException failure)
        {
            throw DeltaLog.Corrupt(path, $"has statistics in the log that cannot be read: {failure.Message}", failure);
        }
    }

    private static void CheckPresent(string path, long size)
    {
        var file = new FileInfo(path);
        if (!file.Exists) throw DeltaLog.Corrupt(path, "is missing", null);
        if (file.Length != size) throw DeltaLog.Corrupt(path, $"has {file.Length} bytes, where the table says {size}", null);
    }

    private static int Sweep(DeltaPlace place, CancellationToken cancel)
    {
        if (!Directory.Exists(place.Folder)) return 0;
        var named = DeltaLog.Replay(place).Named.Select(place.DataFile).ToHashSet(StringComparer.Ordinal);
        return DiskFailure.Guard(place.Folder, () =>
        {
            var abandoned = Directory.EnumerateFiles(place.Folder, "*.parquet", SearchOption.AllDirectories)
                .Where(file => !named.Contains(file)).ToList();
            foreach (var file in abandoned)
            {
                cancel.ThrowIfCancellationRequested();
                File.Delete(file);
            }

            if (Directory.Exists(place.LogFolder)) Directory.EnumerateFiles(place.LogFolder, ".*.tmp").ToList().ForEach(File.Delete);
            return abandoned.Count;
        });
    }
}
