using Treaty.Operations.Reports;

namespace Treaty.Acceptance.Tests.OnTheConsole;

/// <summary>Everything the page of an invented product shows.</summary>
internal static class SampleProducts
{
    public static ProductReport Of(CatalogEntry entry) => entry.Version is null ? Unpublished(entry) : new(
        entry, "Join on order_id; amounts are in the order's currency.",
            "Not a revenue figure: refunds are elsewhere, cancelled orders are still here.",
        entry.Team is { } team ? new(team, "Order Management", "mailto:orders@example.com") : null,
        [new("#order-management", "https://chat.example.com/order-management"), new("office hours, Tuesdays", null)],
        new("sales_orders", "2.1.0", "active", ["freshness at most 24 h", "completeness at least 99.5 %"]),
        [Placed, new("order_cancelled", "order_cancelled", "An order that was called off before it shipped.",
            "sales.orders__order_cancelled", [new("order_id", "string", true, true, "The order.", null, [])], 912)],
        [new("order_value", "order_placed", "gross_amount", "status <> 'cancelled'", "currency"),
            new("shipping_value", "order_placed", "shipping_fee", null, "EUR")],
        [
            new("order_placed", "order_id", "required", "pass", "0 of 48 213 rows", "error"),
            new("order_placed", "currency", "matches [A-Z]{3}", "fail", "7 of 48 213 rows", "error"),
            new("order_placed", null, "shipped after placed", "warn", "3", "warning"),
        ],
        [Version(41, 48_213, 121), Version(40, 47_890, 120), Version(39, 47_001, 98)],
        entry.Ref == "zone.revenue" ? ["sales.orders", "payments.settlements", "fulfilment.shipments", "zone.parties"] : ["source.orders"],
        entry.Ref == "sales.orders" ? [.. Enumerable.Range(1, 11).Select(i => $"finance.report_{i}"), "zone.revenue"] : [],
        entry.OpenDiscrepancies > 0 ? [Comparison] : [],
        entry.Quarantined > 0 ? Quarantine : [],
        $"select currency, sum(gross_amount)\nfrom {entry.Ref}\nwhere placed_at >= timestamp '2026-03-01'\ngroup by currency\norder by currency")
    {
        History =
        [
            new("order_placed", "currency", "matches [A-Z]{3}", [.. "pass pass warn error fail".Split(' ')
                .Select((verdict, i) => new CheckPoint(37 + i, SampleReading.Now.AddDays(i - 5), verdict, $"{i} of 48 213 rows"))]),
        ],
    };

    public static ComparisonLine Comparison { get; } = new("zone.revenue:order_payment", "sales.orders", "payments.settlements",
    [
        new("matched", 46_310, 0, []),
        new("missing-b", 212, 212, [new("EUR", -18_330.10m, 18_330.10m), new("GBP", -90.00m, 90.00m)]),
        new("amount", 96, 96, [new("EUR", 12.41m, 412.87m)]),
        new("definition", 1_204, 1_204, [new("EUR", 5_954.80m, 5_954.80m)]),
    ], [new("matched", "key", 46_310)]);

    public static IReadOnlyList<QuarantineLine> Quarantine { get; } =
    [
        new("order_placed", "is not a decimal of scale 2", "gross_amount", 114,
            [new("sources/shop/orders-2026-03.csv", 1_882, "1.234,50", "O1001882;C-77;1.234,50;EUR;paid;2026-03-04T10:22:01Z"),
                new("sources/shop/orders-2026-03.csv", 2_014, "zwölf", "O1002014;C-12;zwölf;EUR;paid;2026-03-05T08:00:00Z")]),
        new("order_placed", "is required", "customer_id", 7,
            [new("sources/shop/orders-2026-02.csv", 91, null, "O1000091;;12.00;EUR;paid;2026-02-11T17:45:12Z")]),
    ];

    private static ObjectLine Placed { get; } =
        new("order_placed", "order_placed", "An order as it was placed.", "sales.orders__order_placed",
    [
        new("order_id", "string", true, true, "The shop's number of the order.", null, ["source.orders.id"]),
        new("customer_id", "string", false, true, "Who ordered.", "personal", ["source.orders.customer"]),
        new("gross_amount", "decimal(18,2)", false, true, "What the customer committed to pay, tax included.", null,
            ["source.orders.net", "source.orders.tax"]),
        new("currency", "string", false, false, null, null, ["source.orders.currency"]),
        new("placed_at", "timestamp", false, true, "When the customer committed.", null, []),
    ], 47_301);

    private static ProductReport Unpublished(CatalogEntry entry) =>
        new(entry, null, null, null, [], new("ledger_entries", "2.1.0", "draft", []), [], [], [], [], [], [], [], [], "");

    private static VersionLine Version(long number, long rows, long quarantined) =>
        new(number, SampleReading.LastRun, SampleReading.Now.AddDays(number - 41).AddHours(-2), "2.1.0", rows, quarantined, 323, 12, 0,
            ["sources/shop/orders-2026-03.csv"]);
}
