namespace Treaty.Acceptance.Tests.OnTheConsole;

/// <summary>An address of every page in every state worth a look, with words that must stand there.</summary>
internal static class Pages
{
    public sealed record Page(string Address, int Status, string[] Says);

    public static IReadOnlyList<Page> All { get; } =
    [
        new("/", 200, ["Order to cash", "treaty zone", "old estate", "open discrepancies", "1\u202F000"]),
        new("/?context=payments", 200, ["settlements", "Order to cash", "Map of the mesh"]),
        new("/catalog", 200, ["sales.orders", "authoritative fact", "order_management", "not published"]),
        new("/catalog?q=nothing+like+it", 200, ["Nothing matches"]),
        new("/product/sales.orders", 200,
            ["What it means", "What not to use it for", "order_id", "source.orders.id", "1.234,50", "select currency",
                "version 41: fail, 4 of 48 213 rows", "Rows of each version"]),
        new("/product/zone.revenue", 200, ["reconciled", "zone.revenue:order_payment", "Lineage"]),
        new("/product/finance.ledger_entries", 200, ["Not published yet", "treaty run"]),
        new("/product/finance.a_very_long_product_name_that_nobody_should_have_chosen_but_somebody_did", 200, ["Intercompany"]),
        new("/runs", 200, [SampleReading.LastRun, "refused"]),
        new($"/run/{SampleReading.LastRun}", 200, ["TRY0705", "shipped after placed", "121 quarantined", "zone.revenue:order_payment"]),
        new("/run/r-20260401-0630-11aa", 200, ["Nothing was due"]),
        new("/discrepancies", 200, ["1\u202F000 open discrepancies", "payment_operations", "1 to 50 of 1\u202F000"]),
        new("/discrepancies?class=status&text=O10009", 200, ["match", "the two sides give it another status"]),
        new("/discrepancies?text=nowhere", 200, ["Nothing open matches"]),
        new("/discrepancies?sort=age&state=proposed", 200, ["proposed discrepancies", "Oldest first"]),
        new("/discrepancy/d0017", 200, ["O1000017|注文|Ärger <b>&", "Both sides", "d0a1b2c3d4e5", "until 2026-12-31", "the file has changed", "What else does not align there"]),
        new("/health", 200, ["97.31 %", "opened again", "over 90"]),
        new("/bridge", 200, ["zone.revenue → legacy.revenue_mart"]),
        new("/bridge?from=zone.revenue&to=legacy.revenue_mart&measure=revenue", 200,
            ["27\u202F981\u202F204.17", "+59\u202F548.00", "The axis is cut", "28\u202F007\u202F911.86"]),
        new("/bridge?from=zone.revenue&to=legacy.revenue_mart&period=2026-03&currency=EUR&rows=missing-b", 200,
            ["2026-03-01 to 2026-03-31", "O1000043", "The rows behind missing-b"]),
        new("/bridge?from=sales.orders&to=legacy.revenue_mart", 200, ["no comparison stands between"]),
        new("/rights", 200, ["Who decides what", "<b>payment_operations</b> answers for", "without the right <b>map-terms</b>, which central_platform holds",
            "no one who is still there holds", "not published", "ended on 2026-01-31"]),
        new("/terms", 200, ["Words", "3 meanings"]),
        new("/terms?word=customer", 200, ["Whoever has placed", "says payer", "97.5 % of 1\u202F204 keys", "not mapped", "never measured"]),
        new("/terms?word=custmer", 200, ["TRY1123"]),
        new("/audit", 200, ["The record", "resolved: write-off", "1.25 days in the middle", "3 of 4", "9 older ones"]),
        new("/proposals", 200, ["Pairs that a person must decide", "other pairs fit as well", "several-partners", "1 to 2 of 60"]),
        new("/closes", 200, ["Closed periods", "c0ffee", "2026-02", "taken back"]),
        new("/close/c0ffee", 200, ["zone.revenue", "accepted by rule", "late: <span", "Prove it again"]),
        new("/close/c0ffee?verify=true", 200, ["Proved again just now", "TRY1627"]),
        new("/clauses", 200, ["Declared and enforced", "not enforced", "bypass", "refused something"]),
        new("/clauses?state=theatre&subject=sales", 200, ["theatre"]),
        new("/clauses?subject=nothing", 200, ["No clause matches"]),
        new("/plans", 200, ["This console only reads"]),
        new("/explain", 200, ["Explain a row"]),
        new("/explain?ref=zone.revenue&key=O1000011", 200,
            ["sources/shop/orders-2026-03.csv", "zone/revenue/rows.sql:5:8", "the file has changed"]),
    ];
}
