using Microsoft.Data.Sqlite;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Sqlite;

/// <summary>The ledger as one SQLite file. Readers work while a writer works; what an append returned has reached the disk.</summary>
public sealed class SqliteLedger : ILedger
{
    private readonly SqliteStore _store;

    private SqliteLedger(SqliteStore store) => _store = store;

    /// <summary>Opens the file, creating it or bringing it to this program's schema.</summary>
    /// <exception cref="BackendException">Refused where a newer Treaty or another program wrote it; Corrupt where it is none.</exception>
    public static async ValueTask<SqliteLedger> OpenAsync(string file) => new(await Task.Run(() => SqliteStore.Open(file)));

    /// <summary>Opens the file to be read where it and its folder cannot be written.</summary>
    /// <param name="scratch">A folder that can be written, for what cannot be read in place.</param>
    /// <exception cref="BackendException">Refused also where an older Treaty wrote it: it cannot be brought to this schema.</exception>
    public static async ValueTask<SqliteLedger> OpenReadOnlyAsync(string file, string scratch) =>
        new(await Task.Run(() => SqliteStore.OpenReadOnly(file, scratch)));

    public ValueTask<IAsyncDisposable> HoldAsync(string holder, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        return new(StoreHold.Take(_store.File, holder));
    }

    public ValueTask<IReadOnlyList<LedgerRecord>> AppendAsync(IReadOnlyList<LedgerEntry> entries, CancellationToken cancel) =>
        entries.Count == 0 ? new([]) : InBackground<IReadOnlyList<LedgerRecord>>(
            () => _store.Write(connection => Append(connection, entries, cancel)), cancel);

    public ValueTask<IReadOnlyList<LedgerRecord>> ReadAsync(LedgerFilter filter, CancellationToken cancel) =>
        InBackground(() => _store.Use(connection => Read(connection, filter, cancel)), cancel);

    public async ValueTask<string> KeepAsync(string content, CancellationToken cancel) =>
        (await KeepAllAsync([content], cancel).ConfigureAwait(false))[0];

    public ValueTask<IReadOnlyList<string>> KeepAllAsync(IReadOnlyList<string> contents, CancellationToken cancel) =>
        InBackground<IReadOnlyList<string>>(() =>
        {
            var hashes = contents.Select(RecordHash.Of).ToList();
            // What is known already costs no write.
            var fresh = _store.Use(connection => contents.Zip(hashes).DistinctBy(c => c.Second, StringComparer.Ordinal)
                .Where(c => connection.Scalar("SELECT 1 FROM kept WHERE hash = $hash", ("$hash", c.Second)) is null).ToList());
            if (fresh.Count > 0) _store.Write(connection => fresh.Count(c =>
            {
                cancel.ThrowIfCancellationRequested();
                return connection.Scalar("INSERT OR IGNORE INTO kept (hash, content) VALUES ($hash, $content)", ("$hash", c.Second),
                    ("$content", KeptText.Pack(c.First))) is null;
            }));
            return hashes;
        }, cancel);

    public ValueTask<string?> KeptAsync(string hash, CancellationToken cancel) => InBackground(() =>
        _store.Use(connection => connection.Scalar("SELECT content FROM kept WHERE hash = $hash", ("$hash", hash))) is byte[] packed
            ? KeptText.Unpack(packed, hash)
            : null, cancel);

    public ValueTask<long?> VerifyAsync(CancellationToken cancel) =>
        InBackground(() => _store.Use(connection => Verify(connection, cancel)), cancel);

    public ValueTask DisposeAsync()
    {
        _store.Dispose();
        return ValueTask.CompletedTask;
    }

    private static List<LedgerRecord> Append(SqliteConnection connection, IReadOnlyList<LedgerEntry> entries, CancellationToken cancel)
    {
        var (number, previous) = Newest(connection);
        using var insert = connection.Command($"INSERT INTO record ({RecordRow.Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)");
        foreach (var digit in "123456789") insert.Parameters.Add(new SqliteParameter { ParameterName = $"${digit}" });
        var records = new List<LedgerRecord>(entries.Count);
        foreach (var entry in entries)
        {
            cancel.ThrowIfCancellationRequested();
            var row = RecordRow.From(++number, entry);
            var hash = RecordHash.Of(previous, row);
            object[] values = [row.Number, row.Kind, row.Subject, row.Run, row.At, row.By, row.Body, previous, hash];
            for (var i = 0; i < values.Length; i++) insert.Parameters[i].Value = values[i];
            insert.ExecuteNonQuery();
            records.Add(row.Record(previous, hash));
            previous = hash;
        }

        return records;
    }

    private static (long Number, string Hash) Newest(SqliteConnection connection)
    {
        using var command = connection.Command("SELECT number, hash FROM record ORDER BY number DESC LIMIT 1");
        using var reader = command.ExecuteReader();
        return reader.Read() ? (reader.GetInt64(0), reader.GetString(1)) : (0, RecordHash.Beginning);
    }

    private static IReadOnlyList<LedgerRecord> Read(SqliteConnection connection, LedgerFilter filter, CancellationToken cancel)
    {
        (string Column, string? Value)[] all = [("kind", filter.Kind), ("subject", filter.Subject), ("run", filter.Run)];
        var given = all.Where(f => f.Value is not null).ToList();
        var where = " WHERE number > $after" + string.Concat(given.Select(f => $" AND {f.Column} = ${f.Column}"));
        var selected = filter.Last ? $" WHERE number IN (SELECT max(number) FROM record{where} GROUP BY subject)" : where;
        var sql = $"SELECT {RecordRow.Columns} FROM record{selected} ORDER BY number";
        using var command = connection.Command(sql, [("$after", filter.After), .. given.Select(f => ("$" + f.Column, (object)f.Value!))]);
        return [.. Rows(command, cancel).Select(r => r.Row.Record(r.Previous, r.Hash))];
    }

    private static long? Verify(SqliteConnection connection, CancellationToken cancel)
    {
        using var command = connection.Command($"SELECT {RecordRow.Columns} FROM record ORDER BY number");
        var (expected, before) = (1L, RecordHash.Beginning);
        foreach (var (row, previous, hash) in Rows(command, cancel))
        {
            if (row.Number != expected || previous != before || hash != RecordHash.Of(before, row)) return row.Number;
            (expected, before) = (expected + 1, hash);
        }

        return null;
    }

    private static IEnumerable<(RecordRow Row, string Previous, string Hash)> Rows(SqliteCommand command, CancellationToken cancel)
    {
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            cancel.ThrowIfCancellationRequested();
            yield return RecordRow.Read(reader);
        }
    }

    private static ValueTask<T> InBackground<T>(Func<T> work, CancellationToken cancel) => new(Task.Run(work, cancel));
}
