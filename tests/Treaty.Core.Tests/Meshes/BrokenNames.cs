using static Treaty.Core.Tests.Meshes.Case;
using static Treaty.Core.Tests.Meshes.HealthyMesh;

namespace Treaty.Core.Tests.Meshes;

/// <summary>Names that lead nowhere, stand for two things, or lead back to themselves.</summary>
internal static class BrokenNames
{
    public static IEnumerable<Case> Cases() => [.. Nowhere(), .. InZone(), .. Twice(), .. Circles()];

    private static IEnumerable<Case> Nowhere() =>
    [
        Swap("TRY0101", Daily, "payments.captures", "Captures", "Captures"),
        Swap("TRY0102", Orders, "team: {name: order_management}", "team: {name: order_manegement}", "apiVersion"),
        Swap("TRY0102", Sales, "  release: order_management", "  release: order_management\n  fund: nobody", "nobody"),
        Swap("TRY0102", Sales, "term: order,", "term: oder,", "{id: order_placed"),
        Swap("TRY0102", Sales, "system: web_shop", "system: webshop", "{id: order_placed"),
        Swap("TRY0102", SalesSources, "system: web_shop\n    format: csv\n    location: s",
            "system: web\n    format: csv\n    location: s", "name: orders\n"),
        Swap("TRY0102", SalesSources, "root: archive", "root: archives", "name: old_orders"),
        Swap("TRY0102", Orders, "[orders]", "[ordres]", "apiVersion"),
        Swap("TRY0102", Daily, "payments.captures", "payments.capture", "{name: payments.capture,"),
        Swap("TRY0102", OrdersSql, "object: order_placed", "object: order_place", "select order_id"),
        Swap("TRY0102", Feed, "sales.orders/order_placed", "sales.order/order_placed", "id: mart_orders"),
        Swap("TRY0102", Feed, "sales.orders/order_placed", "sales.orders/order_paid", "id: mart_orders"),
        Swap("TRY0102", Feed, "team: finance_control", "team: finance", "feed: mart"),
        Swap("TRY0102", Map, "sales.order,", "sales.oder,", "{from: sales.oder"),
        Swap("TRY0102", Map, "downstream: payments", "downstream: payment", "{upstream"),
        Swap("TRY0102", OrdersContract, "value: placed_at", "value: place_at", "name: order_placed"),
        Swap("TRY0102", OrdersContract, "value: currency", "value: curency", "name: gross_amount"),
        Swap("TRY0102", OrdersContract, "date: placed_at", "date: placed", "{name: order_value"),
        Swap("TRY0102", OrdersContract, "currency: currency}", "currency: euro}", "{name: order_value"),
        Swap("TRY0102", OrdersContract, "{name: status,", "{name: status, relationships: [{to: order_placed.order}],",
            "{to: order_placed.order}"),
        Swap("TRY0102", OrdersContract, "{name: status,",
            "{name: status, relationships: [{to: payments.captures/payment_captured.order_ref}],", "{to: payments.captures"),
    ];

    private static IEnumerable<Case> InZone() =>
    [
        Swap("TRY0102", RevenueRules, "inputs:\n", "inputs:\n  others: sales.orders/order_paid\n", "sales.orders/order_paid"),
        Swap("TRY0102", RevenueRules, "inputs:\n", "inputs:\n  others: sales.others/x\n", "sales.others/x"),
        Swap("TRY0102", RevenueRules, "owner: finance_control", "owner: finance", "{id: rounding"),
        Swap("TRY0102", RevenueRules, "accountable: revenue_assurance", "accountable: revenue", "reconciliation"),
        Swap("TRY0102", RevenueRules, "payment_operations}", "payment_ops}", "id: order_payment"),
        Swap("TRY0102", RevenueRules, "a: order_value", "a: orders_value", "id: order_payment"),
        Swap("TRY0102", RevenueRules, "measure: paid", "measure: payed", "{id: rounding"),
        Swap("TRY0102", RevenueRules, "    definitions:\n",
            "    controls: [{id: bank, side: b, measure: payed, input: payments, amount: amount}]\n    definitions:\n", "{id: bank"),
        Swap("TRY0102", CapturesContract, "value:\n", "value:\n      - {name: x, object: other, expression: amount}\n", "{name: x"),
    ];

    private static IEnumerable<Case> Twice() =>
    [
        Swap("TRY0103", Payments, "  - {id: finance_control,", "  - {id: order_management, name: Again}\n  - {id: finance_control,")
            .In(Sales, "{id: order_management"),
        Swap("TRY0103", CapturesContract, "id: payments_captures", "id: sales_orders").In(OrdersContract, null),
        Swap("TRY0103", OrdersContract, "      - {name: status,", "      - {name: CURRENCY, logicalType: string}\n      - {name: status,",
            "{name: CURRENCY"),
        new("TRY0103", Whole.Change(DailyContract, "schema:\n", "schema:\n  - {name: takings, properties: [{name: day, primaryKey: true}]}\n")
            .With(DailySql, "-- object: takings\nselect 1 as day, 2 as total\n"), DailyContract, "name: takings\n"),
        Swap("TRY0103", SalesSources, "name: old_orders", "name: orders", "name: orders\n    system: web_shop\n    format: csv\n    location: 2"),
        Swap("TRY0103", Sales, "  - {id: order, meaning: What", "  - {id: order, meaning: That}\n  - {id: order, meaning: What",
            "{id: order, meaning: What"),
        Swap("TRY0103", RevenueRules, "    definitions:\n", "    definitions:\n      - {id: rounding, owner: finance_control, reason: x}\n",
            "{id: rounding, measure"),
        Swap("TRY0103", Feed, "comparisons:\n",
            "comparisons:\n  - {id: mart_orders, a: legacy.mart, b: sales.orders, key: {a: order_no, b: order_id}, measures: [{name: m, a: revenue, b: order_value}]}\n",
            "id: mart_orders\n"),
    ];

    private static IEnumerable<Case> Circles() =>
    [
        new("TRY0104", Whole.Change(Daily, "payments.captures, version: 1.0.0", "payments.daily, version: 1.0.0"), Daily, null),
        new("TRY0104", Whole.Change(Captures, "outputPorts:",
            "inputPorts:\n  - {name: payments.daily, version: 1.0.0, contractId: payments_daily}\noutputPorts:"), Captures, null),
    ];
}
