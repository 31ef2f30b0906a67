using System.Globalization;
using CsCheck;
using Treaty.Core.Reconciliation;
using static Treaty.Backends.Tests.Reconciliation.Compared;

namespace Treaty.Backends.Tests.Reconciliation;

public class Laws_of_reconciliation
{
    internal static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    internal static readonly Gen<Row> AnyRow =
        from key in OneOf<string?>("k1", "k2", "k3", "k4", "|", @"\", "∅", null)
        from amount in OneOf<decimal?>(10, 10.01m, 10.02m, 20, 20.03m, -5, 0, null)
        from currency in Gen.Frequency((4, Gen.Const("EUR")), (1, Gen.Const("USD")))
        from status in OneOf<string?>("paid", "paid", "captured", "open", "cancelled", null)
        from day in OneOf("2024-01-10", "2024-01-31", "2024-02-01", "2024-02-10", "2024-03-01")
        from channel in OneOf("web", "shop", "gift")
        from fee in OneOf(0m, 0.01m, 10m)
        from deposit in OneOf<string?>(null, null, "d1", "d2")
        select new Row(0, key, amount, currency, status, day, channel, fee, deposit);

    internal static readonly Gen<Row[]> AnyTable = AnyRow.Array[0, 14].Select(rows => rows.Select((row, i) => row with { Id = i + 1 }).ToArray());

    internal static readonly Comparison[] Kinds =
    [
        Orders,
        Orders with { Period = PeriodGrain.Day, Child = Side.A, Passes = [new(PassKind.Key, null, null, new Tolerance(1, 20, Side.B), Nowhere)] },
        Rich.Comparison,
        Rich.Comparison with { A = Orders.A, B = Orders.B, Child = null, Definitions = [.. Rich.Comparison.Definitions, Rich.Comparison.Definitions[0] with { Id = "anything", When = "b.channel = 'shop'", Amount = null }] },
        Rich.Comparison with { A = Orders.A with { Identity = ["key", "deposit"] }, Status = null, Passes = [.. Rich.Comparison.Passes.Reverse()] },
        Rich.Comparison with { Passes = [new(PassKind.GroupSum, null, null, new Tolerance(5, 0, Side.A), Nowhere), Rich.Comparison.Passes[2]] },
        Rich.Comparison with { Passes = [Window, .. Rich.Comparison.Passes], Similar = ("status", "status") },
        Orders with
        {
            CommonKey = false, Passes = [Linked, Window], A = Orders.A with { Scope = "channel <> 'gift'" },
            B = Orders.B with { Identity = ["deposit"], Valid = "amount >= 0" },
        },
    ];

    private static MatchPass Window => new(PassKind.Unique, ["channel"], ["channel"], new Tolerance(2, 0, Side.B), Nowhere) { Window = new(0, 30) };

    private static MatchPass Linked => new(PassKind.Links, null, null, null, Nowhere) { Links = [("deposit", "deposit"), ("key", "key")] };

    internal static readonly BridgePeriod[] Months = [.. Enumerable.Range(1, 3).Select(m => new BridgePeriod(new DateOnly(2024, m, 1), new DateOnly(2024, m + 1, 1)))];

    internal static void ForAll(Action<Compared> law, int iter = 20) => Gen.Select(OneOf(Kinds), AnyTable, AnyTable).Sample((comparison, a, b) =>
    {
        using var compared = Run(comparison, a, b);
        law(compared);
    }, iter: iter, threads: 1, print: t => Print(t.Item1, t.Item2, t.Item3));

    internal static string Print(Comparison comparison, Row[] a, Row[] b) =>
        $"{Array.IndexOf(Kinds, comparison)}\nA {string.Join("\n  ", a.Select(r => r.Sql))}\nB {string.Join("\n  ", b.Select(r => r.Sql))}";

    [Fact]
    public void Every_row_and_every_cent_is_in_one_group() => ForAll(compared =>
    {
        compared.Broken.ShouldBeEmpty();
        compared.Groups.Select(g => g.Key).ShouldBeUnique();
        var rows = compared.Query("SELECT (SELECT count(*) FROM side_a) + (SELECT count(*) FROM side_b)")[0][0];
        compared.Members.Select(m => (m.Side, m.Id)).Distinct().Count().ShouldBe((int)(long)rows!);
        compared.Query("SELECT group_key FROM p_members EXCEPT SELECT group_key FROM p_groups").ShouldBeEmpty();
    });

    [Fact]
    public void What_is_written_of_groups_says_every_row_as_it_is() => ForAll(compared =>
    {
        const string row = "row_id, business_date, currency, status, value_amount, value_counted";
        var rows = string.Join(" UNION ALL ", new[] { "a", "b" }.Select(side => $"SELECT '{side}' AS side, {row} FROM p_rows_{side}"));
        compared.Query($"(SELECT side, {row} FROM p_members EXCEPT ALL ({rows})) UNION ALL (({rows}) EXCEPT ALL SELECT side, {row} FROM p_members)").ShouldBeEmpty();
        foreach (var side in new[] { "a", "b" })
            compared.Query($"SELECT row_id, group_key FROM p_placed_{side} EXCEPT SELECT row_id, group_key FROM p_members WHERE side = '{side}'").ShouldBeEmpty();
        compared.Query("SELECT group_key FROM p_agreed INTERSECT SELECT group_key FROM p_written_groups").ShouldBeEmpty();
        compared.Query("SELECT m.group_key FROM p_written_members AS m JOIN p_agreed AS a ON a.group_key = m.group_key").ShouldBeEmpty();
    });

    [Fact]
    public void Bridges_lead_from_total_to_total_with_nothing_unclassified() => ForAll(compared =>
    {
        foreach (var period in Months.Prepend(null))
        {
            var bridge = compared.Bridge(period);
            var proof = bridge.Verify(compared.Totals(period));
            proof.Findings.ShouldBeEmpty();
            bridge.Reversed().Verify(compared.Totals(period)).Findings.ShouldBeEmpty();
            compared.Bridge(period, Side.B).Lines.ShouldBe(bridge.Reversed().Lines);
            bridge.Reversed().Reversed().Lines.ShouldBe(bridge.Lines);
        }
    });

    [Fact]
    public void The_bridges_of_all_months_add_up_to_the_bridge_without_a_period() => ForAll(compared =>
    {
        var whole = compared.Bridge().Lines.Where(l => l.Amount != 0).ToDictionary(l => (l.Kind, l.Currency, l.Definition), l => l.Amount);
        var months = Months.SelectMany(month => compared.Bridge(month).Lines)
            .GroupBy(l => (l.Kind, l.Currency, l.Definition)).ToDictionary(g => g.Key, g => g.Sum(l => l.Amount))
            .Where(pair => pair.Value != 0).ToDictionary();
        months.OrderBy(p => p.Key.ToString(), StringComparer.Ordinal).ShouldBe(whole.OrderBy(p => p.Key.ToString(), StringComparer.Ordinal));
    });

    [Fact]
    public void Discrepancies_add_up_to_the_difference_and_give_the_group_its_class() => ForAll(compared =>
    {
        var discrepancies = compared.Discrepancies.ToLookup(d => d.Key);
        compared.Discrepancies.Select(d => d.Id).ShouldBeUnique();
        foreach (var group in compared.Groups)
        {
            var classes = discrepancies[group.Key].Select(d => ReconciliationWords.TryParseClass(d.Class)!.Value).ToList();
            group.Class.ShouldBe((classes.Count == 0 ? DiscrepancyClass.Matched : classes.Min()).Text());
            if (group.Cause != "tolerance") discrepancies[group.Key].Sum(d => d.Amount).ShouldBe(group.B - group.A, group.Key);
        }
    });

    [Fact]
    public void The_order_of_rows_changes_nothing() => Gen.Select(OneOf(Kinds), AnyTable, AnyTable).Sample((comparison, a, b) =>
    {
        using var one = Run(comparison, a, b);
        using var other = Run(comparison, a.OrderBy(r => r.Sql, StringComparer.Ordinal), b.Reverse());
        other.Groups.ShouldBe(one.Groups);
        other.Members.ShouldBe(one.Members);
        other.Discrepancies.ShouldBe(one.Discrepancies);
        other.Bridge(Months[0]).Lines.ShouldBe(one.Bridge(Months[0]).Lines);
    }, iter: 15, threads: 1, print: t => Print(t.Item1, t.Item2, t.Item3));

    [Fact]
    public void A_table_agrees_with_itself() => Gen.Select(OneOf([.. Kinds.Where(kind => kind.CommonKey)]), AnyTable).Sample((comparison, rows) =>
    {
        var table = rows.Where(r => r.Key is not null && r.Channel != "gift").DistinctBy(r => r.Key).ToList();
        using var compared = Run(comparison, table, table);
        compared.Discrepancies.ShouldBeEmpty();
        compared.Groups.ShouldAllBe(g => g.Class == "matched");
        foreach (var period in Months.Prepend(null))
            compared.Bridge(period).Lines.Where(l => !l.Kind.IsTotal()).ShouldAllBe(l => l.Amount == 0 && l.Gross == 0);
    }, iter: 15, threads: 1, print: t => Print(t.Item1, t.Item2, []));

    /// <summary>Rows come, change and go; what is compared is only what they touch, and what comes out is what a comparison of all gives.</summary>
    [Fact]
    public void Comparing_what_a_change_touches_equals_comparing_everything() =>
        Gen.Select(OneOf([.. Kinds.Where(kind => ChangeSql.Obstacle(PlanOf(kind)) is null)]), AnyTable, AnyTable, AnyTable, AnyTable).Sample(
            (comparison, oldA, newA, oldB, newB) =>
            {
                Row[] a = [.. Mixed(oldA, newA)], b = [.. Mixed(oldB, newB)];
                using var whole = Run(comparison, a, b);
                using var changed = Run(comparison, oldA, oldB);
                var before = (changed.Groups.Sum(g => g.A), changed.Groups.Sum(g => g.B));
                changed.Change(a, b);
                changed.Groups.ShouldBe(whole.Groups);
                changed.Members.ShouldBe(whole.Members);
                changed.Discrepancies.ShouldBe(whole.Discrepancies);
                changed.Bridge(Months[0]).Lines.ShouldBe(whole.Bridge(Months[0]).Lines);
                changed.Changes.Where(c => (string)c[1]! == "value").Select(c => (decimal)c[2]!)
                    .ShouldBe([whole.Groups.Sum(g => g.A) - before.Item1, whole.Groups.Sum(g => g.B) - before.Item2]);
            }, iter: 20, threads: 1, print: t => Print(t.Item1, t.Item2, t.Item4) + "\nthen\n" + Print(t.Item1, [.. Mixed(t.Item2, t.Item3)], [.. Mixed(t.Item4, t.Item5)]));

    /// <summary>Of the old rows some stay, some change to a new row under the old id, some go; some new rows come.</summary>
    internal static IEnumerable<Row> Mixed(Row[] old, Row[] @new) =>
        old.Where(r => r.Id % 5 != 0).Select((r, i) => r.Id % 4 == 0 && i < @new.Length ? @new[i] with { Id = r.Id } : r)
            .Concat(@new.Where(r => r.Id % 3 == 0).Select(r => r with { Id = r.Id + 100 }));

    [Fact]
    public void A_change_touches_only_the_groups_that_it_concerns()
    {
        Row[] rows = [.. Enumerable.Range(1, 50).Select(i => new Row(i, $"k{i}", i))];
        using var compared = Run(Orders, rows, rows);
        compared.Change([.. rows, new Row(51, "k51", 5)], [.. rows.Select(r => r.Id == 7 ? r with { Amount = 8 } : r)]).ShouldBe(2);
        compared.Discrepancies.Select(d => d.Short).ShouldBe(["missing-b -5.00", "amount value 1.00"]);
    }

    /// <summary>Comparisons that see their sides alike, so that what one way finds of A the other finds of B.</summary>
    private static readonly Comparison[] Mirrors =
    [
        Orders, Orders with { Period = PeriodGrain.Day, Grace = TimeSpan.FromDays(5) },
        Orders with { A = Orders.A with { Identity = null }, B = Orders.B with { Identity = null }, Status = new("status", "status", [("paid", "captured"), ("captured", "paid")], null) },
        Orders with { A = Orders.A with { Scope = "channel <> 'gift'" }, B = Orders.B with { Scope = "channel <> 'gift'" } },
    ];

    /// <summary>
    /// Line by line the one way is the other way negated, where a group has one date and one currency a side. Elsewhere the whole is: a
    /// group's amount difference falls into the month and currency of B's first row, which the other way is A's.
    /// </summary>
    [Fact]
    public void Comparing_the_other_way_round_gives_the_bridge_negated() => Gen.Select(OneOf(Mirrors), AnyTable, AnyTable).Sample((comparison, a, b) =>
    {
        using var forth = Run(comparison, a, b);
        using var back = Run(comparison, b, a);
        foreach (var period in Months.Prepend(null))
        {
            var (there, here) = (forth.Bridge(period), back.Bridge(period).Reversed() with { From = Side.A });
            foreach (var currency in there.AllCurrencies.Union(here.AllCurrencies)) there.Walk(currency).ShouldBe(here.Walk(currency));
        }
        (Row[] A, Row[] B) plain = (Single(a), Single(b));
        using var one = Run(comparison, plain.A, plain.B);
        using var other = Run(comparison, plain.B, plain.A);
        one.Bridge().Lines.ShouldBe(other.Bridge().Reversed().Lines);

        static Row[] Single(Row[] rows) => [.. rows.Select(r => r with { Currency = "EUR" }).DistinctBy(r => r.Key)];
    }, iter: 8, threads: 1, print: t => Print(t.Item1, t.Item2, t.Item3));

    /// <summary>
    /// Whatever stands between: the whole walk is the sum of the two; and where three tables differ by amounts alone, so is every line.
    /// </summary>
    [Fact]
    public void A_walk_by_way_of_a_third_adds_up() => Gen.Select(OneOf(Kinds), AnyTable, AnyTable, AnyTable).Sample((comparison, a, b, c) =>
    {
        using var ab = Run(comparison, a, b);
        using var bc = Run(comparison, b, c);
        using var ac = Run(comparison, a, c);
        foreach (var period in Months.Prepend(null))
            foreach (var currency in new[] { "EUR", "USD" })
                ac.Bridge(period).Walk(currency).ShouldBe(ab.Bridge(period).Walk(currency) + bc.Bridge(period).Walk(currency));
        Row[] Amounts(Row[] of) => [.. Enumerable.Range(1, 6).Select(i => new Row(i, $"k{i}", i <= of.Length ? of[i - 1].Amount ?? 0 : i))];
        using var one = Run(Orders, Amounts(a), Amounts(b));
        using var two = Run(Orders, Amounts(b), Amounts(c));
        using var whole = Run(Orders, Amounts(a), Amounts(c));
        whole.Bridge().Amount("EUR", BridgeLineKind.Amount)
            .ShouldBe(one.Bridge().Amount("EUR", BridgeLineKind.Amount) + two.Bridge().Amount("EUR", BridgeLineKind.Amount));
    }, iter: 6, threads: 1);

    [Fact]
    public void A_row_that_both_sides_get_changes_only_what_matches() => Gen.Select(OneOf([.. Kinds.Where(kind => kind.CommonKey)]), AnyTable, AnyTable).Sample((comparison, a, b) =>
    {
        // The newest date of a side says what may still come, so it is the same before.
        var (row, newest) = (new Row(900, "both", 77, Day: "2024-01-05", Deposit: "both"), new Row(901, "newest", 1, Day: "2024-05-01", Deposit: "newest"));
        using var before = Run(comparison, [.. a, newest], [.. b, newest]);
        using var after = Run(comparison, [.. a, newest, row], [.. b, newest, row]);
        after.Discrepancies.ShouldBe(before.Discrepancies);
        Walks(after).ShouldBe(Walks(before));

        static IEnumerable<BridgeLine> Walks(Compared compared) => compared.Bridge().Lines.Where(l => !l.Kind.IsTotal() && l.Gross != 0);
    }, iter: 8, threads: 1, print: t => Print(t.Item1, t.Item2, t.Item3));

    /// <summary>A change planted into side B of a table that agrees with itself, and what must be said of it.</summary>
    private sealed record Plant(string Name, Func<Row, Row[]> Change, params string[] Said);

    private static readonly Plant[] Plants =
    [
        new("nothing", r => [r]),
        new("drop", _ => [], "missing-b -{amount}"),
        new("double", r => [r, r with { Id = r.Id + 500 }], "duplicate b {amount}"),
        new("cent more", r => [r with { Amount = r.Amount + 0.01m }], "amount value 0.01"),
        new("cent less", r => [r with { Amount = r.Amount - 0.01m }], "amount value -0.01"),
        new("month", r => [r with { Day = "2024-04-02" }], "period 0.00"),
        new("day", r => [r with { Day = "2024-03-11" }]),
        new("status", r => [r with { Status = "cancelled" }], "status -{amount}"),
        new("currency", r => [r with { Currency = "USD" }], "currency 0.00"),
        new("shipping", r => [r with { Amount = r.Amount + r.Fee }], "definition value shipping {fee}"),
        new("split", r => [r with { Amount = 1 }, r with { Id = r.Id + 500, Amount = r.Amount - 1 }]),
        new("other channel", r => [r with { Channel = "shop" }], "attribute channel 0.00"),
        new("other key", r => [r with { Key = r.Key + "x" }], "missing-b -{amount}", "unmatched-key {amount}"),
        new("no key", r => [r with { Key = null }], "missing-b -{amount}", "unmatched-key {amount}"),
        new("cent and currency", r => [r with { Amount = r.Amount + 0.01m, Currency = "USD" }], "amount value 0.01", "currency 0.00"),
    ];

    [Fact]
    public void What_is_planted_is_found_in_its_class_and_nothing_else_is()
    {
        var comparison = Rich.Comparison with { Passes = [Rich.Comparison.Passes[0], Rich.Comparison.Passes[3]] };
        var planted = Gen.Select(OneOf(Plants), Gen.Int[200, 99999], Gen.Int[2, 50]).Array[1, 25];
        planted.Sample(plants =>
        {
            var clean = plants.Select((p, i) => new Row(i + 1, $"k{i:00}", p.Item2 / 100m, Fee: p.Item1.Name == "shipping" ? p.Item3 : 0, Deposit: $"d{i}", Day: "2024-03-10")).ToArray();
            var sentinel = new Row(999, "z", 1, Day: "2024-05-01");
            using var compared = Run(comparison, [.. clean, sentinel], [.. clean.SelectMany((r, i) => plants[i].Item1.Change(r)), sentinel]);
            var said = compared.Discrepancies.Select(d => d.Short).Order(StringComparer.Ordinal);
            said.ShouldBe(clean.SelectMany((r, i) => plants[i].Item1.Said.Select(text => Fill(text, r))).Order(StringComparer.Ordinal));
            compared.Broken.ShouldBeEmpty();
            compared.Bridge().Verify(compared.Totals()).Findings.ShouldBeEmpty();
        }, iter: 20, threads: 1, print: plants => string.Join(", ", plants.Select(p => p.Item1.Name)));

        static string Fill(string text, Row row) => text
            .Replace("{amount}", row.Amount!.Value.ToString("0.00", CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{fee}", row.Fee.ToString("0.00", CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    /// <summary>The faults that prove a comparer: each of them in a copy, every party's one row on its own key.</summary>
    private static readonly (string Name, Func<Row, Row, Row[]> Change, string Said)[] Faults =
    [
        ("drop", (_, _) => [], "missing-b"), ("double", (r, _) => [r, r with { Id = r.Id + 500 }], "duplicate b"),
        ("a cent more", (r, _) => [r with { Amount = r.Amount + 0.01m }], "amount value"),
        ("a cent less", (r, _) => [r with { Amount = r.Amount - 0.01m }], "amount value"),
        ("a day later", (r, _) => [r with { Day = "2024-03-11" }], "period"), ("another status", (r, _) => [r with { Status = "open" }], "status"),
        ("another currency", (r, _) => [r with { Currency = "USD" }], "currency"),
        ("merged into the party before", (r, before) => [r with { Deposit = before.Deposit }], "attribute party"),
    ];

    [Fact]
    public void Each_fault_that_is_planted_into_a_copy_is_found_in_its_class() =>
        Gen.Select(OneOf(Faults), Gen.Int[200, 99999]).Array[1, 20].Sample(planted =>
        {
            var comparison = Orders with
            {
                Period = PeriodGrain.Day, Status = new("status", "status", [("paid", "captured")], null), Attributes = [new("party", "deposit", "deposit")],
            };
            // Before each row stands one that nothing is done to, so that a party to merge into is always there.
            var clean = planted.SelectMany((p, i) => new[] { new Row(2 * i + 1, $"k{i}", 1, Deposit: $"p{i}"),
                new Row(2 * i + 2, $"x{i}", p.Item2 / 100m, Deposit: $"q{i}") }).ToArray();
            var copy = clean.SelectMany((r, i) => i % 2 == 0 ? [r] : planted[i / 2].Item1.Change(r, clean[i - 1])).ToArray();
            using var compared = Run(comparison, clean, [.. copy, new Row(999, "late", 1, Day: "2024-06-01", Deposit: "late")]);
            foreach (var (p, i) in planted.Select((p, i) => (p, i)))
                compared.Discrepancies.Where(d => d.Key == $"x{i}").Select(d => $"{d.Class} {d.Subject}".TrimEnd()).ShouldBe([p.Item1.Said], p.Item1.Name);
            compared.Discrepancies.Count(d => d.Key != "late").ShouldBe(planted.Length);
            var customers = new Core.Reconciliation.Walks.DistinctSql(compared.BridgePlan(), new("parties", "deposit", "deposit", "value", true, Nowhere), "side_a", "side_b");
            foreach (var step in customers.Steps) compared.Do(step);
            var walk = Core.Reconciliation.Bridge.Of(customers.Plan, compared.Query(Core.Reconciliation.Walks.DistinctSql.Lines.Text));
            walk.Amount("", BridgeLineKind.Merge).ShouldBe(-planted.Count(p => p.Item1.Name.StartsWith("merged", StringComparison.Ordinal)));
            walk.Amount("", BridgeLineKind.MissingB).ShouldBe(-planted.Count(p => p.Item1.Name == "drop"));
        }, iter: 8, threads: 1, print: planted => string.Join(", ", planted.Select(p => p.Item1.Name)));
}
