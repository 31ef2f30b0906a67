using Treaty.Core.Contracts;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;

namespace Treaty.Operations.Publishing;

/// <summary>The logical content of rows as <see cref="ContentSql"/> sums it, read by a session.</summary>
internal static class TableContent
{
    /// <summary>Of Parquet files that have these columns.</summary>
    public static ValueTask<string> OfFilesAsync(IQuerySession session, IReadOnlyList<string> paths, IEnumerable<string> columns,
        CancellationToken cancel) => OfAsync(session, $"read_parquet({Quote.List(paths)})", columns, cancel);

    /// <param name="relation">A relation of the session as it stands after FROM.</param>
    public static async ValueTask<string> OfAsync(IQuerySession session, string relation, IEnumerable<string> columns,
        CancellationToken cancel)
    {
        var row = (await session.QueryAsync(ContentSql.Of(relation, columns), 1, cancel).ConfigureAwait(false)).Rows[0];
        return ContentHash.Of(EngineValues.Count(row[0]), (string)row[1]!);
    }
}
