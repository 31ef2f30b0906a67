using DuckDB.NET.Data;
using Treaty.Backends.Disk;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;

namespace Treaty.Backends.DuckDb;

/// <summary>One locked database. Statements queue behind each other; disposing it removes its scratch folder.</summary>
internal sealed class DuckDbSession(DuckDBConnection connection, FolderFence fence, ScratchHold scratch, IDisposable? holds) : IQuerySession
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly StatementRules _rules = new(fence);
    private readonly DuckDBCommand _interrupter = connection.CreateCommand();
    private readonly DuckDbAside _aside = new(connection);
    private bool _running;
    private bool _closed;

    public double? Progress => Volatile.Read(ref _running) && connection.GetQueryProgress().Percentage is >= 0 and var percent
        ? Math.Min(percent / 100, 1) : null;

    public ValueTask<long> ExecuteAsync(SqlText statement, CancellationToken cancel) => InTurn(() =>
    {
        _rules.CheckExecutable(statement.Text);
        using var command = connection.CreateCommand();
        command.CommandText = statement.Text;
        return (long)Math.Max(0, command.ExecuteNonQuery());
    }, cancel);

    public ValueTask<long> ExecuteAsync(SqlText statement, NumbersRead aside, CancellationToken cancel) => InTurn(() =>
    {
        _rules.CheckExecutable(statement.Text);
        return _aside.Run(statement.Text, aside);
    }, cancel);

    public ValueTask<RowSet> QueryAsync(SqlText select, int limit, CancellationToken cancel) => InTurn(() =>
    {
        StatementRules.CheckSelect(select.Text);
        return DuckDbRows.Read(connection, select.Text, limit, cancel);
    }, cancel);

    public async ValueTask ScanAsync(SqlText select, NumbersRead read, CancellationToken cancel) => await InTurn(() =>
    {
        StatementRules.CheckSelect(select.Text);
        DuckDbNumbers.Scan(connection, select.Text, read, cancel);
        return true;
    }, cancel).ConfigureAwait(false);

    public async ValueTask AppendAsync(string table, IEnumerable<long[]> rows, CancellationToken cancel) => await InTurn(() =>
    {
        DuckDbNumbers.Append(connection, table, rows, cancel);
        return true;
    }, cancel).ConfigureAwait(false);

    public ValueTask<long> LoadAsync(
        string table, IReadOnlyList<(string Name, string Type)> columns, Action<IRowSink> fill, CancellationToken cancel) =>
        InTurn(() => DuckDbLoad.Run(connection, table, columns, fill, cancel), cancel);

    public ValueTask<IReadOnlyList<ParsedSql>> ParseAsync(IReadOnlyList<string> selects, CancellationToken cancel) =>
        InTurn(() => DuckDbParsing.Parse(connection, selects, cancel), cancel);

    public async ValueTask<string?> WholeTreeAsync(string select, CancellationToken cancel)
    {
        var tree = (string)(await QueryAsync(new SqlText($"SELECT json_serialize_sql({Quote.Text(select)})::VARCHAR"), 1, cancel)
            .ConfigureAwait(false)).Scalar!;
        return tree.StartsWith("{\"error\":false", StringComparison.Ordinal) ? tree : null;
    }

    public async ValueTask<string> RenderAsync(string treeJson, CancellationToken cancel) =>
        (string)(await QueryAsync(new SqlText($"SELECT json_deserialize_sql({Quote.Text(treeJson)}::JSON)"), 1, cancel).ConfigureAwait(false)).Scalar!;

    public async ValueTask DisposeAsync()
    {
        if (_closed) return;
        _closed = true;
        if (_running) _interrupter.Cancel();
        await _turn.WaitAsync().ConfigureAwait(false);
        await _interrupter.DisposeAsync().ConfigureAwait(false);
        await connection.DisposeAsync().ConfigureAwait(false);
        _turn.Dispose();
        try
        {
            scratch.Dispose();
        }
        finally
        {
            holds?.Dispose();
        }
    }

    private async ValueTask<T> InTurn<T>(Func<T> work, CancellationToken cancel)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        await _turn.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => Interruptible(work, cancel), cancel).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private T Interruptible<T>(Func<T> work, CancellationToken cancel)
    {
        Volatile.Write(ref _running, true);
        try
        {
            using var interrupting = new Interrupting(_interrupter, cancel);
            return work();
        }
        catch (DuckDBException e)
        {
            cancel.ThrowIfCancellationRequested();
            throw DuckDbFaults.From(e);
        }
        catch (IOException e)
        {
            throw DuckDbFaults.From(e);
        }
        finally
        {
            Volatile.Write(ref _running, false);
        }
    }
}

/// <summary>
/// Interrupts what the connection runs from the moment of cancellation until the statement has ended, again and again: DuckDB forgets an
/// interrupt that
/// arrives before the statement has begun.
/// </summary>
internal sealed class Interrupting : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private readonly Timer _timer;
    private readonly CancellationTokenRegistration _registration;
    private readonly Lock _lock = new();
    private bool _ended;

    public Interrupting(DuckDBCommand interrupter, CancellationToken cancel)
    {
        _timer = new Timer(_ => Interrupt(interrupter));
        _registration = cancel.Register(Start);
    }

    public void Dispose()
    {
        lock (_lock) _ended = true;
        _registration.Dispose();
        _timer.Dispose();
    }

    private void Start()
    {
        lock (_lock) if (!_ended) _timer.Change(TimeSpan.Zero, Pause);
    }

    private void Interrupt(DuckDBCommand interrupter)
    {
        lock (_lock) if (!_ended) interrupter.Cancel();
    }
}
