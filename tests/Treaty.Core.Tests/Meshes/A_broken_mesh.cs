using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using static Treaty.Core.Tests.Meshes.HealthyMesh;

namespace Treaty.Core.Tests.Meshes;

/// <summary>One change of the healthy mesh, and the finding it has to give: code, document, and the text at which the finding
/// points.</summary>
public sealed record Case(string Code, HealthyMesh Mesh, string Path, string? At)
{
    public string Expected => At is null ? $"{Code} {Path}:1:1" : $"{Code} {Mesh.Place(Path, At)}";
}

public class A_broken_mesh
{
    private static readonly string DailyDocument = Whole.Texts[DailyContract];

    // The finding points at the last text, which is looked for in the changed document.
    private static Case Swap(string code, string path, string old, string with, string? at = null) =>
        new(code, Whole.Change(path, old, with), path, at ?? with);

    private static Case Gone(string code, string remove, string path) => new(code, Whole.Without(remove), path, null);

    private static IEnumerable<Case> Documents() =>
    [
        Gone("TRY0018", Sales, Sales), Gone("TRY0018", Orders, Orders), Gone("TRY0018", Zone, Zone), Gone("TRY0018", Feed, Feed),
        Gone("TRY0311", OrdersContract, OrdersContract),
        Swap("TRY0015", Sales, "context: sales", "context: selling", "selling"),
        Swap("TRY0015", Orders, "name: orders\nversion", "name: order\nversion", "order\nversion"),
        Swap("TRY0015", RevenueRules, "reconciliation: revenue", "reconciliation: turnover", "turnover"),
        Swap("TRY0014", Sales, "id: web_shop, n", "id: Web-Shop, n", "Web-Shop"),
        Swap("TRY0014", OrdersContract, "- name: order_placed", "- name: OrderPlaced", "OrderPlaced"),
        Swap("TRY0016", Payments, "id: finance_control,", "id: order_management,", null!) with { Path = Sales,
            At = "{id: order_management" },
        Swap("TRY0016", Sales, "  - {id: order, meaning: What", "  - {id: order, meaning: That}\n  - {id: order, meaning: What",
            "{id: order, meaning: What"),
        Swap("TRY0016", CapturesContract, "id: payments_captures", "id: sales_orders", null!) with { Path = OrdersContract,
            At = "sales_orders" },
        Swap("TRY0016", OrdersContract, "{name: status,", "{name: Currency,", "{name: Currency,"),
        new("TRY0017", Whole.With("contexts/sales/orders/fact.sql", "select 1"), "contexts/sales/orders/fact.sql", null),
        Swap("TRY0019", Root, "treaty: 1", "treaty: 2", "2"), Swap("TRY0019", Orders, "v1.0.0", "v9.0.0"),
        Swap("TRY0019", OrdersContract, "DataContract", "DataProduct"),
        Swap("TRY0020", OrdersContract, "version: 1.0.0", "version: \"1.0\"", "\"1.0\""),
        new("TRY0021", Whole.With(Central, "severity: {TRY0399: info}"), Central, "TRY0399"),
        new("TRY0021", Whole.With(Central, "severity: {TRY0002: info}"), Central, "TRY0002"),
        new("TRY0013", Whole.With(Central, "severity: {TRY0305: off}"), Central, "off"),
        new("TRY0013", Whole.With(Central, "rights: {derived: [release, relase]}"), Central, "[release"),
        new("TRY0012", Whole.With(Central, "facts: {naming: \"(\"}"), Central, "\"(\""),
        Swap("TRY0012", Root, "2GB", "lots"),
        Swap("TRY0010", Sales, "domain: Commerce", "domain: Commerce\npurpuse: x", "purpuse"),
        Swap("TRY0010", Orders, "treatySources", "treatySource"),
        Swap("TRY0010", OrdersContract, "primaryKey: true, required", "primarykey: true, required", "primarykey"),
        Swap("TRY0011", Sales, "domain: Commerce\n", "", "context: sales"),
        Swap("TRY0012", Sales, "terms:\n  - {id: order, meaning: What a customer committed to buy.}", "terms: order", "order\nfacts"),
        Swap("TRY0013", OrdersContract, "logicalType: timestamp", "logicalType: datetime", "datetime"),
    ];

    private static IEnumerable<Case> References() =>
    [
        Swap("TRY0101", Orders, "order_management", "order_manegement"),
            Swap("TRY0101", Sales, "owner: order_management", "owner: shop", "shop}"),
        Swap("TRY0101", Sales, "release: order_management", "release: nobody", "nobody"),
        Swap("TRY0101", RevenueRules, "owner: finance_control", "owner: finance", "finance,"),
        Swap("TRY0101", RevenueRules, "accountable: revenue_assurance", "accountable: revenue", "revenue\ntimezone"),
        Swap("TRY0101", RevenueRules, "payment_operations}", "payment_ops}", "payment_ops}"),
        Swap("TRY0101", Feed, "team: finance_control", "team: finance", "finance\nsystems"),
        Swap("TRY0102", Sales, "term: order,", "term: oder,", "oder"), Swap("TRY0102", Map, "sales.order", "sales.oder"),
        Swap("TRY0103", Sales, "system: web_shop", "system: webshop", "webshop"),
            Swap("TRY0103", SalesSources, "system: web_shop\n    format: csv\n    location: s",
                "system: web\n    format: csv\n    location: s", "web\n"),
        Swap("TRY0104", Orders, "[orders]", "[ordres]", "ordres"),
        Swap("TRY0105", Daily, "payments.captures", "payments.capture"),
            Swap("TRY0105", Feed, "sales.orders/order_placed", "sales.order/order_placed"),
        Swap("TRY0106", RevenueRules, "sales.orders/order_placed", "sales.orders/orders"),
            Swap("TRY0106", OrdersContract, "object: order_placed", "object: order", "order, expression"),
        Swap("TRY0107", Daily, "contractId: payments_captures", "contractId: captures", "captures}"),
            Swap("TRY0107", Orders, "sales_orders}", "orders}", "orders}"),
        Swap("TRY0108", RevenueRules, "a: order_value", "a: orders_value", "orders_value"),
            Swap("TRY0108", RevenueRules, "measure: paid", "measure: payed", "payed"),
        Swap("TRY0109", RevenueRules, "b: payments\n", "b: payment\n", "payment\n    key"),
        Swap("TRY0110", OrdersContract, "value: placed_at", "value: place_at", "place_at"),
            Swap("TRY0110", OrdersContract, "value: currency", "value: curency", "curency"),
        Swap("TRY0110", OrdersContract, "date: placed_at", "date: placed", "placed, currency"),
            Swap("TRY0110", OrdersContract, "expression: gross_amount", "expression: gross", "gross, date"),
        Swap("TRY0110", RevenueRules, "b: order_ref", "b: order_id", "order_id}"),
            Swap("TRY0110", RevenueRules, "b: captured_at", "b: captured_on", "captured_on"),
        Swap("TRY0110", OrdersContract, "metric: rowCount", "metric: duplicateValues, arguments: {properties: [order_id, x]}", "x]"),
        Swap("TRY0112", Map, "downstream: payments", "downstream: payment", "payment,"),
        new("TRY0113", Whole.Change(Captures, "outputPorts:",
            "inputPorts:\n  - {name: payments.daily, version: 1.0.0, contractId: payments_daily}\noutputPorts:"), Daily,
                "payments.captures"),
        Swap("TRY0114", Daily, "payments.captures", "captures", "captures, v"),
            Swap("TRY0114", Daily, "payments.captures", "payments.captures/payment_captured"),
        new("TRY0115", Whole.Append(CapturesContract, "").Change(CapturesContract, "schema:\n",
            "schema:\n  - {name: other, properties: [{name: x, primaryKey: true}]}\n"), RevenueRules, "payments.captures"),
    ];

    private static IEnumerable<Case> Ownership() =>
    [
        Swap("TRY0201", Sales, "facts:\n", "facts:\n  - {id: payment_captured, key: [payment_id]}\n", "payment_captured"),
        Swap("TRY0202", Payments, "system: psp", "system: web_shop", "web_shop"),
        Swap("TRY0203", Daily, "finance_control", "order_management"),
        new("TRY0204", Whole.Change(Sales,
            "rights:\n  define-term: order_management\n  define-schema: order_management\n  release: order_management", ""), Sales, null),
        new("TRY0205", Whole.Without(Map), RevenueRules, "payments\n    key"),
            new("TRY0205", Whole.Without(Map), Revenue, "payments.captures"),
        new("TRY0206", Whole.With(Central, "facts: {naming: \"[a-z_]+ed\"}").Change(Sales, "id: order_placed", "id: new_order"), Sales,
            "new_order"),
    ];

    private static IEnumerable<Case> Products() =>
    [
        Swap("TRY0301", Orders, "{property: treatyClass, value: authoritative-fact}", "{property: classy, value: x}",
            "- {property: classy"),
        Swap("TRY0013", Orders, "authoritative-fact", "authoritative"),
        Swap("TRY0302", OrdersContract, "      - {property: treatyFact, value: order_placed}\n", "", "name: order_placed"),
        Swap("TRY0303", OrdersContract, "treatyFact, value: order_placed", "treatyFact, value: payment_captured", "payment_captured"),
        Swap("TRY0304", Sales, "key: [order_id]", "key: [order_no]", null!) with { Path = OrdersContract, At = "name: order_placed" },
        Swap("TRY0305", Orders, "  usage: How to use it.\n", "", "purpose: What it is."),
            Swap("TRY0305", Orders, "team: {name: order_management}\n", "", "apiVersion"),
        Swap("TRY0305", Daily, "support:\n  - {channel: \"#daily\", url: \"https://chat.example.com/daily\"}\n", "", "apiVersion"),
        Swap("TRY0306", DailyContract, "- name: takings",
            "- name: takings\n    customProperties: [{property: treatyFact, value: payment_captured}]", "payment_captured"),
        Swap("TRY0307", Daily, "value: derived}", "value: derived}\n  - {property: treatySources, value: [captures]}", "[captures]"),
        Swap("TRY0308", Captures, "outputPorts:", "inputPorts:\n  - {name: sales.orders, version: 1.0.0}\noutputPorts:", "sales.orders"),
        Swap("TRY0309", Daily, "value: derived", "value: reconciled", "reconciled"),
            Swap("TRY0309", Revenue, "value: reconciled", "value: derived", "derived"),
        Swap("TRY0310", Daily, "domain: payments", "domain: payments\ntype: sourceAligned", "sourceAligned"),
        Swap("TRY0312", Daily, "domain: payments", "domain: sales", "sales"),
        Swap("TRY0313", Revenue, "  - {name: payments.captures, version: 1.0.0, contractId: payments_captures}\n",
            "") with { Path = RevenueRules, At = "payments.captures" },
        Swap("TRY0314", Daily, "captures, version: 1.0.0", "captures, version: 2.0.0", "2.0.0"),
        Swap("TRY0315", Daily, "outputPorts:\n  - {name: daily, version: 1.0.0, contractId: payments_daily}\n", "", "apiVersion"),
    ];

    private static IEnumerable<Case> Contracts() =>
    [
        Swap("TRY0401", DailyContract, DailyDocument[DailyDocument.IndexOf("schema:", StringComparison.Ordinal)..], "schema: []\n", "[]"),
        Swap("TRY0402", OrdersContract, "decimal(18,2)", "decimal(40,2)"), Swap("TRY0402", OrdersContract, "decimal(18,2)", "decimal(2,4)"),
        Swap("TRY0403", OrdersContract, "logicalType: number\n", "logicalType: string\n", "gross_amount"),
        Swap("TRY0404", OrdersContract, "{name: status,",
            "{name: status, relationships: [{to: payments.captures/payment_captured.order_ref}],",
                "payments.captures/payment_captured.order_ref"),
        Swap("TRY0110", OrdersContract, "{name: status,", "{name: status, relationships: [{to: order_placed.order}],",
            "order_placed.order}"),
        Swap("TRY0405", OrdersContract, "{name: status, logicalType: string}", "{name: status, logicalType: array}", "array"),
        Swap("TRY0406", OrdersContract, "metric: rowCount, mustBeGreaterThan: 0", "type: text, description: good", "{name: some rows"),
        Swap("TRY0407", OrdersContract, "mustBeGreaterThan: 0", "mustBeGreaterThan: 0, mustBe: 1", "1}"),
        Swap("TRY0407", OrdersContract, "mustBeGreaterThan: 0", "mustBeBetween: [1]", "[1]"),
        Swap("TRY0408", OrdersContract, "{name: status,", "{name: status, relationships: [{to: a.b.c}],", "a.b.c"),
        Swap("TRY0409", OrdersContract, "currency: currency}", "currency: currency, sign: 2}", "2}"),
        Swap("TRY0410", OrdersContract, "{pattern: \"[A-Z]{3}\"}", "{minLength: 5, maxLength: 3}", "{minLength"),
        Swap("TRY0411", DailyContract, "primaryKey: true", "required: true", "name: takings"),
        Swap("TRY0412", OrdersContract, "{name: status,", "{name: _status,", "_status"),
    ];

    private static IEnumerable<Case> Selects() =>
    [
        Swap("TRY0551", OrdersSql, "object: order_placed", "object: order_place", "order_place"),
        new("TRY0552", Whole.Append(OrdersSql, "-- object: order_placed\nselect 2\n"), OrdersSql, "select 2"),
        new("TRY0553", Whole.Change(DailyContract, "schema:\n", "schema:\n  - {name: other, properties: [{name: x, primaryKey: true}]}\n"),
            DailySql, "select"),
        new("TRY0554", Whole.Without(DailySql), DailyContract, "name: takings"),
            new("TRY0554", Whole.With(OrdersSql, "-- object: order_placed\n\n"), OrdersSql, "-- object"),
        new("TRY0555", Whole.Without(DailySql).With("contexts/payments/daily/facts.sql", Whole.Texts[DailySql]),
            "contexts/payments/daily/facts.sql", null),
        Gone("TRY0601", RevenueRules, Revenue), new("TRY0602", Whole.Without(RevenueSql), RevenueContract, "name: revenue"),
        new("TRY0603", Whole.With("contexts/payments/daily/reconciliation.yaml",
            "reconciliation: daily\naccountable: finance_control\ninputs: {c: payments.captures}\n"),
            "contexts/payments/daily/reconciliation.yaml", null),
        Swap("TRY0604", RevenueRules, "b: order_ref}", "b: [order_ref, amount]}", "{a: order_id"),
        Swap("TRY0605", RevenueRules, "{minor: 5}", "{minor: -1}"), Swap("TRY0605", RevenueRules, "{minor: 5}", "{basisPoints: 10}"),
            Swap("TRY0605", RevenueRules, "{minor: 5}", "{minor: 0}"),
        Swap("TRY0606", Feed, "a: legacy.mart\n", "a: payments.captures\n", "payments.captures\n"),
        Swap("TRY0607", RevenueRules, "b: payments\n", "b: orders\n", "orders\n    key"),
        Swap("TRY0608", CapturesContract, "object: payment_captured", "object: other", null!) with { Path = RevenueRules,
            At = "captured}]\n    attributes" },
        Swap("TRY0609", Feed, "    measures: [{name: revenue, a: revenue, b: order_value}]", "", "id: mart_orders"),
        Swap("TRY0012", RevenueRules, "grace: 5d", "grace: five days", "five days"),
            Swap("TRY0012", RevenueRules, "Europe/London", "London (UK)"),
    ];

    private static IEnumerable<Case> Sources() =>
    [
        .. new[] { "/etc/passwd", "../secrets.csv", "a/../../b", "a\\b", "C:/x.csv", "http://example.com/x", "~/x" }.Select(location =>
            Swap("TRY0801", SalesSources, "sources/orders.csv", $"'{location}'")),
        Swap("TRY0802", SalesSources, "root: archive", "root: archives", "archives"),
        Swap("TRY0803", SalesSources, "delimiter: \";\"", "delimiter: \"\"", "\"\""),
            Swap("TRY0803", SalesSources, "delimiter: \";\"", "delimiter: \",,,,,\"", "\",,,,,\""),
        Swap("TRY0803", SalesSources, "delimiter: \";\"", "delimiter: '\"'", "'\"'"),
        Swap("TRY0804", SalesSources, "    columns: [order_id, gross_amount]", "", "name: old_orders"),
        Swap("TRY0805", SalesSources, "format: csv\n    location: 2019", "format: parquet\n    location: 2019", "{delimiter"),
    ];

    public static TheoryData<string, string> Cases()
    {
        var data = new TheoryData<string, string>();
        foreach (var (name, _) in Tables) data.Add(name.Table, name.Expected);
        return data;
    }

    private static readonly List<((string Table, string Expected), Case)> Tables =
    [
        .. from table in new (string Name, Func<IEnumerable<Case>> Cases)[]
        {
            (nameof(Documents), Documents), (nameof(References), References), (nameof(Ownership), Ownership), (nameof(Products), Products),
            (nameof(Contracts), Contracts), (nameof(Selects), Selects), (nameof(Sources), Sources),
        }
        from one in table.Cases().Select((Case, Index) => (Case, Index))
        select (($"{table.Name} {one.Index}", one.Case.Expected), one.Case),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Says_what_is_wrong_and_where(string table, string expected)
    {
        var mesh = Tables.First(entry => entry.Item1.Table == table).Item2.Mesh;
        var findings = mesh.Findings;
        findings.Select(f => $"{f.Code} {f.Place}").ShouldContain(expected, string.Join('\n', findings));
    }

    [Fact]
    public void Breaks_every_rule_of_the_list_but_those_of_reading_files()
    {
        string[] elsewhere = ["TRY0001", "TRY0002", "TRY0003", "TRY0004", "TRY0005", "TRY0006", "TRY0007", "TRY0008", "TRY0009"];
        FindingKinds.All.Select(kind => kind.Code).Except(elsewhere).Except(Tables.Select(entry => entry.Item2.Code)).ShouldBeEmpty();
    }

    [Fact]
    public void Speaks_as_findings_speak() => Tables.SelectMany(entry => entry.Item2.Mesh.Findings).Distinct()
        .Where(f => f.Sentence.EndsWith('.') || f.Help.EndsWith('.') || char.IsUpper(f.Sentence[0]) || char.IsUpper(f.Help[0])
            || f.Sentence.Count(c => c == '`') % 2 == 1)
        .ShouldBeEmpty();
}
