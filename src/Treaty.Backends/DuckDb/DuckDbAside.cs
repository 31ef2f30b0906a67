using System.Runtime.ExceptionServices;
using DuckDB.NET.Data;
using DuckDB.NET.Data.DataChunk.Reader;
using DuckDB.NET.Data.DataChunk.Writer;
using Treaty.Operations.Doors;

namespace Treaty.Backends.DuckDb;

/// <summary>The function <c>set_aside(a, b)</c> of a connection, made when it is first needed.</summary>
internal sealed class DuckDbAside(DuckDBConnection connection)
{
    private readonly Lock _lock = new();
    private NumbersRead? _read;
    private bool _made;
    private IOException? _failure;

    public long Run(string statement, NumbersRead read)
    {
        // Neither folded nor moved below the join, as the engine may do with a function that gives the same for the same.
        if (!_made)
            connection.RegisterScalarFunction<long?, long?, bool>("set_aside", Take,
                new ScalarFunctionOptions { IsPureFunction = false, HandlesNulls = true });
        _made = true;
        lock (_lock) _read = read;
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = statement;
            return Math.Max(0, command.ExecuteNonQuery());
        }
        catch (DuckDBException) when (_failure is not null)
        {
            // The engine knows only its words.
            ExceptionDispatchInfo.Throw(_failure);
            throw;
        }
        finally
        {
            lock (_lock) (_read, _failure) = (null, null);
        }
    }

    private void Take(IReadOnlyList<IDuckDBDataReader> numbers, IDuckDBDataWriter results, ulong rows)
    {
        Span<long> row = stackalloc long[2];
        lock (_lock)
            try
            {
                for (ulong i = 0; i < rows; i++)
                {
                    for (var n = 0; n < row.Length; n++) row[n] = numbers[n].IsValid(i) ? numbers[n].GetValue<long>(i) : long.MinValue;
                    _read?.Invoke(row);
                    results.WriteValue(false, i);
                }
            }
            catch (IOException e)
            {
                _failure = e;
                throw;
            }
    }
}
