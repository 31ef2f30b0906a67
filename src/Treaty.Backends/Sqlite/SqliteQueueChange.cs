using Microsoft.Data.Sqlite;
using Treaty.Core;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Sqlite;

/// <summary>A change of the queue in one transaction that holds the write lock from its start.</summary>
internal sealed class SqliteQueueChange : IQueueChange
{
    private const int ManyRows = 50_000;

    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;
    private readonly string _file;
    private readonly QueueFacets _facets;
    private readonly bool _empty;
    private readonly Dictionary<(long Facet, long Date), (long Count, decimal Amount, decimal Gross)> _tallies = [];
    private readonly Dictionary<(long Facet, long Size), long> _sized = [];
    private bool _indexed = true;
    private long _saved;

    private SqliteQueueChange(SqliteConnection connection, string file)
    {
        (_connection, _file) = (connection, file);
        connection.Scalar("PRAGMA cache_size = -200000");
        _transaction = connection.BeginTransaction(deferred: false);
        _facets = new(connection);
        _empty = connection.Scalar("SELECT 1 FROM item LIMIT 1") is null;
    }

    public static IQueueChange Begin(SqliteConnection connection, string file) => new SqliteQueueChange(connection, file);

    public ValueTask<QueuePosition> PositionAsync(CancellationToken cancel) => Do(() => QueueReading.Position(_connection), cancel);

    public ValueTask<IReadOnlyList<QueueEntry>> ItemsAsync(string comparison, string prefix, CancellationToken cancel) =>
        _empty && _saved == 0 ? new([]) : Do<IReadOnlyList<QueueEntry>>(() =>
        {
            var facets = string.Join(", ", _facets.ByNumber.Where(f => f.Value.Facet.Comparison == comparison).Select(f => f.Key));
            return facets.Length == 0 ? [] : QueueReading.Entries(_connection, _facets,
                $"SELECT {QueueRow.Columns} FROM item AS i WHERE i.id >= $from AND i.id < $to AND i.facet IN ({facets}) ORDER BY i.id",
                ("$from", prefix), ("$to", prefix + "g"));
        }, cancel);

    public ValueTask<IReadOnlyList<QueueEntry>> FindAsync(IReadOnlyCollection<string> ids, CancellationToken cancel) =>
        Do<IReadOnlyList<QueueEntry>>(() => QueueReading.Find(_connection, _facets, ids), cancel);

    public ValueTask<IReadOnlyList<QueueEntry>> EndingAsync(CancellationToken cancel) => Do<IReadOnlyList<QueueEntry>>(() =>
        QueueReading.Entries(_connection, _facets, $"SELECT {QueueRow.Columns} FROM item AS i WHERE i.until IS NOT NULL ORDER BY i.id"), cancel);

    public ValueTask SaveAsync(IReadOnlyList<QueueEntry> entries, IReadOnlyList<QueueHistory> history, CancellationToken cancel) =>
        entries.Count + history.Count == 0 ? default : DoAsync(() =>
        {
            if (_empty && _indexed && entries.Count + _saved > ManyRows) DropIndexes();
            Forget(entries);
            Put(entries, cancel);
            foreach (var line in history)
                _connection.Scalar("INSERT OR REPLACE INTO history VALUES ($id, $number, $at, $by, $run, $words)", ("$id", line.Id),
                    ("$number", line.Number), ("$at", Moment.InstantText(line.At)), ("$by", line.By), ("$run", line.Run), ("$words", line.Words));
            _saved += entries.Count;
        }, cancel);

    public ValueTask RouteAsync(Func<QueueFacet, string> team, CancellationToken cancel) => DoAsync(() => _facets.Route(team), cancel);

    public ValueTask CommitAsync(QueuePosition position, CancellationToken cancel) => DoAsync(() =>
    {
        WriteTallies();
        if (!_indexed) foreach (var (_, sql) in QueueSchema.Indexes) _connection.Scalar(sql);
        _connection.Scalar("UPDATE position SET number = $number, day = $day, mesh = $mesh", ("$number", position.Number),
            ("$day", position.Day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)), ("$mesh", position.Mesh));
        _transaction.Commit();
    }, cancel);

    public ValueTask DisposeAsync()
    {
        _transaction.Dispose();
        _connection.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Building an index once is much cheaper than keeping it row by row.</summary>
    private void DropIndexes()
    {
        foreach (var (name, _) in QueueSchema.Indexes) _connection.Scalar($"DROP INDEX {name}");
        _indexed = false;
    }

    /// <summary>Takes what stands under the entries' ids out of the tallies.</summary>
    private void Forget(IReadOnlyList<QueueEntry> entries)
    {
        if (_empty && _saved == 0) return;
        foreach (var old in QueueReading.Find(_connection, _facets, [.. entries.Select(e => e.Item.Found.Id)])) Count(old, -1);
    }

    private void Put(IReadOnlyList<QueueEntry> entries, CancellationToken cancel)
    {
        using var insert = _connection.Command($"INSERT OR REPLACE INTO item VALUES ({QueueRow.Parameters})");
        foreach (var name in QueueRow.Parameters.Split(", ")) insert.Parameters.Add(new SqliteParameter { ParameterName = name });
        insert.Prepare();
        foreach (var entry in entries)
        {
            cancel.ThrowIfCancellationRequested();
            var values = QueueRow.Values(entry.Item, Count(entry, 1));
            for (var i = 0; i < values.Length; i++) insert.Parameters[i].Value = values[i];
            insert.ExecuteNonQuery();
        }
    }

    private long Count(QueueEntry entry, int times)
    {
        var found = entry.Item.Found;
        var facet = _facets.Of(QueueFacet.Of(entry.Item), entry.Team);
        var place = (facet, QueueRow.DayOf(found.BusinessDate));
        var (count, amount, gross) = _tallies.GetValueOrDefault(place);
        _tallies[place] = (count + times, amount + times * found.Amount, gross + times * found.Gross);
        var sized = (facet, QueueRow.SizeOf(found.Gross));
        _sized[sized] = _sized.GetValueOrDefault(sized) + times;
        return facet;
    }

    private void WriteTallies()
    {
        foreach (var ((facet, date), more) in _tallies)
        {
            using var read = _connection.Command("SELECT count, amount, gross FROM tally WHERE facet = $f AND date = $d", ("$f", facet), ("$d", date));
            using var r = read.ExecuteReader();
            var (count, amount, gross) = r.Read() ? (r.GetInt64(0), QueueRow.Number(r.GetString(1)), QueueRow.Number(r.GetString(2)))
                : (0, 0, 0);
            _connection.Scalar("INSERT OR REPLACE INTO tally VALUES ($f, $d, $c, $a, $g)", ("$f", facet), ("$d", date), ("$c", count + more.Count),
                ("$a", QueueRow.Text(amount + more.Amount)), ("$g", QueueRow.Text(gross + more.Gross)));
        }
        foreach (var ((facet, size), more) in _sized)
            _connection.Scalar("INSERT INTO sized VALUES ($f, $s, $c) ON CONFLICT (facet, size) DO UPDATE SET count = count + excluded.count",
                ("$f", facet), ("$s", size), ("$c", more));
        _tallies.Clear();
        _sized.Clear();
    }

    private async ValueTask<T> Do<T>(Func<T> work, CancellationToken cancel) => await Task.Run(() =>
    {
        try
        {
            return work();
        }
        catch (SqliteException failure)
        {
            throw SqliteFailure.From(_file, failure);
        }
    }, cancel).ConfigureAwait(false);

    private async ValueTask DoAsync(Action work, CancellationToken cancel) => await Do(() =>
    {
        work();
        return 0;
    }, cancel).ConfigureAwait(false);
}
