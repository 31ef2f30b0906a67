using Treaty.Core.Findings;
using Treaty.Operations.Reading;
using Treaty.Operations.Reports;

namespace Treaty.Acceptance.Tests.OnTheConsole;

/// <summary>Invented bridges: huge totals with small lines, a plain one, one that does not exist.</summary>
internal static class SampleBridges
{
    public static IReadOnlyList<BridgePair> Pairs { get; } =
    [
        new("zone.revenue", "legacy.revenue_mart", "legacy.revenue_mart:mart", ["revenue"], ["EUR", "GBP"]),
        new("sales.orders", "payments.settlements", "zone.revenue:order_payment", ["order_value", "shipping_value"], ["EUR", "GBP"]),
    ];

    public static BridgeWalk Euro { get; } = Walk("EUR", 27_981_204.17m,
    [
        new("definition:shipping", "counted differently by definition", 31_204, 59_548.00m, 59_548.00m, "finance_control",
            "The mart counts shipping as revenue."),
        new("definition:gift_cards_sold_but_not_yet_redeemed_at_period_end", "counted differently by definition", 812, -21_330.45m,
            21_330.45m, "finance_control", "The mart books gift cards when they are sold; revenue counts them when they are redeemed."),
        new("timing", "in another period", 1_904, 12_870.33m, 84_120.91m, "revenue_assurance", null),
        new("duplicates-b", "copies in legacy.revenue_mart", 44, 5_310.02m, 5_310.02m, "warehouse_retirement", null),
        new("missing-b", "missing in legacy.revenue_mart", 288, -31_007.55m, 31_007.55m, "warehouse_retirement", null),
        new("missing-a", "missing in zone.revenue", 12, 904.10m, 904.10m, "order_management", null),
        new("late", "not arrived yet", 3, 0.00m, 118.20m, null, null),
        new("amount", "amount differs", 96, 412.87m, 1_733.09m, "payment_operations", null),
        new("rounding", "rounding", 4_811, 0.37m, 24.06m, "revenue_assurance", "Rounded once, half to even, to the cent."),
    ]);

    public static BridgeWalk Pound { get; } = Walk("GBP", 120.00m,
        [new("missing-b", "missing in legacy.revenue_mart", 1, -90.00m, 90.00m, "warehouse_retirement", null),
            new("amount", "amount differs", 2, 14.50m, 15.50m, "payment_operations", null)]);

    public static BridgeReport Of(BridgeRequest request)
    {
        var pair = Pairs.FirstOrDefault(p => (p.From, p.To) == (request.From, request.To));
        if (pair is null)
            return new(request.From, request.To, request.Measure ?? "", "", null, [], null,
                [SampleReading.Finding("TRY0903", Severity.Error, null,
                    $"no comparison stands between `{request.From}` and `{request.To}`",
                    "the pairs are zone.revenue and legacy.revenue_mart; sales.orders and payments.settlements")]);
        IReadOnlyList<BridgeWalk> walks = [Euro, Pound, new("SEK", 4_000.00m, 4_000.00m, [], 0, 0m)];
        if (request.Shapley)
            walks = [.. walks.Select(w => w with { SharedGroups = w.Lines.Count, Lines = [.. w.Lines.Select(l => l with { Shapley = l.Amount })] })];
        return new(request.From, request.To, request.Measure ?? pair.Measures[0], pair.Comparison, request.PeriodFrom is null ? null
            : $"{request.PeriodFrom:yyyy-MM-dd} to {request.PeriodTo!.Value.AddDays(-1):yyyy-MM-dd}",
            [.. walks.Where(w => request.Currency is null || w.Currency == request.Currency)], request.Rows is { } line ? Rows(line, request.Limit)
                : null, [])
        {
            TieOuts =
            [
                new("control:statement_of_the_acquiring_bank", "a", "EUR", new DateOnly(2026, 3, 1), 1_204_511.20m, 1_204_498.70m, -12.50m, "payment_operations"),
                new("control:ledger", "b", "GBP", null, null, 44.50m, 44.50m, "finance_control"),
            ],
        };
    }

    /// <summary>Its twelve largest; of the roundings there are more than any file holds.</summary>
    private static BridgeRowsReport Rows(string line, int limit) => new(line, "EUR",
    [
        .. Enumerable.Range(0, 12).Select(i =>
            new BridgeRow($"O{1_000_040 + i}", line.Split(':')[0], -(i * 37 % 11 + 1) * 10.25m, 120.50m + i, i % 3 == 0 ? 0m : 99.99m + i,
            new DateOnly(2026, 3, 3 + i), i % 3 == 0 ? null : new DateOnly(2026, 4, 1), "paid", i % 3 == 0 ? null : "booked")
            { Discrepancy = i % 4 == 3 ? null : "d0017", State = i % 4 == 3 ? null : "proposed" }),
    ], line == "rounding" || limit < 100_000)
    {
        Behind = new(new("legacy/revenue_mart/feed.yaml:10:5", "- id: mart\n  a: zone.revenue/revenue\n  b: legacy.revenue_mart/revenue_mart\n  key: {a: order_id, b: order_no}"),
            new("warehouse_retirement", "Warehouse <retirement>", "mailto:warehouse@example.com", ["ada", "ben"], ["warehouse_retirement", "revenue_assurance"], []),
            9, 3, new("legacy.revenue_mart:mart", "missing-b", null, "EUR"),
            [new(44, SampleReading.Now.AddDays(-1), "decision", "d0a1b2c3d4e5", "ada", "", "propose accept until 2026-12-31: 9 discrepancies; <b>fees</b>")])
        { MoreDecisions = true },
    };

    private static BridgeWalk Walk(string currency, decimal from, IReadOnlyList<BridgeLineReport> lines) =>
        new(currency, from, from + lines.Sum(l => l.Amount), lines, lines.Sum(l => l.Groups), lines.Sum(l => l.Gross));
}
