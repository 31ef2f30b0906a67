using System.Data;
using Npgsql;
using Treaty.Core.Products;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Postgres;

/// <summary>One PostgreSQL database in one REPEATABLE READ transaction that only reads: all its tables as of one moment.</summary>
internal sealed class PostgresSnapshot : ITableSnapshot
{
    private readonly Connection _place;
    private readonly NpgsqlConnection _connection;
    private readonly NpgsqlTransaction _transaction;

    private PostgresSnapshot(Connection place, NpgsqlConnection connection, NpgsqlTransaction transaction) =>
        (_place, _connection, _transaction) = (place, connection, transaction);

    public static async ValueTask<ITableSnapshot> OpenAsync(Connection place, CancellationToken cancel)
    {
        var connection = await PostgresConnection.OpenAsync(place, cancel).ConfigureAwait(false);
        var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel).ConfigureAwait(false);
        return new PostgresSnapshot(place, connection, transaction);
    }

    public ValueTask<IReadOnlyList<string>> TablesAsync(CancellationToken cancel) => GuardAsync<IReadOnlyList<string>>(async () =>
        await RowsAsync(
            """
            SELECT n.nspname || '.' || c.relname
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f') AND n.nspname NOT IN ('pg_catalog',
                'information_schema') AND n.nspname NOT LIKE 'pg_toast%'
              AND has_table_privilege(c.oid, 'SELECT')
            ORDER BY 1
            """, null, row => row.GetString(0), cancel).ConfigureAwait(false));

    public ValueTask<SourceTable> DescribeAsync(string table, CancellationToken cancel) => GuardAsync(async () =>
    {
        var columns = await RowsAsync(
            """
            SELECT a.attname, t.typname, format_type(a.atttypid, a.atttypmod), a.atttypmod, NOT a.attnotnull,
                array_position(i.indkey::int2[], a.attnum)
            FROM pg_attribute a
            JOIN pg_type t ON t.oid = a.atttypid
            LEFT JOIN pg_index i ON i.indrelid = a.attrelid AND i.indisprimary
            WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum
            """, Quoted(table), row => new PostgresColumn(row.GetString(0), row.GetString(1), row.GetString(2), row.GetInt32(3),
                row.GetBoolean(4), row.IsDBNull(5) ? null : row.GetInt32(5) + 1), cancel).ConfigureAwait(false);
        return columns.Count > 0 ? new SourceTable(table, [.. columns.Select(c => c.Public)])
            : throw new BackendException(BackendFault.Refused,
            $"connection `{_place.Name}` has no table `{table}` that `{_place.User}` can see", "correct `table`, as schema.table");
    });

    public ValueTask<TableWords> WordsAsync(string table, CancellationToken cancel) => GuardAsync(async () =>
    {
        var columns = await RowsAsync(
            """
            SELECT a.attname, col_description(a.attrelid, a.attnum),
              EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = a.attrelid AND i.indisunique AND NOT i.indisprimary AND i.indnkeyatts = 1
                AND i.indkey[0] = a.attnum AND i.indpred IS NULL),
              (SELECT f.relname || '.' || fa.attname FROM pg_constraint c JOIN pg_class f ON f.oid = c.confrelid
                JOIN pg_attribute fa ON fa.attrelid = c.confrelid AND fa.attnum = c.confkey[1]
                WHERE c.conrelid = a.attrelid AND c.contype = 'f' AND c.conkey = ARRAY[a.attnum] ORDER BY c.oid LIMIT 1),
              ARRAY(SELECT e.enumlabel::text FROM pg_enum e WHERE e.enumtypid = a.atttypid ORDER BY e.enumsortorder),
              ARRAY(SELECT pg_get_constraintdef(c.oid) FROM pg_constraint c
                WHERE c.conrelid = a.attrelid AND c.contype = 'c' AND c.conkey = ARRAY[a.attnum] ORDER BY c.oid)
            FROM pg_attribute a
            WHERE a.attrelid = to_regclass($1) AND a.attnum > 0 AND NOT a.attisdropped
            ORDER BY a.attnum
            """, Quoted(table), row => (Name: row.GetString(0), Words: new ColumnWords(Text(row, 1), row.GetBoolean(2), Text(row, 3),
                row.GetFieldValue<string[]>(4), row.GetFieldValue<string[]>(5))), cancel).ConfigureAwait(false);
        var comment = await RowsAsync("SELECT obj_description(to_regclass($1), 'pg_class')", Quoted(table), row => Text(row, 0), cancel)
            .ConfigureAwait(false);
        return new TableWords(comment[0], columns.ToDictionary(c => c.Name, c => c.Words, StringComparer.Ordinal));
    });

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public ValueTask<string> FingerprintAsync(SourceTable table, CancellationToken cancel) => GuardAsync(async () =>
        (await RowsAsync(
            $"SELECT count(*)::text || ':' || coalesce(sum(hashtextextended(r::text, 0)::numeric), 0)::text FROM (SELECT {Names(table)} FROM {Quoted(table.Name)}) r",
            null, row => row.GetString(0), cancel).ConfigureAwait(false))[0]);

    public void Read(SourceTable table, IRowSink rows, CancellationToken cancel)
    {
        try
        {
            using var copy = _connection.BeginBinaryExport(
                $"COPY (SELECT {string.Join(", ", table.Columns.Select(Sent))} FROM {Quoted(table.Name)}{PostgresLeft.Without(table)}) "
                + "TO STDOUT (FORMAT BINARY)");
            Copy(copy, table, rows);
        }
        catch (NpgsqlException e)
        {
            throw PostgresFaults.From(_place, e);
        }
        catch (InvalidCastException e)
        {
            throw NoNumber(table, e);
        }
        catch (OverflowException e)
        {
            throw NoNumber(table, e);
        }
    }

    public void ReadLeft(SourceTable table, IRowSink rows, CancellationToken cancel)
    {
        if (PostgresLeft.Select(table, Quoted(table.Name)) is not { } select) return;
        try
        {
            using var copy = _connection.BeginBinaryExport($"COPY ({select}) TO STDOUT (FORMAT BINARY)");
            while (copy.StartRow() >= 0)
            {
                if (copy.IsNull)
                {
                    copy.Skip();
                    rows.Null();
                }
                else rows.Add(copy.Read<long>());
                rows.Add(copy.Read<string>());
                rows.Add(copy.Read<string>());
                rows.Next();
            }
        }
        catch (NpgsqlException e)
        {
            throw PostgresFaults.From(_place, e);
        }
    }

    private BackendException NoNumber(SourceTable table, Exception e) => new(BackendFault.Refused,
        $"table `{table.Name}` of connection `{_place.Name}` holds a value that no decimal number is: {e.Message}",
        "read it through a view that gives such columns as text, or without NaN and infinity", e);

    public async ValueTask DisposeAsync()
    {
        await _transaction.DisposeAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
    }

    private static void Copy(NpgsqlBinaryExporter copy, SourceTable table, IRowSink rows)
    {
        var readers = table.Columns.Select(c => PostgresColumn.Reader(c.EngineType)).ToArray();
        var key = table.Key is [{ EngineType: "BIGINT" } only] ? table.Columns.ToList().IndexOf(only) : -1;
        for (var number = 1L; copy.StartRow() >= 0; number++)
        {
            var record = number;
            for (var i = 0; i < readers.Length; i++)
                if (copy.IsNull)
                {
                    copy.Skip();
                    rows.Null();
                }
                else if (i == key) rows.Add(record = copy.Read<long>());
                else readers[i](copy, rows);
            rows.Add(record);
            rows.Next();
        }
    }

    private static string Sent(SourceColumn c) => c.EngineType switch
    {
        "BIGINT" => Quote.Name(c.Name) + "::int8",
        "DOUBLE" => Quote.Name(c.Name) + "::float8",
        "VARCHAR" => Quote.Name(c.Name) + "::text",
        _ => Quote.Name(c.Name),
    };

    private static string Names(SourceTable table) => string.Join(", ", table.Columns.Select(c => Quote.Name(c.Name)));

    /// <summary>The table's name, each part quoted; what stands before the first dot is the schema.</summary>
    private static string Quoted(string table) => table.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot
        ? Quote.Name(table[..dot], table[(dot + 1)..]) : Quote.Name(table);

    private async ValueTask<List<T>> RowsAsync<T>(string sql, string? parameter, Func<NpgsqlDataReader, T> read, CancellationToken cancel)
    {
        await using var command = new NpgsqlCommand(sql, _connection, _transaction);
        if (parameter is not null) command.Parameters.Add(new NpgsqlParameter { Value = parameter });
        await using var reader = await command.ExecuteReaderAsync(cancel).ConfigureAwait(false);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancel).ConfigureAwait(false)) rows.Add(read(reader));
        return rows;
    }

    private async ValueTask<T> GuardAsync<T>(Func<ValueTask<T>> work)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (NpgsqlException e)
        {
            throw PostgresFaults.From(_place, e);
        }
    }
}
