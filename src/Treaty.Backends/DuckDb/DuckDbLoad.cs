using DuckDB.NET.Data;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;

namespace Treaty.Backends.DuckDb;

/// <summary>Fills a new table through DuckDB's appender, which takes rows several times faster than statements.</summary>
internal static class DuckDbLoad
{
    private const int RowsBetweenLooks = 4096;

    public static long Run(DuckDBConnection connection, string table, IReadOnlyList<(string Name, string Type)> columns,
        Action<IRowSink> fill, CancellationToken cancel)
    {
        using (var command = connection.CreateCommand())
        {
            command.CommandText = $"CREATE TABLE {Quote.Name(table)} ({string.Join(", ", columns.Select(c => $"{Quote.Name(c.Name)} {c.Type}"))})";
            command.ExecuteNonQuery();
        }
        using var appender = connection.CreateAppender(table);
        var sink = new Sink(appender, cancel);
        fill(sink);
        return sink.Rows;
    }

    private sealed class Sink(DuckDBAppender appender, CancellationToken cancel) : IRowSink
    {
        private IDuckDBAppenderRow? _row;

        public long Rows { get; private set; }

        private IDuckDBAppenderRow Row => _row ??= appender.CreateRow();

        public void Null() => Row.AppendNullValue();

        public void Add(string value) => Row.AppendValue(value);

        public void Add(long value) => Row.AppendValue(value);

        public void Add(bool value) => Row.AppendValue(value);

        public void Add(decimal value) => Row.AppendValue(value);

        public void Add<T>(T value) where T : struct => _ = value switch
        {
            double number => Row.AppendValue(number),
            DateOnly day => Row.AppendValue((DateOnly?)day),
            DateTime local => Row.AppendValue(local),
            DateTimeOffset instant => Row.AppendValue(instant),
            _ => throw new ArgumentException($"a sink does not take {typeof(T).Name}"),
        };

        public void Next()
        {
            Row.EndRow();
            _row = null;
            if (++Rows % RowsBetweenLooks == 0) cancel.ThrowIfCancellationRequested();
        }
    }
}
