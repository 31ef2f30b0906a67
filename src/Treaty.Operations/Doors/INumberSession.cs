using Treaty.Core.Sql;

namespace Treaty.Operations.Doors;

/// <summary>The part of a session that algorithms over many rows use: whole numbers in and out, row by row.</summary>
public interface INumberSession
{
    /// <summary>Reads a select whose columns are all BIGINT row by row, without keeping rows; a null is <see
    /// cref="long.MinValue"/>.</summary>
    /// <param name="read">Called on the reading thread for each row in turn; the row is valid during the call only.</param>
    ValueTask ScanAsync(SqlText select, NumbersRead read, CancellationToken cancel);

    /// <summary>Adds rows to a table whose columns are all BIGINT.</summary>
    /// <param name="table">The quoted name of a table of this session.</param>
    ValueTask AppendAsync(string table, IEnumerable<long[]> rows, CancellationToken cancel);
}

/// <summary>Takes one row of whole numbers.</summary>
public delegate void NumbersRead(ReadOnlySpan<long> row);
