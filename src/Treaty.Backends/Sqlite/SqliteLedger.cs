using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using Treaty.Core;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Sqlite;

/// <summary>The ledger in one SQLite file beside the lake: write-ahead log, flushed to disk at every commit.</summary>
public sealed class SqliteLedger : ILedger
{
    private readonly SqliteConnection _connection;
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly string _file;

    private SqliteLedger(SqliteConnection connection, string file) => (_connection, _file) = (connection, file);

    public static async ValueTask<SqliteLedger> OpenAsync(string file, CancellationToken cancel)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false, DefaultTimeout =
            30 }.ToString());
        try
        {
            await connection.OpenAsync(cancel).ConfigureAwait(false);
            await connection.ExecuteAsync("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 30000;")
                .ConfigureAwait(false);
            await LedgerUpgrades.ApplyAsync(connection).ConfigureAwait(false);
            return new(connection, file);
        }
        catch (SqliteException e)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            throw SqliteErrors.Translate(e, file);
        }
    }

    public ValueTask<IAsyncDisposable> HoldAsync(string holder, CancellationToken cancel) =>
        ValueTask.FromResult<IAsyncDisposable>(StoreLock.Take(_file, holder));

    public ValueTask<IReadOnlyList<LedgerRecord>> AppendAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancel) =>
        GuardAsync(async () =>
    {
        await using var transaction = _connection.BeginTransaction(deferred: false);
        var last = await _connection.QuerySingleOrDefaultAsync<(long Number,
            string Hash)>("SELECT number, hash FROM record ORDER BY number DESC LIMIT 1",
            transaction: transaction).ConfigureAwait(false);
        var (number, previous) = last == default ? (0L, RecordHash.Genesis) : last;
        var records = new List<LedgerRecord>();
        foreach (var entry in entries)
        {
            var record = new LedgerRecord(++number, entry, previous, RecordHash.Of(number, entry, previous));
            await _connection.ExecuteAsync(
                "INSERT INTO record (number, kind, subject, run, at, by, body, previous, hash) VALUES (@Number, @Kind, @Subject, @Run, @At, @By, @Body, @Previous, @Hash)",
                Row.Of(record), transaction).ConfigureAwait(false);
            records.Add(record);
            previous = record.Hash;
        }
        await transaction.CommitAsync(cancel).ConfigureAwait(false);
        return (IReadOnlyList<LedgerRecord>)records;
    }, cancel);

    public ValueTask<IReadOnlyList<LedgerRecord>> ReadAsync(LedgerFilter filter, CancellationToken cancel) => GuardAsync(async () =>
    {
        var where = $"(@Kind IS NULL OR kind = @Kind) AND (@Subject IS NULL OR subject = @Subject) AND (@Run IS NULL OR run = @Run)";
        var sql = filter.Last
            ? $"SELECT * FROM record WHERE number IN (SELECT max(number) FROM record WHERE {where} GROUP BY subject) ORDER BY number"
            : $"SELECT * FROM record WHERE {where} ORDER BY number";
        var rows = await _connection.QueryAsync<Row>(sql, new { filter.Kind, filter.Subject, filter.Run }).ConfigureAwait(false);
        return (IReadOnlyList<LedgerRecord>)[.. rows.Select(row => row.Record())];
    }, cancel);

    public ValueTask<string> KeepAsync(string content, CancellationToken cancel) => GuardAsync(async () =>
    {
        var hash = RecordHash.OfText(content);
        await _connection.ExecuteAsync("INSERT INTO kept (hash, content) VALUES (@hash, @content) ON CONFLICT DO NOTHING",
            new { hash, content })
            .ConfigureAwait(false);
        return hash;
    }, cancel);

    public ValueTask<string?> KeptAsync(string hash, CancellationToken cancel) => GuardAsync(async () =>
        await _connection.QuerySingleOrDefaultAsync<string?>("SELECT content FROM kept WHERE hash = @hash", new { hash })
            .ConfigureAwait(false), cancel);

    public ValueTask<long?> VerifyAsync(CancellationToken cancel) => GuardAsync(async () =>
    {
        var previous = RecordHash.Genesis;
        var expected = 1L;
        foreach (var row in await _connection.QueryAsync<Row>("SELECT * FROM record ORDER BY number").ConfigureAwait(false))
        {
            var record = row.Record();
            if (record.Number != expected++ || record.Previous != previous
                || record.Hash != RecordHash.Of(record.Number, record.Entry, previous)) return (long?)record.Number;
            previous = record.Hash;
        }
        return null;
    }, cancel);

    public async ValueTask DisposeAsync()
    {
        await _connection.DisposeAsync().ConfigureAwait(false);
        _one.Dispose();
    }

    /// <summary>One call at a time on the connection; the driver's errors become failures that Treaty names.</summary>
    private async ValueTask<T> GuardAsync<T>(Func<ValueTask<T>> work, CancellationToken cancel)
    {
        await _one.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.Translate(e, _file);
        }
        finally
        {
            _one.Release();
        }
    }

    private sealed record Row(long Number, string Kind, string Subject, string Run, string At, string By, string Body, string Previous,
        string Hash)
    {
        public static Row Of(LedgerRecord r) =>
            new(r.Number, r.Entry.Kind, r.Entry.Subject, r.Entry.Run, Moment.InstantText(r.Entry.At), r.Entry.By, r.Entry.Body, r.Previous,
                r.Hash);

        public LedgerRecord Record() =>
            new(Number, new(Kind, Subject, Run, DateTimeOffset.Parse(At, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal), By,
                Body), Previous,
                Hash);
    }
}
