using Microsoft.Data.Sqlite;
using Treaty.Backends.Disk;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Sqlite;

/// <summary>The queue as one SQLite file beside the ledger.</summary>
public sealed class SqliteQueue : IDiscrepancyQueue, IQueueMemory
{
    private const int WaitSeconds = 600;

    private readonly string _file;
    private readonly string _connection;
    private bool _prepared;

    private readonly string? _from;

    /// <summary>The file is made at its first use, and again whenever it is gone.</summary>
    /// <param name="from">A queue to begin with, copied at the first use; of use where it cannot be written where it lies.</param>
    public SqliteQueue(string file, string? from = null)
    {
        _file = Path.GetFullPath(file);
        _from = from;
        _connection = new SqliteConnectionStringBuilder { DataSource = _file, DefaultTimeout = WaitSeconds, Pooling = true }.ToString();
    }

    public ValueTask<QueuePosition> PositionAsync(CancellationToken cancel) => UseAsync(QueueReading.Position, cancel);

    public async ValueTask<IQueueChange> ChangeAsync(CancellationToken cancel) =>
        await Task.Run(() => Guard(() => SqliteQueueChange.Begin(Open(), _file)), cancel).ConfigureAwait(false);

    public ValueTask<IReadOnlyList<QueueEntry>> PageAsync(QueueQuery query, CancellationToken cancel) =>
        UseAsync<IReadOnlyList<QueueEntry>>(c => new QueuePages(c, new(c), query).Read(), cancel);

    public ValueTask<IReadOnlyList<QueueTally>> TallyAsync(CancellationToken cancel) =>
        UseAsync<IReadOnlyList<QueueTally>>(c => QueueReading.Tally(c, new(c)), cancel);

    public ValueTask<IReadOnlyList<QueueEntry>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancel) =>
        UseAsync<IReadOnlyList<QueueEntry>>(c => QueueReading.Find(c, new(c), ids), cancel);

    public ValueTask<IReadOnlyList<QueueEntry>> OfKeysAsync(IReadOnlyCollection<string> groupKeys, CancellationToken cancel) =>
        UseAsync<IReadOnlyList<QueueEntry>>(c => QueueReading.OfKeys(c, new(c), groupKeys), cancel);

    public ValueTask<IReadOnlyList<QueueHistory>> HistoryAsync(string id, CancellationToken cancel) =>
        UseAsync<IReadOnlyList<QueueHistory>>(c => QueueReading.History(c, id), cancel);

    public ValueTask<string?> RecallAsync(string name, string basis, CancellationToken cancel) => UseAsync(c =>
        c.Scalar("SELECT text FROM remembered WHERE name = $name AND basis = $basis", ("$name", name), ("$basis", basis)) as string,
        cancel);

    public async ValueTask RememberAsync(string name, string basis, string text, CancellationToken cancel) =>
        await Task.Run(() => Guard(() =>
        {
            using var connection = Open();
            return connection.Scalar("INSERT OR REPLACE INTO remembered VALUES ($name, $basis, $text)", ("$name", name), ("$basis", basis),
                ("$text", text));
        }), cancel).ConfigureAwait(false);

    public ValueTask DisposeAsync()
    {
        using var connection = new SqliteConnection(_connection);
        SqliteConnection.ClearPool(connection);
        return ValueTask.CompletedTask;
    }

    private async ValueTask<T> UseAsync<T>(Func<SqliteConnection, T> work, CancellationToken cancel) => await Task.Run(() => Guard(() =>
    {
        using var connection = Open();
        using var seen = connection.BeginTransaction(deferred: true); // one state for all that is read
        return work(connection);
    }), cancel).ConfigureAwait(false);

    private SqliteConnection Open()
    {
        if (!_prepared && !File.Exists(_file) && File.Exists(_from))
            DiskFailure.Guard(_file, () => ReadOnlyFile.Copy(_from, Path.GetDirectoryName(_file)!));
        if (!_prepared || !File.Exists(_file)) QueueSchema.Prepare(_file, _connection);
        _prepared = true;
        var connection = new SqliteConnection(_connection);
        connection.Open();
        return connection;
    }

    private T Guard<T>(Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException failure)
        {
            throw SqliteFailure.From(_file, failure);
        }
    }
}
