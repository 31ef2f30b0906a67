using Treaty.Operations.Reports;

namespace Treaty.Acceptance.Tests.OnTheConsole;

/// <summary>The invented products and the map that holds them.</summary>
internal static class SampleCatalog
{
    private static readonly DateTimeOffset Published = SampleReading.Now.AddHours(-2);

    public static IReadOnlyList<CatalogEntry> Entries { get; } =
    [
        Entry("sales.orders", "Orders", "authoritative-fact", "order_management",
            "What customers ordered, as facts, from the moment they commit to buy.", 48_213, 121, "warn", 212),
        Entry("sales.order_lines", "Order lines", "authoritative-fact", "order_management",
            "The lines of each order, with price and quantity as they were agreed.", 131_877, 0, "pass", 0),
        Entry("payments.settlements", "Settlements", "authoritative-fact", "payment_operations",
            "Captures, refunds and charge-backs as the payment provider settled them.", 47_990, 36, "pass", 388),
        Entry("payments.open_captures", "Open captures", "context-view", "payment_operations",
            "Captures that wait for settlement, as payments sees them.", 1_204, 0, "pass", 0),
        Entry("fulfilment.shipments", "Shipments", "authoritative-fact", "warehouse_desk", "Parcels that left a warehouse.", 45_002, 7,
            "fail", 0),
        Entry("crm.contacts", "Contacts", "context-view", "customer_care",
            "People that customer care has spoken with; overlaps with customers, is not the same.", 18_400, 912, "pass", 0),
        Entry("crm.größte_kunden", "Größte Kunden – 最大の顧客", "derived", "customer_care",
            "Customers ranked by what they ordered in the last twelve months.", 100, 0, "pass", 0),
        Entry("finance.a_very_long_product_name_that_nobody_should_have_chosen_but_somebody_did",
            "Intercompany settlement adjustments including deferred revenue and foreign exchange effects",
            "derived", "finance_control", null, 9, 0, "pass", 0),
        Entry("finance.ledger_entries", "Ledger entries", "authoritative-fact", "finance_control", "Entries posted to the general ledger.",
            null, null, "none", 0),
        Entry("zone.revenue", "Revenue", "reconciled", "revenue_assurance",
            "Revenue of the enterprise: what was ordered, shipped and paid, reconciled order by order.", 47_101, 0, "pass", 400),
        Entry("zone.parties", "Parties", "reconciled", "revenue_assurance",
            "One key for each person or organisation, however many contexts know it.", 17_655, 0, "pass", 0),
        Entry("legacy.revenue_mart", "Monthly revenue mart of the old warehouse", "legacy-feed", "finance_control",
            "What the month-end dashboard still reads.", 46_880, 0, "pass", 0),
        Entry("legacy.customer_master", "Customer master", "legacy-feed", null, null, 21_344, 14, "warn", 0),
    ];

    public static MapReport Map { get; } = new("order_to_cash", "Order to cash", "3f9a1c77e0d24b8fa1c0", [.. Territories()],
        [
            new("source.orders", "sales.orders", true), new("sales.orders", "payments.open_captures", false),
                new("payments.settlements", "payments.open_captures", false),
            new("sales.orders", "zone.revenue", false), new("payments.settlements", "zone.revenue", false),
                new("fulfilment.shipments", "zone.revenue", false),
            new("crm.contacts", "zone.parties", false), new("sales.orders", "zone.parties", false),
                new("zone.parties", "crm.größte_kunden", false), new("zone.parties", "zone.revenue", false),
            new("zone.revenue", "finance.a_very_long_product_name_that_nobody_should_have_chosen_but_somebody_did", false),
        ],
        [new("sales", "payments", "customer-supplier"), new("payments", "finance", "published-language"),
            new("crm", "sales", "separate-ways")]);

    private static IEnumerable<Territory> Territories()
    {
        Territory Of(string context, string? domain, string? purpose, params string[] teams) =>
            new(context, domain, purpose, [.. Entries.Where(e => e.Context == context)], teams);
        yield return Of("sales", "Commerce", "Takes orders from customers and answers for what was ordered.", "order_management");
        yield return Of("payments", "Finance", "Collects what is owed and answers for what was paid.", "payment_operations", "fraud_desk");
        yield return Of("fulfilment", "Operations", "Moves goods to customers.", "warehouse_desk");
        yield return Of("crm", "Commerce", "Keeps the conversation with customers.", "customer_care");
        yield return Of("finance", "Finance", "Closes the books.", "finance_control");
        yield return Of("returns", "Operations", "Will take goods back; nothing is published yet.");
        yield return Of("zone", null, "Parties, reference data and reconciliation.", "revenue_assurance");
        yield return Of("legacy", null, "The old warehouse.");
    }

    private static CatalogEntry Entry(string reference, string title, string @class, string? team, string? purpose, long? rows,
        long? quarantined, string verdict, int open) => new(
        reference, title, @class, reference.Split('.')[0], team, purpose, "2.1.0", reference == "legacy.customer_master" ? "deprecated"
            : "active", rows is null ? null : 41, rows is null ? null : Published,
        rows is null || @class == "legacy-feed" ? null : SampleReading.Now.AddHours(-9), rows, quarantined, verdict, open);
}
