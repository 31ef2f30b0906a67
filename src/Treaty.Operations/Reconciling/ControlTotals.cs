using System.Globalization;
using Treaty.Core.Findings;
using Treaty.Core.Reconciliation;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reports;

namespace Treaty.Operations.Reconciling;

/// <summary>Reads what a comparison found of the totals of its sides beside those from elsewhere.</summary>
internal static class ControlTotals
{
    public static readonly FindingKind Gap = new("TRY1505", Severity.Warning, "a side does not come to its control total");

    public static async ValueTask<IReadOnlyList<ControlLine>> ReadAsync(IQuerySession session, ComparisonPlan plan, List<Finding> findings,
        CancellationToken cancel)
    {
        if (plan.Comparison.Controls.IsEmpty) return [];
        var rows = await session.QueryAsync(ControlSql.Read(plan), 100_000, cancel).ConfigureAwait(false);
        var lines = rows.Rows.Select(r => new ControlLine((string)r[0]!, (string)r[1]!, (string)r[2]!, (string)r[3]!,
            EngineValues.Number(r[5]) ?? 0, EngineValues.Number(r[6]) ?? 0,
                plan.Comparison.Controls.First(c => c.Id == (string)r[0]!).Owner)
        {
            Period = r[4] as DateOnly?, Stated = r[5] is not null,
        }).ToList();
        foreach (var gap in lines.Where(l => l.Gap != 0).GroupBy(l => l.Id, StringComparer.Ordinal))
            findings.Add(Gap.At(plan.Comparison.Controls.First(c => c.Id == gap.Key).Place,
                string.Concat(Words(gap.First()), gap.Count() == 1 ? ""
                    : string.Create(CultureInfo.InvariantCulture, $", and {gap.Count() - 1} more like it")),
                $"`{gap.First().Owner}` answers for the total; find what one of the two leaves out: treaty discrepancies --class control"));
        return lines;
    }

    private static string Words(ControlLine line)
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"{line.Currency}{(line.Period is { } p ? $" from {p:yyyy-MM-dd}" : "")}");
        return string.Create(CultureInfo.InvariantCulture, $"`{line.Measure}` of side {line.Side} comes to {line.Total} {where}, ")
            + (line.Stated ? string.Create(CultureInfo.InvariantCulture, $"its control total `{line.Id}` to {line.Control}: a gap of {line.Gap}")
                : $"for which `{line.Id}` states no total");
    }
}
