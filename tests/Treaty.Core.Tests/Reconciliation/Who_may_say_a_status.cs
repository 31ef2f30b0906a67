using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;

namespace Treaty.Core.Tests.Reconciliation;

/// <summary>Which side's status holds follows from decision rights: of facts, products and contexts, by name or over everything, by accord
/// and until a day.</summary>
public class Who_may_say_a_status
{
    private static readonly DateOnly Today = new(2026, 3, 1);

    private const string Sellers = "change-source-semantics: sellers";
    private const string Payers = "change-source-semantics: payers";

    private static string Contract(string id, string values, string fact) =>
        $$"""
        apiVersion: v3.1.0
        kind: DataContract
        id: {{id}}
        version: 1.0.0
        status: active
        schema:
          - name: rows
            {{(fact.Length == 0 ? "" : $"customProperties: [{{property: treatyFact, value: {fact}}}]")}}
            properties:
              - {name: id, logicalType: string, primaryKey: true}
              - {name: amount, logicalType: number, physicalType: "decimal(18,2)"}
              - {name: state, logicalType: string, enum: [{{values}}]}
        customProperties:
          - {property: treatyMeasures, value: [{name: value, object: rows, expression: amount, currency: EUR}]}
        """;

    private static string Product(string context, string name, string team, string @class) =>
        $$"""
        apiVersion: v1.0.0
        kind: DataProduct
        id: {{context}}_{{name}}
        name: {{name}}
        version: 1.0.0
        status: active
        team: {name: {{team}}}
        outputPorts: [{name: {{name}}, version: 1.0.0, contractId: {{context}}_{{name}}}]
        customProperties: [{property: treatyClass, value: {{@class}}}]
        """;

    /// <param name="sales">Rights of the context of side a; its team is sellers.</param>
    /// <param name="pay">Rights of the context of side b; its team is payers.</param>
    /// <param name="accord">Rights that an accord of the two gives until 2026-06-30.</param>
    private static Compilation Compile(string sales, string pay, string accord = "", string status = "", string a = "placed, cancelled, refunded",
        string b = "captured, refunded")
    {
        List<MeshDocument> documents =
        [
            new("treaty.yaml", "treaty: 1\nname: m"),
            new("contexts/sales/context.yaml", $"context: sales\nteams: [{{id: sellers, name: S}}, {{id: clerks, name: C}}]\n"
                + $"facts: [{{id: order_placed, key: [id]}}]\nrights:\n  resolve-discrepancy: sellers\n  {sales}"),
            new("contexts/sales/orders/product.odps.yaml", Product("sales", "orders", "sellers", "context-view")),
            new("contexts/sales/orders/contract.odcs.yaml", Contract("sales_orders", a, "order_placed")),
            new("contexts/pay/context.yaml", $"context: pay\nteams: [{{id: payers, name: P}}]\nrights:\n  resolve-discrepancy: payers\n  {pay}"),
            new("contexts/pay/paid/product.odps.yaml", Product("pay", "paid", "payers", "context-view")),
            new("contexts/pay/paid/contract.odcs.yaml", Contract("pay_paid", b, "")),
            new("zone/team.yaml", "context: zone\nteams: [{id: desk, name: D}]\nrights: {set-rule: desk, release: desk}"),
            new("zone/money/product.odps.yaml", Product("zone", "money", "desk", "reconciled")),
            new("zone/money/contract.odcs.yaml", Contract("zone_money", "x", "")),
            new("zone/money/reconciliation.yaml", "reconciliation: money\naccountable: desk\ninputs: {o: sales.orders/rows, p: pay.paid/rows}\n"
                + "comparisons:\n  - id: c\n    a: o\n    b: p\n    key: {a: id, b: id}\n    measures: [value]\n"
                + $"    status: {{a: state, b: state, same: [[placed, captured]]{status}}}"),
        ];
        if (accord.Length > 0)
            documents.Add(new("accords/pact.yaml", $"accord: pact\nbetween: [sales, pay]\nuntil: 2026-06-30\nrights: [{accord}]"));
        return MeshCompiler.Compile([.. documents.Select(ReadDocument.Read)], Today);
    }

    private const string Given = "{right: change-source-semantics, of: sales, to: payers, statuses: [refunded]";

    /// <summary>Rights of a and b and of an accord; then pairs of what they say with the side that is right: a, b, or - for neither.</summary>
    public static TheoryData<string, string, string, string> Cases { get; } = new()
    {
        { Sellers, Payers, "", "cancelled/captured - refunded/captured -" },
        { Sellers, "fund: payers", "", "cancelled/captured a placed/refunded a" },
        { "fund: sellers", Payers, "", "cancelled/captured b placed/refunded b" },
        { "fund: sellers", "fund: payers", "", "cancelled/captured -" },
        { "change-source-semantics: [sellers, {team: sellers, statuses: [cancelled]}]", Payers, "", "cancelled/captured a placed/refunded -" },
        { "change-source-semantics: [sellers, {team: sellers, product: orders, statuses: [cancelled]}]", Payers, "", "cancelled/captured a" },
        { "change-source-semantics: [sellers, {team: clerks, fact: order_placed, statuses: [cancelled]}]", Payers, "", "cancelled/captured a" },
        { "change-source-semantics: {team: clerks, fact: order_placed}", "fund: payers", "", "cancelled/captured a" },
        { "change-source-semantics: [sellers, {team: sellers, until: 2026-02-28, statuses: [cancelled]}]", Payers, "", "cancelled/captured b" },
        { "change-source-semantics: {team: sellers, until: 2026-02-28}", Payers, "", "cancelled/captured b" },
        { Sellers, Payers, Given + "}", "placed/refunded b refunded/captured - cancelled/captured -" },
        { Sellers, Payers, Given + ", how: delegated}", "placed/refunded b refunded/captured b cancelled/captured -" },
        { Sellers, "fund: payers", Given + ", how: delegated}", "placed/refunded b refunded/captured - cancelled/captured a" },
        { Sellers, Payers, Given + ", product: orders}", "placed/refunded b" },
        // Who holds the right over everything and is given it for a status is named for that.
        { "change-source-semantics: [sellers, payers]", Payers, Given + "}", "placed/refunded b placed/captured -" },
        { Sellers, Payers, "{right: change-source-semantics, of: sales, to: payers, how: delegated}", "cancelled/captured b" },
        { Sellers, Payers, "{right: define-term, of: sales, to: payers, statuses: [refunded]}", "placed/refunded -" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Is_decided_by_rights(string sales, string pay, string accord, string expected)
    {
        var mesh = Compile(sales, pay, accord).Mesh;
        var voices = StatusAuthority.Apply(mesh, mesh.Comparisons.Single(), Today).Status!.Voices;
        var words = expected.Split(' ');
        for (var i = 0; i < words.Length; i += 2)
        {
            var said = words[i].Split('/');
            var (a, b) = (voices.A.Of(said[0]), voices.B.Of(said[1]));
            (a > b ? "a" : a < b ? "b" : "-").ShouldBe(words[i + 1], words[i]);
        }
    }

    [Theory]
    [InlineData("2026-06-30", "b")]
    [InlineData("2026-07-01", "-")]
    public void Is_decided_by_an_accord_until_it_ends(string day, string right)
    {
        var mesh = Compile(Sellers, Payers, Given + "}").Mesh;
        var voices = StatusAuthority.Apply(mesh, mesh.Comparisons.Single(), DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture))
            .Status!.Voices;
        (voices.B.Of("refunded") > voices.A.Of("placed") ? "b" : "-").ShouldBe(right);
    }

    private const string Names = "change-source-semantics: [sellers, {team: sellers, statuses: [placed, cancelled, refunded]}]";

    /// <summary>Rights of a and b, an accord, what is declared, and the findings about statuses.</summary>
    public static TheoryData<string, string, string, string, string> Findings { get; } = new()
    {
        { Names, Payers, "", "", "" },
        { Names, "fund: payers", "", "", "TRY0431 no one holds change-source-semantics for `captured` of `pay.paid/rows`" }, // sellers name refunded
        { Names, "fund: payers", "", ", decides: a", "TRY0431 `captured` of `pay.paid/rows`" },
        { Sellers, Payers, "", ", decides: a", "" },
        { Sellers, Payers, "", "", "TRY0433 `placed` against `refunded`, `cancelled` against `captured`" },
        { Sellers, Payers, "", "", "TRY0433 ; these conflicts go to whoever may resolve discrepancies of `zone.money`" },
        { Sellers, Payers, "", "}\n    routes: {status: sellers", "TRY0433 ; these conflicts go to `sellers`" },
        { "fund: sellers", "fund: payers", "", ", decides: a", "TRY0431 `placed`, `cancelled`, `refunded` of `sales.orders/rows`|TRY0431 `pay.paid/rows`" },
        { "fund: sellers", Payers, "", ", decides: a", "TRY0431 `sales.orders/rows`|TRY0432 a decides, and `payers` of side b holds" },
        { Names, Payers, "", ", decides: b", "" }, // equal rights over the rest
        { Names, Payers, "", ", rights: {refunded: b}", "TRY0432 declares `refunded` to be the word of b, and `sellers` of side a holds" },
        { Names, Payers, "", ", rights: {cancelled: a}", "" },
        { Sellers, Payers, Given + ", how: delegated}", ", decides: a, rights: {refunded: a}", "TRY0432 `refunded` to be the word of a, and `payers`" },
        { Sellers, Payers, Given + ", how: delegated}", ", decides: a, rights: {refunded: b}", "" },
        { "change-source-semantics: [sellers, {team: sellers, statuses: [canceled]}]", Payers, "", ", decides: a",
            "TRY0434 no comparison knows the status `canceled`" },
        { Sellers, "fund: {team: payers, statuses: [captured]}", "", ", decides: a", "TRY0434 the right fund is narrowed to statuses|TRY0431 `pay.paid/rows`" },
        { Names, "change-source-semantics: {team: payers, statuses: [captured]}", "", "", "TRY0433 `cancelled` against `captured`" },
    };

    [Theory]
    [MemberData(nameof(Findings))]
    public void Is_checked(string sales, string pay, string accord, string status, string expected)
    {
        var found = Compile(sales, pay, accord, status).Findings.Where(f => f.Code.StartsWith("TRY043", StringComparison.Ordinal)
            && f.Code != "TRY0430").ToList();
        var wanted = expected.Length == 0 ? [] : expected.Split('|');
        found.Select(f => f.Code).Order().ShouldBe(wanted.Select(w => w[..7]).Order(), string.Join('\n', found));
        foreach (var want in wanted)
            found.ShouldContain(f => want.StartsWith(f.Code, StringComparison.Ordinal) && f.Place != null && f.Help != ""
                && f.Sentence.Contains(want.Substring(8), StringComparison.Ordinal),
                string.Join('\n', found));
    }

    [Theory]
    [InlineData("cancelled", "captured", "cancelled of a holds: change-source-semantics over it lies with sellers (contexts/sales/context.yaml:")]
    [InlineData("placed", "refunded", "placed of a holds: change-source-semantics over it lies with sellers")]
    [InlineData(null, "captured", "captured of b holds: change-source-semantics over what it says lies with payers (contexts/pay/context.yaml:")]
    public void Is_said_in_words(string? a, string? b, string words)
    {
        var mesh = Compile(Names, Payers).Mesh;
        StatusWords.Why(mesh, mesh.Comparisons.Single(), a, b, Today).ShouldStartWith(words);
    }

    [Theory]
    [InlineData("", "no status holds: the decision rights leave it open")]
    [InlineData(", decides: b", "captured of b holds, as declared under decides")]
    [InlineData(", rights: {cancelled: a}", "cancelled of a holds, as declared under rights")]
    public void Is_said_in_words_where_it_is_only_declared(string status, string words)
    {
        var mesh = Compile(Sellers, Payers, "", status).Mesh;
        StatusWords.Why(mesh, mesh.Comparisons.Single(), "cancelled", "captured", Today).ShouldBe(words);
    }
}
