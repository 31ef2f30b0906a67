using Treaty.Core.Contracts;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reconciling;

/// <summary>Groups and discrepancies counted by class and proof.</summary>
internal sealed record ComparisonFigures(IReadOnlyList<ClassCount> Classes, IReadOnlyList<ProofCount> Proofs)
{
    /// <param name="groups">The quoted relation of groups.</param>
    /// <param name="discrepancies">The quoted relation of discrepancies.</param>
    public static async ValueTask<ComparisonFigures> ReadAsync(
        IQuerySession session, string groups, string discrepancies, CancellationToken cancel)
    {
        var counted = await session.QueryAsync(new SqlText(
            $"SELECT class, proof, count(*) FROM {groups} GROUP BY 1, 2 ORDER BY 1, 2"), 1000, cancel).ConfigureAwait(false);
        var found = await session.QueryAsync(new SqlText(
            $"SELECT class, coalesce(currency, ''), count(*), coalesce(sum(amount), 0), coalesce(sum(gross), 0) FROM {discrepancies} GROUP BY 1, 2 ORDER BY 1, 2"),
            10_000, cancel).ConfigureAwait(false);
        return Of(
            [.. counted.Rows.Select(r => new ProofCount((string)r[0]!, (string)r[1]!, EngineValues.Count(r[2])))],
            [.. found.Rows.Select(r => ((string)r[0]!, EngineValues.Count(r[2]),
                new AmountLine((string)r[1]!, EngineValues.Number(r[3]) ?? 0, EngineValues.Number(r[4]) ?? 0)))]);
    }

    /// <summary>These figures without those of what is gone, and with those of what has come.</summary>
    public ComparisonFigures Changed(ComparisonFigures gone, ComparisonFigures come)
    {
        var proofs = Proofs.Concat(come.Proofs).Concat(gone.Proofs.Select(p => p with { Groups = -p.Groups }))
            .GroupBy(p => (p.Class, p.Proof)).Select(g => new ProofCount(g.Key.Class, g.Key.Proof, g.Sum(p => p.Groups)))
            .Where(p => p.Groups != 0).OrderBy(p => p.Class, StringComparer.Ordinal).ThenBy(p => p.Proof, StringComparer.Ordinal);
        var discrepancies = new[] { (this, 1), (come, 1), (gone, -1) }
            .SelectMany(x => x.Item1.Classes.Select(c => (c.Class, Count: c.Discrepancies * x.Item2, Amounts: c.Amounts.Select(a =>
                new AmountLine(a.Currency, a.Amount * x.Item2, a.Gross * x.Item2)).ToList())))
            .GroupBy(c => c.Class).Select(g => (Class: g.Key, Count: g.Sum(c => c.Count), Amounts: g.SelectMany(c => c.Amounts)
                .GroupBy(a => a.Currency).OrderBy(a => a.Key, StringComparer.Ordinal)));
        return Of([.. proofs], [.. discrepancies.SelectMany(d => d.Amounts.Select((a, i) => (d.Class, i == 0 ? d.Count : 0,
            new AmountLine(a.Key, a.Sum(x => x.Amount), a.Sum(x => x.Gross)))))]);
    }

    private static ComparisonFigures Of(
        IReadOnlyList<ProofCount> proofs, IReadOnlyList<(string Class, long Count, AmountLine Amount)> found) => new(
        [
            .. Enum.GetValues<DiscrepancyClass>().Select(c => c.Text()).Select(name => new ClassCount(
                    name, proofs.Where(p => p.Class == name).Sum(p => p.Groups), found.Where(f => f.Class == name).Sum(f => f.Count),
                    [.. found.Where(f => f.Class == name).Select(f => f.Amount)
                        .Where(_ => found.Where(f => f.Class == name).Sum(f => f.Count) > 0)]))
                .Where(c => c.Groups > 0 || c.Discrepancies > 0),
        ],
        proofs);

    /// <summary>The newest business date of each side, as the comparison judged by it.</summary>
    public static async ValueTask<(DateOnly? A, DateOnly? B)> NewestAsync(IQuerySession session, ComparisonPlan plan,
        CancellationToken cancel)
    {
        var row = (await session.QueryAsync(new SqlText($"SELECT newest_a, newest_b FROM {plan.Table("newest")}"), 1, cancel)
            .ConfigureAwait(false)).Rows[0];
        return (row[0] as DateOnly?, row[1] as DateOnly?);
    }

    /// <summary>What each side reports, read from its view and from nothing that the comparison made; where rows were only added, from
    /// those alone, on top of what the side reported before.</summary>
    public static async ValueTask<IReadOnlyList<MeasureTotals>> TotalsAsync(
        IQuerySession session, Mesh mesh, ComparisonPlan plan, IReadOnlyList<MeasureTotals> before, CancellationToken cancel)
    {
        var (comparison, totals) = (plan.Comparison, new List<MeasureTotals>());
        foreach (var measure in comparison.Measures)
            foreach (var side in Sides.Both)
            {
                var (product, planned, letter) = (mesh.Product(comparison.On(side).Object)!, plan.On(side), side.Letter());
                var resolved = product.Contract.Measure(side == Side.A ? measure.A : measure.B)!;
                var rows = await session.QueryAsync(MeasureSql.Totals(resolved, product.Contract.Object(resolved.Object)!,
                    Quote.Name(planned.Added?.View ?? planned.Whole), comparison.TimeZone), 1000, cancel).ConfigureAwait(false);
                var read = rows.Rows.Select(r => new MeasureTotals(measure.Name, letter, (string?)r[0] ?? "",
                    EngineValues.Number(r[1]) ?? 0));
                totals.AddRange(planned.Added is null ? read : before.Where(t => t.Measure == measure.Name && t.Side == letter).Concat(read)
                    .GroupBy(t => t.Currency, (currency, of) => new MeasureTotals(measure.Name, letter, currency, of.Sum(t => t.Amount)))
                    .OrderBy(t => t.Currency, StringComparer.Ordinal));
            }
        return totals;
    }
}
