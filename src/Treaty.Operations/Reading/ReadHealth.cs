using Treaty.Core;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Decisions;
using Treaty.Core.Sql;
using Treaty.Operations.Deciding;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>Says how well reconciliation works: how much aligns by itself, how much is open and how old, how it ends.</summary>
public sealed class ReadHealth(MeshStore store, Mesh mesh)
{
    public async ValueTask<HealthReport> RunAsync(Moment moment, CancellationToken cancel)
    {
        await new FollowQueue(store, mesh).RunAsync(moment, cancel).ConfigureAwait(false);
        var names = mesh.Comparisons.Select(Comparing.RefOf).ToHashSet(StringComparer.Ordinal);
        var all = (await store.Queue.TallyAsync(cancel).ConfigureAwait(false)).Where(t => names.Contains(t.Facet.Comparison)).ToList();
        var open = all.Where(t => t.Facet.State.IsOpen()).ToList();
        var closed = all.Where(t => !t.Facet.State.IsOpen()).ToList();
        var corrected = closed.Where(t => t.Facet.Ending == Ending.Corrected).Sum(t => t.Count);
        var ages = await Ages.ReadAsync(store, mesh, moment.Day, cancel).ConfigureAwait(false);
        var ended = closed.Sum(t => t.Count) + open.Where(t => t.Facet.Reopened).Sum(t => t.Count);
        return new(await ComparisonsAsync(cancel).ConfigureAwait(false), open.Sum(t => t.Count),
            [.. open.GroupBy(t => t.Facet.Currency).OrderBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => new AmountLine(g.Key, ReadDiscrepancies.Trim(g.Sum(t => t.Amount)),
                    ReadDiscrepancies.Trim(g.Sum(t => t.Gross))))],
            open.Select(t => ages.Of(t.Facet.Comparison, t.Date)).DefaultIfEmpty(0).Max(), closed.Sum(t => t.Count),
            Share(corrected, closed.Sum(t => t.Count)), Share(all.Where(t => t.Facet.Reopened).Sum(t => t.Count), ended),
            ReadDiscrepancies.ByAge(open, ages));
    }

    private async ValueTask<IReadOnlyList<HealthLine>> ComparisonsAsync(CancellationToken cancel)
    {
        var lines = new List<HealthLine>();
        foreach (var comparison in mesh.Comparisons.OrderBy(Comparing.RefOf, StringComparer.Ordinal))
            if (await store.Ledger.ComparisonAsync(Comparing.RefOf(comparison), cancel).ConfigureAwait(false) is { } manifest)
                lines.Add(await LineAsync(comparison, manifest, cancel).ConfigureAwait(false));
        return lines;
    }

    private async ValueTask<HealthLine> LineAsync(Comparison comparison, ComparisonManifest manifest, CancellationToken cancel)
    {
        await using var session = await store.OpenSessionAsync(mesh.Settings, [], writes: false, cancel).ConfigureAwait(false);
        await new ComparisonViews(store, session).ShowAsync("", manifest, cancel, Comparing.Groups).ConfigureAwait(false);
        var rows = await session.QueryAsync(HealthSql.Shares("groups", comparison.Measures[0].Name), 10_000, cancel).ConfigureAwait(false);
        var read = rows.Rows.Select(r => (Currency: (string)r[0]!, Rows: EngineValues.Count(r[1]), MatchedRows: EngineValues.Count(r[2]),
            Amount: ReadDiscrepancies.Trim(r[3]), MatchedAmount: ReadDiscrepancies.Trim(r[4]))).ToList();
        return new(manifest.Ref, read.Sum(r => r.Rows), Share(read.Sum(r => r.MatchedRows), read.Sum(r => r.Rows)),
            [.. read.Select(r => new HealthAmount(r.Currency, r.Amount, Share(r.MatchedAmount, r.Amount)))]);
    }

    /// <summary>A share in hundredths, to two digits.</summary>
    private static decimal Share(decimal part, decimal whole) =>
        whole == 0 ? 0 : decimal.Round(part * 100 / whole, 2, MidpointRounding.ToZero);
}
