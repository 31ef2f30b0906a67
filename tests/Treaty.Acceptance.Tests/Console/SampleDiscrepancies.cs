using System.Globalization;
using Treaty.Operations.Reports;

namespace Treaty.Acceptance.Tests.OnTheConsole;

/// <summary>A thousand invented discrepancies.</summary>
internal static class SampleDiscrepancies
{
    private static readonly string[] Classes = ["missing-b", "amount", "definition", "status", "period", "duplicate", "late"];
    private static readonly string[] Teams =
        ["payment_operations", "order_management", "finance_control", "the_team_with_an_unusually_long_name_for_settlement_exceptions"];

    public static IReadOnlyList<DiscrepancyLine> All { get; } =
        [.. Enumerable.Range(0, 1000).Select(Line).OrderByDescending(d => Math.Abs(d.Amount ?? 0))
        .ThenBy(d => d.Id, StringComparer.Ordinal)];

    public static DiscrepanciesReport Of(DiscrepancyFilter filter)
    {
        var found = All.Where(d => (filter.Comparison ?? d.Comparison) == d.Comparison && (filter.Class ?? d.Class) == d.Class
            && (filter.Team ?? d.Team) == d.Team
            && (filter.Currency ?? d.Currency) == d.Currency
                && (filter.Text is null || d.GroupKey.Contains(filter.Text, StringComparison.OrdinalIgnoreCase))).ToList();
        return new(found.Count, Totals(found, d => d.Class), Totals(found, d => d.Team), [.. found.Skip(filter.Offset).Take(filter.Limit)],
            filter);
    }

    public static HealthReport Health => new([new("zone.revenue:order_payment", 96_426, 97.31m, [new("EUR", 1_204_331.20m, 98.02m), new("GBP", 9m, 0m)])],
        1000, [new("EUR", -12.41m, 244_120.55m)], 412, 87, 61.02m, 3.44m,
        [new("0 to 7", 4, [], 7), new("over 90", 996, [new("EUR", 1.5m, 244_120.55m)], 412)]);

    /// <summary>One of them with both sides, what was decided, and what happened; null where there is none.</summary>
    public static DiscrepancyReport? Whole(string id) => All.FirstOrDefault(d => d.Id == id) is not { } line ? null : new(
        line with { State = "proposed", Person = "ada", Severity = "high", Gross = Math.Abs(line.Amount ?? 0), FirstSeen = "r-1", LastSeen = "r-2" },
        "zone/revenue/reconciliation.yaml:21:5: order_payment, orders against payments",
        new("accept", "ada", "Fees of the old provider; see the contract of 2019.", 250m, new(2026, 12, 31), null, "d0a1b2c3d4e5"),
        [
            new("sales.orders/order_placed#41", line.GroupKey, [new("order_id", line.GroupKey), new("amount", "120.00"), new("note", null)],
                "sources/shop/orders-2026-03.csv", 1_882, "O1001882;120.00", true),
            new("payments.settlements/payment_captured#12", line.GroupKey, [new("order_id", line.GroupKey), new("amount", "119.10")],
                "sources/psp/captures.txt", 77, null, false),
        ],
        [All[3]], [new(0, SampleReading.Now.AddDays(-3), "treaty", "r-1", "found"), new(44, SampleReading.Now.AddDays(-1), "ada", "", "proposed: accept up to 250 until 2026-12-31")],
        ["assign", "propose", "approve", "reject", "undo"], [])
        {
            A = "sales.orders/order_placed", B = "payments.settlements/payment_captured",
            RuleText = new("zone/revenue/reconciliation.yaml:21:5", "- id: order_payment\n  a: orders\n  b: payments\n  key: {a: order_id, b: order_ref}"),
        };

    private static DiscrepancyLine Line(int i)
    {
        var kind = Classes[(i * 5 + i / 7) % 7];
        var amount = kind is "status" ? (decimal?)null : (i * 7919 % 100_003 - 50_000) / 100m;
        var key = i == 17 ? "O1000017|注文|Ärger <b>&" : i == 5 ? new string('Ä', 400) : i == 23 ? "=HYPERLINK(\"http://x\",1)" : i == 29 ? "-5.00" : "O" + (1_000_000 + i).ToString(CultureInfo.InvariantCulture);
        return new("d" + i.ToString("0000", CultureInfo.InvariantCulture), i % 5 == 0 ? "legacy.revenue_mart:mart"
            : "zone.revenue:order_payment", key, kind, kind == "missing-b" ? "" : kind == "status" ? "status" : "order_value", "b",
            kind == "status" ? "paid" : "120.00", kind == "missing-b" ? null : kind == "status"
                ? "authorised_but_not_yet_captured_by_the_provider" : "119.10", amount, amount is null ? null : i % 9 == 0 ? "GBP" : "EUR",
            i % 11 == 0 ? null : new DateOnly(2026, 3, 1).AddDays(i % 31), i % 33, kind == "definition" ? "shipping" : null, Teams[i % 4]);
    }

    private static List<DiscrepancyGroupLine> Totals(List<DiscrepancyLine> found, Func<DiscrepancyLine, string> by) =>
    [
        .. found.GroupBy(by).Select(g => new DiscrepancyGroupLine(g.Key, g.LongCount(),
            [.. g.Where(d => d.Amount is not null).GroupBy(d => d.Currency!).OrderBy(c => c.Key, StringComparer.Ordinal)
                .Select(c => new AmountLine(c.Key, c.Sum(d => d.Amount!.Value), c.Sum(d => Math.Abs(d.Amount!.Value))))],
            g.Max(d => d.AgeDays))).OrderByDescending(l => l.Count).ThenBy(l => l.Name, StringComparer.Ordinal),
    ];
}
