using Treaty.Core.Contracts.Changes;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Operations.Contracts;
using Treaty.Operations.Reports;

namespace Treaty.Acceptance.Tests.OnTheConsole;

/// <summary>What an invented product promises, how its contract changed, and what it holds back.</summary>
internal static class SampleContracts
{
    private const string Old = "version: 2.0.0\nschema:\n  - name: order_placed\n    properties:\n"
        + "      - {name: order_id, logicalType: string, required: true}\n      - {name: gross_amount, logicalType: number, required: true, description: Tax included.}\n";

    private const string New = "version: 2.1.0\nschema:\n  - name: order_placed\n    properties:\n"
        + "      - {name: order_id, logicalType: string, required: true}\n      - {name: gross_amount, logicalType: number, description: Whatever the customer committed to pay; tax is included.}\n"
        + "      - {name: currency, logicalType: string}\n";

    public static ShownContract? Shown(string reference) => SampleCatalog.Entries.All(e => e.Ref != reference) ? null : new(
        "contexts/sales/orders/contract.odcs.yaml", "sales_orders", "2.1.0", "active", "What customers committed to buy.", null,
        [new("order_placed", "An order as it was placed.",
            [new("order_id", "string", "key; required; pattern O[0-9]{7}", "The shop's number of the order."),
                new("customer_id", "string", "required; personal", null),
                new("a_very_long_column_name_that_nobody_should_have_chosen.but_somebody_did[].deep_inside", "number (decimal(18,2))", "minimum 0; refers to crm.customers/customer.customer_id", "Was auch immer; 注文")],
            ["shipped after placed: mustBe 0 (warning)"])],
        ["freshness: 24 h of placed_at"], ["analyst: read"], [], []);

    public static ContractStatusReport Status(string reference) => new(reference, "sales_orders", "2.1.0", 41, SampleReading.Now.AddHours(-2), SampleReading.LastRun,
        [
            new("property/required", "order_placed", "order_id", "required", "each row", "error", "completeness", "pass", "0 rows break it", null),
            new("property/pattern", "order_placed", "currency", "matches [A-Z]{3}", "each row", "error", null, "warn", "4 of 48 213 rows",
                new(SampleReading.LastRun, SampleReading.Now.AddHours(-2), false, "4 of 48 213 rows")),
            new("quality/query", "order_placed", null, "shipped after placed", "assertion", "warning", "consistency", "error", "the select failed: no column `shipped`",
                new("r-20260401-0630-11aa", SampleReading.Now.AddDays(-1), true, "3")),
            new("sla:freshness/value", "", null, "freshness at most 24 h", "objective", "warning", null, "pass", "2 h", null),
        ],
        [new("property/logicalType", "schema.order_placed.order_id.logicalType", "contexts/sales/orders/contract.odcs.yaml:14:5", "the document is checked")],
        [new("contract/price", "price.priceAmount", "contexts/sales/orders/contract.odcs.yaml:9:3", "Treaty charges nobody")], 17,
        new("r-20260401-0630-11aa", SampleReading.Now.AddDays(-1), true, "12 % of the rows are held back, and 5 % are allowed"), []);

    public static ContractHistoryReport History(string reference, string? from, string? to)
    {
        ContractEdition[] editions =
        [
            new("2.0.0", "2.0.0", "contexts/sales/orders/contract.odcs.yaml", "r-20260401-0630-11aa", SampleReading.Now.AddDays(-90), "ann"),
            new("2.1.0", "2.1.0", "contexts/sales/orders/contract.odcs.yaml", SampleReading.LastRun, SampleReading.Now.AddHours(-2), "bo"),
        ];
        if (from == "9.9.9")
            return new(reference, editions, null, null, null, [],
                [SampleReading.Finding("TRY1244", Severity.Error, null, "`9.9.9` is no edition of this contract", "use one of `2.0.0`, `2.1.0`")]);
        YamlNode? Root(string text) => YamlReader.Read(new MeshDocument("contract.odcs.yaml", text), []);
        var comparison = ContractComparison.Between(Root(Old), Root(New), PortDirection.Output);
        return new(reference, editions, from ?? "2.0.0", to ?? "2.1.0", comparison,
            [.. comparison.Breaking.Select(c => new ContractBreak(c.Path, ["finance.report_1", "zone.revenue"]))], []);
    }

    public static QuarantineReport Quarantine(QuarantineFilter filter)
    {
        if (filter.Product == "sales.nothing")
            return new(0, [], [SampleReading.Finding("TRY1310", Severity.Error, null, "`sales.nothing` is no product of this mesh", "did you mean `sales.orders`?")]);
        var all = Enumerable.Range(1, 120).Select(i => new QuarantineEntry("sales.orders", "order_placed", i % 2 == 0 ? "type" : "required",
            i % 2 == 0 ? "gross_amount" : "customer_id", i % 2 == 0 ? "is decimal(18,2)" : "is required", i % 2 == 0 ? "1.234,50" : null,
            "sources/shop/orders-2026-03.csv", i, "{\"order_id\":\"O1001882\",\"customer_id\":\"(personal)\",\"gross_amount\":\"1.234,50\",\"note\":\"<b>注文</b>\"}",
            i % 10 == 0 ? "closed" : "open", "r-20260401-0630-11aa", i % 10 == 0 ? SampleReading.LastRun : null))
            .Where(r => (filter.Closed || r.State == "open") && (filter.Reason ?? r.Reason) == r.Reason && (filter.Column ?? r.Column) == r.Column).ToList();
        return new(all.Count, [.. all.Skip(filter.Offset).Take(filter.Limit)], [])
        {
            Counts = [new("sales.orders", "order_placed", "required", "customer_id", 60, 0), new("sales.orders", "order_placed", "type", "gross_amount", 48, 12)],
        };
    }
}
