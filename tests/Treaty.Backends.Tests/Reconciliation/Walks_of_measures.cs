using System.Globalization;
using CsCheck;
using Treaty.Core.Contracts;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Walks;
using static Treaty.Backends.Tests.Reconciliation.Compared;

namespace Treaty.Backends.Tests.Reconciliation;

/// <summary>What is bridged otherwise than by one cause a group: shared causes, factors, distinct keys and ratios.</summary>
public class Walks_of_measures
{
    private static readonly BridgePeriod March = new(new DateOnly(2024, 3, 1), new DateOnly(2024, 4, 1));

    private static readonly MeasureFactors Factors = new(new("quantity", "fee", "fee"), new("price", "amount", "amount"), Nowhere);

    private static readonly Measure Product = Value with { Expression = "fee * amount", Filter = null };

    private static readonly Measure Pieces = Value with { Name = "pieces", Expression = "fee", Filter = null, Scale = 0 };

    private static FactorPlan Factored => new(Factors, "side_a", "side_b", 1, 1);

    private static string Text(decimal amount) => amount.ToString("0.00####", CultureInfo.InvariantCulture);

    private static string[] Lines(Bridge bridge) => [.. bridge.Lines.Where(l => l.Gross != 0 && !l.Kind.IsTotal())
        .Select(l => $"{l.Kind.Text()}{(l.Definition == "" ? "" : ":" + l.Definition)} {Text(l.Amount)}")];

    private static ShapleyWalk Shapley(Compared compared, BridgePlan plan, List<SharedCell>? cells = null)
    {
        var walk = new ShapleyWalk(plan);
        compared.Execute(SharedCausesSql.Make(plan).Text);
        foreach (var row in compared.Query(SharedCausesSql.Page(0, 1000).Text))
        {
            var cell = SharedCausesSql.Read(plan, row);
            walk.Add(cell);
            cells?.Add(cell);
        }
        return walk;
    }

    private static Bridge Of(Compared compared, BridgePlan plan) => Bridge.Of(plan, compared.Query(BridgeSql.Lines(plan).Text));

    [Fact]
    public void Shares_between_date_and_amount()
    {
        using var compared = Run(Orders, [new(1, "x", 100, Day: "2024-03-31")], [new(1, "x", 130, Day: "2024-04-01")]);
        // By the chain the move of 100 is told first and then the 30 of next month; either order gives March −100 or −130 + 30.
        var plan = compared.BridgePlan(March);
        Told(compared, plan).ShouldBe(["timing -115.00", "amount 15.00"]);
        Told(compared, plan with { Period = new BridgePeriod(March.To, March.To.AddMonths(1)) }).ShouldBe(["timing 115.00", "amount 15.00"]);
        Told(compared, plan with { From = Side.B }).ShouldBe(["timing 115.00", "amount -15.00"]);
        Told(compared, plan with { Period = null }).ShouldBe(["amount 30.00"]);
    }

    [Fact]
    public void Shares_between_status_and_amount()
    {
        using var compared = Run(Orders with { Status = new("status", "status", [], null) },
            [new(1, "x", 100)], [new(1, "x", 90, Status: "cancelled")]);
        Told(compared, compared.BridgePlan()).ShouldBe(["status -95.00", "amount -5.00"]);
    }

    private static string[] Told(Compared compared, BridgePlan plan)
    {
        var walk = Shapley(compared, plan);
        return [.. walk.With(Of(compared, plan)).Lines.Where(l => !l.Kind.IsTotal() && walk.Of(l) != 0).Select(l => $"{l.Kind.Text()} {Text(walk.Of(l))}")];
    }

    [Fact]
    public void Shares_sum_to_the_bridge_and_the_chain_of_each_group_is_that_of_the_bridge() => Laws_of_reconciliation.ForAll(compared =>
    {
        foreach (var period in new[] { null, Laws_of_reconciliation.Months[0] })
        {
            var (plan, cells) = (compared.BridgePlan(period), new List<SharedCell>());
            var walk = Shapley(compared, plan, cells);
            var bridge = walk.With(Of(compared, plan));
            foreach (var currency in bridge.AllCurrencies)
                bridge.In(currency).Where(l => !l.Kind.IsTotal()).Sum(walk.Of).ShouldBe(bridge.Walk(currency));
            var groups = cells.Select(c => c.GroupKey).ToHashSet();
            var told = cells.SelectMany(c => c.Shares(2).Select(s => (s.Kind, c.Currency, s.Definition))).ToHashSet();
            foreach (var line in bridge.Lines.Where(l => (l.Gross != 0 || told.Contains((l.Kind, l.Currency, l.Definition)) && groups.Count > 0) && !l.Kind.IsTotal()
                && l.Kind is not (BridgeLineKind.DuplicatesA or BridgeLineKind.DuplicatesB)))
                compared.Query(BridgeSql.Rows(plan, line.Kind, line.Currency, line.Definition).Text).Where(r => groups.Contains((string)r[0]!))
                    .Sum(r => (decimal)r[2]!).ShouldBe(cells.Where(c => c.Currency == line.Currency).SelectMany(c => c.Shares(2))
                        .Where(s => s.Kind == line.Kind && s.Definition == line.Definition).Sum(s => s.Chain), line.ToString());
        }
    }, iter: 12);

    [Fact]
    public void A_product_is_walked_by_its_factors_without_a_cross_term()
    {
        using var compared = Run(PlanOf(Orders, Product, Product),
            [new(1, "x", 10, Fee: 3), new(2, "y", 5, Fee: 2), new(3, "lost", 7, Fee: 1)], [new(1, "x", 12, Fee: 4), new(2, "y", 5.5m, Fee: 2), new(4, "new", 9, Fee: 2)]);
        var plan = compared.BridgePlan() with { Factors = Factored };
        var bridge = Of(compared, plan);
        Lines(bridge).ShouldBe(["missing-b -7.00", "missing-a 18.00", "amount:price 9.00", "amount:quantity 10.00"]);
        bridge.Verify(compared.Totals()).Findings.ShouldBeEmpty();
        Lines(Of(compared, plan with { From = Side.B })).ShouldBe(["missing-b -18.00", "missing-a 7.00", "amount:price -9.00", "amount:quantity -10.00"]);
        // By Shapley it is the midpoint form: what both do together is shared.
        var walk = Shapley(compared, plan);
        bridge.Lines.Where(l => l.Kind == BridgeLineKind.Amount).Select(l => Text(walk.Of(l))).ShouldBe(["8.00", "11.00"]);
        compared.Query(BridgeSql.Rows(plan, BridgeLineKind.Amount, "EUR", "quantity").Text).Select(r => $"{r[0]} {Text((decimal)r[2]!)}").ShouldBe(["x 10.00"]);
    }

    [Fact]
    public void Factors_change_no_total_and_what_they_do_not_account_for_stays_an_amount() =>
        Gen.Select(Laws_of_reconciliation.AnyTable, Laws_of_reconciliation.AnyTable).Sample((a, b) =>
        {
            // The measure adds one to each product, so that its factors do not account for all of it.
            var more = Product with { Expression = "fee * amount + CASE WHEN channel = 'web' THEN 1 ELSE 0 END" };
            using var compared = Run(PlanOf(Orders with { Period = PeriodGrain.Month }, more, more), a, b);
            foreach (var period in new[] { null, Laws_of_reconciliation.Months[1] })
            {
                var plain = compared.BridgePlan(period);
                var (whole, parts) = (Of(compared, plain), Of(compared, plain with { Factors = Factored }));
                parts.Verify(compared.Totals(period)).Findings.ShouldBeEmpty();
                Sums(parts).ShouldBe(Sums(whole));
                var walk = Shapley(compared, plain with { Factors = Factored });
                foreach (var currency in parts.AllCurrencies)
                    walk.With(parts).In(currency).Where(l => !l.Kind.IsTotal()).Sum(walk.Of).ShouldBe(parts.Walk(currency));
            }

            static string[] Sums(Bridge bridge) => [.. bridge.Lines.GroupBy(l => (l.Kind, l.Currency)).Select(g => $"{g.Key} {Text(g.Sum(l => l.Amount))}")];
        }, iter: 12, threads: 1);

    private static (Bridge Bridge, string[] Rows) Distinct(Compared compared, DistinctSql sql, BridgeLineKind? open = null)
    {
        foreach (var step in sql.Steps) compared.Do(step);
        var bridge = Bridge.Of(sql.Plan, compared.Query(DistinctSql.Lines.Text));
        bridge.Verify(compared.Query(sql.Totals(compared.Plan).Text).Select(SideTotal.Read)).Findings.ShouldBeEmpty();
        return (bridge, open is null ? [] : [.. compared.Query(DistinctSql.Behind(open.Value, 100).Text).Select(r => $"{r[1]} → {r[2]}: {r[3]} → {r[4]}")]);
    }

    private static DistinctSql Customers(Compared compared, bool common = false, BridgePeriod? period = null, Side from = Side.A) =>
        new(compared.BridgePlan(period, from), new("customers", "deposit", "deposit", "value", common, Nowhere), "side_a", "side_b");

    [Fact]
    public void Different_keys_are_walked_by_components()
    {
        Row Of(long id, string key, string? customer, string status = "paid", string day = "2024-03-10") => new(id, key, 1, Status: status, Day: day, Deposit: customer);
        using var compared = Run(Orders with { Status = new("status", "status", [], null), Period = PeriodGrain.Month },
            [Of(1, "1", "one"), Of(2, "2", "lost"), Of(3, "3", "s"), Of(4, "4", "s"), Of(5, "5", "m1"), Of(6, "6", "m2"), Of(7, "7", "off"), Of(8, "8", "moved"), Of(9, "9", null)],
            [Of(1, "1", "uno"), Of(3, "3", "s1"), Of(4, "4", "s2"), Of(5, "5", "m"), Of(6, "6", "m"), Of(7, "7", "aus", "cancelled"), Of(8, "8", "weg", day: "2024-04-02"),
                Of(10, "10", "new"), Of(9, "9", null)]);
        var (march, rows) = Distinct(compared, Customers(compared, period: March), BridgeLineKind.Split);
        Lines(march).ShouldBe(["timing -1.00", "split 1.00", "merge -1.00", "missing-b -1.00", "missing-a 1.00", "status -1.00"]);
        march.Amount("", BridgeLineKind.TotalA).ShouldBe(7);
        rows.ShouldBe(["s → s1, s2: 1 → 2"]);
        Lines(Distinct(compared, Customers(compared, period: March, from: Side.B)).Bridge)
            .ShouldBe(["timing 1.00", "split 1.00", "merge -1.00", "missing-b -1.00", "missing-a 1.00", "status 1.00"]);
        // Equal keys are one where the two sides share their keys.
        using var shared = Run(Orders, [Of(1, "1", "x"), Of(2, "2", "y")], [Of(3, "3", "x")]);
        Lines(Distinct(shared, Customers(shared)).Bridge).ShouldBe(["missing-b -2.00", "missing-a 1.00"]);
        Lines(Distinct(shared, Customers(shared, common: true)).Bridge).ShouldBe(["missing-b -1.00"]);
    }

    [Fact]
    public void Lines_of_different_keys_sum_to_what_the_products_count() => Laws_of_reconciliation.ForAll(compared =>
    {
        foreach (var period in new[] { null, Laws_of_reconciliation.Months[0] })
            foreach (var common in new[] { false, true })
            {
                var forth = Distinct(compared, Customers(compared, common, period)).Bridge;
                forth.Walk("").ShouldBe(forth.Amount("", BridgeLineKind.TotalB) - forth.Amount("", BridgeLineKind.TotalA));
                Distinct(compared, Customers(compared, common, period, Side.B)).Bridge.Lines.ShouldBe(forth.Reversed().Lines);
            }
    }, iter: 8);

    [Fact]
    public void A_ratio_is_walked_by_numerator_and_denominator()
    {
        using var compared = Run(PlanOf(Orders, null, null, new PlannedMeasure("pieces", Pieces, Pieces)),
            [new(1, "x", 100, Fee: 4), new(2, "y", 50, Fee: 1)], [new(1, "x", 110, Fee: 4), new(2, "y", 50, Fee: 3)]);
        var (n, d) = Both(compared);
        var steps = new RatioWalk(new("mean", "value", "pieces", 4, Nowhere), 2, 0).Of(n, d, "EUR")!;
        (steps.A, steps.B).ShouldBe((30m, 22.8571m));
        // 10 more euros at the mean of 1/5 and 1/7, 2 more pieces at the mean of 150 and 160 over 35.
        steps.Lines.Select(l => $"{l.Kind} {l.Amount}").ShouldBe(["Amount -7.1429"]);
        steps.Lines.Sum(l => l.Amount).ShouldBe(steps.B - steps.A);
        var walk = new RatioWalk(new("mean", "value", "pieces", 4, Nowhere), 2, 0);
        walk.OfGroup(new(150, 160, 5, 7), 10, 0).ShouldBe(1.7143m);
        walk.OfGroup(new(150, 160, 5, 7), 0, 2).ShouldBe(-8.8571m);
    }

    [Fact]
    public void Lines_of_a_ratio_sum_to_the_difference_of_the_rounded_ratios_and_back() =>
        Gen.Select(Laws_of_reconciliation.AnyTable, Laws_of_reconciliation.AnyTable, Gen.Int[0, 8]).Sample((a, b, scale) =>
        {
            using var compared = Run(PlanOf(Rich.Comparison, null, null, new PlannedMeasure("pieces", Pieces with { Expression = "1" }, Pieces with { Expression = "1" })), a, b);
            var (n, d) = Both(compared);
            var walk = new RatioWalk(new("mean", "value", "pieces", scale, Nowhere), 2, 0);
            foreach (var currency in d.AllCurrencies)
            {
                if (walk.Of(n, d, currency) is not { } steps) continue;
                steps.Lines.Sum(l => l.Amount).ShouldBe(steps.B - steps.A);
                var back = walk.Of(n.Reversed(), d.Reversed(), currency)!;
                back.Lines.Sum(l => l.Amount).ShouldBe(steps.A - steps.B);
                foreach (var line in steps.Lines)
                    Math.Abs(back.Lines.Single(l => l.Kind == line.Kind.Swapped() && l.Definition == line.Definition).Amount + line.Amount)
                        .ShouldBeLessThanOrEqualTo((decimal)Math.Pow(10, -scale));
            }
        }, iter: 12, threads: 1);

    [Fact]
    public void A_ratio_over_nothing_has_no_value()
    {
        using var compared = Run(PlanOf(Orders, null, null, new PlannedMeasure("pieces", Pieces, Pieces)), [new(1, "x", 100)], [new(1, "x", 110, Fee: 4)]);
        var (n, d) = Both(compared);
        new RatioWalk(new("mean", "value", "pieces", 4, Nowhere), 2, 0).Of(n, d, "EUR").ShouldBeNull();
    }

    private static (Bridge N, Bridge D) Both(Compared compared)
    {
        var plan = compared.BridgePlan();
        return (Of(compared, plan), Of(compared, plan with { Measure = "pieces", Scale = 0 }));
    }
}
