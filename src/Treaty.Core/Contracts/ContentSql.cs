using Treaty.Core.Sql;

namespace Treaty.Core.Contracts;

/// <summary>What rows hold as a number: the sum of their hashes over everything but the runs' own traces, equal for equal rows in any
/// order.</summary>
public static class ContentSql
{
    /// <summary>The hash of one row, as a whole number of 128 bits so that it can be summed.</summary>
    /// <param name="columns">All columns, in the order of the table; system columns are left out.</param>
    public static string Row(IEnumerable<string> columns)
    {
        var hashed = columns.Where(n => SystemColumns.All.All(s => s.Name != n)).Select(Quote.Name);
        return $"CAST(hash({string.Join(", ", hashed)}) AS HUGEINT)";
    }

    /// <summary>One row of a relation: how many rows it has, and the sum of their hashes as text.</summary>
    /// <param name="relation">As it stands after FROM.</param>
    public static SqlText Of(string relation, IEnumerable<string> columns) =>
        new($"SELECT count(*), COALESCE(sum({Row(columns)}), 0)::VARCHAR FROM {relation}");
}
