using DuckDB.NET.Data;

namespace Treaty.Bench;

/// <summary>
/// A mesh of two products: customers, and orders with everything a contract can ask of a row: types, required columns, two unique keys, a
/// reference to the customers, ranges, patterns, valid values; and metrics and three assertions over the whole. A few rows break each of them.
/// </summary>
internal static class ConformanceMesh
{
    public const string Orders = "sales.orders", Customers = "sales.customers";

    /// <param name="mode">full or append.</param>
    public static void Write(string folder, long rows, string memory, string mode)
    {
        Text(folder, "treaty.yaml", $"treaty: 1\nname: bench\nengine: {{memory: {memory}}}\n");
        Text(folder, "contexts/sales/context.yaml", Context);
        Text(folder, "contexts/sales/sources.yaml",
            $"sources:\n  - {{name: orders, system: shop, format: csv, location: in, mode: {mode}}}\n  - {{name: customers, system: shop, format: csv, location: customers.csv}}\n");
        Text(folder, "contexts/sales/orders/product.odps.yaml", Product("orders"));
        Text(folder, "contexts/sales/orders/contract.odcs.yaml", OrdersContract);
        Text(folder, "contexts/sales/customers/product.odps.yaml", Product("customers"));
        Text(folder, "contexts/sales/customers/contract.odcs.yaml", CustomersContract);
        Directory.CreateDirectory(Path.Combine(folder, "in"));
        Execute($"COPY (SELECT i AS customer_id, 'customer ' || i AS name FROM range({CustomerCount(rows)}) r(i)) TO '{Path.Combine(folder, "customers.csv")}' (FORMAT csv, HEADER true)");
        Add(folder, 0, rows, rows);
    }

    /// <summary>Adds a file of orders; their numbers go on, their tracking codes and customers are spread over everything.</summary>
    public static void Add(string folder, long from, long rows, long all) =>
        Execute(Rows(from, rows, CustomerCount(all), Path.Combine(folder, "in", $"orders-{from:D12}.csv")));

    public static long CustomerCount(long rows) => Math.Max(1000, rows / 20);

    private static void Execute(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static void Text(string folder, string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
        File.WriteAllText(Path.Combine(folder, path), text);
    }

    /// <summary>Of about 10,000 rows one breaks a rule on one row each; of a million one shares an order number, one a tracking code, one names no customer.</summary>
    private static string Rows(long from, long rows, long customers, string path) =>
        $"""
        COPY (
          SELECT format('O-{"{:010d}"}', CASE WHEN i % 1000003 = 1000002 THEN i - 1 ELSE i END) AS order_id,
            to_hex(hash(CASE WHEN i % 1000033 = 1000032 THEN i - 1 ELSE i END)) AS tracking,
            CASE WHEN i % 10037 = 10036 THEN NULL WHEN i % 1000037 = 1000036 THEN {customers} + i ELSE hash(i + 9) % {customers} END AS customer_id,
            CASE WHEN i % 10009 = 10008 THEN 0 ELSE hash(i + 1) % 50 + 1 END AS quantity,
            CASE WHEN i % 10007 = 10006 THEN 'n/a' ELSE ((hash(i + 2) % 1000000)::DECIMAL(18,2) / 100)::DECIMAL(18,2)::VARCHAR END AS unit_price,
            ((hash(i + 3) % 10000000)::DECIMAL(18,2) / 100)::DECIMAL(18,2) AS amount,
            CASE WHEN i % 10039 = 10038 THEN 'Euro' ELSE ['EUR', 'GBP', 'USD'][(hash(i + 4) % 3 + 1)::BIGINT] END AS currency,
            CASE WHEN i % 10061 = 10060 THEN 'lost' ELSE ['placed', 'paid', 'shipped', 'cancelled'][(hash(i + 5) % 4 + 1)::BIGINT] END AS status,
            CASE WHEN i % 997 > 0 THEN ['web', 'store', 'phone'][(hash(i + 6) % 3 + 1)::BIGINT] END AS channel,
            hash(i + 7) % 10 = 0 AS gift,
            strftime(TIMESTAMP '2024-01-01' + to_seconds(i % 60000000), '%Y-%m-%dT%H:%M:%SZ') AS placed_at,
            CASE WHEN hash(i + 8) % 4 > 0 THEN (DATE '2026-01-01' + (i % 700)::INTEGER) END AS shipped_on
          FROM range({from}, {from + rows}) r(i)
        ) TO '{path}' (FORMAT csv, HEADER true)
        """;

    private const string Context =
        """
        context: sales
        domain: Commerce
        purpose: Takes orders.
        teams: [{id: order_management, name: Order Management, contact: "mailto:orders@example.com"}]
        systems: [{id: shop, name: Shop, owner: order_management}]
        terms: [{id: order, meaning: A promise to buy.}, {id: customer, meaning: Who buys.}]
        facts:
          - {id: order_placed, term: order, key: [order_id], system: shop, meaning: A customer committed to buy.}
          - {id: customer_known, term: customer, key: [customer_id], system: shop, meaning: A customer gave a name.}
        rights: {define-term: order_management, define-schema: order_management, change-source-semantics: order_management, release: order_management, resolve-discrepancy: order_management}
        """;

    private static string Product(string name) =>
        $$"""
        apiVersion: v1.0.0
        kind: DataProduct
        id: sales_{{name}}
        name: {{name}}
        version: 1.0.0
        status: active
        domain: sales
        description: {purpose: "All {{name}}.", usage: Join on the key., limitations: Generated.}
        {{(name == "orders" ? "inputPorts: [{name: sales.customers, version: 1.0.0, contractId: sales_customers}]" : "tags: []")}}
        outputPorts: [{name: {{name}}, version: 1.0.0, contractId: sales_{{name}}}]
        support: [{channel: orders, url: "https://chat.example.com/orders"}]
        team: {name: order_management}
        customProperties:
          - {property: treatyClass, value: authoritative-fact}
          - {property: treatySources, value: [{{name}}]}
        """;

    private const string CustomersContract =
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: sales_customers
        version: 1.0.0
        status: active
        domain: sales
        description: {purpose: Customers as known.}
        schema:
          - name: customer_known
            description: A customer.
            customProperties: [{property: treatyFact, value: customer_known}]
            properties:
              - {name: customer_id, logicalType: integer, primaryKey: true, primaryKeyPosition: 1, required: true}
              - {name: name, logicalType: string, required: true}
        """;

    private const string OrdersContract =
        """
        apiVersion: v3.1.0
        kind: DataContract
        id: sales_orders
        version: 1.0.0
        status: active
        domain: sales
        description: {purpose: Orders as placed.}
        schema:
          - name: order_placed
            description: An order as it was placed.
            customProperties:
              - {property: treatyFact, value: order_placed}
              - {property: treatyOccurredAt, value: placed_at}
            properties:
              - {name: order_id, logicalType: string, primaryKey: true, primaryKeyPosition: 1, required: true, logicalTypeOptions: {pattern: "O-[0-9]{10}"}}
              - {name: tracking, logicalType: string, required: true, unique: true, logicalTypeOptions: {minLength: 1, maxLength: 16, pattern: "[0-9A-F]+"}}
              - name: customer_id
                logicalType: integer
                required: true
                relationships: [{to: sales.customers/customer_known.customer_id}]
              - {name: quantity, logicalType: integer, required: true, logicalTypeOptions: {minimum: 1, maximum: 1000}}
              - {name: unit_price, logicalType: number, physicalType: "decimal(18,2)", required: true, logicalTypeOptions: {minimum: 0}}
              - {name: amount, logicalType: number, physicalType: "decimal(18,2)", required: true, logicalTypeOptions: {minimum: 0}}
              - {name: currency, logicalType: string, required: true, logicalTypeOptions: {pattern: "[A-Z]{3}"}}
              - name: status
                logicalType: string
                required: true
                quality: [{name: known status, metric: invalidValues, mustBe: 0, arguments: {validValues: [placed, paid, shipped, cancelled]}}]
              - name: channel
                logicalType: string
                quality:
                  - {name: channel given, metric: nullValues, mustBeLessThan: 5, unit: percent}
                  - {name: channel known, metric: invalidValues, mustBeLessThan: 1, unit: percent, arguments: {validValues: [web, store, phone]}}
              - {name: gift, logicalType: boolean, quality: [{name: gift given, metric: missingValues, mustBeLessThan: 1, unit: percent, arguments: {missingValues: ["?"]}}]}
              - {name: placed_at, logicalType: timestamp, required: true}
              - {name: shipped_on, logicalType: date}
            quality:
              - {name: some orders, metric: rowCount, mustBeGreaterThan: 0}
              - {name: no shipping before the order, type: sql, query: "select count(*) from {object} where shipped_on < date '2024-01-01'", mustBe: 0}
              - {name: no currency is negative, type: sql, query: "select count(*) from (select currency, sum(amount) as total from {object} group by currency) where total < 0", mustBe: 0}
              - {name: average quantity is plausible, type: sql, query: "select cast(avg(quantity) as decimal(18,4)) from {object}", mustBeBetween: [20, 30]}
        """;
}
