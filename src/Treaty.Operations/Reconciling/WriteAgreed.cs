using Treaty.Core.Products;
using Treaty.Core.Reconciliation;
using Treaty.Operations.Doors;

namespace Treaty.Operations.Reconciling;

/// <summary>Writes the agreeing groups of a comparison as they are found, and notes which rows are in none of them.</summary>
public static class WriteAgreed
{
    /// <param name="scratch">The folder for rows that are set aside, where they are many.</param>
    /// <returns>How many groups the file has; the session shows it under the name of agreeing groups.</returns>
    public static async ValueTask<long> Async(IQuerySession session, AgreedStream stream, string path, string scratch,
        CancellationToken cancel)
    {
        using var aside = new SetAside(Path.Combine(scratch, "aside-" + Path.GetRandomFileName()));
        await session.ExecuteAsync(stream.Copy(path), aside.Add, cancel).ConfigureAwait(false);
        foreach (var table in stream.Tables) await session.ExecuteAsync(table, cancel).ConfigureAwait(false);
        await session.AppendAsync(stream.Aside.A, aside.Ids(0), cancel).ConfigureAwait(false);
        await session.AppendAsync(stream.Aside.B, aside.Ids(1), cancel).ConfigureAwait(false);
        var rows = (long)(await session.QueryAsync(FileStatisticsSql.Rows(path), 1, cancel).ConfigureAwait(false)).Scalar!;
        await session.ExecuteAsync(stream.Show(rows == 0 ? null : path), cancel).ConfigureAwait(false);
        return rows;
    }
}
