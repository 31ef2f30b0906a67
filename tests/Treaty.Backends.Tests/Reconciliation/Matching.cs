using System.Globalization;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Matching;
using static Treaty.Backends.Tests.Reconciliation.Compared;

namespace Treaty.Backends.Tests.Reconciliation;

/// <summary>Passes that need an algorithm, decisions of people, and what is left as a proposal.</summary>
public class Matching
{
    /// <summary>Each side numbers its rows for itself; channel says who pays.</summary>
    private static Comparison Payments { get; } = Orders with
    {
        CommonKey = false,
        Passes = [Unique(2), Unique(2, new AmountBand(900_000, 1_000_000))],
        Similar = ("status", "status"),
    };

    private static MatchPass Unique(int after, AmountBand? band = null) =>
        new(PassKind.Unique, ["channel"], ["channel"], null, Nowhere) { Window = new(0, after), Band = band };

    private static MatchPass Key => new(PassKind.Key, null, null, null, Nowhere);

    private static MatchLock Lock(long[] a, long[] b, LockKind kind = LockKind.Match) => new("zone.revenue:order_payment", [.. a], [.. b], "d1", kind);

    /// <summary>Payments of many others on many days, all matched, so that nothing is to be expected by chance.</summary>
    private static IEnumerable<Row> Others(int ids) => Enumerable.Range(0, 150).Select(i => new Row(ids + i, $"o{i}", 1000 + i,
        Day: new DateOnly(2023, 1, 1).AddDays(3 * i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Channel: $"other {i}"));

    private static Compared Pay(Comparison comparison, Row[] a, Row[] b, params MatchLock[] locks) =>
        Run(PlanOf(comparison) with { Locks = new(locks) }, [.. a, .. Others(1000)], [.. b, .. Others(5000)]);

    private static void Check(Compared compared, params string[] story)
    {
        using (compared)
        {
            compared.Story.Where(s => !s.StartsWith("§1:a:o", StringComparison.Ordinal)).ShouldBe(story);
            compared.Broken.ShouldBeEmpty();
            compared.Bridge().Verify(compared.Totals()).Findings.ShouldBeEmpty();
        }
    }

    [Fact]
    public void Confirms_the_only_pair_in_window_and_band_and_calls_the_fee_tolerated() => Check(
        Pay(Payments, [new(1, "x1", 10, Channel: "ann"), new(2, "x2", 100, Channel: "bob")],
            [new(1, "x7", 10, Channel: "ann", Day: "2024-03-12"), new(2, "x8", 97, Channel: "bob", Day: "2024-03-11")]),
        "§1:a:x1|b:x7: matched by unique-window", "§2:a:x2|b:x8: matched by unique-window");

    [Fact]
    public void Means_nothing_by_equal_keys_where_each_side_numbers_its_own() => Check(
        Pay(Payments, [new(1, "x1", 10, Channel: "ann")], [new(1, "x1", 10, Channel: "bob")]),
        "a:x1: missing-b by none [missing-b -10.00]", "b:x1: missing-a by none [missing-a 10.00]");

    [Fact]
    public void Proposes_and_does_not_guess_where_two_fit()
    {
        using var compared = Pay(Payments, [new(1, "x1", 10, Channel: "ann", Status: "rent march")],
            [new(1, "x7", 10, Channel: "ann", Status: "gift"), new(2, "x8", 10, Channel: "ann", Status: "rent march")]);
        compared.Proposals.ShouldBe(["a:x1 ~ b:x8: several-partners 1/1", "a:x1 ~ b:x7: several-partners 2/1"]);
        Check(compared, "a:x1: ambiguous by none [ambiguous -10.00]", "b:x7: ambiguous by none [ambiguous 10.00]",
            "b:x8: ambiguous by none [ambiguous 10.00]");
    }

    [Fact]
    public void Proposes_what_chance_alone_would_give()
    {
        Row[] a = [new(1, "x1", 10, Channel: "ann")], b = [new(1, "x7", 10, Channel: "ann", Day: "2024-03-11")];
        using var compared = Run(PlanOf(Payments), a, b);
        compared.Proposals.ShouldBe(["a:x1 ~ b:x7: chance 1/1"]);
        compared.Query("SELECT chance FROM p_proposals")[0][0].ShouldBe(1m);
    }

    [Fact]
    public void Obeys_people_first_whatever_keys_and_amounts_say() => Check(
        Pay(Payments, [new(1, "x1", 10, Channel: "ann")],
            [new(1, "x7", 10, Channel: "ann"), new(2, "x8", 4, Channel: "eve"), new(3, "x9", 5, Channel: "kim")], Lock([1], [2, 3])),
        "b:x7: missing-a by none [missing-a 10.00]", "§h:1: amount by human [amount value -1.00]");

    [Fact]
    public void Keeps_apart_what_people_keep_apart()
    {
        Row[] a = [new(1, "x1", 10, Channel: "ann")], b = [new(1, "x7", 10, Channel: "ann"), new(2, "x8", 10, Channel: "ann")];
        Check(Pay(Payments, a, b, Lock([1], [1], LockKind.NoMatch)),
            "b:x7: missing-a by none [missing-a 10.00]", "§1:a:x1|b:x8: matched by unique-window");
        Check(Run(PlanOf(Orders) with { Locks = new([Lock([1], [1], LockKind.NoMatch)]) }, [new(1, "x", 1), new(2, "y", 1)], [new(1, "x", 1), new(2, "y", 1)]),
            "y: matched by key", "∅a:1: unmatched-key by none [unmatched-key -1.00]", "∅b:1: unmatched-key by none [unmatched-key 1.00]");
    }

    [Fact]
    public void Believes_people_that_two_rows_are_no_copies() => Check(
        Run(PlanOf(Orders) with { Locks = new([Lock([], [1, 2], LockKind.NoMatch)]) }, [new(1, "x", 20)],
            [new(1, "x", 10), new(2, "x", 10), new(3, "x", 10)]),
        "x: duplicate by key [duplicate b 10.00]");

    [Fact]
    public void Sums_linked_rows_many_to_many()
    {
        var comparison = Orders with
        {
            A = Orders.A with { Identity = null }, B = Orders.B with { Identity = null },
            Passes = [new(PassKind.Links, null, null, null, Nowhere) { Links = [("deposit", "deposit"), ("status", "channel")] }, Key],
        };
        Check(Run(comparison,
            [new(1, "a1", 10, Deposit: "d1", Status: "s1"), new(2, "a2", 20, Deposit: "d2", Status: "s1"), new(3, "a3", 5, Deposit: "d9", Status: "s9")],
            [new(1, "b1", 12, Deposit: "d1", Channel: "c"), new(2, "b2", 18, Deposit: "x", Channel: "s1"), new(3, "a3", 5, Deposit: "y", Channel: "z")]),
            "a3: matched by key", "§1:1: matched by group-sum");
    }

    [Fact]
    public void Leaves_linked_rows_open_where_their_sums_differ() => Check(
        Run(Orders with { Passes = [new(PassKind.Links, null, null, null, Nowhere) { Links = [("deposit", "deposit")] }] },
            [new(1, "x", 10, Deposit: "d1")], [new(1, "x", 12, Deposit: "d1")]),
        "x: amount by key [amount value 2.00]");

    [Fact]
    public void Puts_rows_out_of_scope_and_invalid_rows_to_themselves() => Check(
        Run(Orders with
        {
            A = Orders.A with { Scope = "channel <> 'gift'", Valid = "amount > 0" }, B = Orders.B with { Scope = "channel <> 'gift'" },
        }, [new(1, "x", 10), new(2, "y", 5, Channel: "gift"), new(3, "z", -1), new(4, "w", null), new(5, "x", 10, Channel: "gift")],
            [new(1, "x", 10), new(2, "y", 5, Channel: "gift"), new(3, "z", -1)]),
        "x: matched by key", "z: missing-a by none [missing-a -1.00]", "⊗a:3: invalid by none [invalid 1.00]",
        "⊗a:4: invalid by none [invalid 0.00]", "⊘a:2: out-of-scope by none [out-of-scope -5.00]",
        "⊘a:5: out-of-scope by none [out-of-scope -10.00]", "⊘b:2: out-of-scope by none [out-of-scope 5.00]");

    [Fact]
    public void Takes_keys_through_a_mapping_and_believes_none_that_says_two_things()
    {
        using var tables = new OutsideTables();
        tables.Execute("CREATE TABLE customers AS FROM (VALUES ('c1', 'e1'), ('c1', 'e1'), ('c2', 'e2'), ('c3', 'e3'), ('c3', 'e4'), (NULL, 'e5')) AS t(crm, erp)");
        tables.Compare("FROM (VALUES ('c1', 10), ('c2', 20), ('c3', 30), ('c4', 40), (NULL, 50)) AS t(id, amount)",
            "FROM (VALUES ('e1', 10), ('e2', 25), ('e3', 30)) AS t(id, amount)", ["id"], ("amount", 2), [],
            c => c with { A = c.A with { Through = new Crosswalk(new("customers", new("zone", "customers")), "crm", "erp") } });
        tables.Discrepancies.ShouldBe(["e2 amount value 5.00", "e3 missing-a 30.00", "∅a:3 unmatched-key -30.00", "∅a:4 unmatched-key -40.00",
            "∅a:5 unmatched-key -50.00"]);
    }

    [Fact]
    public void Says_what_was_searched()
    {
        using var compared = Pay(Payments with { Passes = [Unique(2) with { Pairs = 3 }] },
            [new(1, "x1", 10, Channel: "ann"), new(2, "x2", 10, Channel: "ann")], [new(1, "x7", 10, Channel: "ann"), new(2, "x8", 10, Channel: "ann")]);
        compared.Searched.ShouldBe([new SearchFigures(151, 304, 150, 150, 0, 0, 1, 4, 4)]);
        compared.Proposals.ShouldBeEmpty();
    }

    [Fact]
    public void Has_the_columns_of_proposals_it_says_it_has()
    {
        foreach (var comparison in new[] { Orders, Payments })
        {
            using var compared = Run(comparison, [new(1, "x", 10)], [new(1, "y", 11)]);
            compared.Query("SELECT column_name, column_type FROM (DESCRIBE p_proposals)").Select(r => ((string)r[0]!, (string)r[1]!))
                .ShouldBe(ComparisonSql.ProposalColumns(compared.Plan));
        }
    }
}
