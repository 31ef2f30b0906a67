using Treaty.Core.Enforcement;
using Treaty.Core.Meshes;
using Treaty.Core.Tests.Meshes;

namespace Treaty.Core.Tests.Enforcement;

/// <summary>Everything that a document declares is a clause, with what holds anyone to it.</summary>
public sealed class The_clauses_of_a_mesh
{
    private static readonly DateOnly Day = new(2026, 1, 31);
    private static readonly DateTimeOffset At = new(2026, 1, 30, 12, 0, 0, TimeSpan.Zero);

    private static readonly HealthyMesh Agreed = HealthyMesh.Whole
        .With("principals.yaml", $"principals:\n  - {{id: ada, teams: [order_management], publicKey: \"{Convert.ToBase64String(new byte[91])}\"}}\n  - {{id: ben, teams: [order_management]}}\n")
        .With("accords/a.yaml", "accord: a\nbetween: [sales, payments]\nuntil: 2026-12-31\nrights:\n  - {right: release, of: sales, to: payment_operations, how: delegated}\n")
        .With("accords/old.yaml", "accord: old\nbetween: [sales, payments]\nuntil: 2025-12-31\nrights:\n  - {right: define-schema, of: sales, to: payment_operations}\n")
        .With(HealthyMesh.Central, "severity: {TRY0305: warning}\nwaivers:\n  - {code: TRY0201, where: zone/, reason: no one yet, approver: ada, expires: 2026-06-30}\n")
        .With("policies/pii.yaml", "policy: pii\nrules: [{column: email, deny: all}]\n")
        .With("cutovers/mart.yaml", "cutover: mart\nfeed: legacy.mart\nuntil: 2026-09-30\n")
        .With("zone/reference/currency.yaml", "codes: [EUR, GBP]\n")
        .Append(HealthyMesh.OrdersContract, "\nroles:\n  - {role: analyst, access: read, firstLevelApprovers: ada}\nprice: {priceAmount: 10, priceCurrency: EUR}\n");

    private static IReadOnlyList<Clause> Clauses(HealthyMesh mesh)
    {
        var read = mesh.Documents.Select(ReadDocument.Read).ToList();
        return ClausesInForce.Of(MeshCompiler.Assemble(read), read, Day);
    }

    private static JudgedClause Judged(string kind, string subject, params (string Key, string? Refused)[] evidence) =>
        Enforcing.Judge(Clauses(Agreed).Where(c => c.Kind == kind && c.Subject == subject), evidence.ToDictionary(e => e.Key, e => Exercise.With(null, At, e.Refused)))
            .ShouldHaveSingleItem();

    [Theory]
    [InlineData("accord", "a", "release of sales is given to payment_operations until 2026-12-31", Mechanism.Plan)]
    [InlineData("accord", "old", "define-schema of sales is shared with payment_operations until 2025-12-31", Mechanism.None)]
    [InlineData("waiver", "TRY0201 in zone/", "ada lets it pass until 2026-06-30: no one yet", Mechanism.Plan)]
    [InlineData("severity", "TRY0305", "what it finds is judged as warning", Mechanism.None)]
    [InlineData("principal", "ada", "acts for order_management", Mechanism.Run)]
    [InlineData("principal", "ben", "acts for order_management", Mechanism.None)]
    [InlineData("policy", "policies/pii.yaml", "rules: [{column: email, deny: all}]", Mechanism.None)]
    [InlineData("cutover", "cutovers/mart.yaml", "until: 2026-09-30", Mechanism.None)]
    [InlineData("reference data", "zone/reference/currency.yaml", "codes: [EUR, GBP]", Mechanism.None)]
    [InlineData("grant", "sales.orders", "analyst may read, approved by ada", Mechanism.None)]
    [InlineData("contract term", "sales.orders", "price", Mechanism.None)]
    [InlineData("contract term", "sales.orders", "a breaking change comes with a new major version", Mechanism.Plan)]
    [InlineData("say of consumers", "the mesh", "consumers have 14 days to acknowledge a breaking change; silence consents", Mechanism.Plan)]
    [InlineData("close", "zone.revenue", "two people sign it", Mechanism.Run)]
    [InlineData("retention", "the lake", "a version stays readable for 90 days after a newer one", Mechanism.Run)]
    public void Each_document_has_its_clauses(string kind, string subject, string text, Mechanism mechanism) =>
        Clauses(Agreed).Where(c => c.Kind == kind && c.Subject == subject && c.Text == text).ShouldHaveSingleItem().Mechanism.ShouldBe(mechanism);

    [Fact]
    public void A_clause_says_what_holds_it_or_why_nothing_does()
    {
        foreach (var clause in Clauses(Agreed))
        {
            clause.By.ShouldNotBeEmpty(clause.Text);
            clause.Place.ShouldNotBeNull(clause.Text);
            (clause.Key != "" || clause.Mechanism == Mechanism.None).ShouldBeTrue(clause.Text);
        }
        Clauses(Agreed).DistinctBy(c => (c.Kind, c.Subject, c.Text)).Count().ShouldBe(Clauses(Agreed).Count);
    }

    [Fact]
    public void A_comparison_holds_rows_amounts_and_what_else_it_names()
    {
        var clauses = Clauses(Agreed).Where(c => c.Kind == "comparison").ToList();
        var mesh = Agreed.Compile().Mesh;
        mesh.Comparisons.ShouldNotBeEmpty();
        foreach (var comparison in mesh.Comparisons)
            clauses.Count(c => c.Subject == comparison.Ref).ShouldBe(1 + comparison.Measures.Length + comparison.Attributes.Length
                + (comparison.Status is null ? 0 : 1) + (comparison.Period is null ? 0 : 1));
    }

    [Fact]
    public void An_accord_is_theatre_once_only_others_use_the_right()
    {
        const string right = "right release of sales", given = "accord a: release of sales to payment_operations";
        Judged("accord", "a").State.ShouldBe(ClauseState.Pending);
        Judged("accord", "a", (right, null)).State.ShouldBe(ClauseState.Theatre);
        Judged("accord", "a", (right, null), (given, null)).State.ShouldBe(ClauseState.Exercised);
        Judged("accord", "old", (right, null)).State.ShouldBe(ClauseState.NotEnforced);
    }

    [Fact]
    public void A_clause_under_several_keys_ran_when_any_did_and_keeps_the_last_refusal()
    {
        var clause = new Clause("comparison", "zone.revenue:x", "every row has its partner", Mechanism.Run, "a queue", "a|b|c", null);
        var evidence = new Dictionary<string, Exercise>
        {
            ["a"] = Exercise.With(Exercise.With(null, At, null), At.AddDays(2), "2 of class missing-a"), ["b"] = Exercise.With(null, At.AddDays(1), "1 of class missing-b"),
        };
        var judged = Enforcing.Judge([clause], evidence).Single();
        judged.State.ShouldBe(ClauseState.Proved);
        judged.Exercise.ShouldBe(new(At.AddDays(2), 2, At.AddDays(2), 1, "2 of class missing-a"));
        Enforcing.Judge([clause], new Dictionary<string, Exercise>()).Single().State.ShouldBe(ClauseState.Theatre);
    }

    [Theory]
    [InlineData("policies/pii.yaml", 1)]
    [InlineData("cutovers/mart.yaml", 1)]
    [InlineData("accords/a.yaml", 0)]
    public void A_document_that_nothing_obeys_is_said_to_be_one(string path, int times) =>
        Agreed.Findings.Count(f => f.Code == "TRY1023" && f.Place?.File == path).ShouldBe(times);
}
