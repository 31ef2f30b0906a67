using static Treaty.Core.Tests.Meshes.HealthyMesh;

namespace Treaty.Core.Tests.Meshes;

/// <summary>A product of another context that comparisons only look up, by days or currencies, joins no terms; one that is joined in any other
/// way does.</summary>
public class What_is_only_looked_up
{
    private static readonly HealthyMesh Rested = Whole
        .With("contexts/rest/context.yaml", """
            context: rest
            teams: [{id: rest_team, name: Rest}]
            facts: [{id: day_closed, key: [day]}]
            rights: {define-term: rest_team, define-schema: rest_team, release: rest_team}
            """)
        .With("contexts/rest/sources.yaml", "sources: [{name: days, format: csv, location: days.csv}]")
        .With("contexts/rest/days/product.odps.yaml", """
            apiVersion: v1.0.0
            kind: DataProduct
            id: rest_days
            name: days
            version: 1.0.0
            status: active
            domain: rest
            description: {purpose: p, usage: u, limitations: l}
            outputPorts: [{name: days, version: 1.0.0, contractId: rest_days}]
            support: [{channel: "#rest", url: "https://chat.example.com/rest"}]
            team: {name: rest_team}
            customProperties: [{property: treatyClass, value: authoritative-fact}, {property: treatySources, value: [days]}]
            """)
        .With("contexts/rest/days/contract.odcs.yaml", """
            apiVersion: v3.1.0
            kind: DataContract
            id: rest_days
            version: 1.0.0
            status: active
            domain: rest
            schema:
              - name: day_closed
                customProperties: [{property: treatyFact, value: day_closed}]
                properties: [{name: day, logicalType: date, primaryKey: true, required: true}, {name: other, logicalType: string}]
            """)
        .Change(RevenueRules, "  payments: payments.captures/payment_captured\n",
            "  payments: payments.captures/payment_captured\n  closed: rest.days/day_closed\n");

    private const string Calendar = "    calendar: {from: {input: closed, day: day}}\n    child: b\n";

    private static IEnumerable<string> Codes(HealthyMesh mesh) => mesh.Findings.Select(f => f.Code).Where(c => c is not "TRY0202").Distinct();

    [Fact]
    public void Needs_no_mapping_of_terms() => Codes(Rested.Change(RevenueRules, "    child: b\n", Calendar)).ShouldBeEmpty();

    public static TheoryData<string, string, string, string> Joined { get; } = new()
    {
        { "no comparison looks it up", RevenueRules, "    child: b\n", "    child: b\n" },
        { "a select reads it", RevenueSql, "from orders", "from orders where placed_at not in (select day from closed)" },
        { "keys go through it", RevenueRules, "{a: order_id, b: order_ref}", "{a: order_id, b: order_ref, through: {a: {mapping: closed, from: other, to: other}}}" },
        { "a control total is held against it", RevenueRules, "    grace: 5d\n",
            "    grace: 5d\n    controls: [{id: t, side: b, measure: paid, input: closed, amount: other, owner: rest_team}]\n" },
    };

    [Theory]
    [MemberData(nameof(Joined))]
    public void Needs_one_where_it_is_joined_too(string why, string path, string old, string with)
    {
        var mesh = why.StartsWith("no ", StringComparison.Ordinal) ? Rested : Rested.Change(RevenueRules, "    child: b\n", Calendar);
        mesh.Change(path, old, with).Findings.ShouldContain(f => f.Code == "TRY0310" && f.Sentence.Contains("`rest`"), why);
    }
}
