using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Walks;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reports;

namespace Treaty.Operations.Reading;

/// <summary>The bridge of a sum: the restatement chain, and beside it Shapley values where they are asked for.</summary>
internal sealed class ReadSumBridge(BridgeSession opened)
{
    private const int PageSize = 20_000;

    public async ValueTask<BridgeReport> RunAsync(AskedBridge asked, CancellationToken cancel)
    {
        var plan = opened.Plan(asked.Empty.Measure, asked.Period, asked.From);
        var proof = await opened.DrawAsync(plan, cancel).ConfigureAwait(false);
        var bridge = proof.Bridge;
        var line = asked.Opened([.. asked.Currencies(bridge).Select(c => asked.Words.Of(bridge, c))]);
        var shapley = asked.Request.Shapley ? await ShapleyAsync(plan, line, cancel).ConfigureAwait(false) : null;
        if (shapley is not null) bridge = shapley.With(bridge);
        var walks = asked.Currencies(bridge).Select(c => asked.Words.Of(bridge, c, shapley)).ToList();
        if (line is null || asked.Opened(walks) is not { } found) return asked.Empty with { Walks = walks, Findings = proof.Findings };
        if (found != line && shapley is not null) shapley = await ShapleyAsync(plan, found, cancel).ConfigureAwait(false);
        var rows = await RowsAsync(plan, asked, found, shapley, cancel).ConfigureAwait(false);
        return asked.Empty with { Walks = walks, Rows = rows, Findings = proof.Findings };
    }

    private async ValueTask<ShapleyWalk> ShapleyAsync(BridgePlan plan, (BridgeLineKind, string?, string)? line, CancellationToken cancel)
    {
        var walk = new ShapleyWalk(plan, line);
        await opened.Session.ExecuteAsync(SharedCausesSql.Make(plan), cancel).ConfigureAwait(false);
        for (var from = 1L; ; from += PageSize)
        {
            var page = await opened.Session.QueryAsync(SharedCausesSql.Page(from, from + PageSize), PageSize, cancel).ConfigureAwait(false);
            foreach (var row in page.Rows) walk.Add(SharedCausesSql.Read(plan, row));
            if (page.Rows.Count < PageSize) return walk;
        }
    }

    /// <summary>The groups that the chain puts on the line; by Shapley also those that it puts there alone.</summary>
    private async ValueTask<BridgeRowsReport> RowsAsync(BridgePlan plan, AskedBridge asked,
        (BridgeLineKind Kind, string? Part, string Currency) line, ShapleyWalk? shapley, CancellationToken cancel)
    {
        var limit = asked.Request.Limit;
        var set = await opened.Session.QueryAsync(BridgeSql.Rows(plan, line.Kind, line.Currency, line.Part, limit + 1), limit, cancel)
            .ConfigureAwait(false);
        var (rows, truncated) = (set.Rows.Select(r => Row(set, r)).ToList(), set.Truncated);
        if (shapley is not null)
        {
            rows = [.. rows.Select(r => r with { Shapley = BridgeWords.Plain(shapley.Opened.TryGetValue(r.GroupKey, out var s) ? s
                : r.Amount) })];
            var known = rows.Select(r => r.GroupKey).ToHashSet(StringComparer.Ordinal);
            var more = shapley.Opened.Where(o => o.Value != 0 && !known.Contains(o.Key)).OrderByDescending(o => Math.Abs(o.Value))
                .ThenBy(o => o.Key, StringComparer.Ordinal).Take(Math.Max(0, limit - rows.Count) + 1).ToList();
            truncated |= rows.Count + more.Count > limit;
            if (!set.Truncated && more.Count > 0)
                rows.AddRange(await OthersAsync(plan, [.. more.Take(limit - rows.Count)], cancel).ConfigureAwait(false));
        }
        return new(asked.Request.Rows!, line.Currency, rows, truncated);
    }

    private async ValueTask<IEnumerable<BridgeRow>> OthersAsync(BridgePlan plan, List<KeyValuePair<string, decimal>> shares,
        CancellationToken cancel)
    {
        if (shares.Count == 0) return [];
        var set = await opened.Session.QueryAsync(BridgeSql.Groups(plan, shares.Select(s => s.Key)), shares.Count, cancel)
            .ConfigureAwait(false);
        var values = shares.ToDictionary(StringComparer.Ordinal);
        return set.Rows.Select(r => Row(set, r)).Select(r => r with { Shapley = BridgeWords.Plain(values[r.GroupKey]) })
            .OrderByDescending(r => Math.Abs(r.Shapley ?? 0)).ThenBy(r => r.GroupKey, StringComparer.Ordinal);
    }

    internal static BridgeRow Row(RowSet set, IReadOnlyList<object?> r)
    {
        object? Of(string column) => r[set.Column(column)];
        decimal Number(string column) => BridgeWords.Plain(EngineValues.Number(Of(column)) ?? 0);
        return new((string)Of("group_key")!, (string)Of("class")!, Number("amount"), Number("value_a"), Number("value_b"),
            Of("date_a") as DateOnly?, Of("date_b") as DateOnly?, Of("status_a") as string, Of("status_b") as string);
    }
}
