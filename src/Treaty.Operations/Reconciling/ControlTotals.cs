using System.Globalization;
using Treaty.Core.Findings;
using Treaty.Core.Reconciliation;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reconciling;

/// <summary>Holds the totals of the sides against totals from elsewhere.</summary>
internal static class ControlTotals
{
    public static readonly FindingKind Gap = new("TRY1505", Severity.Warning, "a side does not come to its control total");

    public static async ValueTask<IReadOnlyList<ControlLine>> ReadAsync(IQuerySession session, ComparisonPlan plan,
        IReadOnlyList<MeasureTotals> totals, List<Finding> findings, CancellationToken cancel)
    {
        var lines = new List<ControlLine>();
        foreach (var control in plan.Comparison.Controls)
        {
            var rows = await session.QueryAsync(ControlSql.Statement(plan, control), 1000, cancel).ConfigureAwait(false);
            var controls = rows.Rows.ToDictionary(r => (string)r[0]!, r => EngineValues.Number(r[1]) ?? 0, StringComparer.Ordinal);
            var own = totals.Where(t => t.Measure == control.Measure && t.Side == control.Side.Letters())
                .GroupBy(t => control.Currency is null ? "" : t.Currency, StringComparer.Ordinal)
                .ToDictionary(g => g.Key, g => g.Sum(t => t.Amount), StringComparer.Ordinal);
            lines.AddRange(controls.Keys.Union(own.Keys).Order(StringComparer.Ordinal).Select(currency => new ControlLine(control.Id,
                control.Side.Letters(), control.Measure, currency, controls.GetValueOrDefault(currency), own.GetValueOrDefault(currency),
                control.Owner)));
        }
        findings.AddRange(lines.Where(l => l.Gap != 0).Select(l => Gap.At(
            plan.Comparison.Controls.First(c => c.Id == l.Id).Place,
            string.Create(CultureInfo.InvariantCulture,
                $"`{l.Measure}` of side {l.Side} comes to {l.Total} {l.Currency}, its control total `{l.Id}` to {l.Control}: "
                    + $"a gap of {l.Gap}"),
            $"`{l.Owner}` answers for the total; find what one of the two leaves out")));
        return lines;
    }
}
