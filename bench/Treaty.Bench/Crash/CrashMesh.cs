using System.Globalization;

namespace Treaty.Bench.Crash;

/// <summary>
/// A mesh whose files follow from their numbers, so that what any version must hold follows from the files it was made from: orders that
/// arrive in files, each with ten new rows and a correction of one from the file before; rates that are replaced as a whole.
/// </summary>
internal static class CrashMesh
{
    public const string Orders = "sales.orders", Rates = "sales.rates";
    public const int NewRows = 10, RateRows = 50;

    public static void Write(string folder)
    {
        Text(folder, "treaty.yaml", "treaty: 1\nname: crash\nlake: {retentionDays: 0}\nengine: {memory: 1GB, threads: 1}\n");
        Text(folder, "contexts/sales/context.yaml", Context);
        Text(folder, "contexts/sales/sources.yaml",
            "sources:\n  - {name: orders, system: shop, format: csv, location: in, mode: append}\n  - {name: rates, system: shop, format: csv, location: rates.csv}\n");
        Text(folder, "contexts/sales/orders/product.odps.yaml", Product("orders"));
        Text(folder, "contexts/sales/orders/contract.odcs.yaml", Contract("orders", "order_placed", "order_id"));
        Text(folder, "contexts/sales/rates/product.odps.yaml", Product("rates"));
        Text(folder, "contexts/sales/rates/contract.odcs.yaml", Contract("rates", "rate_fixed", "rate_id"));
        WriteOrders(folder, 1);
        WriteRates(folder, 1);
    }

    public static string OrdersFile(long n) => string.Create(CultureInfo.InvariantCulture, $"in/{n:D6}.csv");

    public static void WriteOrders(string folder, long n)
    {
        var rows = Enumerable.Range(0, NewRows).Select(i => Row("o", n * NewRows + i, n * NewRows + i + 0.25m));
        Appear(folder, OrdersFile(n), "order_id,amount\n" + string.Concat(n > 1 ? rows.Append(Row("o", (n - 1) * NewRows + 3, n + 0.5m)) : rows));
    }

    public static void WriteRates(string folder, long generation) => Appear(folder, "rates.csv",
        "rate_id,amount\n" + string.Concat(Enumerable.Range(0, RateRows).Select(i => Row("r", i, generation))));

    /// <summary>What the orders of files 1 to n sum to, and how many there are.</summary>
    public static (long Count, decimal Sum) Expected(long files)
    {
        var sum = 0m;
        for (var n = 1L; n <= files; n++)
            for (var i = 0; i < NewRows; i++)
                sum += i == 3 && n < files ? n + 1 + 0.5m : n * NewRows + i + 0.25m;
        return (files * NewRows, sum);
    }

    private static string Row(string letter, long id, decimal amount) =>
        string.Create(CultureInfo.InvariantCulture, $"{letter}{id},{amount:F2}\n");

    /// <summary>A file appears whole: it is written under a hidden name first.</summary>
    private static void Appear(string folder, string name, string text)
    {
        var path = Path.Combine(folder, name);
        var draft = Path.Combine(Path.GetDirectoryName(path)!, "." + Path.GetFileName(path) + "." + Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(draft, text);
        File.Move(draft, path, overwrite: true);
    }

    private static void Text(string folder, string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
        File.WriteAllText(Path.Combine(folder, path), text);
    }

    private const string Context =
        """
        context: sales
        domain: Commerce
        purpose: Takes orders.
        teams: [{id: order_management, name: Order Management, contact: "mailto:orders@example.com"}]
        systems: [{id: shop, name: Shop, owner: order_management}]
        terms: [{id: order, meaning: A promise to buy.}, {id: rate, meaning: A price of a currency.}]
        facts:
          - {id: order_placed, term: order, key: [order_id], system: shop, meaning: A customer committed to buy.}
          - {id: rate_fixed, term: rate, key: [rate_id], system: shop, meaning: A rate was fixed.}
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
        description: {purpose: Survives., usage: Read it., limitations: Generated.}
        outputPorts: [{name: {{name}}, version: 1.0.0, contractId: sales_{{name}}}]
        support: [{channel: orders, url: "https://chat.example.com/orders"}]
        team: {name: order_management}
        customProperties:
          - {property: treatyClass, value: authoritative-fact}
          - {property: treatySources, value: [{{name}}]}
        """;

    private static string Contract(string name, string fact, string key) =>
        $$"""
        apiVersion: v3.1.0
        kind: DataContract
        id: sales_{{name}}
        version: 1.0.0
        status: active
        description: {purpose: Survives.}
        schema:
          - name: {{fact}}
            customProperties: [{property: treatyFact, value: {{fact}}}]
            properties:
              - {name: {{key}}, logicalType: string, primaryKey: true, required: true}
              - {name: amount, logicalType: number, physicalType: "decimal(18,2)", required: true}
        """;
}
