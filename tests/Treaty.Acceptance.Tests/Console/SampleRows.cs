using Treaty.Core.Findings;
using Treaty.Operations.Reports;

namespace Treaty.Acceptance.Tests.OnTheConsole;

/// <summary>An explained row and the rows of a query, invented.</summary>
internal static class SampleRows
{
    public static ExplainReport Explain(string reference, string key) => key == "nowhere"
        ? new(reference, key, [], [], [], [],
            [SampleReading.Finding("TRY0902", Severity.Error, null, $"`{reference}` has no row with the key `{key}`",
            "give the values of the primary key, joined by |")])
        : new($"{reference}/recognised_revenue#41", key,
            [
                new("order_id", key, ["orders.order_id"], "zone/revenue/rows.sql:3:8"),
                new("revenue", "119.10", ["orders.gross_amount", "payments.amount", "groups.order_payment.class"],
                    "zone/revenue/rows.sql:5:8"),
                new("note", null, [], "zone/revenue/rows.sql:9:8"),
            ],
            [
                new("sales.orders/order_placed#41", key,
                    [new("order_id", key), new("gross_amount", "120.00"), new("currency", "EUR"), new("channel", null)],
                    "sources/shop/orders-2026-03.csv", 1_882,
                    $"{key};C-77;120.00;EUR;paid;2026-03-04T10:22:01Z", true),
                new("payments.settlements/payment_captured#41", "psp_8812",
                    [new("order_ref", key), new("amount", "119.10"), new("state", "captured")], "sources/psp/settlement-0304.ndjson", 77,
                    null, false),
                new("zone.parties/party#12", "P-0042", [new("party_key", "P-0042"), new("name", "Größte Kundin 株式会社")], null, null, null,
                    true),
            ],
            [.. SampleDiscrepancies.All.Where(d => d.GroupKey == key).Take(2)],
                ["zone.revenue#41", "sales.orders#41", "payments.settlements#41"], []);

    public static QueryReport Query(string sql) => sql.Contains("drop", StringComparison.OrdinalIgnoreCase)
        ? new([], [], [], false, [],
            [SampleReading.Finding("TRY0901", Severity.Error, null, "this is not one SELECT", "ask with a single SELECT over products")])
        : new(["currency", "orders", "value", "note"], ["VARCHAR", "BIGINT", "DECIMAL(38,2)", "VARCHAR"],
            [["EUR", "48001", "5402118.10", "größte 顧客"], ["GBP", "212", "-90.00", null]], true,
            [new("sales.orders", "authoritative-fact", 41, SampleReading.Now.AddHours(-2), SampleReading.Now.AddHours(-9), "warn")], []);
}
