using Treaty.Core.Sql;

namespace Treaty.Operations.Doors;

/// <summary>Runs what takes several statements.</summary>
public static class StatementsInOrder
{
    /// <summary>Runs statements one after another, each made when its turn comes; none after one that fails.</summary>
    public static async ValueTask ExecuteAllAsync(this IQuerySession session, IEnumerable<SqlText> statements, CancellationToken cancel)
    {
        foreach (var statement in statements) await session.ExecuteAsync(statement, cancel).ConfigureAwait(false);
    }
}
