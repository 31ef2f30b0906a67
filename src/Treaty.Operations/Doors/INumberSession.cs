using Treaty.Core.Sql;

namespace Treaty.Operations.Doors;

/// <summary>The part of a session that algorithms over many rows use: whole numbers in and out, row by row.</summary>
public interface INumberSession
{
    /// <summary>Reads a select whose columns are all BIGINT row by row, without keeping rows; a null is <see
    /// cref="long.MinValue"/>.</summary>
    /// <param name="read">Called on the reading thread for each row in turn; the row is valid during the call only.</param>
    ValueTask ScanAsync(SqlText select, NumbersRead read, CancellationToken cancel);

    /// <summary>
    /// Runs a statement in which <c>set_aside(a, b)</c> stands for a function of two BIGINTs that is false: it hands both on, one
    /// call after another in no certain order, a null as <see cref="long.MinValue"/>. So one statement keeps some rows and says which it
    /// has left out.
    /// </summary>
    /// <param name="aside">Called on threads of the engine, never on two at once; the row is valid during the call only.</param>
    /// <returns>The number of rows that the statement changed or wrote, where the engine says.</returns>
    /// <exception cref="BackendException">As of any statement; and where <paramref name="aside"/> fails to write a file, its
    /// fault.</exception>
    ValueTask<long> ExecuteAsync(SqlText statement, NumbersRead aside, CancellationToken cancel);

    /// <summary>Adds rows to a table whose columns are all BIGINT.</summary>
    /// <param name="table">The quoted name of a table of this session.</param>
    ValueTask AppendAsync(string table, IEnumerable<long[]> rows, CancellationToken cancel);
}

/// <summary>Takes one row of whole numbers.</summary>
public delegate void NumbersRead(ReadOnlySpan<long> row);
