using System.Data.Common;
using DuckDB.NET.Data;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;

namespace Treaty.Backends.DuckDb;

/// <summary>One private DuckDB database.</summary>
internal sealed class DuckDbSession(DuckDBConnection connection, string scratch) : IQuerySession
{
    public double? Progress => connection.GetQueryProgress().Percentage is >= 0 and var percent ? percent / 100 : null;

    public ValueTask<long> ExecuteAsync(SqlText statement, CancellationToken cancel) =>
        RunAsync(statement, command => (long)command.ExecuteNonQuery(), cancel);

    public ValueTask<RowSet> QueryAsync(SqlText select, int limit, CancellationToken cancel) => RunAsync(select, command =>
    {
        command.UseStreamingMode = true;
        using var reader = command.ExecuteReader();
        return Read(reader, limit);
    }, cancel);

    public ValueTask<IReadOnlyList<ParsedSql>> ParseAsync(IReadOnlyList<string> selects, CancellationToken cancel) =>
        ParseSql.RunAsync(this, selects, cancel);

    public async ValueTask<string> RenderAsync(string treeJson, CancellationToken cancel) =>
        (string)(await QueryAsync(new SqlText($"SELECT json_deserialize_sql({Quote.Text(treeJson)}::JSON)"), 1, cancel)
            .ConfigureAwait(false)).Scalar!;

    public async ValueTask DisposeAsync()
    {
        await connection.DisposeAsync().ConfigureAwait(false);
        if (Directory.Exists(scratch)) Directory.Delete(scratch, recursive: true);
    }

    /// <summary>The driver's asynchronous calls block, so the work goes to the pool; cancelling interrupts it there.</summary>
    private async ValueTask<T> RunAsync<T>(SqlText statement, Func<DuckDBCommand, T> work, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        using var command = connection.CreateCommand();
        command.CommandText = statement.Text;
        await using var registration = cancel.Register(command.Cancel).ConfigureAwait(false);
        try
        {
            return await Task.Run(() => work(command), CancellationToken.None).ConfigureAwait(false);
        }
        catch (DuckDBException e)
        {
            cancel.ThrowIfCancellationRequested();
            throw DuckDbErrors.Translate(e);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new BackendException(BackendFault.Refused, "the engine stopped the statement", "run it again");
        }
    }

    private static RowSet Read(DuckDBDataReader reader, int limit)
    {
        var columns = new List<string>(reader.FieldCount);
        var types = new List<string>(reader.FieldCount);
        for (var i = 0; i < reader.FieldCount; i++)
        {
            columns.Add(reader.GetName(i));
            types.Add(EngineType(reader, i));
        }
        var rows = new List<IReadOnlyList<object?>>();
        var truncated = false;
        while (reader.Read())
        {
            if (rows.Count == limit)
            {
                truncated = true;
                break;
            }
            var row = new object?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++) row[i] = DuckDbValues.Read(reader, i);
            rows.Add(row);
        }
        return new(columns, types, rows, truncated);
    }

    private static string EngineType(DbDataReader reader, int column) => reader.GetDataTypeName(column) switch
    {
        "TimestampTz" => "TIMESTAMP WITH TIME ZONE",
        "BigInt" => "BIGINT",
        var name => name.ToUpperInvariant(),
    };
}
