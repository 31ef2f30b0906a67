using System.Collections.Immutable;
using Treaty.Core.Reconciliation;
using static Treaty.Backends.Tests.Reconciliation.Compared;

namespace Treaty.Backends.Tests.Reconciliation;

public class A_comparison
{
    private static MatchPass ByKey(Tolerance? tolerance = null) => new(PassKind.Key, null, null, tolerance, Nowhere);

    private static MatchPass BySum(string? own = null, Tolerance? tolerance = null) =>
        new(PassKind.GroupSum, own is null ? null : [own], own is null ? null : [own], tolerance, Nowhere);

    private static Comparison NoIdentity => Orders with { A = Orders.A with { Identity = null }, B = Orders.B with { Identity = null } };

    private static DefinitionDifference Definition(string id, string? when, string? amount, Side? only = null) =>
        new(id, null, when, amount, only, "finance_control", "documented", Nowhere);

    private static void Check(Comparison comparison, Row[] a, Row[] b, params string[] story)
    {
        using var compared = Run(comparison, a, b);
        compared.Story.ShouldBe(story);
        compared.Broken.ShouldBeEmpty();
        compared.Members.Count.ShouldBe(a.Length + b.Length);
    }

    [Fact]
    public void Matches_equal_amounts_by_key() =>
        Check(Orders, [new(1, "x", 10), new(2, "y", 20)], [new(1, "y", 20), new(2, "x", 10)], "x: matched by key", "y: matched by key");

    [Fact]
    public void Says_what_is_missing_on_either_side() =>
        Check(Orders, [new(1, "x", 10), new(9, "z", 1)], [new(1, "y", 20), new(9, "z", 1)],
            "x: missing-b by none [missing-b -10.00]", "y: missing-a by none [missing-a 20.00]", "z: matched by key");

    [Fact]
    public void Calls_a_child_without_a_parent_an_unmatched_key() =>
        Check(Orders with { Child = Side.B }, [new(1, "x", 10)], [new(1, "y", 20)],
            "x: missing-b by none [missing-b -10.00]", "y: unmatched-key by none [unmatched-key 20.00]");

    [Fact]
    public void Keeps_each_row_without_a_key_to_itself() =>
        Check(Orders, [new(1, null, 10), new(2, null, 10)], [new(1, null, 10)],
            "∅a:1: unmatched-key by none [unmatched-key -10.00]", "∅a:2: unmatched-key by none [unmatched-key -10.00]",
            "∅b:1: unmatched-key by none [unmatched-key 10.00]");

    [Fact]
    public void Keeps_the_first_of_copies_by_date_then_row_and_counts_the_others_as_duplicates()
    {
        Row[] a = [new(7, "x", 10, Day: "2024-03-11"), new(8, "x", 10, Day: "2024-03-09"), new(9, "x", 10, Day: "2024-03-09")];
        Check(Orders, a, [new(1, "x", 10)], "x: duplicate by key [duplicate a -20.00]");
        using var compared = Run(Orders, a, [new(1, "x", 10)]);
        compared.Members.Where(m => m.Side == "a").Select(m => (m.Id, m.Surplus)).ShouldBe([(7, true), (8, false), (9, true)]);
    }

    [Fact]
    public void Takes_the_declared_identity_for_copies_and_matches_the_rest_by_sum()
    {
        var comparison = Orders with { B = Orders.B with { Identity = ["key", "amount", "deposit"] }, Passes = [ByKey(), BySum()] };
        Check(comparison, [new(1, "x", 30)], [new(1, "x", 10, Deposit: "d"), new(2, "x", 20, Deposit: "d"), new(3, "x", 20, Deposit: "d")],
            "x: duplicate by group-sum [duplicate b 20.00]");
    }

    [Fact]
    public void Puts_a_copy_into_the_group_of_the_row_it_copies()
    {
        var comparison = Orders with { B = Orders.B with { Identity = ["deposit"] }, Passes = [ByKey()] };
        using var compared = Run(comparison, [new(1, "x", 10)], [new(1, "x", 10, Deposit: "d"), new(2, "y", 10, Deposit: "d")]);
        compared.Members.Where(m => m.Side == "b").Select(m => (m.Id, m.Key, m.Surplus)).ShouldBe([(1, "x", false), (2, "x", true)]);
        compared.Broken.ShouldBeEmpty();
    }

    [Fact]
    public void Sees_no_copy_where_an_identity_has_nulls()
    {
        var comparison = NoIdentity with { B = Orders.B with { Identity = ["deposit"] }, Passes = [BySum()] };
        Check(comparison, [new(1, "x", 20)], [new(1, "x", 10), new(2, "x", 10)], "x: matched by group-sum");
    }

    [Theory]
    [InlineData(5, 0.0, 10.00, 10.05, true)]
    [InlineData(5, 0.0, 10.00, 10.06, false)]
    [InlineData(5, 0.0, -10.00, -10.05, true)]
    [InlineData(5, 0.0, 10.05, 10.00, true)]
    [InlineData(0, 10.0, 100.00, 100.10, true)]
    [InlineData(0, 10.0, 100.00, 100.11, false)]
    [InlineData(0, 10.0, 100.01, 100.12, true)]  // 10 basis points of 100.01 are 0.10001, so 0.11
    [InlineData(0, 10.0, -100.01, -100.12, true)]
    [InlineData(0, 10.0, 0.00, 0.01, false)]
    [InlineData(2, 10.0, 0.01, 0.03, true)]
    public void Matches_within_a_tolerance_inclusive(int minor, double basisPoints, double a, double b, bool within) =>
        Check(Orders with { Passes = [ByKey(), ByKey(new Tolerance(minor, (decimal)basisPoints, Side.A))] },
            [new(1, "x", (decimal)a)], [new(1, "x", (decimal)b)],
            within ? "x: matched by key-tolerance" : $"x: amount by key [amount value {(decimal)b - (decimal)a:0.00}]");

    [Fact]
    public void Takes_basis_points_of_the_named_side()
    {
        Check(Orders with { Passes = [ByKey(new Tolerance(0, 10000, Side.B))] }, [new(1, "x", 1)], [new(1, "x", 10)], "x: matched by key-tolerance");
        Check(Orders with { Passes = [ByKey(new Tolerance(0, 10000, Side.A))] }, [new(1, "x", 1)], [new(1, "x", 10)], "x: amount by key [amount value 9.00]");
    }

    [Fact]
    public void Matches_sums_by_a_key_of_the_pass_and_leaves_the_rest_to_the_key()
    {
        var comparison = NoIdentity with { Passes = [ByKey(), BySum("deposit"), BySum()] };
        Check(comparison,
            [new(1, "k", 5), new(2, "p", 10, Deposit: "d"), new(3, "q", 20, Deposit: "d"), new(4, "r", 7, Deposit: "e"), new(5, "s", 8)],
            [new(1, "k", 5), new(2, "t", 30, Deposit: "d"), new(4, "r", 3, Deposit: "e"), new(5, "r", 4)],
            "k: matched by key", "r: matched by group-sum", "s: missing-b by none [missing-b -8.00]", "§2:d: matched by group-sum");
    }

    [Fact]
    public void Keeps_keys_of_passes_apart_from_keys_that_look_like_them()
    {
        var comparison = NoIdentity with { Passes = [BySum("deposit")] };
        Check(comparison, [new(1, "§1:d", 10), new(2, "q", 20, Deposit: "d"), new(3, @"\x", 1), new(4, "∅a:9", 1), new(9, null, 1)],
            [new(1, "§1:d", 10), new(2, "t", 20, Deposit: "d"), new(3, @"\x", 1)],
            @"\\x: matched by key", @"\§1:d: matched by key", @"\∅a:9: missing-b by none [missing-b -1.00]", "§1:d: matched by group-sum",
            "∅a:9: unmatched-key by none [unmatched-key -1.00]");
    }

    [Fact]
    public void Lets_the_first_row_by_date_then_row_speak_for_a_group_of_several()
    {
        var comparison = NoIdentity with { Passes = [BySum()], Attributes = [new("channel", "channel", "channel")] };
        Row[] a = [new(1, "x", 10, Day: "2024-03-11"), new(2, "x", 10, Day: "2024-03-09", Channel: "fax"), new(3, "x", 10, Day: "2024-03-09")];
        using var compared = Run(comparison, a, [new(1, "x", 30, Day: "2024-03-09", Channel: "fax")]);
        compared.Story.ShouldBe(["x: matched by group-sum"]);
        compared.Query("SELECT first_row_a, CAST(date_a AS VARCHAR) FROM p_groups").Single().ShouldBe([2L, "2024-03-09"]);
    }

    [Fact]
    public void Joins_the_parts_of_a_key_so_that_none_runs_into_another()
    {
        var comparison = Orders with { A = Orders.A with { Key = ["key", "channel"] }, B = Orders.B with { Key = ["key", "channel"] } };
        Check(comparison, [new(1, "x|y", 10, Channel: "z")], [new(1, "x", 10, Channel: "y|z")],
            @"x\|y|z: missing-b by none [missing-b -10.00]", @"x|y\|z: missing-a by none [missing-a 10.00]");
    }

    [Fact]
    public void Does_not_trust_a_sum_over_several_currencies() =>
        Check(NoIdentity with { Passes = [BySum()] },
            [new(1, "x", 30)], [new(1, "x", 10), new(2, "x", 20, Currency: "USD")], "x: currency by key [currency 0.00]");

    [Fact]
    public void Says_status_where_only_one_side_counts_and_statuses_conflict()
    {
        var comparison = Orders with { Status = new ComparedStatus("status", "status", [("paid", "captured")], Side.A) };
        Check(comparison,
            [new(1, "x", 10), new(2, "y", 10), new(3, "z", 10)],
            [new(1, "x", 10, Status: "captured"), new(2, "y", 10, Status: "cancelled"), new(3, "z", 12, Status: "refunded")],
            "x: matched by key", "y: status by key [status -10.00]", "z: status by key [status 0.00] [amount value 2.00]");
        using var compared = Run(comparison, [new(2, "y", 10)], [new(2, "y", 10, Status: "cancelled")]);
        compared.Discrepancies.Single().ShouldSatisfyAllConditions(d => d.Side.ShouldBe("b"), d => d.Team.ShouldBe("payment_operations"),
            d => d.ValueA.ShouldBe("paid"), d => d.ValueB.ShouldBe("cancelled"));
    }

    [Fact]
    public void Says_amount_where_only_one_side_counts_and_no_status_is_compared() =>
        Check(Orders, [new(2, "y", 10)], [new(2, "y", 10, Status: "cancelled")], "y: amount by key [amount value -10.00]");

    [Fact]
    public void Compares_amounts_of_relabelled_currencies_as_numbers() =>
        Check(Orders, [new(1, "x", 10), new(2, "y", 10)], [new(1, "x", 10, "USD"), new(2, "y", 11, "USD")],
            "x: currency by key [currency 0.00]", "y: currency by key [currency 0.00] [amount value 1.00]");

    [Fact]
    public void Lets_definitions_explain_what_they_say_and_keeps_the_rest()
    {
        var comparison = Orders with { Definitions = [Definition("shipping", "a.channel = 'web'", "a.fee"), Definition("rest_of_shop", "a.channel = 'shop'", null)] };
        Check(comparison,
            [new(1, "v", 10, Fee: 2), new(2, "w", 10, Fee: 2), new(3, "x", 10, Channel: "shop"), new(4, "y", 10, Channel: "fax"), new(5, "z", 10, Fee: 2)],
            [new(1, "v", 12), new(2, "w", 13), new(3, "x", 17), new(4, "y", 11), new(5, "z", 10)],
            "v: definition by key [definition value shipping 2.00]", "w: amount by key [amount value 1.00] [definition value shipping 2.00]",
            "x: definition by key [definition value rest_of_shop 7.00]", "y: amount by key [amount value 1.00]", "z: matched by key");
    }

    [Fact]
    public void Lets_definitions_follow_one_another()
    {
        var comparison = Orders with { Definitions = [Definition("shipping", null, "a.fee"), Definition("tips", "b.channel = 'bar'", null)] };
        using var compared = Run(comparison, [new(1, "v", 10, Fee: 2)], [new(1, "v", 15, Channel: "bar")]);
        compared.Story.ShouldBe(["v: definition by key [definition value shipping 2.00] [definition value tips 3.00]"]);
        compared.Groups.Single().ShouldSatisfyAllConditions(g => g.Definition.ShouldBe("shipping+tips"), g => g.Defined.ShouldBe(5), g => g.Cause.ShouldBe("definition"));
    }

    [Fact]
    public void Lets_a_definition_explain_rows_that_only_one_side_has()
    {
        var comparison = Orders with { Child = Side.B, Definitions = [Definition("gift_cards", "b.channel = 'gift'", null, Side.B)] };
        Check(comparison, [], [new(1, "x", 10, Channel: "gift"), new(2, "y", 10), new(3, null, 4, Channel: "gift")],
            "x: definition by none [definition value gift_cards 10.00]", "y: unmatched-key by none [unmatched-key 10.00]",
            "∅b:3: definition by none [definition value gift_cards 4.00]");
    }

    [Fact]
    public void Calls_young_rows_late_instead_of_missing() =>
        Check(Orders with { Grace = TimeSpan.FromDays(5) },
            [new(1, "x", 10, Day: "2024-03-06"), new(2, "y", 10, Day: "2024-03-05"), new(3, "z", 1)], [new(1, "z", 1, Day: "2024-03-10")],
            "x: late by none [late -10.00]", "y: missing-b by none [missing-b -10.00]", "z: matched by key");

    [Theory]
    [InlineData(PeriodGrain.Month, "2024-03-31", "2024-04-01", true)]
    [InlineData(PeriodGrain.Month, "2024-03-01", "2024-03-31", false)]
    [InlineData(PeriodGrain.Day, "2024-03-01", "2024-03-02", true)]
    public void Says_period_where_dates_fall_apart(PeriodGrain grain, string a, string b, bool differs) =>
        Check(Orders with { Period = grain }, [new(1, "x", 10, Day: a)], [new(1, "x", 10, Day: b)],
            differs ? "x: period by key [period 0.00]" : "x: matched by key");

    [Fact]
    public void Says_attribute_where_other_columns_differ() =>
        Check(Orders with { Attributes = [new("channel", "channel", "channel")] },
            [new(1, "x", 10), new(2, "y", 10)], [new(1, "x", 10, Channel: "shop"), new(2, "y", 11, Channel: "shop")],
            "x: attribute by key [attribute channel 0.00]", "y: amount by key [amount value 1.00] [attribute channel 0.00]");

    [Fact]
    public void Judges_other_measures_by_themselves()
    {
        var fee = Value with { Name = "fee", Expression = "fee", Filter = null };
        var comparison = Orders with { Measures = [.. Orders.Measures, new ComparedMeasure("fee", "fee", "fee")] };
        using var compared = Run(PlanOf(comparison, null, null, new PlannedMeasure("fee", fee, fee)), [new(1, "x", 10, Fee: 1)], [new(1, "x", 10, Fee: 3)]);
        compared.Story.ShouldBe(["x: amount by key [amount fee 2.00]"]);
        compared.Broken.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("side")]
    [InlineData("relation")]
    [InlineData("row_sum")]
    [InlineData("measure")]
    [InlineData("content")]
    [InlineData("group_key")]
    public void Lets_a_measure_be_called_as_it_likes(string name)
    {
        var comparison = Orders with { Measures = [new(name, "fee", "fee")] };
        var fee = Value with { Name = name, Expression = "fee", Filter = null };
        using var compared = Run(PlanOf(comparison) with { Measures = [new(name, fee, fee)] }, [new(1, "x", 10, Fee: 1), new(2, "y", 1)],
            [new(1, "x", 10, Fee: 3), new(2, "y", 1)]);
        compared.Query("SELECT class, amount FROM p_discrepancies").Single().ShouldBe(["amount", 2m]);
        compared.Broken.ShouldBeEmpty();
    }

    [Fact]
    public void Takes_signs_and_scales_from_the_measures()
    {
        var refunds = Value with { Expression = "amount * 0.125", Sign = -1, Scale = 3 };
        using var compared = Run(PlanOf(Orders, Value with { Expression = "-amount * 0.125", Scale = 3 }, refunds), [new(1, "x", 10.01m)], [new(1, "x", 10.01m)]);
        compared.Story.ShouldBe(["x: matched by key"]);
        compared.Groups.Single().A.ShouldBe(-1.251m);
    }

    [Fact]
    public void Takes_the_day_of_an_instant_in_the_time_zone_of_the_comparison()
    {
        var instant = Value with { Date = "day + INTERVAL 23 HOURS + INTERVAL 30 MINUTES" };
        var plan = PlanOf(Orders with { Period = PeriodGrain.Day }, instant, Value);
        plan = plan with { A = plan.A with { DateIsInstant = true } };
        using var compared = Run(plan, [new(1, "x", 1, Day: "2024-07-01"), new(2, "y", 1, Day: "2024-01-01")], [new(1, "x", 1, Day: "2024-07-02"), new(2, "y", 1, Day: "2024-01-01")]);
        compared.Story.ShouldBe(["x: matched by key", "y: matched by key"]);
    }

    [Fact]
    public void Puts_instants_from_the_cut_off_on_into_the_next_day()
    {
        var plan = PlanOf(Orders with { Period = PeriodGrain.Day, TimeZone = "UTC", CutOff = new TimeSpan(18, 0, 0) },
            Value with { Date = "CAST(day AS TIMESTAMP) + INTERVAL 17 HOURS + fee * INTERVAL 1 HOUR" }, Value);
        plan = plan with { A = plan.A with { DateIsInstant = true } };
        using var compared = Run(plan, [new(1, "x", 1, Day: "2024-01-01"), new(2, "y", 1, Day: "2024-01-01", Fee: 1)],
            [new(1, "x", 1, Day: "2024-01-01"), new(2, "y", 1, Day: "2024-01-02")]);
        compared.Story.ShouldBe(["x: matched by key", "y: matched by key"]);
    }

    [Fact]
    public void Sends_discrepancies_where_the_rules_route_them_else_to_the_side_at_fault()
    {
        var routed = Orders with { Routes = ImmutableDictionary<DiscrepancyClass, string>.Empty.Add(DiscrepancyClass.MissingB, "settlements_desk") };
        using var compared = Run(routed, [new(1, "x", 10), new(2, "z", 1)], [new(1, "y", 10), new(2, "z", 2)]);
        compared.Discrepancies.Select(d => (d.Class, d.Side, d.Team)).ShouldBe(
            [("missing-b", "b", "settlements_desk"), ("missing-a", "a", "order_management"), ("amount", "", "revenue_assurance")]);
    }

    [Fact]
    public void Gives_a_discrepancy_the_same_id_whatever_the_amounts_are()
    {
        using var one = Run(Orders, [new(1, "x", 10)], [new(1, "x", 11)]);
        using var two = Run(Orders, [new(5, "x", 10)], [new(6, "x", 12)]);
        one.Discrepancies.Single().Id.ShouldBe(two.Discrepancies.Single().Id);
        one.Discrepancies.Single().Id.ShouldMatch("^[0-9a-f]{16}$");
    }

    [Fact]
    public void Has_the_columns_it_says_it_has()
    {
        using var compared = Run(Rich.Comparison, [new(1, "x", 10)], [new(1, "x", 11)]);
        Columns("p_members").ShouldBe(ComparisonSql.MemberColumns(compared.Plan));
        Columns("p_groups").ShouldBe(ComparisonSql.GroupColumns(compared.Plan));
        Columns("p_discrepancies").ShouldBe(ComparisonSql.DiscrepancyColumns(compared.Plan));

        IEnumerable<(string, string)> Columns(string relation) =>
            compared.Query($"SELECT column_name, column_type FROM (DESCRIBE {relation})").Select(r => ((string)r[0]!, (string)r[1]!));
    }

    [Fact]
    public void Finds_out_when_a_key_is_not_as_unique_as_its_contract_says()
    {
        var plan = PlanOf(Orders);
        using var compared = Run(plan with { A = plan.A with { NoCopies = true } }, [new(1, "x", 10), new(2, "x", 10)], [new(1, "x", 10)]);
        compared.Broken.Select(f => f.Code).Distinct().ShouldBe(["TRY0690", "TRY0691"]);
    }
}
