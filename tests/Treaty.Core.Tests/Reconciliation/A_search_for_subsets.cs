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
        { "one of amounts so large that chance hardly gives any", 7_500_003, [3_000_001, 4_500_002], "1+2 Unique" },
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
        Search(Rule(), One(20_002, 10_001, 10_001, 10_001)).Subsets[0].Chance.ShouldBe(3_685_271);
        // σ = ½·√(40,003² + 50,009² + 70,001²) = 47,437; 8 / (2.5066 · 47,437) = 0.00006728.
        Search(Rule(), One(90_012, 40_003, 50_009, 70_001)).Subsets.Single().Chance.ShouldBe(68);
        // At most two of three: N = 7, E[J·(3 − J)]/2 = 6/7, Var(J) = 15/7 − (9/7)² = 24/49, μ = 53,337.67, s² = 155,519,969;
        // σ² = 133,302,830 + 1,393,423,703; 7 / (2.5066 · 39,073) = 0.0000715.
        ChanceOfSubsets.Of([40_003, 50_009, 70_001], 2).ShouldBe(72);
        // Within 2 of the total there are five sums, of amounts that are all multiples of ten only one.
        ChanceOfSubsets.Of([40_003, 50_009, 70_001], 2, 2).ShouldBeInRange(355, 360);
        ChanceOfSubsets.Of([40_030, 50_090, 70_010], 2, 2).ShouldBe(ChanceOfSubsets.Of([4_003, 5_009, 7_001], 2));
    }

    /// <summary>With fewer rows there are fewer subsets, but their sums also lie closer together. So at the middle of the sums somewhat more
    /// of them may be expected; the margin leaves room for that.</summary>
    [Fact]
    public void Expects_hardly_more_by_chance_where_a_subset_may_have_fewer_rows() =>
        Gen.Int[100, 9_999].Select(a => (long)a).Array[2, 20].Sample(amounts =>
        {
            for (var rows = 3; rows <= amounts.Length; rows++)
                ChanceOfSubsets.Of(amounts, rows).ShouldBeGreaterThanOrEqualTo(ChanceOfSubsets.Of(amounts, rows - 1) * 8 / 10, $"{rows} rows");
        }, iter: 300);

    [Fact]
    public void Is_not_blind_to_small_amounts_beside_a_large_one()
    {
        long[] fees = [117, 243, 391, 562, 733, 894, 1_021, 1_187, 1_354, 1_512];
        ChanceOfSubsets.Of([1_000_000, .. fees], 4).ShouldBeGreaterThan(20_000);
        Search(Rule(rows: 4), One(1_001_304, [1_000_000, .. fees])).Subsets.ShouldAllBe(s => s.Verdict != SubsetVerdict.Unique);
        // Where all have the total's sign, what is greater than the total takes no part.
        Search(Rule(rows: 4), One(751, [.. Enumerable.Range(0, 12).Select(i => 9_000_000L + (i * 17_011)), .. fees.Take(4)])).Subsets.Single().Chance
            .ShouldBe(ChanceOfSubsets.Of([117, 243, 391, 562], 4));
    }

    public static TheoryData<int, int, long, bool> Sizes => new()
    {
        { 10, 3, 0, false }, { 10, 3, 50, true }, { 12, 4, 0, false }, { 14, 3, 10, true }, { 14, 14, 0, false }, { 16, 4, 0, true }, { 16, 6, 25, false },
        { 18, 3, 100, false }, { 18, 5, 0, true }, { 20, 4, 5, false },
    };

    /// <summary>Brute force: all subsets of random amounts, counted within a tolerance of many totals around the middle of their sums.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public void Expects_as_many_by_chance_as_there_are(int n, int rows, long tolerance, bool signs)
    {
        decimal expected = 0, counted = 0;
        for (var seed = 1UL; seed <= 6; seed++)
        {
            var amounts = Amounts(n, seed, signs);
            var sums = Sums(amounts, rows);
            var middle = sums[sums.Length / 2];
            var (from, to) = (middle - Reach, middle + Reach);
            // Each sum in reach is hit by 2·t + 1 totals.
            counted += (decimal)sums.Count(s => s >= from && s <= to) * ((2 * tolerance) + 1) / ((2 * Reach) + 1);
            expected += ChanceOfSubsets.Of(amounts, rows, tolerance) / 1_000_000m;
        }
        (counted / expected).ShouldBeInRange(0.7m, 1.3m, $"{counted} counted, {expected} expected");
    }

    /// <summary>Wide enough to count many sums, narrow beside their spread.</summary>
    private const long Reach = 12_000;

    /// <summary>Amounts of 10.00 to 1,000.00 from a generator that is the same everywhere.</summary>
    private static long[] Amounts(int n, ulong seed, bool signs)
    {
        var state = seed * 0x9E3779B97F4A7C15UL;
        return [.. Enumerable.Range(0, n).Select(_ =>
        {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            return ((long)(state % 99_001) + 1_000) * (signs && state >> 63 == 1 ? -1 : 1);
        })];
    }

    private static long[] Sums(long[] amounts, int rows)
    {
        var sums = new List<long>();
        void Add(int from, int left, long sum)
        {
            sums.Add(sum);
            for (var i = from; left > 0 && i < amounts.Length; i++) Add(i + 1, left - 1, sum + amounts[i]);
        }
        Add(0, rows, 0);
        return [.. sums.Order()];
    }
}
