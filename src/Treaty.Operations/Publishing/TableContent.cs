using Treaty.Core.Contracts;
using Treaty.Core.Products;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;

namespace Treaty.Operations.Publishing;

/// <summary>The logical content of a table: count and sum of row hashes over everything but the runs' own traces, equal for equal rows in
/// any order.</summary>
public static class TableContent
{
    /// <summary>Of a version as the lake holds it.</summary>
    public static async ValueTask<string> OfAsync(IQuerySession session, LakeSnapshot snapshot, CancellationToken cancel) =>
        snapshot.Files.Count == 0 ? ContentHash.Nothing
            : await OfAsync(session, [.. snapshot.Files.Select(f => f.Path)], snapshot.Columns.Select(c => c.Name), cancel)
                .ConfigureAwait(false);

    public static async ValueTask<string> OfAsync(IQuerySession session, IReadOnlyList<string> paths, IEnumerable<string> columns,
        CancellationToken cancel)
    {
        var hashed = columns.Where(n => SystemColumns.All.All(s => s.Name != n)).Select(Quote.Name);
        var select = $"SELECT count(*), coalesce(sum(hash({string.Join(", ", hashed)})::HUGEINT), 0)::VARCHAR FROM read_parquet({Quote.List(paths)})";
        var row = (await session.QueryAsync(new SqlText(select), 1, cancel).ConfigureAwait(false)).Rows[0];
        return ContentHash.Of(EngineValues.Count(row[0]), (string)row[1]!);
    }
}
