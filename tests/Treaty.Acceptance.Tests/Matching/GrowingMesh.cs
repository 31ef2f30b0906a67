using System.Globalization;
using System.Text.Json;

namespace Treaty.Acceptance.Tests.Matching;

/// <summary>Orders and payments that arrive file by file, and a product that reconciles them: by key, by deposit, within a cent.</summary>
internal sealed class GrowingMesh : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public GrowingMesh(string mode = "append")
    {
        Write("treaty.yaml", "treaty: 1\nname: growing\ntitle: Growing\nstore: .treaty\nengine: {memory: 1GB, threads: 2}\n");
        Write("context-map.yaml", "contexts: [{upstream: shop, downstream: bank, relation: customer-supplier}]\nterms: [{from: shop.deal, to: bank.deal, relation: translated, key: {from: order_id, to: order_ref}}]\n");
        Context("shop", "order_placed", "order_id", mode);
        Context("bank", "payment_captured", "payment_id", mode);
        Write("zone/team.yaml", $"context: zone\ndomain: Enterprise\npurpose: Reconciles.\nteams: [{{id: control, name: Control, contact: \"mailto:control@example.com\"}}]\nterms: [{{id: paid, meaning: Paid.}}]\nrights: {Rights("control")}\n");
        Product("zone", "paid", "control", "reconciled", "inputPorts:\n  - {name: shop.rows, version: 1.0.0, contractId: shop_rows}\n  - {name: bank.rows, version: 1.0.0, contractId: bank_rows}\n", "");
        Write("zone/paid/contract.odcs.yaml", "apiVersion: v3.1.0\nkind: DataContract\nid: zone_paid\nversion: 1.0.0\nstatus: active\ndomain: zone\ndescription: {purpose: Paid orders.}\nschema:\n  - name: paid_order\n    description: An order and what came for it.\n    properties:\n      - {name: group_key, logicalType: string, primaryKey: true, primaryKeyPosition: 1, required: true}\n      - {name: class, logicalType: string, required: true}\n");
        Write("zone/paid/rows.sql", "-- object: paid_order\nselect g.group_key as group_key, g.class as class from groups.order_payment g\n");
        Write("zone/paid/reconciliation.yaml", "reconciliation: paid\naccountable: control\ntimezone: UTC\ninputs: {orders: shop.rows/order_placed, payments: bank.rows/payment_captured}\ncomparisons:\n  - id: order_payment\n    a: orders\n    b: payments\n    key: {a: order_ref, b: order_ref}\n    identity: {a: [order_id], b: [order_ref, amount, deposit]}\n    measures: [amount]\n    passes: [{by: key}, {by: key, tolerance: {minor: 1}}, {by: group-sum, key: {a: deposit, b: deposit}}, {by: group-sum}]\n    period: month\n    grace: 5d\n    controls:\n      - {id: bank, side: b, measure: amount, input: payments, amount: amount, currency: \"'EUR'\"}\n      - {id: shop, side: a, measure: amount, input: payments, amount: amount, owner: shop_team}\n");
    }

    public string Path => _folder.Path;

    public void Dispose() => _folder.Dispose();

    /// <summary>A file of one side: id, order, amount, day of January, deposit.</summary>
    public void File(string context, string name, IEnumerable<(int Id, string Order, decimal Amount, int Day, string Deposit)> rows)
    {
        var id = context == "shop" ? "order_id" : "payment_id";
        Write($"sources/{context}/{name}.csv", $"{id},order_ref,amount,day,deposit\n" + string.Concat(rows.Select(r =>
            string.Create(CultureInfo.InvariantCulture, $"{id[0]}{r.Id},{r.Order},{r.Amount:0.00},2026-01-{r.Day:00},{r.Deposit}\n"))));
    }

    /// <summary>Compares in pounds, by rates that another context states: rate_id, from_currency, to_currency, rate_date, rate in sources/fx.</summary>
    public void WithRates()
    {
        Lookup("fx", "rates", "rate_stated", "{name: rate_id, logicalType: string, primaryKey: true, primaryKeyPosition: 1, required: true}", "{name: from_currency, logicalType: string, required: true}",
            "{name: to_currency, logicalType: string, required: true}", "{name: rate_date, logicalType: date, required: true}", "{name: rate, logicalType: number, physicalType: \"decimal(18,8)\", required: true}");
        Rule(rules => rules.Split("    controls:")[0] + "    reporting: {currency: GBP, rates: rates, round: half-even, rate: rate}\n");
    }

    /// <summary>Takes the shop's orders through a mapping that another context keeps: ref_id, shop_ref, bank_ref in sources/map.</summary>
    public void WithMapping()
    {
        Lookup("map", "refs", "ref_mapped", "{name: ref_id, logicalType: string, primaryKey: true, primaryKeyPosition: 1, required: true}", "{name: shop_ref, logicalType: string, required: true}",
            "{name: bank_ref, logicalType: string, required: true}");
        Rule(rules => rules.Replace("key: {a: order_ref, b: order_ref}", "key: {a: order_ref, b: order_ref, through: {a: {mapping: refs, from: shop_ref, to: bank_ref}}}", StringComparison.Ordinal));
    }

    private void Rule(Func<string, string> change) => Write("zone/paid/reconciliation.yaml", change(System.IO.File.ReadAllText(_folder["zone/paid/reconciliation.yaml"])));

    /// <summary>A context with one product that the comparison looks things up in; its source is always whole.</summary>
    private void Lookup(string context, string product, string fact, params string[] properties)
    {
        var team = context + "_team";
        Write($"contexts/{context}/context.yaml", $"context: {context}\ndomain: Treasury\npurpose: States.\nteams: [{{id: {team}, name: {context}, contact: \"mailto:{context}@example.com\"}}]\nsystems: [{{id: {context}_system, name: {context}, owner: {team}}}]\nterms: [{{id: stated_{context}, meaning: What is stated.}}]\nfacts: [{{id: {fact}, term: stated_{context}, key: [{properties[0].Split(' ')[1].TrimEnd(',')}], system: {context}_system, meaning: It was stated.}}]\nrights: {Rights(team)}\n");
        Write($"contexts/{context}/sources.yaml", $"sources: [{{name: {product}, system: {context}_system, format: csv, location: sources/{context}, mode: full}}]\n");
        Product($"contexts/{context}", product, team, "authoritative-fact", "", $"  - {{property: treatySources, value: [{product}]}}\n");
        Write($"contexts/{context}/{product}/contract.odcs.yaml", $"apiVersion: v3.1.0\nkind: DataContract\nid: {context}_{product}\nversion: 1.0.0\nstatus: active\ndomain: {context}\ndescription: {{purpose: Statements.}}\nschema:\n  - name: {fact}\n    description: What is stated.\n    customProperties: [{{property: treatyFact, value: {fact}}}]\n    properties:\n{string.Concat(properties.Select(p => $"      - {p}\n"))}");
        Edit("context-map.yaml", "terms: [", $"terms: [{{from: shop.deal, to: {context}.stated_{context}, relation: overlaps}}, {{from: bank.deal, to: {context}.stated_{context}, relation: overlaps}}, ");
        Edit("zone/paid/product.odps.yaml", "contractId: bank_rows}\n", $"contractId: bank_rows}}\n  - {{name: {context}.{product}, version: 1.0.0, contractId: {context}_{product}}}\n");
        Edit("zone/paid/reconciliation.yaml", "bank.rows/payment_captured", $"bank.rows/payment_captured, {product}: {context}.{product}/{fact}");
    }

    private void Edit(string name, string before, string after) =>
        Write(name, System.IO.File.ReadAllText(_folder[name]).Replace(before, after, StringComparison.Ordinal));

    public JsonElement Treaty(string verb, params string[] arguments) =>
        JsonDocument.Parse(TreatyProgram.Run([verb, .. arguments, "--mesh", Path, "--format", "json"]).Succeeded().Out).RootElement;

    public void Write(string name, string text)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(_folder[name])!);
        System.IO.File.WriteAllText(_folder[name], text);
    }

    private void Context(string name, string fact, string key, string mode)
    {
        Write($"contexts/{name}/context.yaml", $"context: {name}\ndomain: Commerce\npurpose: Knows.\nteams: [{{id: {name}_team, name: {name}, contact: \"mailto:{name}@example.com\"}}]\nsystems: [{{id: {name}_system, name: {name}, owner: {name}_team}}]\nterms: [{{id: deal, meaning: A deal.}}]\nfacts: [{{id: {fact}, term: deal, key: [{key}], system: {name}_system, meaning: It happened.}}]\nrights: {Rights(name + "_team")}\n");
        Write($"contexts/{name}/sources.yaml", $"sources: [{{name: rows, system: {name}_system, format: csv, location: sources/{name}, mode: {mode}}}]\n");
        Product($"contexts/{name}", "rows", name + "_team", "authoritative-fact", "", "  - {property: treatySources, value: [rows]}\n");
        Write($"contexts/{name}/rows/contract.odcs.yaml", $"apiVersion: v3.1.0\nkind: DataContract\nid: {name}_rows\nversion: 1.0.0\nstatus: active\ndomain: {name}\ndescription: {{purpose: Rows.}}\nschema:\n  - name: {fact}\n    description: A row.\n    customProperties: [{{property: treatyFact, value: {fact}}}, {{property: treatyOccurredAt, value: day}}]\n    properties:\n      - {{name: {key}, logicalType: string, primaryKey: true, primaryKeyPosition: 1, required: true}}\n      - {{name: order_ref, logicalType: string}}\n      - {{name: amount, logicalType: number, physicalType: \"decimal(18,2)\", required: true, customProperties: [{{property: treatyCurrency, value: EUR}}]}}\n      - {{name: day, logicalType: date, required: true}}\n      - {{name: deposit, logicalType: string}}\ncustomProperties:\n  - property: treatyMeasures\n    value: [{{name: amount, object: {fact}, expression: amount, date: day, currency: EUR, sign: 1}}]\n");
    }

    private static string Rights(string team) =>
        $"{{define-term: {team}, set-rule: {team}, define-schema: {team}, change-source-semantics: {team}, release: {team}, resolve-discrepancy: {team}}}";

    public void Product(string folder, string name, string team, string @class, string ports, string more)
    {
        var domain = folder.Split('/')[^1];
        Write($"{folder}/{name}/product.odps.yaml", $"apiVersion: v1.0.0\nkind: DataProduct\nid: {domain}_{name}\nname: {name}\nversion: 1.0.0\nstatus: active\ndomain: {domain}\ndescription: {{purpose: Rows., usage: Read., limitations: None.}}\n{ports}outputPorts: [{{name: {name}, version: 1.0.0, contractId: {domain}_{name}}}]\nsupport: [{{channel: \"#{team}\", url: \"https://chat.example.com/{team}\"}}]\nteam: {{name: {team}}}\ncustomProperties:\n  - {{property: treatyClass, value: {@class}}}\n{more}");
    }
}
