using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Walks;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Reports;

namespace Treaty.Operations.Reading;

/// <summary>The bridge of a number of different keys, by components of keys that belong together.</summary>
internal sealed class ReadDistinctBridge(BridgeSession opened)
{
    public async ValueTask<BridgeReport> RunAsync(AskedBridge asked, DistinctCount count, CancellationToken cancel)
    {
        var sql = opened.Distinct(count, asked.Period, asked.From);
        await RunSteps.Async(opened.Session, sql.Steps, cancel).ConfigureAwait(false);
        var lines = await opened.Session.QueryAsync(DistinctSql.Lines, 1000, cancel).ConfigureAwait(false);
        var totals = await opened.Session.QueryAsync(sql.Totals(opened.Compared), 2, cancel).ConfigureAwait(false);
        var proof = Bridge.Of(sql.Plan with { Measure = count.Name }, lines.Rows).Verify(totals.Rows.Select(SideTotal.Read), count.Place);
        var walks = new[] { asked.Words.Of(proof.Bridge, "") };
        var rows = asked.Opened(walks) is { } line ? await RowsAsync(asked, line.Kind, cancel).ConfigureAwait(false) : null;
        return asked.Empty with
        {
            Walks = walks, Rows = rows, Findings = proof.Findings, Unit = "count",
            Method = $"Different keys: `{count.A}` of a, `{count.B}` of b; keys are one where rows of one group name them"
                + $"{(count.Common ? " or where they are equal" : "")}. Keys that belong together add those of b less those of a.",
        };
    }

    private async ValueTask<BridgeRowsReport> RowsAsync(AskedBridge asked, BridgeLineKind line, CancellationToken cancel)
    {
        var (limit, forward) = (asked.Request.Limit, asked.From == Side.A);
        var set = await opened.Session.QueryAsync(DistinctSql.Behind(forward ? line : line.Swapped(), limit + 1), limit, cancel)
            .ConfigureAwait(false);
        return new(asked.Request.Rows!, "", [.. set.Rows.Select(Row)], set.Truncated);

        BridgeRow Row(IReadOnlyList<object?> r)
        {
            var (keysA, keysB, p, q) = ((string?)r[1], (string?)r[2], EngineValues.Count(r[3]), EngineValues.Count(r[4]));
            if (!forward) (keysA, keysB, p, q) = (keysB, keysA, q, p);
            return new((string)r[0]!, line.Text(), q - p, p, q, null, null, null, null) { Keys = $"{keysA ?? "none"} → {keysB ?? "none"}" };
        }
    }
}
