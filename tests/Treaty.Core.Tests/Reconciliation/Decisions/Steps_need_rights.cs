using Treaty.Core.Meshes;
using Treaty.Core.Ownership;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Decisions;

namespace Treaty.Core.Tests.Reconciliation.Decisions;

/// <summary>Who may take which step, over a mesh of two contexts and the treaty zone.</summary>
public class Steps_need_rights
{
    private static readonly DateTimeOffset At = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    private static readonly DateOnly Today = new(2026, 3, 1);

    private static readonly Mesh Mesh = Compile("decisions: {fourEyesOver: 100, acceptUpTo: 5000, acceptDays: 90}");

    private static Mesh Compile(string decisions, string routes = "", string resolver = "resolve-discrepancy: desk")
    {
        static string Contract(string id, string measure) =>
            $$"""
            apiVersion: v3.1.0
            kind: DataContract
            id: {{id}}
            version: 1.0.0
            status: active
            schema:
              - name: rows
                properties:
                  - {name: id, logicalType: string, primaryKey: true}
                  - {name: amount, logicalType: number, physicalType: "decimal(18,2)"}
            customProperties:
              - {property: treatyMeasures, value: [{name: {{measure}}, object: rows, expression: amount}]}
            """;
        static string Product(string id, string name, string team, string @class) =>
            $$"""
            apiVersion: v1.0.0
            kind: DataProduct
            id: {{id}}
            name: {{name}}
            version: 1.0.0
            status: active
            team: {name: {{team}}}
            outputPorts: [{name: {{name}}, version: 1.0.0, contractId: {{id}}}]
            customProperties: [{property: treatyClass, value: {{@class}}}]
            """;
        return MeshCompiler.Compile(
        [
            new MeshDocument("treaty.yaml", "treaty: 1\nname: m"),
            new MeshDocument("principals.yaml", """
                principals:
                  - {id: ada, teams: [sellers], publicKey: x}
                  - {id: ben, teams: [payers], publicKey: x}
                  - {id: zoe, teams: [desk], publicKey: x}
                  - {id: fin, teams: [control], publicKey: x}
                  - {id: eve, teams: [control, desk], publicKey: x}
                  - {id: bot, kind: service, teams: [control, desk], publicKey: x}
                """),
            new MeshDocument("contexts/sales/context.yaml", "context: sales\nteams: [{id: sellers, name: S}]\nrights: {resolve-discrepancy: sellers}"),
            new MeshDocument("contexts/sales/orders/product.odps.yaml", Product("sales_orders", "orders", "sellers", "context-view")),
            new MeshDocument("contexts/sales/orders/contract.odcs.yaml", Contract("sales_orders", "value")),
            new MeshDocument("contexts/pay/context.yaml", "context: pay\nteams: [{id: payers, name: P}]\nrights: {}"),
            new MeshDocument("contexts/pay/paid/product.odps.yaml", Product("pay_paid", "paid", "payers", "context-view")),
            new MeshDocument("contexts/pay/paid/contract.odcs.yaml", Contract("pay_paid", "value")),
            new MeshDocument("zone/team.yaml", $"context: zone\nteams: [{{id: desk, name: D}}, {{id: control, name: C}}]\nrights: {{{resolver}, accept-difference: control}}"),
            new MeshDocument("zone/money/product.odps.yaml", Product("zone_money", "money", "desk", "reconciled")),
            new MeshDocument("zone/money/contract.odcs.yaml", Contract("zone_money", "value")),
            new MeshDocument("zone/money/reconciliation.yaml",
                $"reconciliation: money\naccountable: desk\ninputs: {{o: sales.orders/rows, p: pay.paid/rows}}\ncomparisons:\n  - id: c\n    a: o\n    b: p\n    key: {{a: id, b: id}}\n    measures: [value]\n    {decisions}\n    {routes}"),
        ]).Mesh;
    }

    private static Comparison Comparison => Mesh.Comparisons.Single();

    internal static Comparison AnyComparison => Comparison;

    private static TrackedDiscrepancy Item(string side, decimal gross, Standing? standing = null) => new(
        new("id1", "zone.money:c", "k", "missing-b", "", side, null, null, -gross, gross, "EUR", new(2026, 2, 1), ""), new("r1", At), new("r1", At), standing ?? Standing.New);

    private static Standing ProposedBy(string who, ResolutionKind kind, decimal gross) =>
        Standing.New with { State = DiscrepancyState.Proposed, Decision = "d0", Before = Standing.New, Proposal = new("d0", who, kind, "r", gross, null, null, null) };

    private static string? Refusal(string? who, StepKind kind, TrackedDiscrepancy item, ResolutionKind? how = null, DateOnly? until = null, decimal? limit = null)
    {
        var step = new DecisionStep("d1", kind, "", 1, "", who ?? "me", At, "r") { Resolution = how, Until = until, Limit = limit, Undoes = "d0" };
        var scope = new Triage(Mesh, Today).ScopeOf(Comparison, item.Found.Side);
        return new StepRules(Mesh, who is null ? null : Mesh.Principal(who), Today).Refusal(step, Comparison, scope, item)?.Code;
    }

    [Theory]
    [InlineData("ada", "a", null)] // the fact at fault is hers
    [InlineData("ada", "b", "TRY1602")]
    [InlineData("ben", "b", "TRY1602")] // his context gave no one the right
    [InlineData("zoe", "a", null)] // the reconciled product is hers
    [InlineData("zoe", "b", null)]
    [InlineData("fin", "a", "TRY1602")]
    [InlineData(null, "b", null)]
    public void To_work_on_one(string? who, string side, string? refusal)
    {
        foreach (var kind in new[] { StepKind.Assign, StepKind.Investigate }) Refusal(who, kind, Item(side, 10)).ShouldBe(refusal);
        Refusal(who, StepKind.Propose, Item(side, 10), ResolutionKind.CorrectAtSource).ShouldBe(refusal);
        Refusal(who, StepKind.Propose, Item(side, 10), ResolutionKind.Accept, new(2026, 4, 1)).ShouldBe(refusal);
        Refusal(who, StepKind.Undo, Item(side, 10, ProposedBy("zoe", ResolutionKind.Void, 10))).ShouldBe(refusal);
    }

    [Theory]
    [InlineData("zoe", ResolutionKind.Accept, 50, "TRY1602")] // letting an amount stand is for those who may accept differences
    [InlineData("fin", ResolutionKind.Accept, 50, null)]
    [InlineData("fin", ResolutionKind.Accept, 100, null)]
    [InlineData("fin", ResolutionKind.Accept, 100.01, "TRY1604")] // over the limit two must agree
    [InlineData("fin", ResolutionKind.WriteOff, 50, null)]
    [InlineData("zoe", ResolutionKind.Void, 50, null)]
    [InlineData("zoe", ResolutionKind.Void, 101, "TRY1604")]
    [InlineData("zoe", ResolutionKind.CorrectAtSource, 101, null)] // a correction closes nothing by itself
    [InlineData("fin", ResolutionKind.Void, 50, "TRY1602")]
    [InlineData(null, ResolutionKind.Void, 5001, null)]
    public void To_end_one_alone(string? who, ResolutionKind how, double gross, string? refusal) =>
        Refusal(who, StepKind.Resolve, Item("b", (decimal)gross), how, how == ResolutionKind.Accept ? new(2026, 4, 1) : null).ShouldBe(refusal);

    [Theory]
    [InlineData("eve", "zoe", ResolutionKind.Accept, 500, null)]
    [InlineData("eve", "eve", ResolutionKind.Accept, 500, "TRY1604")] // by different people
    [InlineData("eve", "eve", ResolutionKind.Accept, 50, null)]
    [InlineData("bot", "zoe", ResolutionKind.Accept, 500, "TRY1604")] // a program is no second person
    [InlineData("zoe", "eve", ResolutionKind.Accept, 500, "TRY1602")]
    [InlineData("zoe", "eve", ResolutionKind.Void, 500, null)]
    [InlineData("fin", "zoe", ResolutionKind.Void, 500, "TRY1602")]
    public void To_approve_what_another_proposed(string who, string proposer, ResolutionKind how, double gross, string? refusal) =>
        Refusal(who, StepKind.Approve, Item("b", (decimal)gross, ProposedBy(proposer, how, (decimal)gross))).ShouldBe(refusal);

    private static TrackedDiscrepancy Gap(decimal gross, Standing? standing = null) => new(
        new("id2", "zone.money:c", "", "control", "value", "b", "100.00", null, -gross, gross, "EUR", new(2026, 2, 1), "statement"), new("r1", At), new("r1", At), standing ?? Standing.New);

    /// <summary>A control total that does not tie out has no rows: what is about rows says nothing of it, and the rest needs the same rights and the same two people.</summary>
    [Theory]
    [InlineData("fin", ResolutionKind.Accept, 100, null)]
    [InlineData("fin", ResolutionKind.WriteOff, 100, null)]
    [InlineData("fin", ResolutionKind.CarryForward, 100, null)]
    [InlineData("fin", ResolutionKind.Accept, 100.01, "TRY1604")]
    [InlineData("fin", ResolutionKind.WriteOff, 100.01, "TRY1604")]
    [InlineData("fin", ResolutionKind.CarryForward, 100.01, "TRY1604")]
    [InlineData("eve", ResolutionKind.RuleChange, 100.01, "TRY1604")]
    [InlineData("bot", ResolutionKind.WriteOff, 100.01, "TRY1604")]
    [InlineData("fin", ResolutionKind.Accept, 5000.01, "TRY1605")]
    [InlineData("zoe", ResolutionKind.CorrectAtSource, 5000.01, null)]
    [InlineData("zoe", ResolutionKind.Accept, 1, "TRY1602")]
    [InlineData("zoe", ResolutionKind.WriteOff, 1, "TRY1602")]
    [InlineData("ada", ResolutionKind.CorrectAtSource, 1, "TRY1602")]
    [InlineData("eve", ResolutionKind.ManualMatch, 1, "TRY1606")]
    [InlineData("eve", ResolutionKind.Reclassify, 1, "TRY1606")]
    [InlineData("eve", ResolutionKind.Void, 1, "TRY1606")]
    [InlineData("eve", ResolutionKind.NotDuplicate, 1, "TRY1606")]
    [InlineData(null, ResolutionKind.Void, 1, "TRY1606")]
    [InlineData(null, ResolutionKind.WriteOff, 4999, null)]
    public void To_end_a_gap_of_a_control_total_alone(string? who, ResolutionKind how, double gross, string? refusal) =>
        Refusal(who, StepKind.Resolve, Gap((decimal)gross), how, how == ResolutionKind.Accept ? new(2026, 4, 1) : null).ShouldBe(refusal);

    [Theory]
    [InlineData("eve", "fin", ResolutionKind.Accept, 100.01, null)]
    [InlineData("fin", "eve", ResolutionKind.WriteOff, 5000, null)]
    [InlineData("fin", "zoe", ResolutionKind.CarryForward, 500, null)]
    [InlineData("eve", "eve", ResolutionKind.WriteOff, 100, null)]
    [InlineData("eve", "eve", ResolutionKind.WriteOff, 100.01, "TRY1604")]
    [InlineData("fin", "fin", ResolutionKind.Accept, 100.01, "TRY1604")]
    [InlineData("bot", "fin", ResolutionKind.Accept, 100.01, "TRY1604")]
    [InlineData("zoe", "fin", ResolutionKind.Accept, 100.01, "TRY1602")]
    [InlineData("ada", "fin", ResolutionKind.WriteOff, 1, "TRY1602")]
    [InlineData("ben", "fin", ResolutionKind.WriteOff, 1, "TRY1602")]
    public void To_approve_the_end_of_a_gap_of_a_control_total(string who, string proposer, ResolutionKind how, double gross, string? refusal) =>
        Refusal(who, StepKind.Approve, Gap((decimal)gross, ProposedBy(proposer, how, (decimal)gross))).ShouldBe(refusal);

    [Theory]
    [InlineData(5000, 90, null)]
    [InlineData(5001, 90, "TRY1605")]
    [InlineData(50, 91, "TRY1605")]
    public void Within_what_the_rules_allow(double gross, int days, string? refusal) =>
        Refusal("eve", StepKind.Propose, Item("b", (decimal)gross), ResolutionKind.Accept, Today.AddDays(days)).ShouldBe(refusal);

    [Fact]
    public void A_limit_below_the_amount_is_refused() =>
        Refusal("eve", StepKind.Propose, Item("b", 50), ResolutionKind.Accept, Today, 49).ShouldBe("TRY1605");

    [Fact]
    public void Steps_that_cannot_be_taken_are_refused_with_those_that_can()
    {
        var item = Item("b", 10, Standing.New with { State = DiscrepancyState.Resolved });
        Refusal("zoe", StepKind.Approve, item).ShouldBe("TRY1603");
        Refusal("zoe", StepKind.Undo, item).ShouldBe("TRY1603");
    }

    public static TheoryData<DecisionStep> Malformed { get; } =
    [
        new DecisionStep("d", StepKind.Propose, "", 1, "", "ada", At, "r"), new DecisionStep("d", StepKind.Assign, "", 1, "", "ada", At, ""),
        new DecisionStep("d", StepKind.Resolve, "", 1, "", "ada", At, "") { Resolution = ResolutionKind.Void },
        new DecisionStep("d", StepKind.Resolve, "", 1, "", "ada", At, "r") { Resolution = ResolutionKind.Accept },
        new DecisionStep("d", StepKind.Resolve, "", 1, "", "ada", At, "r") { Resolution = ResolutionKind.CarryForward },
        new DecisionStep("d", StepKind.Resolve, "", 1, "", "ada", At, "r") { Resolution = ResolutionKind.Reclassify },
        new DecisionStep("d", StepKind.Resolve, "", 1, "", "ada", At, "r") { Resolution = ResolutionKind.Accept, Until = new(2026, 4, 1), Limit = -1 },
        new DecisionStep("d", StepKind.Reject, "", 1, "", "ada", At, ""), new DecisionStep("d", StepKind.Reopen, "", 1, "", "ada", At, ""),
    ];

    [Theory]
    [MemberData(nameof(Malformed))]
    public void A_step_must_say_all_it_needs(DecisionStep step) => StepRules.Form(step)!.Code.ShouldBe("TRY1606");

    [Theory]
    [InlineData("a", "sellers", null)]
    [InlineData("b", "desk", null)] // no one in the context of the fact may: the reconciled product's steward gets it
    [InlineData("", "desk", null)]
    public void Goes_to_who_may_resolve_it(string side, string team, string? finding) => Routed(Mesh, side).ShouldBe((team, finding));

    [Fact]
    public void No_route_is_a_finding()
    {
        Routed(Compile("", resolver: "release: desk"), "b").ShouldBe((null, "TRY1600"));
        Routed(Compile("", "routes: {missing-b: payers}"), "b").ShouldBe(("payers", "TRY1601"));
        Routed(Compile("", "routes: {missing-b: sellers}"), "a").ShouldBe(("sellers", null));
    }

    private static (string? Team, string? Finding) Routed(Mesh mesh, string side)
    {
        var route = new Triage(mesh, Today).Of(mesh.Comparisons.Single(), "missing-b", side, "");
        return (route.Team, route.Missing?.Code);
    }

    [Fact]
    public void Rules_are_read_and_severity_follows_from_amount_and_age()
    {
        var rules = Compile("decisions: {fourEyesOver: 5.5, carry: [late, period], accept: [], severity: {medium: 1, high: 10, critical: 100, raiseAfterDays: 7}}").Comparisons.Single().Decisions;
        rules.FourEyesOver.ShouldBe(5.5m);
        rules.Carried.ShouldBe([DiscrepancyClass.Late, DiscrepancyClass.Period]);
        rules.Accepted.ShouldBeEmpty();
        rules.InBusinessDays.ShouldBeFalse();
        Compile("decisions: {days: all}").Comparisons.Single().Decisions.InBusinessDays.ShouldBeFalse();
        Compile("decisions: {days: business}").Comparisons.Single().Decisions.InBusinessDays.ShouldBeTrue();
        (decimal Gross, int Age, DiscrepancySeverity Severity)[] cases =
        [
            (0.99m, 0, DiscrepancySeverity.Low), (1, 6, DiscrepancySeverity.Medium), (1, 7, DiscrepancySeverity.High), (10, 0, DiscrepancySeverity.High),
            (100, 0, DiscrepancySeverity.Critical), (100, 99, DiscrepancySeverity.Critical),
        ];
        foreach (var (gross, age, severity) in cases) rules.SeverityOf(gross, age).ShouldBe(severity);
    }
}
