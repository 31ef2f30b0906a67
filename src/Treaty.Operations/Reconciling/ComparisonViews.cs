using Treaty.Core.Products;
using Treaty.Core.Reconciliation;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reconciling;

/// <summary>Shows what a comparison has written to the lake: all its groups, all its members, its discrepancies and proposals.</summary>
public sealed class ComparisonViews(MeshStore store, IQuerySession session)
{
    private readonly InputViews _views = new(store, session);

    /// <summary>Makes the views of the named tables; a table that holds nothing is a view without rows.</summary>
    /// <param name="prefix">What the names of the views begin with.</param>
    /// <param name="names">Of <see cref="Comparing.Members"/>, <see cref="Comparing.Groups"/> and so on.</param>
    public async ValueTask ShowAsync(string prefix, ComparisonManifest manifest, CancellationToken cancel, params IEnumerable<string> names)
    {
        var whole = manifest.Tables.All(t => t.Object != Comparing.Agreed);
        IReadOnlyList<StoredMeasure>? measures = null;
        foreach (var name in names)
        {
            var view = Quote.Name(prefix + name);
            if (whole || name is not (Comparing.Members or Comparing.Groups))
            {
                await TableAsync(view, manifest.Table(name), cancel).ConfigureAwait(false);
                continue;
            }
            var (agreed, groups, members) = (Quote.Name(prefix + Comparing.Agreed), Written(prefix, Comparing.Groups),
                Written(prefix, Comparing.Members));
            if (measures is null)
            {
                measures = StoredSql.Measures((await TableAsync(agreed, manifest.Table(Comparing.Agreed), cancel).ConfigureAwait(false))
                    .Select(c => (c.Name, c.Type)));
                await TableAsync(groups, manifest.Table(Comparing.Groups), cancel).ConfigureAwait(false);
            }
            if (name == Comparing.Members)
            {
                var others = Quote.Name(prefix + Comparing.OtherMembers);
                await TableAsync(members, manifest.Table(name), cancel).ConfigureAwait(false);
                await session.ExecuteAsync(StoredSql.OtherMembers(others, groups, members, measures), cancel).ConfigureAwait(false);
                await session.ExecuteAsync(StoredSql.Members(view, agreed, others, measures), cancel).ConfigureAwait(false);
            }
            else await session.ExecuteAsync(StoredSql.Groups(view, agreed, groups, measures), cancel).ConfigureAwait(false);
        }
    }

    /// <summary>The relation of the groups or members that are written one by one, quoted.</summary>
    internal static string Written(string prefix, string name) => Quote.Name($"{prefix}written_{name}");

    private async ValueTask<IReadOnlyList<LakeColumn>> TableAsync(string view, TableManifest table, CancellationToken cancel)
    {
        var shown = await _views.ShowTableAsync(view, table, cancel).ConfigureAwait(false);
        var columns = (await store.Lake.ReadAsync(table.Table, table.LakeVersion, cancel).ConfigureAwait(false))!.Columns;
        if (shown) return columns;
        var none = string.Join(", ", columns.Select(c => $"CAST(NULL AS {CompactSql.EngineType(c.Type)}) AS {Quote.Name(c.Name)}"));
        await session.ExecuteAsync(new SqlText($"CREATE OR REPLACE TEMP VIEW {view} AS SELECT {none} WHERE false"), cancel).ConfigureAwait(false);
        return columns;
    }
}

/// <summary>A table of a comparison: its name in the lake, the relation of the session that it is written from, and its columns.</summary>
internal sealed record ComparisonTable(string Name, string Relation, IReadOnlyList<(string Name, string Type)> Columns);

/// <summary>The tables of a comparison in the lake.</summary>
internal static class ComparisonTables
{
    public static IEnumerable<ComparisonTable> Of(ComparisonPlan plan) =>
    [
        new(Comparing.Agreed, Comparing.Agreed, StoredSql.AgreedColumns(plan)),
        new(Comparing.Members, "written_members", ComparisonSql.MemberColumns(plan)),
        new(Comparing.Groups, "written_groups", ComparisonSql.GroupColumns(plan)),
        .. Alike(plan),
    ];

    /// <summary>The tables of comparisons that were written before agreeing groups had a table of their own.</summary>
    public static IEnumerable<ComparisonTable> Whole(ComparisonPlan plan) =>
    [
        new(Comparing.Members, Comparing.Members, ComparisonSql.MemberColumns(plan)),
        new(Comparing.Groups, Comparing.Groups, ComparisonSql.GroupColumns(plan)),
        .. Alike(plan),
    ];

    private static IEnumerable<ComparisonTable> Alike(ComparisonPlan plan) =>
    [
        new(Comparing.Discrepancies, Comparing.Discrepancies, ComparisonSql.DiscrepancyColumns(plan)),
        .. plan.Proposes ? [new(Comparing.Proposals, Comparing.Proposals, ComparisonSql.ProposalColumns(plan))]
            : Enumerable.Empty<ComparisonTable>(),
    ];
}
