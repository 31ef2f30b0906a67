using System.Globalization;
using Treaty.Core.Reconciliation;
using static Treaty.Backends.Tests.Reconciliation.Compared;

namespace Treaty.Backends.Tests.Reconciliation;

public class A_bridge
{
    private static readonly BridgePeriod March = new(new DateOnly(2024, 3, 1), new DateOnly(2024, 4, 1));

    private static readonly BridgePeriod April = new(new DateOnly(2024, 4, 1), new DateOnly(2024, 5, 1));

    /// <summary>The lines that are not empty: kind, currency and definition where given, amount.</summary>
    private static string[] Lines(Bridge bridge) => [.. bridge.Lines.Where(l => l.Amount != 0 || l.Gross != 0 || l.Kind.IsTotal()).Select(Text)];

    private static string Text(BridgeLine l) =>
        $"{l.Kind.Text()}{(l.Definition.Length == 0 ? "" : $" {l.Definition}")} {l.Currency} {l.Amount.ToString("0.00", CultureInfo.InvariantCulture)}";

    private static void Check(Comparison comparison, BridgePeriod? period, Row[] a, Row[] b, params string[] lines)
    {
        using var compared = Run(comparison, a, b);
        var proof = compared.Bridge(period).Verify(compared.Totals(period));
        proof.Findings.ShouldBeEmpty();
        Lines(proof.Bridge).ShouldBe(lines);
    }

    [Fact]
    public void Gives_each_cause_its_line() =>
        Check(Rich.Comparison with { Child = null, Grace = TimeSpan.FromDays(5), Passes = [Rich.Comparison.Passes[0], Rich.Comparison.Passes[1]] }, null,
            [
                new(1, "amount", 100, Channel: "shop"), new(2, "shipping", 100, Fee: 4), new(3, "status", 50), new(4, "missing", 7, Day: "2024-01-01"),
                new(5, "late", 3, Day: "2024-03-09"), new(6, "tolerance", 100), new(7, "currency", 20), new(8, "copy", 9), new(10, null, 2),
            ],
            [
                new(1, "amount", 101, Channel: "shop"), new(2, "shipping", 105), new(3, "status", 50, Status: "cancelled"), new(4, "new", 11, Day: "2024-01-01"),
                new(6, "tolerance", 100.02m), new(7, "currency", 20, "USD"), new(8, "copy", 9, Deposit: "d"), new(9, "copy", 9, Deposit: "d"),
                new(11, "gift", 30, Channel: "gift"),
            ],
            "total-a EUR 391.00", "definition gift_cards EUR 30.00", "definition shipping EUR 4.00", "duplicates-b EUR 9.00", "unmatched-key EUR -2.00",
            "missing-b EUR -7.00", "missing-a EUR 11.00", "late EUR -3.00", "status EUR -50.00", "currency EUR -20.00", "amount EUR 2.00",
            "within-tolerance EUR 0.02", "total-b EUR 365.02",
            "total-a USD 0.00", "currency USD 20.00", "total-b USD 20.00");

    [Fact]
    public void Puts_another_month_into_timing_and_its_amount_difference_where_side_b_has_it()
    {
        Row[] a = [new(1, "x", 100, Day: "2024-03-31")], b = [new(1, "x", 103, Day: "2024-04-01")];
        Check(Orders, March, a, b, "total-a EUR 100.00", "timing EUR -100.00", "total-b EUR 0.00");
        Check(Orders, April, a, b, "total-a EUR 0.00", "timing EUR 100.00", "amount EUR 3.00", "total-b EUR 103.00");
        Check(Orders, null, a, b, "total-a EUR 100.00", "amount EUR 3.00", "total-b EUR 103.00");
    }

    [Fact]
    public void Counts_copies_only_in_the_period_that_has_them() =>
        Check(Orders, April, [new(1, "x", 10), new(2, "x", 10, Day: "2024-04-02")], [new(1, "x", 10)],
            "total-a EUR 10.00", "duplicates-a EUR -10.00", "total-b EUR 0.00");

    [Fact]
    public void Shows_the_groups_behind_a_line_from_either_side()
    {
        using var compared = Run(Orders, [new(1, "x", 10), new(2, "y", 1)], [new(1, "z", 4)]);
        Rows(Side.A, BridgeLineKind.MissingB).ShouldBe(["x -10.00", "y -1.00"]);
        Rows(Side.B, BridgeLineKind.MissingA).ShouldBe(["x 10.00", "y 1.00"]);
        Rows(Side.A, BridgeLineKind.MissingA).ShouldBe(["z 4.00"]);

        IEnumerable<string> Rows(Side from, BridgeLineKind kind) => compared.Query(BridgeSql.Rows(compared.BridgePlan(null, from), kind, "EUR").Text)
            .Select(r => $"{r[0]} {((decimal)r[2]!).ToString("0.00", CultureInfo.InvariantCulture)}");
    }

    [Fact]
    public void Shows_totals_that_it_does_not_reach_as_a_gap_and_an_error()
    {
        using var compared = Run(Orders, [new(1, "x", 10)], [new(1, "x", 11)]);
        compared.Execute("UPDATE side_b SET amount = 13");
        var proof = compared.Bridge().Verify(compared.Totals());
        Lines(proof.Bridge).ShouldBe(["total-a EUR 10.00", "amount EUR 1.00", "tie-out-gap EUR 2.00", "total-b EUR 13.00"]);
        proof.Findings.Select(f => f.Code).ShouldBe(["TRY0692"]);
    }

    [Fact]
    public void Calls_an_amount_without_a_cause_unclassified_and_an_error()
    {
        using var compared = Run(Orders, [new(1, "x", 10)], [new(1, "x", 11)]);
        compared.Execute("CREATE TABLE torn AS SELECT * REPLACE ('' AS value_cause) FROM p_groups");
        var plan = compared.BridgePlan() with { Relations = new ComparisonRelations("p_members", "torn", "p_discrepancies") };
        var proof = Bridge.Of(plan, compared.Query(BridgeSql.Lines(plan).Text)).Verify(compared.Totals());
        Lines(proof.Bridge).ShouldBe(["total-a EUR 10.00", "unclassified EUR 1.00", "total-b EUR 11.00"]);
        proof.Findings.Select(f => f.Code).ShouldBe(["TRY0693"]);
    }

    [Fact]
    public void Runs_backwards_with_its_lines_negated_and_its_sides_swapped()
    {
        Row[] a = [new(1, "x", 10), new(2, "y", 5), new(3, "y", 5)], b = [new(1, "z", 4), new(2, "y", 6)];
        using var compared = Run(Orders, a, b);
        Lines(compared.Bridge(null, Side.B)).ShouldBe(
            ["total-a EUR 10.00", "duplicates-b EUR 5.00", "missing-b EUR -4.00", "missing-a EUR 10.00", "amount EUR -1.00", "total-b EUR 20.00"]);
        using var swapped = Run(Orders, b, a);
        Lines(swapped.Bridge()).ShouldBe(Lines(compared.Bridge(null, Side.B)));
        compared.Bridge(null, Side.B).Verify(compared.Totals()).Findings.ShouldBeEmpty();
    }
}
