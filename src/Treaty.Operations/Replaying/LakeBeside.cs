using Treaty.Operations.Doors;

namespace Treaty.Operations.Replaying;

/// <summary>
/// The lake as a replay uses it: it reads what is published, takes for newest what was newest before the run, and writes beside it,
/// where nothing ever becomes part of a table.
/// </summary>
/// <param name="folder">Where files are written; whoever makes this removes it.</param>
/// <param name="newest">The version of a table before the run; null where there was none.</param>
internal sealed class LakeBeside(ILake lake, string folder, Func<LakeTable, long?> newest) : ILake
{
    public string DataFolder(LakeTable table) => Directory.CreateDirectory(Path.Combine(folder, table.ToString())).FullName;

    public ValueTask<long> CommitAsync(LakeTable table, LakeCommit commit, CancellationToken cancel) =>
        throw new InvalidOperationException($"a replay would commit to {table}");

    public ValueTask<LakeSnapshot?> ReadAsync(LakeTable table, long? version, CancellationToken cancel) =>
        (version ?? newest(table)) is { } read ? lake.ReadAsync(table, read, cancel) : ValueTask.FromResult<LakeSnapshot?>(null);

    public ValueTask<LakeVacuum> VacuumAsync(LakeTable table, IReadOnlySet<long> keep, bool dryRun, CancellationToken cancel) =>
        throw new InvalidOperationException($"a replay would delete from {table}");

    public ValueTask<IDisposable> ReadingAsync(CancellationToken cancel) => lake.ReadingAsync(cancel);

    /// <summary>Nothing is left behind in the lake, for nothing is written there.</summary>
    public ValueTask<int> SweepAsync(LakeTable table, CancellationToken cancel) => ValueTask.FromResult(0);
}
