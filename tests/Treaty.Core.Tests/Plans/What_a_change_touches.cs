namespace Treaty.Core.Tests.Plans;

/// <summary>A change of a document that belongs to no product names the products it reaches, and those that read them.</summary>
public sealed class What_a_change_touches
{
    private const string Constitution = "constitution.yaml";
    private const string Policy = "policies/access.yaml";
    private const string Rates = "zone/reference/rates.yaml";
    private const string Sales = "sales.sales_facts", Daily = "payments.daily", Board = "crm.board", Paid = "payments.payments_facts",
        Crm = "crm.crm_facts";

    private static readonly string[] All = [Board, Crm, Daily, Paid, Sales];

    /// <summary>What stands in a document before and after, and the products that the change touches.</summary>
    public static TheoryData<string, string, string, string[]> Cases { get; } = new()
    {
        { Policy, "", "policy: a\nproducts: [sales.sales_facts]\n", [Board, Daily, Sales] },
        { Policy, "", "policy: a\nclauses: [{id: x, classification: Personal, effect: mask}]\n", [Crm] },
        { Policy, "", "policy: a\nclauses: [{id: x, context: payments, effect: deny}]\n", [Board, Daily, Paid] },
        { Policy, "", "policy: a\nclauses: [{id: x, class: derived, effect: deny}]\n", [Board, Daily] },
        { Policy, "", "policy: a\nclauses: [{id: x, effect: deny}]\n", [] },
        { Policy, "clauses: [{id: x, on: crm.crm_facts/rows, effect: mask}, {id: y, on: payments.daily}]\n",
            "clauses: [{id: x, on: crm.crm_facts/rows, effect: deny}, {id: y, on: payments.daily}]\n", [Crm] },
        { Constitution, "rights: {authoritative-fact: [release]}\n", "rights: {authoritative-fact: [release, define-term]}\n",
            [Board, Crm, Daily, Paid, Sales] },
        { Constitution, "rights: {derived: [release]}\n", "rights: {derived: [release, define-schema]}\n", [Board, Daily] },
        { Constitution, "", "required: {product: [purpose]}\n", All },
        { Constitution, "description: a\n", "description: b\n", [] },
        { Constitution, "teams: [{id: crm_team, name: A}]\n", "teams: [{id: crm_team, name: B}]\n", [Board, Crm] },
        { Constitution, "waivers: []\n",
            "waivers: [{code: TRY0201, where: contexts/crm/board/, reason: r, approver: council, expires: 2099-01-01}]\n", [Board] },
        { Rates, "", "reference: rates\nvalues: [{from: EUR, to: USD}]\n", [Board, Daily] },
        { Rates, "", "reference: rates\nof: [crm.customer]\n", [Board, Daily] },
        { Rates, "", "reference: rates\nof: [crm.crm_facts]\n", [Board, Crm, Daily] },
        { "zone/reference/other.yaml", "", "reference: other\nvalues: [1]\n", [] },
        { "accords/a.yaml", "", "accord: a\nbetween: [sales, crm]\nrights: [{right: release, of: crm, to: sales_team, product: board}]\n",
            [Board] },
        { "accords/a.yaml", "", "accord: a\nbetween: [sales, crm]\nrights: [{right: release, of: crm, to: sales_team, fact: crm_done}]\n",
            [Crm] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Is_named(string document, string old, string @new, string[] touched)
    {
        var before = PlannedMesh.Documents();
        before["contexts/payments/daily/rows.sql"] += " JOIN reference.rates r ON r.id = o.id";
        before["context-map.yaml"] =
            "terms: [{from: sales.customer, to: crm.customer, relation: same, key: {from: id, to: id}}]\n";
        before.Remove(document);
        if (old != "") before[document] = old;
        var after = new Dictionary<string, string>(before) { [document] = @new };
        PlannedMesh.Plan(before, after).Changes.SelectMany(c => c.Touches).Distinct().Order(StringComparer.Ordinal).ShouldBe(touched);
    }

    [Fact]
    public void Is_named_also_where_it_goes()
    {
        var before = PlannedMesh.Documents();
        before[Policy] = "policy: a\nproducts: [sales.sales_facts]\n";
        var after = PlannedMesh.Documents();
        PlannedMesh.Plan(before, after).Changes.ShouldHaveSingleItem().Touches.ShouldBe([Board, Daily, Sales]);
    }
}
