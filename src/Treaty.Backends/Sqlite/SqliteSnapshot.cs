using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Sqlite;

/// <summary>
/// A SQLite file as a source, opened to read only and in one transaction. SQLite keeps a type per value, not per column, so every value
/// is staged as text and the contract decides what it is; blobs as hexadecimal digits.
/// </summary>
internal sealed class SqliteSnapshot : ITableSnapshot
{
    private readonly string _file;
    private readonly SqliteConnection _connection;
    private readonly SqliteTransaction _transaction;

    private SqliteSnapshot(string file, SqliteConnection connection, SqliteTransaction transaction) =>
        (_file, _connection, _transaction) = (file, connection, transaction);

    public static ITableSnapshot Open(string file) => Guard(file, () =>
    {
        if (!File.Exists(file))
            throw new BackendException(BackendFault.Unreachable, $"the database file `{file}` is not there", "correct `location`");
        var connection = new SqliteConnection(ReadOnlyFile.Connection(file));
        connection.Open();
        var transaction = connection.BeginTransaction(deferred: true);
        return new SqliteSnapshot(file, connection, transaction);
    });

    public ValueTask<IReadOnlyList<string>> TablesAsync(CancellationToken cancel) => new(Guard(_file, () => Rows(
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name", row =>
            row.GetString(0))));

    public ValueTask<SourceTable> DescribeAsync(string table, CancellationToken cancel) => new(Guard(_file, () =>
    {
        var columns = Rows($"SELECT name, type, \"notnull\", pk FROM pragma_table_info({Quote.Text(table)})", row => new SourceColumn(
            row.GetString(0), row.GetString(1), "VARCHAR", row.GetInt64(2) == 0, row.GetInt32(3) is > 0 and var position ? position
                : null));
        return columns.Count > 0 ? new SourceTable(table, columns) : throw new BackendException(BackendFault.Refused,
            $"the database file `{Path.GetFileName(_file)}` has no table `{table}`",
            $"it has {string.Join(", ", Rows("SELECT name FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY name LIMIT 30", row => row.GetString(0)))}");
    }));

    /// <summary>SQLite keeps no comments, and its checks are not read.</summary>
    public ValueTask<TableWords> WordsAsync(string table, CancellationToken cancel) =>
        new(new TableWords(null, new Dictionary<string, ColumnWords>()));

    public ValueTask<string> FingerprintAsync(SourceTable table, CancellationToken cancel) => new(Task.Run(() =>
    {
        var sink = new Digest();
        Read(table, sink, cancel);
        return sink.Text;
    }, cancel));

    public void Read(SourceTable table, IRowSink rows, CancellationToken cancel) => Guard(_file, () =>
    {
        var rowid = HasRowId(table) ? "rowid" : "NULL";
        using var command = _connection.CreateCommand();
        command.Transaction = _transaction;
        command.CommandText = $"SELECT {string.Join(", ", table.Columns.Select(c => Quote.Name(c.Name)))}, {rowid} FROM {Quote.Name(table.Name)}";
        using var reader = command.ExecuteReader();
        for (var number = 1L; reader.Read(); number++)
        {
            if (number % 4096 == 0) cancel.ThrowIfCancellationRequested();
            for (var i = 0; i < table.Columns.Count; i++) Add(reader, i, rows);
            rows.Add(reader.IsDBNull(table.Columns.Count) ? number : reader.GetInt64(table.Columns.Count));
            rows.Next();
        }
        return 0;
    });

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private static void Add(SqliteDataReader reader, int i, IRowSink rows)
    {
        switch (reader.GetValue(i))
        {
            case DBNull: rows.Null(); break;
            case string text: rows.Add(text); break;
            case long number: rows.Add(number.ToString(CultureInfo.InvariantCulture)); break;
            case double number: rows.Add(Digits(number)); break;
            case byte[] blob: rows.Add(Convert.ToHexStringLower(blob)); break;
            case var other: rows.Add(Convert.ToString(other, CultureInfo.InvariantCulture) ?? ""); break;
        }
    }

    /// <summary>The shortest digits that read back as the same number, without an exponent where a decimal holds it.</summary>
    private static string Digits(double number)
    {
        var shortest = number.ToString("R", CultureInfo.InvariantCulture);
        return shortest.Contains('E', StringComparison.Ordinal)
            && decimal.TryParse(shortest, NumberStyles.Float, CultureInfo.InvariantCulture, out var plain) && (double)plain == number
                ? plain.ToString(CultureInfo.InvariantCulture) : shortest;
    }

    private bool HasRowId(SourceTable table)
    {
        if (table.Columns.Any(c => c.Name.Equals("rowid", StringComparison.OrdinalIgnoreCase))) return false;
        try
        {
            Rows($"SELECT rowid FROM {Quote.Name(table.Name)} LIMIT 0", _ => 0);
            return Rows($"SELECT type FROM sqlite_master WHERE name = {Quote.Text(table.Name)}", row => row.GetString(0)) is ["table"];
        }
        catch (SqliteException)
        {
            return false; // a table WITHOUT ROWID
        }
    }

    private List<T> Rows<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var command = _connection.CreateCommand();
        command.Transaction = _transaction;
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    private static T Guard<T>(string file, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (SqliteException e)
        {
            throw new BackendException(e.SqliteErrorCode is 26 or 11 ? BackendFault.Refused : BackendFault.Unreachable,
                $"the database file `{Path.GetFileName(file)}` cannot be read: {e.Message}",
                    "check that it is a whole SQLite file and readable", e);
        }
    }

    /// <summary>Sums the hashes of rows, so that their order does not count.</summary>
    private sealed class Digest : IRowSink
    {
        private readonly StringBuilder _row = new();
        private UInt128 _sum;
        private long _rows;

        public string Text => string.Create(CultureInfo.InvariantCulture, $"{_rows}:{_sum:x}");

        public void Null() => _row.Append("\0n");

        public void Add(string value) => _row.Append("\0t").Append(value.Length).Append(':').Append(value);

        public void Add(long value) => _row.Append("\0l").Append(value);

        public void Add(bool value) => _row.Append("\0b").Append(value);

        public void Add(decimal value) => _row.Append("\0d").Append(value);

        public void Add<T>(T value) where T : struct => _row.Append("\0o").Append(value);

        public void Next()
        {
            var hash = SHA256.HashData(Encoding.UTF8.GetBytes(_row.ToString()));
            unchecked { _sum += BitConverter.ToUInt128(hash); }
            _row.Clear();
            _rows++;
        }
    }
}
