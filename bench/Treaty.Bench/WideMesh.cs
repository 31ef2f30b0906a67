using static System.FormattableString;

namespace Treaty.Bench;

/// <summary>A mesh of many small products, a hundredth of them in each context; every fifth is derived from the one before it.</summary>
internal sealed class WideMesh(string folder, int products)
{
    private const int Contexts = 100;

    public void Write()
    {
        Text("treaty.yaml", "treaty: 1\nname: wide\n");
        for (var c = 0; c < Contexts; c++)
        {
            var own = Enumerable.Range(0, products).Where(p => p % Contexts == c).ToList();
            Text($"contexts/c{c}/context.yaml", Context(c, own));
            Text($"contexts/c{c}/sources.yaml", "sources:\n" + string.Concat(own.Select(p => $"  - {{name: s{p}, system: shop{c}, format: csv, location: data/s{p}.csv}}\n")));
            for (var i = 0; i < own.Count; i++) Product(c, own[i], i % 5 == 4 ? own[i - 1] : null);
        }
    }

    /// <summary>Changes one contract in each of so many places.</summary>
    public void Edit(int count, int round)
    {
        for (var p = 0; p < count; p++)
            Text($"contexts/c{p}/p{p}/contract.odcs.yaml", Contract(p, p, false).Replace("as they are recorded", Invariant($"as recorded in round {round}"), StringComparison.Ordinal));
    }

    private void Text(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, path))!);
        File.WriteAllText(Path.Combine(folder, path), text);
    }

    private void Product(int c, int p, int? input)
    {
        var at = $"contexts/c{c}/p{p}/";
        Text(at + "product.odps.yaml", ProductText(c, p, input));
        Text(at + "contract.odcs.yaml", Contract(c, p, input is not null));
        if (input is { } other)
            Text(at + "rows.sql", $"SELECT i.order_id, i.customer_id, i.channel, i.quantity, i.gross_amount, i.currency, i.status, i.placed_at\nFROM c{c}.p{other} i\nWHERE i.status <> 'cancelled'\n");
    }

    private static string Context(int c, IReadOnlyList<int> own) =>
        $$"""
        context: c{{c}}
        domain: Domain {{c}}
        purpose: Answers for the orders of shop {{c}}.
        teams: [{id: team{{c}}, name: Team {{c}}, contact: "mailto:team{{c}}@example.com"}]
        systems: [{id: shop{{c}}, name: Shop {{c}}, owner: team{{c}}}]
        terms: [{id: order, meaning: A promise to buy.}]
        rights:
          define-term: team{{c}}
          define-schema: team{{c}}
          change-source-semantics: team{{c}}
          release: team{{c}}
          resolve-discrepancy: team{{c}}
        facts:

        """
        + string.Concat(own.Where((_, i) => i % 5 != 4).Select(p =>
            $"  - {{id: f{p}_placed, term: order, key: [order_id], system: shop{c}, meaning: A customer of product {p} committed to buy.}}\n"));

    private static string ProductText(int c, int p, int? input) =>
        $$"""
        apiVersion: v1.0.0
        kind: DataProduct
        id: c{{c}}_p{{p}}
        name: p{{p}}
        version: 1.0.0
        status: active
        domain: c{{c}}
        description:
          purpose: What the customers of shop {{c}} ordered of line {{p}}, as facts that others may build on without asking again.
          usage: Join on order_id; amounts are in the order's currency and gross of tax. Filter cancelled orders unless you count them.
          limitations: Not a revenue figure; refunds are elsewhere, and orders taken by phone arrive up to a day late.
        inputPorts: {{(input is { } other ? $"[{{name: c{c}.p{other}, version: 1.0.0, contractId: c{c}_p{other}}}]" : "[]")}}
        outputPorts:
          - {name: p{{p}}, version: 1.0.0, contractId: c{{c}}_p{{p}}}
        support:
          - {channel: "#team{{c}}", url: "https://chat.example.com/team{{c}}"}
        team: {name: team{{c}}}
        customProperties:
          - {property: treatyClass, value: {{(input is null ? "authoritative-fact" : "derived")}}}
        {{(input is null ? $"  - {{property: treatySources, value: [s{p}]}}" : "")}}

        """;

    private static string Contract(int c, int p, bool derived) =>
        $$"""
        apiVersion: v3.1.0
        kind: DataContract
        id: c{{c}}_p{{p}}
        version: 1.0.0
        status: active
        domain: c{{c}}
        description: {purpose: "The orders of line {{p}} as they are recorded by shop {{c}}."}
        schema:
          - name: order_placed
            description: An order as it was placed.
            customProperties:
        {{(derived ? "" : $"      - {{property: treatyFact, value: f{p}_placed}}")}}
              - {property: treatyOccurredAt, value: placed_at}
            properties:
              - name: order_id
                logicalType: string
                description: Identifies the order in the shop; never used twice.
                primaryKey: true
                primaryKeyPosition: 1
                required: true
              - name: customer_id
                logicalType: string
                description: The customer who ordered.
              - name: channel
                logicalType: string
                description: How the order reached the shop.
                quality: [{metric: invalidValues, arguments: {validValues: [web, store, phone]}, mustBe: 0}]
              - name: quantity
                logicalType: integer
                description: Pieces ordered.
                required: true
                logicalTypeOptions: {minimum: 1, maximum: 1000}
              - name: gross_amount
                logicalType: number
                physicalType: decimal(18,2)
                required: true
                logicalTypeOptions: {minimum: 0}
                customProperties: [{property: treatyCurrency, value: currency}]
              - {name: currency, logicalType: string, required: true, logicalTypeOptions: {pattern: "[A-Z]{3}"} }
              - {name: status, logicalType: string, quality: [{metric: invalidValues, arguments: {validValues: [placed, shipped, cancelled]}, mustBe: 0}]}
              - {name: placed_at, logicalType: timestamp, required: true}
        customProperties:
          - property: treatyMeasures
            value:
              - {name: order_value, object: order_placed, expression: gross_amount, filter: "status <> 'cancelled'", date: placed_at, currency: currency, sign: 1}
          - {property: treatyQuarantine, value: {maxPercent: 1} }
        slaProperties:
          - {property: freshness, value: 24, unit: h}

        """;
}
