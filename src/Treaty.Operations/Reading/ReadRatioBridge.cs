using Treaty.Core.Findings;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Walks;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reports;

namespace Treaty.Operations.Reading;

/// <summary>The bridge of a ratio, by the lines of its numerator and its denominator.</summary>
internal sealed class ReadRatioBridge(BridgeSession opened)
{
    public static readonly FindingKind Undefined = new("TRY1422", Severity.Error, "a ratio has no value");

    public async ValueTask<BridgeReport> RunAsync(AskedBridge asked, MeasureRatio ratio, CancellationToken cancel)
    {
        var (up, down) = (opened.Plan(ratio.Numerator, asked.Period, asked.From), opened.Plan(ratio.Denominator, asked.Period, asked.From));
        var n = await opened.DrawAsync(up, cancel).ConfigureAwait(false);
        var d = await opened.DrawAsync(down, cancel).ConfigureAwait(false);
        var walk = new RatioWalk(ratio, up.Scale, down.Scale);
        var (walks, findings) = (new List<BridgeWalk>(), n.Findings.Concat(d.Findings).ToList());
        foreach (var currency in asked.Currencies(n.Bridge).Union(asked.Currencies(d.Bridge)).Order(StringComparer.Ordinal))
            if (walk.Of(n.Bridge, d.Bridge, currency) is { } steps) walks.Add(Walk(asked, steps));
            else
                findings.Add(Undefined.At(ratio.Place, $"`{ratio.Denominator}` is zero on a side{(currency == "" ? "" : $" in {currency}")}, so "
                    + $"`{ratio.Name}` has no value there", $"look at the bridge of `{ratio.Numerator}` instead, or at another period"));
        var rows = asked.Opened(walks) is { } line
            ? await RowsAsync(asked, (up, n.Bridge), (down, d.Bridge), walk, line, cancel).ConfigureAwait(false) : null;
        return asked.Empty with
        {
            Walks = walks, Rows = rows, Findings = findings.Sorted(), Unit = "ratio",
            Method = $"`{ratio.Numerator}` / `{ratio.Denominator}`, rounded to {ratio.Scale} digits. A line adds what it changes of the numerator times "
                + "the mean of one over the denominators, less what it changes of the denominator times the mean numerator over both denominators.",
        };
    }

    private static BridgeWalk Walk(AskedBridge asked, RatioSteps steps) => new(steps.Currency, BridgeWords.Plain(steps.A),
        BridgeWords.Plain(steps.B),
        [.. steps.Lines.Select(l => asked.Words.Line(l.Kind, l.Definition, asked.From, l.Groups, l.Amount, l.Gross))],
        steps.Lines.Sum(l => l.Groups), BridgeWords.Plain(steps.Lines.Sum(l => l.Gross)));

    private async ValueTask<BridgeRowsReport> RowsAsync(AskedBridge asked, (BridgePlan Plan, Bridge Bridge) n,
        (BridgePlan Plan, Bridge Bridge) d,
        RatioWalk walk, (BridgeLineKind Kind, string? Part, string Currency) line, CancellationToken cancel)
    {
        decimal Total(Bridge bridge, BridgeLineKind kind) => bridge.Amount(line.Currency, kind);
        var totals = new RatioTotals(Total(n.Bridge, BridgeLineKind.TotalA), Total(n.Bridge, BridgeLineKind.TotalB),
            Total(d.Bridge, BridgeLineKind.TotalA), Total(d.Bridge, BridgeLineKind.TotalB));
        foreach (var (plan, table) in new[] { (n.Plan, RatioRowsSql.Up), (d.Plan, RatioRowsSql.Down) })
            await opened.Session.ExecuteAsync(RatioRowsSql.Make(plan, table, line.Kind, line.Currency, line.Part), cancel)
                .ConfigureAwait(false);
        var limit = asked.Request.Limit;
        var set = await opened.Session.QueryAsync(RatioRowsSql.Rows(n.Plan, totals, limit + 1), limit, cancel).ConfigureAwait(false);
        return new(asked.Request.Rows!, line.Currency, [.. set.Rows.Select(r => ReadSumBridge.Row(set, r) with
        {
            Amount = BridgeWords.Plain(walk.OfGroup(totals, Number(r, "n"), Number(r, "d"))),
        })], set.Truncated);

        decimal Number(IReadOnlyList<object?> row, string column) => EngineValues.Number(row[set.Column(column)]) ?? 0;
    }
}
