namespace Treaty.Operations.Doors;

/// <summary>
/// The published tables: one Delta Lake table (reader 1, writer 2) per schema object. The engine writes the Parquet files
/// into <see cref="DataFolder"/>; the lake alone makes them part of a table, atomically, commit by commit.
/// </summary>
public interface ILake
{
    /// <summary>The absolute folder of a table's Parquet files; created if absent.</summary>
    string DataFolder(LakeTable table);

    /// <summary>
    /// Adds one commit. The commit carries the run id in <c>commitInfo</c> and in a <c>txn</c> action, so committing the same run
    /// twice returns the version it already has and changes nothing.
    /// </summary>
    /// <exception cref="BackendException">Conflict where another writer took the version that the commit was based on.</exception>
    ValueTask<long> CommitAsync(LakeTable table, LakeCommit commit, CancellationToken cancel);

    /// <summary>
    /// The files and schema of one version; null where the table or the version does not exist. <paramref name="version"/> null is the
    /// newest.
    /// </summary>
    ValueTask<LakeSnapshot?> ReadAsync(LakeTable table, long? version, CancellationToken cancel);

    /// <summary>
    /// Deletes data files that neither the newest version nor one of <paramref name="keep"/> reads; versions that are not kept can no
    /// longer be read. Call it only while no run writes to the table.
    /// </summary>
    /// <param name="dryRun">True: nothing is deleted, only counted.</param>
    /// <exception cref="BackendException">Conflict where readers are at work and do not end.</exception>
    ValueTask<LakeVacuum> VacuumAsync(LakeTable table, IReadOnlySet<long> keep, bool dryRun, CancellationToken cancel);

    /// <summary>Says that versions are being read until the result is disposed; a vacuum waits for it, for a while.</summary>
    /// <exception cref="BackendException">Conflict where a vacuum is deleting and does not end.</exception>
    ValueTask<IDisposable> ReadingAsync(CancellationToken cancel);

    /// <summary>Deletes data files that no commit of the table names (left behind by a run that was abandoned); returns how many.</summary>
    ValueTask<int> SweepAsync(LakeTable table, CancellationToken cancel);
}

/// <summary>A table's place in the lake: <c>context/product/v1/object</c>, each part a plain id.</summary>
public readonly record struct LakeTable(string Context, string Product, int Major, string Object)
{
    public override string ToString() => $"{Context}/{Product}/v{Major}/{Object}";
}

/// <summary>
/// A column of a lake table. <paramref name="Type"/> is a Delta primitive: string, long, integer, boolean, date, timestamp, decimal(p,s),
/// double, binary.
/// </summary>
public sealed record LakeColumn(string Name, string Type, bool Nullable);

/// <summary>
/// A data file of a table: its name relative to the table's folder, bytes, rows and the per-column statistics that are known (ISO text for
/// dates and timestamps).
/// </summary>
public sealed record LakeFile(string Path, long Bytes, long Rows, IReadOnlyList<ColumnStatistics> Statistics);

/// <summary>
/// Least and greatest value and count of nulls of one column in one file, values as text in the column type's canonical form.
/// </summary>
public sealed record ColumnStatistics(string Column, string? Minimum, string? Maximum, long? Nulls);

/// <summary>What a commit does.</summary>
/// <param name="Run">The run id; also the txn application id.</param>
/// <param name="At">The instant of the run, UTC.</param>
/// <param name="Columns">The table's schema after the commit.</param>
/// <param name="Add">Files that become part of the table.</param>
/// <param name="Replace">True: all earlier files leave the table; false: they stay and <paramref name="Add"/> is appended.</param>
/// <param name="Base">The version the commit builds on; null for a new table.</param>
public sealed record LakeCommit(
    string Run, DateTimeOffset At, IReadOnlyList<LakeColumn> Columns, IReadOnlyList<LakeFile> Add, bool Replace, long? Base)
{
    /// <summary>Files that leave the table, by their names as they were added; of no meaning where <see cref="Replace"/> is true.</summary>
    public IReadOnlyList<string> Remove { get; init; } = [];

    /// <summary>False where the same rows only come to lie in other files, so that readers of changes skip the commit.</summary>
    public bool DataChange { get; init; } = true;
}

/// <summary>One version of a table: schema and the files that make it up, paths absolute, in commit order.</summary>
public sealed record LakeSnapshot(long Version, IReadOnlyList<LakeColumn> Columns, IReadOnlyList<LakeFile> Files);

/// <summary>What a vacuum found: data files and bytes that no kept version reads, and how many of them no commit ever named.</summary>
public sealed record LakeVacuum(int Files, long Bytes, int Abandoned)
{
    /// <summary>The spans of versions, from inclusive to exclusive, of which a file is deleted: they can no longer be read.</summary>
    public IReadOnlyList<(long From, long To)> Unreadable { get; init; } = [];

    public bool MakesUnreadable(long version) => Unreadable.Any(span => span.From <= version && version < span.To);
}
