using DuckDB.NET.Data;

namespace Treaty.Bench;

/// <summary>A mesh of one product over one CSV file of twelve columns, a few rows of which break the contract.</summary>
internal static class OrdersMesh
{
    public const string File = "orders.csv";

    public static void Write(string folder, long rows, string memory)
    {
        Text(folder, "treaty.yaml", $"treaty: 1\nname: bench\nengine: {{memory: {memory}}}\n");
        Text(folder, "contexts/sales/context.yaml", Context);
        Text(folder, "contexts/sales/sources.yaml", $"sources:\n  - {{name: orders, system: shop, format: csv, location: {File}}}\n");
        Text(folder, "contexts/sales/orders/product.odps.yaml", Product);
        Text(folder, "contexts/sales/orders/contract.odcs.yaml", Contract);
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = Rows(rows, Path.Combine(folder, File));
        command.ExecuteNonQuery();
    }

    private static void Text(string folder, string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
        System.IO.File.WriteAllText(Path.Combine(folder, path), text);
    }

    /// <summary>Of about 10,000 rows one has no number, one a quantity out of range, one no customer; of a million one has another's key.</summary>
    private static string Rows(long rows, string path) =>
        $"""
        COPY (
          SELECT format('O-{"{:010d}"}', CASE WHEN i % 1000003 = 1000002 THEN i - 1 ELSE i END) AS order_id,
            CASE WHEN i % 10037 = 10036 THEN NULL ELSE hash(i) % 500000 END AS customer_id,
            i % 9 + 1 AS line_no,
            CASE WHEN i % 10009 = 10008 THEN 0 ELSE hash(i + 1) % 50 + 1 END AS quantity,
            CASE WHEN i % 10007 = 10006 THEN 'n/a' ELSE ((hash(i + 2) % 1000000)::DECIMAL(18,2) / 100)::DECIMAL(18,2)::VARCHAR END AS unit_price,
            ((hash(i + 3) % 10000000)::DECIMAL(18,2) / 100)::DECIMAL(18,2) AS amount,
            ['EUR', 'GBP', 'USD'][(hash(i + 4) % 3 + 1)::BIGINT] AS currency,
            ['placed', 'paid', 'shipped', 'cancelled'][(hash(i + 5) % 4 + 1)::BIGINT] AS status,
            ['web', 'store', 'phone'][(hash(i + 6) % 3 + 1)::BIGINT] AS channel,
            hash(i + 7) % 10 = 0 AS gift,
            strftime(TIMESTAMP '2024-01-01' + to_seconds(i % 60000000), '%Y-%m-%dT%H:%M:%SZ') AS placed_at,
            CASE WHEN hash(i + 8) % 4 > 0 THEN (DATE '2024-01-01' + (i % 700)::INTEGER) END AS shipped_on
          FROM range({rows}) r(i)
        ) TO '{path}' (FORMAT csv, HEADER true)
        """;

    private const string Context =
        """
        context: sales
        domain: Commerce
        purpose: Takes orders.
        teams: [{id: order_management, name: Order Management, contact: "mailto:orders@example.com"}]
        systems: [{id: shop, name: Shop, owner: order_management}]
        terms: [{id: order, meaning: A promise to buy.}]
        facts: [{id: order_placed, term: order, key: [order_id], system: shop, meaning: A customer committed to buy.}]
        rights: {define-term: order_management, define-schema: order_management, change-source-semantics: order_management, release: order_management, resolve-discrepancy: order_management}
        """;

    private const string Product =
        """
        apiVersion: v1.0.0
        kind: DataProduct
        id: sales_orders
        name: orders
        version: 1.0.0
        status: active
        domain: sales
        description: {purpose: Orders., usage: Join on order_id., limitations: Generated.}
        outputPorts: [{name: orders, version: 1.0.0, contractId: sales_orders}]
        support: [{channel: orders, url: "https://chat.example.com/orders"}]
        team: {name: order_management}
        customProperties:
          - {property: treatyClass, value: authoritative-fact}
          - {property: treatySources, value: [orders]}
        """;

    private const string Contract =
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
              - {name: order_id, logicalType: string, primaryKey: true, primaryKeyPosition: 1, required: true}
              - {name: customer_id, logicalType: integer, required: true}
              - {name: line_no, logicalType: integer, required: true, logicalTypeOptions: {minimum: 1, maximum: 99}}
              - {name: quantity, logicalType: integer, required: true, logicalTypeOptions: {minimum: 1, maximum: 1000}}
              - {name: unit_price, logicalType: number, physicalType: "decimal(18,2)", required: true, logicalTypeOptions: {minimum: 0}}
              - {name: amount, logicalType: number, physicalType: "decimal(18,2)", required: true, logicalTypeOptions: {minimum: 0}}
              - {name: currency, logicalType: string, required: true, logicalTypeOptions: {minLength: 3, maxLength: 3}}
              - {name: status, logicalType: string, required: true}
              - {name: channel, logicalType: string}
              - {name: gift, logicalType: boolean}
              - {name: placed_at, logicalType: timestamp, required: true}
              - {name: shipped_on, logicalType: date}
        """;
}
