using Treaty.Core.Products;
using Treaty.Core.Reconciliation;
using Treaty.Operations.Doors;

namespace Treaty.Operations.Reconciling;

/// <summary>Writes the agreeing groups of a comparison as they are found, and notes which rows are in none of them.</summary>
public static class WriteAgreed
{
    /// <returns>How many groups the file has; the session shows it under the name of agreeing groups.</returns>
    public static async ValueTask<long> Async(IQuerySession session, AgreedStream stream, string path, CancellationToken cancel)
    {
        var (a, b) = (new List<long>(), new List<long>());
        await session.ExecuteAsync(stream.Copy(path), row =>
        {
            if (row[0] != long.MinValue) a.Add(row[0]);
            if (row[1] != long.MinValue) b.Add(row[1]);
        }, cancel).ConfigureAwait(false);
        foreach (var table in stream.Tables) await session.ExecuteAsync(table, cancel).ConfigureAwait(false);
        await session.AppendAsync(stream.Aside.A, Rows(a), cancel).ConfigureAwait(false);
        await session.AppendAsync(stream.Aside.B, Rows(b), cancel).ConfigureAwait(false);
        var rows = (long)(await session.QueryAsync(FileStatisticsSql.Rows(path), 1, cancel).ConfigureAwait(false)).Scalar!;
        await session.ExecuteAsync(stream.Show(rows == 0 ? null : path), cancel).ConfigureAwait(false);
        return rows;
    }

    /// <summary>One array for all rows, since they are taken one by one.</summary>
    private static IEnumerable<long[]> Rows(List<long> ids)
    {
        var row = new long[1];
        foreach (var id in ids)
        {
            row[0] = id;
            yield return row;
        }
    }
}
