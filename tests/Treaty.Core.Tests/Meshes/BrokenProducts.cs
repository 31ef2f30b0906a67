using static Treaty.Core.Tests.Meshes.Case;
using static Treaty.Core.Tests.Meshes.HealthyMesh;

namespace Treaty.Core.Tests.Meshes;

/// <summary>Products that claim, read or leave out what their class does not allow; their selects, sources and comparisons.</summary>
internal static class BrokenProducts
{
    public static IEnumerable<Case> Cases() => [.. Classes(), .. Selects(), .. Comparisons(), .. Sources()];

    private static IEnumerable<Case> Classes() =>
    [
        Swap("TRY0301", Daily, "  - {property: treatyClass, value: derived}\n", "  - {property: acme, value: x}\n", "apiVersion"),
        Swap("TRY0301", Daily, "value: derived", "value: derivative", "derivative"),
        Swap("TRY0302", Daily, "domain: payments", "domain: payments\ntype: sourceAligned", "sourceAligned"),
        Swap("TRY0303", DailyContract, "- name: takings",
            "- name: takings\n    customProperties: [{property: treatyFact, value: payment_captured}]", "name: takings"),
        Swap("TRY0304", OrdersContract, "      - {property: treatyFact, value: order_placed}\n", "", "name: order_placed"),
        Swap("TRY0304", OrdersContract, "treatyFact, value: order_placed", "treatyFact, value: payment_captured", "name: order_placed"),
        Swap("TRY0305", Sales, "key: [order_id]", "key: [order_no]").In(OrdersContract, "name: order_placed"),
        Swap("TRY0306", Daily, "value: derived}", "value: derived}\n  - {property: treatySources, value: [captures]}", "apiVersion"),
        Swap("TRY0306", Captures, "outputPorts:",
            "inputPorts:\n  - {name: sales.orders, version: 1.0.0, contractId: sales_orders}\noutputPorts:", "{name: sales.orders"),
        new("TRY0307", Whole.Change(Revenue, "value: reconciled", "value: derived").With(Central, "rights: {derived: []}"), Revenue, null),
        new("TRY0307", Whole.Change(Daily, "value: derived", "value: reconciled").With(Central, "rights: {reconciled: []}"), Daily, null),
        new("TRY0308", Whole.Without(DailySql), DailyContract, "name: takings"),
        Swap("TRY0309", Orders, "  usage: How to use it.\n", "", "apiVersion"),
        Swap("TRY0309", Daily, "support:\n  - {channel: \"#daily\", url: \"https://chat.example.com/daily\"}\n", "", "apiVersion"),
        Swap("TRY0309", Orders, "team: {name: order_management}\n", "", "apiVersion"),
        new("TRY0310", Whole.Without(Map), Revenue, null),
    ];

    private static IEnumerable<Case> Selects() =>
    [
        new("TRY0501", Whole.Change(DailyContract, "schema:\n",
            "schema:\n  - {name: other, properties: [{name: x, primaryKey: true}]}\n")
            .With(DailySql, "select 1 as x\n-- object: takings\nselect 1 as day\n-- object: other\nselect 1 as x\n"), DailySql,
                "select 1 as x"),
        new("TRY0502", Whole.Append(OrdersSql, "-- object: order_placed\nselect 2\n"), OrdersSql, "select 2"),
    ];

    private static IEnumerable<Case> Comparisons() =>
    [
        Swap("TRY0601", RevenueRules, "b: order_ref}", "b: [order_ref, amount]}", "{a: order_id"),
        Swap("TRY0601", RevenueRules, "{minor: 5}", "{minor: -1}"),
        Swap("TRY0601", RevenueRules, "grace: 5d", "grace: five days", "five days"),
        Swap("TRY0601", RevenueRules, "grace: 5d", "cutoff: late", "late"),
        Swap("TRY0601", RevenueRules, "{by: key}", "{by: unique, within: soon}", "soon"),
        Swap("TRY0601", RevenueRules, "{by: key}", "{by: unique, within: 400bd}", "400bd"),
        Swap("TRY0601", RevenueRules, "{by: key}", "{by: unique, within: {before: 1d, after: 3bd}}", "{before: 1d"),
        Swap("TRY0601", RevenueRules, "{by: key}", "{by: unique, chance: 0.5}", "0.5"),
        Swap("TRY0601", RevenueRules, "{by: key}", "{by: unique, band: {from: 110, to: 90}}", "{from: 110"),
        Swap("TRY0601", RevenueRules, "{by: key}", "{by: links}", "{by: links"),
        Swap("TRY0601", RevenueRules, "{by: key}", "{by: subset-sum, cap: 40}", "40"),
        Swap("TRY0601", RevenueRules, "{by: key}", "{by: subset-sum, rows: 1}", "1}"),
        Swap("TRY0601", RevenueRules, "{by: key}", "{by: subset-sum, chance: 0.5}", "0.5"),
        Swap("TRY0601", RevenueRules, "{by: key}", "{by: subset-sum, within: soon}", "soon"),
        Swap("TRY0601", RevenueRules, "{by: key}", "{by: subset-sum, tolerance: {minor: 1}}", "{minor: 1"),
        Swap("TRY0601", RevenueRules, "b: order_ref}", "b: order_ref, common: false}", "{by: key}"),
        Swap("TRY0601", RevenueRules, "b: order_ref}", "b: order_ref, through: {a: {mapping: nowhere, from: x, to: y}}}", "nowhere"),
        Swap("TRY0601", RevenueRules, "    b: payments\n", "    b: payment\n", "payment\n    key"),
        Swap("TRY0601", RevenueRules, "inputs:\n", "inputs:\n  others: Orders!\n", "Orders!"),
        Swap("TRY0601", Feed, "    measures: [{name: revenue, a: revenue, b: order_value}]", "", "id: mart_orders"),
        new("TRY0601", Whole.Change(Feed, "a: legacy.mart\n", "a: payments.captures\n").Change(Feed, "a: revenue", "a: captured"), Feed,
            "id: mart_orders"),
    ];

    private static IEnumerable<Case> Sources() =>
    [
        .. new[] { "/etc/passwd", "../secrets.csv", "a/../../b", "a\\b", "C:/x.csv", "http://example.com/x" }.Select(location =>
            Swap("TRY0805", SalesSources, "sources/orders.csv", $"'{location}'")),
        Swap("TRY0806", SalesSources, "    columns: [order_id, gross_amount]", "", "name: old_orders"),
        Swap("TRY0807", SalesSources, "delimiter: \";\"", "delimiter: \",,,,,\"", "\",,,,,\""),
        Swap("TRY0807", SalesSources, "delimiter: \";\"", "delimiter: '\"'", "'\"'"),
    ];
}
