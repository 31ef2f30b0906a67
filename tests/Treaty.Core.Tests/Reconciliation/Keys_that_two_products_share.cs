using Treaty.Core.Contracts;
using Treaty.Core.Meshes;
using Treaty.Core.Plans;
using Treaty.Core.Reconciliation.Dashboards;

namespace Treaty.Core.Tests.Reconciliation;

/// <summary>By what keys rows of two products belong together follows from what is declared, and from nothing else.</summary>
public class Keys_that_two_products_share
{
    private static string Contract(string id, string columns) =>
        $$"""
        apiVersion: v3.1.0
        kind: DataContract
        id: {{id}}
        version: 1.0.0
        status: active
        schema:
          - name: rows
            properties: [{{columns}}]
        """;

    private static string Product(string context, string name) =>
        $$"""
        apiVersion: v1.0.0
        kind: DataProduct
        id: {{context}}_{{name}}
        name: {{name}}
        version: 1.0.0
        status: active
        team: {name: clerks}
        outputPorts: [{name: {{name}}, version: 1.0.0, contractId: {{context}}_{{name}}}]
        customProperties: [{property: treatyClass, value: context-view}]
        """;

    private static string Key(string name, int position = 1) => $"{{name: {name}, logicalType: string, primaryKey: true, primaryKeyPosition: {position}, required: true}}";

    private static string Column(string name, string to = "") => $"{{name: {name}, logicalType: string{(to == "" ? "" : $", relationships: [{{to: {to}}}]")}}}";

    private static Mesh Compile(string orders, string paid, string map, string crosswalk)
    {
        List<MeshDocument> documents =
        [
            new("treaty.yaml", "treaty: 1\nname: m"),
            new("context-map.yaml", $"contexts: [{{upstream: sales, downstream: pay, relation: customer-supplier}}]\nterms: [{map}]\n"),
            new("contexts/sales/context.yaml", "context: sales\nteams: [{id: clerks, name: C}]\nterms: [{id: order, meaning: O.}, {id: buyer, meaning: B.}]"),
            new("contexts/sales/orders/product.odps.yaml", Product("sales", "orders")),
            new("contexts/sales/orders/contract.odcs.yaml", Contract("sales_orders", orders)),
            new("contexts/pay/context.yaml", "context: pay\nteams: [{id: clerks, name: C}]\nterms: [{id: payment, meaning: P.}, {id: payer, meaning: Y.}]"),
            new("contexts/pay/paid/product.odps.yaml", Product("pay", "paid")),
            new("contexts/pay/paid/contract.odcs.yaml", Contract("pay_paid", paid)),
            new("contexts/pay/pairs/product.odps.yaml", Product("pay", "pairs")),
            new("contexts/pay/pairs/contract.odcs.yaml", Contract("pay_pairs", crosswalk)),
        ];
        return MeshCompiler.Compile(documents).Mesh;
    }

    /// <param name="carried">Columns of the two sides with the column that they were carried over from: <c>paid.ref&lt;orders.id</c>.</param>
    private static IReadOnlyList<SharedKey> Ways(string orders, string paid, string map = "", string crosswalk = "", string carried = "", bool turned = false)
    {
        var mesh = Compile(orders, paid, map, crosswalk.Length == 0 ? Key("pair_id") : crosswalk);
        PublishedColumn Of(string name) => new(name.StartsWith("orders.", StringComparison.Ordinal) ? new("sales", "orders") : name.StartsWith("paid.", StringComparison.Ordinal)
            ? new("pay", "paid") : new("elsewhere", "base"), "rows", name[(name.IndexOf('.') + 1)..]);
        var from = carried.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(c => c.Split('<')).ToLookup(c => Of(c[0]), c => Of(c[1]));
        KeyedObject Keyed(string context, string name)
        {
            var product = mesh.Product(new(context, name))!;
            return new(product, product.Contract.Object("rows")!, column =>
            {
                var self = new PublishedColumn(product.Ref, "rows", column);
                return from[self].Append(self).ToHashSet();
            });
        }
        var (a, b) = (Keyed("sales", "orders"), Keyed("pay", "paid"));
        return turned ? SharedKeys.Between(mesh, b, a) : SharedKeys.Between(mesh, a, b);
    }

    private static string Text(IReadOnlyList<SharedKey> ways) => string.Join("; ", ways.Select(w => w.Text + (w.Certain ? "" : " ?")));

    public static TheoryData<string, string, string, string, string, string> Declarations => new()
    {
        // What is declared, orders, paid, context map, carried, the ways.
        { "nothing but equal names", Key("order_id"), $"{Key("order_id")}, {Column("note")}", "", "", "" },
        { "a reference of b to a", Key("order_id"), $"{Key("id")}, {Column("order_ref", "sales.orders/rows.order_id")}", "", "", "order_id=order_ref" },
        { "a reference of a to b", $"{Key("order_id")}, {Column("paid_by", "pay.paid/rows.id")}", Key("id"), "", "", "paid_by=id" },
        { "a reference to where a has its key from", Key("order_no"), $"{Key("id")}, {Column("order_ref", "elsewhere.base/rows.order_id")}", "",
            "orders.order_no<base.order_id", "order_no=order_ref" },
        { "a translation", Key("order_id"), $"{Key("id")}, {Column("order_ref")}",
            "{from: sales.order, to: pay.payment, relation: translated, key: {from: order_id, to: order_ref}}", "", "order_id=order_ref" },
        { "a translation from b to a", Key("order_id"), $"{Key("id")}, {Column("order_ref")}",
            "{from: pay.payment, to: sales.order, relation: translated, key: {from: order_ref, to: order_id}}", "", "order_id=order_ref" },
        { "a translation of another object's key", Key("order_id"), $"{Key("id")}, {Column("order_ref")}",
            "{from: sales.order, to: pay.payment, relation: translated, key: {from: order_id, to: pairs/rows.order_ref}}", "", "" },
        { "an overlap", $"{Key("order_id")}, {Column("buyer_id")}", $"{Key("id")}, {Column("payer_id")}",
            "{from: sales.buyer, to: pay.payer, relation: overlaps, key: {from: buyer_id, to: payer_id}}", "", "buyer_id=payer_id ?" },
        { "a key that both carry", Key("order_id"), $"{Key("id")}, {Column("ref")}", "", "orders.order_id<base.no paid.ref<base.no", "order_id=ref" },
        { "a column that both carry and that is no key", $"{Key("order_id")}, {Column("channel")}", $"{Key("id")}, {Column("way")}", "",
            "orders.channel<base.channel paid.way<base.channel", "" },
        { "half of a key that both carry", $"{Key("order_id")}, {Key("line", 2)}", $"{Key("id")}, {Column("ref")}", "",
            "orders.order_id<base.no paid.ref<base.no", "" },
        { "a key of two columns that both carry", $"{Key("order_id")}, {Key("line", 2)}", $"{Key("id")}, {Column("ref")}, {Column("no")}", "",
            "orders.order_id<base.no paid.ref<base.no orders.line<base.line paid.no<base.line", "order_id=ref,line=no" },
        { "two columns that carry one key", Key("order_id"), $"{Key("id")}, {Column("ref")}, {Column("first_ref")}", "",
            "orders.order_id<base.no paid.ref<base.no paid.first_ref<base.no", "" },
        { "a reference and a translation that say the same", Key("order_id"), $"{Key("id")}, {Column("order_ref", "sales.orders/rows.order_id")}",
            "{from: sales.order, to: pay.payment, relation: translated, key: {from: order_id, to: order_ref}}", "", "order_id=order_ref" },
        { "a reference and a translation that do not", $"{Key("order_id")}, {Column("order_no")}", $"{Key("id")}, {Column("order_ref", "sales.orders/rows.order_id")}",
            "{from: sales.order, to: pay.payment, relation: translated, key: {from: order_no, to: order_ref}}", "", "order_id=order_ref; order_no=order_ref" },
    };

    [Theory]
    [MemberData(nameof(Declarations))]
    public void Are_those_that_are_declared(string what, string orders, string paid, string map, string carried, string ways)
    {
        Text(Ways(orders, paid, map, "", carried)).ShouldBe(ways, what);
        // From the other end they are the same, the other way about.
        Ways(orders, paid, map, "", carried, turned: true).Select(w => string.Join(',', w.Pairs.Select(p => $"{p.B}={p.A}"))).Order(StringComparer.Ordinal)
            .ShouldBe(Ways(orders, paid, map, "", carried).Select(w => string.Join(',', w.Pairs.Select(p => $"{p.A}={p.B}"))).Order(StringComparer.Ordinal), what);
    }

    [Fact]
    public void May_lead_through_an_object_that_refers_to_both()
    {
        var ways = Ways(Key("order_id"), Key("id"), crosswalk: $"{Key("pair_id")}, {Column("order_no", "sales.orders/rows.order_id")}, {Column("payment", "pay.paid/rows.id")}");
        Text(ways).ShouldBe("order_id=id through pay.pairs/rows");
        ways[0].Through.ShouldBe(new KeyTranslation(new("pay", "pairs", "rows"), "order_no", "payment"));
    }

    [Fact]
    public void Say_all_that_declares_them_and_under_which_conditions()
    {
        var way = Ways(Key("order_id"), $"{Key("id")}, {Column("kind")}, {Column("order_ref", "sales.orders/rows.order_id")}",
            "{from: sales.order, to: pay.payment, relation: translated, key: {from: order_id, to: order_ref}}").ShouldHaveSingleItem();
        way.Because.ShouldBe("the contract of `pay.paid` declares the reference to `sales.orders/rows` and the context map says that `sales.order` is translated into `pay.payment` by it (context-map.yaml:2:9)");
        var when = Ways(Key("order_id"), $"{Key("id")}, {Column("kind")}, {Column("order_ref")}",
            "{from: sales.order, to: pay.payment, relation: translated, key: {from: order_id, to: order_ref}, when: {to: \"kind = 'order'\"}}", turned: true).ShouldHaveSingleItem();
        when.When.ShouldBe(("kind = 'order'", null));
    }

    [Fact]
    public void Tell_ways_apart_by_their_conditions()
    {
        string Mapping(string to, string when) =>
            $"{{from: sales.{(to == "payment" ? "order" : "buyer")}, to: pay.{to}, relation: translated, key: {{from: order_id, to: order_ref}}, when: {{{when}}}}}";
        var ways = Ways(Key("order_id"), $"{Key("id")}, {Column("kind")}, {Column("order_ref")}",
            Mapping("payment", "to: \"kind = 'order'\"") + ", " + Mapping("payer", "from: \"order_id > '5'\", to: \"kind = 'gift'\""));
        ways.Select(w => w.Text + w.Conditions).ShouldBe(
            ["order_id=order_ref where `kind = 'order'` of b", "order_id=order_ref where `order_id > '5'` of a and `kind = 'gift'` of b"]);
        Ways(Key("order_id"), $"{Key("id")}, {Column("ref", "sales.orders/rows.order_id")}").ShouldHaveSingleItem().Conditions.ShouldBe("");
    }

    [Fact]
    public void Are_classified_where_a_column_of_them_is()
    {
        var mesh = Compile(Key("order_id"), $"{Key("id")}, {Column("order_ref")[..^1]}, classification: restricted}}", "", Key("pair_id"));
        SchemaObject Of(string context, string name) => mesh.Product(new(context, name))!.Contract.Object("rows")!;
        var (orders, paid, pairs) = (Of("sales", "orders"), Of("pay", "paid"), Of("pay", "pairs"));
        new SharedKey([("order_id", "order_ref")], "").Classified(orders, paid, null)!.Name.ShouldBe("order_ref");
        new SharedKey([("order_ref", "order_id")], "").Classified(paid, orders, null)!.Name.ShouldBe("order_ref");
        new SharedKey([("order_id", "id")], "").Classified(orders, paid, null).ShouldBeNull();
        var through = new SharedKey([("order_id", "pair_id")], "") { Through = new(new("pay", "paid", "rows"), "id", "order_ref") };
        through.Classified(orders, pairs, paid)!.Name.ShouldBe("order_ref");
    }

    /// <summary>Where a column comes from takes a walk through the lineage of every product behind it.</summary>
    [Fact]
    public void Take_one_look_at_the_origins_of_a_column()
    {
        string Columns(string key) => Key(key) + string.Concat(Enumerable.Range(0, 20).Select(i => ", " + Column($"c{i}")));
        var mesh = Compile(Columns("order_id"), Columns("id"), string.Join(", ", new[] { "same", "overlaps", "translated" }
            .Select((relation, i) => $"{{from: sales.{(i == 1 ? "buyer" : "order")}, to: pay.{(i == 2 ? "payer" : "payment")}, relation: {relation}, key: {{from: c{i}, to: c{i}}}}}")), Key("pair_id"));
        var asked = new List<PublishedColumn>();
        KeyedObject Keyed(string context, string name)
        {
            var product = mesh.Product(new(context, name))!;
            return new(product, product.Contract.Object("rows")!, column =>
            {
                asked.Add(new(product.Ref, "rows", column));
                return new HashSet<PublishedColumn> { asked[^1] };
            });
        }
        SharedKeys.Between(mesh, Keyed("sales", "orders"), Keyed("pay", "paid")).Count.ShouldBe(3);
        asked.Count.ShouldBe(asked.Distinct().Count());
        asked.Count.ShouldBe(42);
    }
}
