using Treaty.Core.Contracts;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>The texts by whose likeness proposed pairs were ranked, as whoever decides about them would compare them.</summary>
internal sealed class ProposalTexts(MeshStore store, Mesh mesh)
{
    /// <summary>The lines with the texts of their rows; without, where the comparison likens none or a classified column is part of
    /// them.</summary>
    public async ValueTask<IReadOnlyList<ProposalLine>> OfAsync(IReadOnlyList<ProposalLine> lines, CancellationToken cancel)
    {
        var texts = new Dictionary<(string Comparison, Side Side, long Row), string?>();
        foreach (var page in lines.GroupBy(l => l.Comparison))
        {
            if (mesh.Comparisons.FirstOrDefault(c => Comparing.RefOf(c) == page.Key) is not { Similar: { } similar } comparison
                || await store.Ledger.ComparisonAsync(page.Key, cancel).ConfigureAwait(false) is not { } made) continue;
            await using var opened = await BridgeSession.OpenAsync(store, mesh, comparison, cancel).ConfigureAwait(false);
            await opened.ShowAsync(store, mesh, made, cancel).ConfigureAwait(false);
            foreach (var (side, text, view, rows) in new[]
            {
                (Side.A, similar.A, opened.Compared.A.Raw, page.Select(l => l.RowA)),
                (Side.B, similar.B, opened.Compared.B.Raw, page.Select(l => l.RowB)),
            })
            {
                if (!await ShowsAsync(opened.Session, comparison.On(side), text, cancel).ConfigureAwait(false)) continue;
                var ids = rows.Distinct().Order().ToList();
                var set = await opened.Session.QueryAsync(new SqlText(
                    $"SELECT _row_id, {Shown(text)} FROM {Quote.Name(view)} WHERE _row_id IN ({string.Join(", ", ids.Select(Quote.Number))})"),
                    ids.Count, cancel).ConfigureAwait(false);
                foreach (var row in set.Rows) texts[(page.Key, side, EngineValues.Count(row[0]))] = row[1] as string;
            }
        }
        return [.. lines.Select(l => l with
        {
            TextA = texts.GetValueOrDefault((l.Comparison, Side.A, l.RowA)),
                TextB = texts.GetValueOrDefault((l.Comparison, Side.B, l.RowB)),
        })];
    }

    private async ValueTask<bool> ShowsAsync(IQuerySession session, ComparisonSide side, string text, CancellationToken cancel)
    {
        if (mesh.Product(side.Object) is not { } product || ComparisonRules.ObjectOf(product, side.Object) is not { } name) return false;
        var parsed = (await session.ParseAsync([$"SELECT {Shown(text)}"], cancel).ConfigureAwait(false))[0];
        return ShownExpression.MayShow(product.Contract.Object(name)!, parsed.TreeJson is { } tree ? SelectTree.Read(tree).Single : null);
    }

    private static string Shown(string text) => $"CAST(({text}) AS VARCHAR)";
}
