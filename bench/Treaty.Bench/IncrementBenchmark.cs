using System.Globalization;
using DuckDB.NET.Data;
using static System.FormattableString;

namespace Treaty.Bench;

/// <summary>Comparing what has changed, against comparing everything: one row in a hundred new and late, and one in a hundred
/// corrected here and there.</summary>
internal sealed class IncrementBenchmark(Options options)
{
    public string Run() => $"{Measure("append", 0.05)}\n{Measure("full", 0.5)}";

    private string Measure(string mode, double target)
    {
        var folder = options.Folder("increment");
        Write(folder, mode);
        Rows(folder, "shop", "1", $"FROM range({options.Rows}) AS r(i)", "0");
        Rows(folder, "mart", "1", $"FROM range({options.Rows}) AS r(i) WHERE i % 1000 <> 7", "CASE WHEN i % 1000 = 13 THEN 1 ELSE 0 END");
        var whole = Compare(folder);
        if (mode == "append")
        {
            Rows(folder, "shop", "2", $"FROM range({options.Rows}, {options.Rows + (options.Rows / 100)}) AS r(i)", "0");
            Rows(folder, "mart", "2", $"FROM range({options.Rows}, {options.Rows + (options.Rows / 100)}) AS r(i)", "0");
        }
        else Rows(folder, "mart", "1", $"FROM range({options.Rows}) AS r(i) WHERE i % 1000 <> 7", "CASE WHEN i % 100 = 13 THEN 2 ELSE 0 END");
        var change = Compare(folder);
        Directory.Delete(folder, recursive: true);
        return Invariant(
            $"""
            ## increment: 1 % {(mode == "append" ? "of new rows" : "scattered corrections")} on {options.Rows:N0} and {options.Rows:N0} rows, once

            {change:N2} s against {whole:N2} s for everything: **{change / whole:P1}** (target: below {target:P0}).

            """);
    }

    private static double Compare(string folder) => Child.Run("publish-treaty", folder).Steps.Single(s => s.Name.StartsWith("compare ", StringComparison.Ordinal)).Total;

    private static void Rows(string folder, string side, string name, string from, string more)
    {
        var path = Directory.CreateDirectory(Path.Combine(folder, "sources", side)).FullName;
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = string.Create(CultureInfo.InvariantCulture, $"""
            COPY (SELECT format('O-{"{:010d}"}', i) AS order_id, CAST((hash(i) % 10000000 + {more}) * 0.01 AS DECIMAL(18,2)) AS amount,
              DATE '2024-01-01' + CAST(i * 365 / 10000000 AS INTEGER) AS day {from}) TO '{path}/{name}.csv' (FORMAT csv, HEADER true)
            """);
        command.ExecuteNonQuery();
    }

    private static void Write(string folder, string mode)
    {
        void Text(string path, string text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
            File.WriteAllText(Path.Combine(folder, path), text);
        }
        Text("treaty.yaml", "treaty: 1\nname: bench\nengine: {memory: 4GB}\n");
        Text("contexts/shop/context.yaml", """
            context: shop
            domain: Commerce
            purpose: Takes orders.
            teams: [{id: orders, name: Orders, contact: "mailto:orders@example.com"}]
            systems: [{id: shop, name: Shop, owner: orders}]
            terms: [{id: order, meaning: A promise to buy.}]
            facts: [{id: order_placed, term: order, key: [order_id], system: shop, meaning: A customer committed to buy.}]
            rights: {define-term: orders, define-schema: orders, change-source-semantics: orders, release: orders, resolve-discrepancy: orders}
            """);
        Text("contexts/shop/sources.yaml", $"sources: [{{name: rows, system: shop, format: csv, location: sources/shop, mode: {mode}}}]\n");
        Text("contexts/shop/orders/product.odps.yaml", """
            apiVersion: v1.0.0
            kind: DataProduct
            id: shop_orders
            name: orders
            version: 1.0.0
            status: active
            domain: shop
            description: {purpose: Orders., usage: Join on order_id., limitations: Generated.}
            outputPorts: [{name: orders, version: 1.0.0, contractId: shop_orders}]
            support: [{channel: orders, url: "https://chat.example.com/orders"}]
            team: {name: orders}
            customProperties: [{property: treatyClass, value: authoritative-fact}, {property: treatySources, value: [rows]}]
            """);
        Text("contexts/shop/orders/contract.odcs.yaml", Contract("shop_orders", "order_placed", ", {property: treatyFact, value: order_placed}"));
        Text("legacy/mart/feed.yaml", $$"""
            feed: mart
            title: The old mart
            team: orders
            systems: [{id: mart, name: Mart, owner: orders}]
            sources: [{name: rows, system: mart, format: csv, location: sources/mart, mode: {{mode}}}]
            comparisons:
              - {id: totals, a: shop.orders, b: legacy.mart, key: {a: order_id, b: order_id}, measures: [amount], grace: 1d}
            """);
        Text("legacy/mart/contract.odcs.yaml", Contract("legacy_mart", "mart_order", ""));
    }

    private static string Contract(string id, string name, string more) => $$"""
        apiVersion: v3.1.0
        kind: DataContract
        id: {{id}}
        version: 1.0.0
        status: active
        domain: bench
        description: {purpose: Rows.}
        schema:
          - name: {{name}}
            description: A row.
            customProperties: [{property: treatyOccurredAt, value: day}{{more}}]
            properties:
              - {name: order_id, logicalType: string, primaryKey: true, primaryKeyPosition: 1, required: true}
              - {name: amount, logicalType: number, physicalType: "decimal(18,2)", required: true, customProperties: [{property: treatyCurrency, value: EUR}]}
              - {name: day, logicalType: date, required: true}
        customProperties:
          - property: treatyMeasures
            value: [{name: amount, object: {{name}}, expression: amount, date: day, currency: EUR, sign: 1}]
        """;
}
