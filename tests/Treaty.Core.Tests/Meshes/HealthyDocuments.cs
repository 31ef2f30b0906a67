using System.Collections.Immutable;

namespace Treaty.Core.Tests.Meshes;

/// <summary>The documents of <see cref="HealthyMesh"/>: two contexts, a legacy feed, and one reconciled product.</summary>
internal static class HealthyDocuments
{
    public static ImmutableSortedDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        [HealthyMesh.Root] = """
            treaty: 1
            name: shop
            title: Shop
            engine: {memory: 2GB, threads: 2}
            roots: {archive: ../archive}
            """,
        [HealthyMesh.Sales] = """
            context: sales
            domain: Commerce
            teams:
              - {id: order_management, name: Order Management}
            systems:
              - {id: web_shop, name: Web shop, owner: order_management}
            terms:
              - {id: order, meaning: What a customer committed to buy.}
            facts:
              - {id: order_placed, term: order, key: [order_id], system: web_shop}
            rights:
              define-term: order_management
              define-schema: order_management
              release: order_management
            """,
        [HealthyMesh.SalesSources] = """
            sources:
              - name: orders
                system: web_shop
                format: csv
                location: sources/orders.csv
              - name: old_orders
                system: web_shop
                format: csv
                location: 2019/*.csv
                root: archive
                dialect: {delimiter: ";", header: false}
                columns: [order_id, gross_amount]
            """,
        [HealthyMesh.Orders] = Product("sales", "orders", "authoritative-fact", "order_management", "",
            "  - {property: treatySources, value: [orders]}\n"),
        [HealthyMesh.OrdersContract] = Contract("sales_orders", """
            schema:
              - name: order_placed
                customProperties:
                  - {property: treatyFact, value: order_placed}
                  - {property: treatyOccurredAt, value: placed_at}
                properties:
                  - {name: order_id, logicalType: string, primaryKey: true, required: true}
                  - name: gross_amount
                    logicalType: number
                    physicalType: decimal(18,2)
                    customProperties: [{property: treatyCurrency, value: currency}]
                  - {name: currency, logicalType: string, logicalTypeOptions: {pattern: "[A-Z]{3}"}}
                  - {name: status, logicalType: string}
                  - {name: placed_at, logicalType: timestamp, required: true}
                quality:
                  - {name: some rows, metric: rowCount, mustBeGreaterThan: 0}
            customProperties:
              - property: treatyMeasures
                value:
                  - {name: order_value, object: order_placed, expression: gross_amount, date: placed_at, currency: currency}
            """),
        [HealthyMesh.OrdersSql] = "-- object: order_placed\nselect order_id, gross_amount, currency, status, placed_at\nfrom source.orders\n",
        [HealthyMesh.Payments] = """
            context: payments
            domain: Finance
            teams:
              - {id: payment_operations, name: Payment Operations}
              - {id: finance_control, name: Finance Control}
            systems:
              - {id: psp, name: Payment provider, owner: payment_operations}
            terms:
              - {id: payment, meaning: Money that a customer gave.}
            facts:
              - {id: payment_captured, term: payment, key: [payment_id], system: psp}
            rights:
              define-term: payment_operations
              define-schema: [payment_operations, finance_control]
              release: [payment_operations, finance_control]
            """,
        ["contexts/payments/sources.yaml"] = "sources:\n  - {name: captures, system: psp, format: ndjson, location: sources/captures.ndjson, mode: append}\n",
        [HealthyMesh.Captures] = Product("payments", "captures", "authoritative-fact", "payment_operations", "",
            "  - {property: treatySources, value: [captures]}\n"),
        [HealthyMesh.CapturesContract] = Contract("payments_captures", """
            schema:
              - name: payment_captured
                customProperties:
                  - {property: treatyFact, value: payment_captured}
                properties:
                  - {name: payment_id, logicalType: string, primaryKey: true}
                  - {name: order_ref, logicalType: string}
                  - {name: amount, logicalType: number, physicalType: "decimal(18,2)"}
                  - {name: captured_at, logicalType: timestamp}
            customProperties:
              - property: treatyMeasures
                value:
                  - {name: captured, object: payment_captured, expression: amount, date: captured_at, currency: EUR}
            """),
        [HealthyMesh.Daily] = Product("payments", "daily", "derived", "finance_control",
            "  - {name: payments.captures, version: 1.0.0, contractId: payments_captures}\n", ""),
        [HealthyMesh.DailyContract] = Contract("payments_daily", """
            schema:
              - name: takings
                properties:
                  - {name: day, logicalType: date, primaryKey: true}
                  - {name: total, logicalType: number, physicalType: "decimal(38,2)"}
            """),
        [HealthyMesh.DailySql] = "select cast(captured_at as date) as day, sum(amount) as total\nfrom payments.captures group by 1\n",
        [HealthyMesh.Map] = """
            contexts:
              - {upstream: sales, downstream: payments, relation: customer-supplier}
            terms:
              - {from: sales.order, to: payments.payment, relation: translated, key: {from: order_id, to: order_ref}}
            """,
        [HealthyMesh.Feed] = """
            feed: mart
            title: Revenue mart
            team: finance_control
            systems: [{id: warehouse, name: Old warehouse, owner: finance_control}]
            sources:
              - {name: mart, system: warehouse, format: csv, location: sources/mart.csv}
            comparisons:
              - id: mart_orders
                a: legacy.mart
                b: sales.orders/order_placed
                key: {a: order_no, b: order_id}
                measures: [{name: revenue, a: revenue, b: order_value}]
            """,
        [HealthyMesh.FeedContract] = Contract("mart", """
            schema:
              - name: mart
                properties:
                  - {name: order_no, logicalType: string, primaryKey: true}
                  - {name: revenue, logicalType: number}
            customProperties:
              - {property: treatyMeasures, value: [{name: revenue, object: mart, expression: revenue}]}
            """),
        [HealthyMesh.Zone] = """
            context: zone
            teams:
              - {id: revenue_assurance, name: Revenue Assurance}
            rights:
              set-rule: revenue_assurance
              release: revenue_assurance
            """,
        [HealthyMesh.Revenue] = Product("zone", "revenue", "reconciled", "revenue_assurance",
            "  - {name: sales.orders, version: 1.0.0, contractId: sales_orders}\n  - {name: payments.captures, version: 1.0.0, contractId: payments_captures}\n", ""),
        [HealthyMesh.RevenueContract] = Contract("zone_revenue", """
            schema:
              - name: revenue
                properties:
                  - {name: order_id, logicalType: string, primaryKey: true}
                  - {name: amount, logicalType: number, physicalType: "decimal(38,2)"}
            """),
        [HealthyMesh.RevenueRules] = """
            reconciliation: revenue
            accountable: revenue_assurance
            timezone: Europe/London
            inputs:
              orders: sales.orders/order_placed
              payments: payments.captures/payment_captured
            comparisons:
              - id: order_payment
                a: orders
                b: payments
                key: {a: order_id, b: order_ref}
                child: b
                measures: [{name: paid, a: order_value, b: captured}]
                attributes: [{name: stamp, a: placed_at, b: captured_at}]
                passes:
                  - {by: key}
                  - {by: key, tolerance: {minor: 5}}
                grace: 5d
                definitions:
                  - {id: rounding, measure: paid, when: "a.status = 'x'", owner: finance_control, reason: Cents are rounded.}
                routes: {missing-b: payment_operations}
            """,
        [HealthyMesh.RevenueSql] = "-- object: revenue\nselect order_id, gross_amount as amount from orders\n",
    }.ToImmutableSortedDictionary(StringComparer.Ordinal);

    private static string Product(string context, string name, string @class, string team, string inputs, string customs) => $$"""
        apiVersion: v1.0.0
        kind: DataProduct
        id: {{context}}_{{name}}
        name: {{name}}
        version: 1.0.0
        status: active
        domain: {{context}}
        description:
          purpose: What it is.
          usage: How to use it.
          limitations: What not to use it for.

        """ + (inputs.Length > 0 ? "inputPorts:\n" + inputs : "") + $$"""
        outputPorts:
          - {name: {{name}}, version: 1.0.0, contractId: {{context}}_{{name}}}
        support:
          - {channel: "#{{name}}", url: "https://chat.example.com/{{name}}"}
        team: {name: {{team}}}
        customProperties:
          - {property: treatyClass, value: {{@class}}}

        """ + customs;

    private static string Contract(string id, string rest) => $"""
        apiVersion: v3.1.0
        kind: DataContract
        id: {id}
        version: 1.0.0
        status: active

        """ + rest;
}
