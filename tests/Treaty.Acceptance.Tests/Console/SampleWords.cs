using Treaty.Core.Findings;
using Treaty.Core.Ownership;
using Treaty.Operations.Reports;

namespace Treaty.Acceptance.Tests.OnTheConsole;

/// <summary>Words with several meanings, records, and pairs to decide.</summary>
internal static class SampleWords
{
    private static SourcePlace Place => new("contexts/sales/context.yaml", 12, 5);

    public static TermsReport Of(string? word) => word == "custmer"
        ? new(word, [], [], [], [SampleReading.Finding("TRY1123", Severity.Error, null, "no context says what `custmer` means", "did you mean `customer`?")])
        : new(word,
            [
                new("sales", "Commerce", "customer", "Whoever has placed at least one order.", ["buyer"], false, ["order_management"], ["order_placed (sales.orders)"], Place),
                new("crm", "Marketing", "customer", "A person we may address.", [], false, [], [], Place),
                new("support", "Service", "customer", "Whoever receives a service, paid or not.", ["client", "service recipient"], false, ["customer_care"], [], Place),
                new("payments", "Finance", "payer", "The account that is charged.", [], word is not null, ["payment_operations"], ["payment_captured (not published)"], Place),
            ],
            [
                new("sales.customer", "payments.payer", "overlaps", "customer_id", "payer_ref", "status <> 'test'", null,
                    new("sales.customer", "payments.payer", "overlaps", 1_204, 1_300, 1_174, 0.975m, 0.9m), SampleReading.Now, Place),
                new("sales.customer", "crm.customer", "broader", null, null, null, null, null, null, Place),
            ],
            [
                new("zone.revenue", "revenue", null, "sales.orders.customer_id", "payments.settlements.payer_ref", "overlaps", Place),
                new("finance.ledger_entries", "reach", "is_customer", "sales.orders.customer_id", "crm.contacts.email", null, Place),
            ], []);

    public static AuditReport Audit => new(12,
    [
        new(12, SampleReading.Now, "decision", "d0a1b2c3d4e5", "ada", "", "resolved: write-off; the customer is gone"),
        new(11, SampleReading.Now.AddHours(-1), "run", "", SampleReading.LastRun, SampleReading.LastRun, "4 steps"),
        new(3, SampleReading.Now.AddDays(-9), "version", "zone.revenue", "bot", SampleReading.LastRun, "version 7"),
    ]);

    public static Promises Promises => new(
        [new("zone.revenue", SampleReading.Now.AddDays(-30), SampleReading.Now.AddDays(-29), SampleReading.Now.AddDays(-28.75)), new("sales.orders", null, SampleReading.Now, null)],
        [new("sales", 5, 4, 3, 1.7m), new("crm", 0, 0, 0, null)]);

    public static ProposalsReport Proposals(ProposalFilter filter) => new(60, 41, 38,
        [new("several-partners", "other pairs of the same rows fit as well, so which is right cannot be known", 60)],
        [
            new("p1", "zone.cash:statement", 2, "several-partners", "a:77", "b:a very long memo of a payment|Überweisung", 1, 2, 1_204.50m, 1_180.41m, "GBP", new(2026, 3, 1), new(2026, 3, 4), 3, 1.25m, 0.82m, 3.1m, 1, 2, "other pairs fit as well")
            { TextA = "INV 77 <Müller>", TextB = "invoice 77" },
            new("p2", "zone.cash:statement", 2, "several-partners", "a:78", "b:79", 1, 2, 5m, 5m, "GBP", null, null, null, 0m, 0m, 0m, 2, 1, "other pairs fit as well"),
        ], [new("zone.cash:statement", [])], filter);
}
