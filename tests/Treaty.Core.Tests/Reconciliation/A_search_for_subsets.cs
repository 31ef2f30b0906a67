using CsCheck;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Matching;

namespace Treaty.Core.Tests.Reconciliation;

public class A_search_for_subsets
{
    private sealed record Placed(long Block, Side Side, SearchedRow Row);

    private static SubsetRule Rule(Side? total = Side.A, int rows = 6, int cap = 24, MatchWindow? window = null) => new(window, total, rows, cap, 10_000);

    private static (IReadOnlyList<FoundSubset> Subsets, SearchFigures Figures) Search(SubsetRule rule, IEnumerable<Placed> rows,
        params (long, long)[] rejected)
    {
        var search = new SubsetSearch(rule, rejected.ToHashSet());
        foreach (var row in rows) search.Add(row.Block, row.Side, row.Row);
        return search.Finish();
    }

    /// <summary>One row of A, numbered 0, and rows of B, numbered from 1, all on one day.</summary>
    private static IEnumerable<Placed> One(long total, params long[] amounts) =>
        [new(1, Side.A, new(0, 10, total)), .. amounts.Select((amount, i) => new Placed(1, Side.B, new(i + 1, 10, amount)))];

    private static string Said(FoundSubset s) => $"{string.Join('+', s.Members)} {s.Verdict}{(s.Found == 1 ? "" : $" {s.Found}")}";

    public static TheoryData<string, long, long[], string> Cases => new()
    {
        { "none", 100_000, [40_003, 50_009, 70_001], "" },
        { "one", 90_012, [40_003, 50_009, 70_001], "1+2 Unique" },
        { "all of them", 160_013, [40_003, 50_009, 70_001], "1+2+3 Unique" },
        { "several, fewer rows first", 100_000, [30_000, 30_001, 40_000, 39_999, 60_000], "3+5 Several 2|1+2+4 Several 2" },
        { "a single row that fits is another way", 90_012, [40_003, 50_009, 90_012], "1+2 Several 2" },
        { "a single row alone is for other passes", 90_012, [90_012, 50_009], "" },
        { "negative amounts", 40_003, [90_012, -50_009, 70_001], "1+2 Unique" },
        { "a negative total", -90_012, [-40_003, -50_009, 50_009], "1+2 Unique" },
        { "a total of zero takes no part", 0, [50_009, -50_009], "" },
        { "zeros take no part", 90_012, [40_003, 0, 50_009, 0], "1+3 Unique" },
        { "equal amounts are different rows", 20_002, [10_001, 10_001, 10_001], "1+2 Several 3|1+3 Several 3|2+3 Several 3" },
        { "round amounts come about by chance", 9, [4, 5, 1], "1+2 Chance" },
        { "amounts are as round as what all are multiples of", 90_000, [40_000, 50_000, 10_000], "1+2 Chance" },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Finds_what_adds_up(string name, long total, long[] amounts, string expected) =>
        string.Join('|', Search(Rule(), One(total, amounts)).Subsets.Select(Said)).ShouldBe(expected, name);

    [Fact]
    public void Counts_all_and_keeps_a_few()
    {
        var (subsets, figures) = Search(Rule(), One(60_006, [.. Enumerable.Repeat(10_001L, 24)]));
        subsets.Count.ShouldBe(SubsetSearch.Kept);
        subsets.ShouldAllBe(s => s.Found == 134_596 && s.Members.Length == 6);
        (figures.Candidates, figures.Several, figures.Totals).ShouldBe((134_596, 1, 1));
    }

    [Fact]
    public void Adds_past_64_bits() =>
        // Nineteen of them are 2 more than 2 to the 64th.
        Search(Rule(rows: 19), One(2, [.. Enumerable.Repeat(970_881_267_037_344_822L, 19)])).Subsets.ShouldBeEmpty();

    [Fact]
    public void Looks_no_further_than_the_most_rows()
    {
        Search(Rule(rows: 2), One(160_013, 40_003, 50_009, 70_001)).Subsets.ShouldBeEmpty();
        Search(Rule(rows: 3), One(160_013, 40_003, 50_009, 70_001)).Subsets.Count.ShouldBe(1);
    }

    [Fact]
    public void Says_what_it_did_not_search()
    {
        Placed[] rows = [.. One(90_012, 40_003, 50_009, 70_001, 3), new(2, Side.A, new(7, 10, 90_012)), .. One(90_012, 40_003, 50_009).Skip(1).Select(r => r with { Block = 2 })];
        var (subsets, figures) = Search(Rule(cap: 3), rows);
        subsets.Select(s => s.Total).ShouldBe([7]);
        (figures.Blocks, figures.Totals, figures.NotSearchedBlocks, figures.NotSearchedRows, figures.LargestBlock).ShouldBe((2, 2, 1, 1, 4));
        Search(Rule(cap: 4), rows).Figures.NotSearchedRows.ShouldBe(0);
    }

    [Fact]
    public void Counts_against_the_cap_only_what_the_window_lets_in()
    {
        Placed[] rows = [.. One(90_012, 40_003, 50_009), .. Enumerable.Range(0, 50).Select(i => new Placed(1, Side.B, new(100 + i, 30 + i, 10)))];
        var (subsets, figures) = Search(Rule(window: new(2, 2)), rows);
        subsets.Select(Said).ShouldBe(["1+2 Unique"]);
        figures.NotSearchedRows.ShouldBe(0);
        Search(Rule(), rows).Figures.NotSearchedRows.ShouldBe(1);
    }

    [Theory]
    [InlineData(8, 12, true)]
    [InlineData(7, 12, false)]
    [InlineData(8, 13, false)]
    public void Holds_every_member_to_the_window(int first, int second, bool found) =>
        Search(Rule(window: new(2, 2)), [new(1, Side.A, new(0, 10, 90_012)), new(1, Side.B, new(1, first, 40_003)), new(1, Side.B, new(2, second, 50_009))])
            .Subsets.Any().ShouldBe(found);

    [Fact]
    public void Sees_blocks_apart_and_both_directions()
    {
        Placed[] rows = [new(1, Side.B, new(0, 10, 90_012)), new(1, Side.A, new(1, 10, 40_003)), new(1, Side.A, new(2, 10, 50_009)), new(2, Side.B, new(3, 10, 90_012))];
        Search(Rule(total: null), rows).Subsets.Select(s => $"{s.Side}{s.Total}={Said(s)}").ShouldBe(["B0=1+2 Unique"]);
        Search(Rule(total: Side.A), rows).Subsets.ShouldBeEmpty();
    }

    [Fact]
    public void Obeys_a_person_who_says_no_match() =>
        Search(Rule(), One(90_012, 40_003, 50_009, 30_000, 60_012), (0, 1)).Subsets.Select(Said).ShouldBe(["3+4 Unique"]);

    private static readonly Gen<Placed[]> AnyRows =
        (from side in Gen.Bool
         from day in Gen.Int[0, 4]
         from minor in Gen.Int[-6, 12]
         from block in Gen.Int[0, 1]
         select new Placed(block, side ? Side.A : Side.B, new(0, day, minor))).Array[0, 14]
        .Select(rows => rows.Select((r, i) => r with { Row = r.Row with { Row = i } }).OrderBy(r => r.Block).ToArray());

    private static readonly Gen<SubsetRule> AnyRule =
        from window in Gen.Int[-1, 2]
        from total in Gen.Int[0, 2]
        from rows in Gen.Int[2, 6]
        from cap in Gen.Int[2, 12]
        select new SubsetRule(window < 0 ? null : new(window, 1), total == 0 ? null : total == 1 ? Side.A : Side.B, rows, cap, 10_000);

    /// <summary>Every subset one after the other, for every total.</summary>
    private static IEnumerable<(Side, long, long)> Slowly(SubsetRule rule, Placed[] rows) =>
        from total in rows
        where total.Row.Minor != 0 && (rule.Total is null || rule.Total == total.Side)
        let others = rows.Where(o => o.Block == total.Block && o.Side != total.Side && o.Row.Minor != 0 && Fits(rule.Window, total, o)).ToArray()
        where others.Length <= rule.Cap
        let sums = Enumerable.Range(1, (1 << others.Length) - 1).Select(mask => others.Where((_, i) => (mask >> i & 1) == 1).ToArray())
            .Where(s => s.Length <= rule.Rows && s.Sum(o => o.Row.Minor) == total.Row.Minor).ToArray()
        where sums.Any(s => s.Length > 1)
        select (total.Side, total.Row.Row, (long)sums.Length);

    private static bool Fits(MatchWindow? window, Placed total, Placed other)
    {
        var lag = total.Side == Side.A ? other.Row.Day - total.Row.Day : total.Row.Day - other.Row.Day;
        return window is null || (lag <= window.After && -lag <= window.Before);
    }

    [Fact]
    public void Finds_what_trying_every_subset_finds() => Gen.Select(AnyRule, AnyRows).Sample((rule, rows) =>
    {
        var found = Search(rule, rows).Subsets;
        found.Select(s => (s.Side, s.Total, s.Found)).Distinct().Order().ShouldBe(Slowly(rule, rows).Order());
        foreach (var s in found)
            s.Members.Distinct().Sum(Minor).ShouldBe(Minor(s.Total));
        long Minor(long row) => rows.Single(r => r.Row.Row == row).Row.Minor;
    }, iter: 1000);

    [Fact]
    public void Finds_the_same_in_any_order_of_rows() => Gen.Select(AnyRule, AnyRows).Sample((rule, rows) =>
    {
        var (one, other) = (Search(rule, rows), Search(rule, rows.Reverse().OrderBy(r => r.Block)));
        other.Subsets.Select(s => (s.Side, s.Total, s.Number, Said(s), s.Chance)).ShouldBe(one.Subsets.Select(s => (s.Side, s.Total, s.Number, Said(s), s.Chance)));
        other.Figures.ShouldBe(one.Figures);
    }, iter: 1000);

    [Fact]
    public void Expects_as_many_by_chance_as_the_formula_says()
    {
        // σ = ½·√(3·10,001²) = 8,661.1; 2³ / (√(2π)·σ) = 0.000368, times 10,001 since all are multiples of it.
        var subset = Search(Rule(), One(20_002, 10_001, 10_001, 10_001)).Subsets[0];
        subset.Chance.ShouldBeInRange(3_685_000, 6_400_000);
        // σ = ½·√(40,003² + 50,009² + 70,001²) = 47,437; 8 / (2.5066 · 47,437) = 0.00006728.
        Search(Rule(), One(90_012, 40_003, 50_009, 70_001)).Subsets.Single().Chance.ShouldBe(68);
    }
}
