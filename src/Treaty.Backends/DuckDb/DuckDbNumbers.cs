using DuckDB.NET.Data;
using Treaty.Operations.Doors;

namespace Treaty.Backends.DuckDb;

/// <summary>Whole numbers in and out of a session, row by row.</summary>
internal static class DuckDbNumbers
{
    private const int BetweenChecks = 4096;

    public static void Scan(DuckDBConnection connection, string select, NumbersRead read, CancellationToken cancel)
    {
        using var command = connection.CreateCommand();
        command.CommandText = select;
        command.UseStreamingMode = true;
        using var reader = command.ExecuteReader();
        var row = new long[reader.FieldCount];
        for (var i = 0; i < row.Length; i++)
            if (reader.GetFieldType(i) != typeof(long))
                throw new ArgumentException($"column {reader.GetName(i)} is {reader.GetDataTypeName(i)}, not BIGINT", nameof(select));
        for (long number = 0; reader.Read(); number++)
        {
            if (number % BetweenChecks == 0) cancel.ThrowIfCancellationRequested();
            for (var i = 0; i < row.Length; i++) row[i] = reader.IsDBNull(i) ? long.MinValue : reader.GetInt64(i);
            read(row);
        }
    }

    public static void Append(DuckDBConnection connection, string table, IEnumerable<long[]> rows, CancellationToken cancel)
    {
        using var appender = connection.CreateAppender(table.Trim('"').Replace("\"\"", "\"", StringComparison.Ordinal));
        long number = 0;
        foreach (var values in rows)
        {
            if (number++ % BetweenChecks == 0) cancel.ThrowIfCancellationRequested();
            var row = appender.CreateRow();
            foreach (var value in values) row.AppendValue(value);
            row.EndRow();
        }
    }
}
