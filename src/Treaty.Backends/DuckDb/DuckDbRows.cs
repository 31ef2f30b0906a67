using DuckDB.NET.Data;
using Treaty.Operations.Doors;

namespace Treaty.Backends.DuckDb;

/// <summary>Reads a result row by row up to a limit; one more row than the limit makes it truncated.</summary>
internal static class DuckDbRows
{
    public static RowSet Read(DuckDBConnection connection, string select, int limit, CancellationToken cancel)
    {
        IReadOnlyList<string> columns, types;
        string casting;
        using (var command = Streaming(connection, select))
        using (var reader = command.ExecuteReader())
        {
            (columns, types) = ([.. Fields(reader).Select(reader.GetName)], Types(reader));
            if (!Fields(reader).Any(f => DuckDbValues.NeedsCast(reader.GetDataTypeName(f)))) return Read(reader, columns, types, limit,
                cancel);
            casting = Casting(reader, StatementScan.Split(select)[0].Text);
        }
        using var castingCommand = Streaming(connection, casting);
        using var castReader = castingCommand.ExecuteReader();
        return Read(castReader, columns, types, limit, cancel);
    }

    /// <summary>The same select again with its nested columns as DuckDB writes them; the first run has streamed nothing yet.</summary>
    private static string Casting(DuckDBDataReader reader, string select) =>
        "SELECT " + string.Join(", ", Fields(reader).Select(f => $"#{f + 1}" + (DuckDbValues.NeedsCast(reader.GetDataTypeName(f))
            ? "::VARCHAR" : "")))
        + $" FROM (\n{select}\n)";

    private static DuckDBCommand Streaming(DuckDBConnection connection, string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        command.UseStreamingMode = true;
        return command;
    }

    private static IEnumerable<int> Fields(DuckDBDataReader reader) => Enumerable.Range(0, reader.FieldCount);

    private static RowSet Read(DuckDBDataReader reader, IReadOnlyList<string> columns, IReadOnlyList<string> types, int limit,
        CancellationToken cancel)
    {
        var readers = Fields(reader).Select(field => DuckDbValues.For(reader.GetDataTypeName(field))).ToList();
        var rows = new List<IReadOnlyList<object?>>();
        var truncated = false;
        while (reader.Read())
        {
            if (rows.Count >= limit) { truncated = true; break; }
            if (rows.Count % 1024 == 0) cancel.ThrowIfCancellationRequested();
            rows.Add(Row(reader, readers));
        }
        return new RowSet(columns, types, rows, truncated);
    }

    private static object?[] Row(DuckDBDataReader reader, List<Func<DuckDBDataReader, int, object?>> readers)
    {
        var row = new object?[readers.Count];
        for (var i = 0; i < row.Length; i++) row[i] = reader.IsDBNull(i) ? null : readers[i](reader, i);
        return row;
    }

    private static IReadOnlyList<string> Types(DuckDBDataReader reader)
    {
        var schema = reader.GetSchemaTable();
        return [.. Fields(reader).Select(i => DuckDbValues.TypeName(reader.GetDataTypeName(i),
            schema?.Rows[i]["NumericPrecision"] as byte?, schema?.Rows[i]["NumericScale"] as byte?))];
    }
}
