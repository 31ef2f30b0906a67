using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Matching;
using static Treaty.Backends.Tests.Reconciliation.Compared;

namespace Treaty.Backends.Tests.Reconciliation;

/// <summary>Rows that add up to a row of the other side: proposals and never more.</summary>
public class Subset_sums
{
    private static MatchPass Subsets(int cap = 24) => new(PassKind.Subset, ["channel"], ["channel"], null, Nowhere) { Window = new(3, 3), Cap = cap };

    private static Comparison Deposits(params MatchPass[] passes) => Orders with { CommonKey = false, Passes = [.. passes] };

    private static Compared Pay(Comparison comparison, Row[] a, Row[] b, params MatchLock[] locks) =>
        Run(PlanOf(comparison) with { Locks = new(locks) }, a, b);

    private static readonly Row[] Deposit = [new(1, "d1", 900.12m, Channel: "ann")];

    private static readonly Row[] Parts =
    [
        new(1, "p1", 400.03m, Channel: "ann", Day: "2024-03-09"), new(2, "p2", 500.09m, Channel: "ann", Day: "2024-03-11"), new(3, "p3", 700.01m, Channel: "ann"),
        new(4, "p4", 500.09m, Channel: "bob"), new(5, "p5", 500.09m, Channel: "ann", Currency: "USD"), new(6, "p6", 500.09m, Channel: "ann", Day: "2024-03-20"),
    ];

    [Fact]
    public void Are_proposed_and_not_matched()
    {
        using var compared = Pay(Deposits(Subsets()), Deposit, Parts);
        compared.Proposals.ShouldBe(["a:d1 ~ b:p1: subset-unique 1/1", "a:d1 ~ b:p2: subset-unique 1/1"], ignoreOrder: true);
        compared.Query("SELECT count(DISTINCT subset), min(subset_total), min(subset_rows), min(subset_found), min(pass), max(chance) FROM p_proposals")[0]
            .ShouldBe([1L, "a", 2L, 1L, 1L, 0.000068m]);
        compared.Story.ShouldBe([
            "a:d1: ambiguous by none [ambiguous -900.12]", "b:p1: ambiguous by none [ambiguous 400.03]", "b:p2: ambiguous by none [ambiguous 500.09]",
            "b:p3: missing-a by none [missing-a 700.01]", "b:p4: missing-a by none [missing-a 500.09]", "b:p5: missing-a by none [missing-a 500.09]",
            "b:p6: late by none [late 500.09]"]);
        compared.Broken.ShouldBeEmpty();
        compared.Bridge().Verify(compared.Totals()).Findings.ShouldBeEmpty();
        compared.Searched.ShouldBe([new SearchFigures(1, 5, 1, 0, 0, 0, 0, 0, 3) { Totals = 5 }]);
    }

    [Fact]
    public void Are_a_match_once_a_person_says_so()
    {
        using var compared = Pay(Deposits(Subsets()), Deposit, Parts[..3], new MatchLock("zone.revenue:order_payment", [1], [1, 2], "d1", LockKind.Match));
        compared.Story.ShouldBe(["b:p3: missing-a by none [missing-a 700.01]", "§h:1: matched by human"]);
        compared.Proposals.ShouldBeEmpty();
    }

    [Fact]
    public void Are_looked_for_among_what_all_passes_leave_wherever_they_stand()
    {
        var unique = new MatchPass(PassKind.GroupSum, ["deposit"], ["deposit"], null, Nowhere);
        using var compared = Pay(Deposits(Subsets(), unique), [new(1, "d1", 900.12m, Channel: "ann", Deposit: "x")],
            [new(1, "p1", 400.03m, Channel: "ann", Deposit: "x"), new(2, "p2", 500.09m, Channel: "ann", Deposit: "x")]);
        compared.Proposals.ShouldBeEmpty();
        compared.Groups.Single().Proof.ShouldBe("group-sum");
    }

    [Fact]
    public void Stand_beside_pairs_and_once_though_two_passes_see_them()
    {
        var pairs = new MatchPass(PassKind.Unique, ["channel"], ["channel"], null, Nowhere);
        using var compared = Pay(Deposits(pairs, Subsets(), new MatchPass(PassKind.Subset, [], [], null, Nowhere)),
            [.. Deposit, new(2, "d2", 700.01m, Channel: "ann")], Parts[..3]);
        compared.Proposals.ShouldBe(["a:d1 ~ b:p1: subset-unique 1/1", "a:d1 ~ b:p2: subset-unique 1/1", "a:d2 ~ b:p3: chance 1/1"], ignoreOrder: true);
        compared.Query("SELECT column_name, column_type FROM (DESCRIBE p_proposals)").Select(r => ((string)r[0]!, (string)r[1]!))
            .ShouldBe(ComparisonSql.ProposalColumns(compared.Plan));
    }

    [Fact]
    public void Say_what_was_not_searched()
    {
        using var compared = Pay(Deposits(Subsets(cap: 2)), Deposit, Parts[..3]);
        compared.Searched.ShouldBe([new SearchFigures(1, 4, 0, 0, 0, 0, 1, 1, 3) { Totals = 4 }]);
        compared.Proposals.ShouldBeEmpty();
        compared.Query("SELECT column_name, column_type FROM (DESCRIBE p_proposals)").Select(r => ((string)r[0]!, (string)r[1]!))
            .ShouldBe(ComparisonSql.ProposalColumns(compared.Plan));
    }
}
