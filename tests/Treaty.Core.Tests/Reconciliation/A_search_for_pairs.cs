using CsCheck;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Matching;

namespace Treaty.Core.Tests.Reconciliation;

public class A_search_for_pairs
{
    private static PairRule Rule(int before = 0, int after = 5, Tolerance? tolerance = null, AmountBand? band = null, long pairs = 1000) =>
        new(new MatchWindow(before, after), tolerance, band, 10_000, pairs);

    private sealed record Placed(long Block, Side Side, SearchedRow Row);

    private static (IReadOnlyList<FoundPair> Pairs, SearchFigures Figures) Search(
        PairRule rule, IEnumerable<Placed> rows, IEnumerable<Placed>? others = null, params (long, long)[] rejected)
    {
        var (a, b) = (new SideSpread(), new SideSpread());
        foreach (var row in rows.Concat(others ?? [])) (row.Side == Side.A ? a : b).Add(row.Row.Day, row.Row.Minor);
        a.Done();
        b.Done();
        var search = new PairSearch(rule, a, b, rejected.ToHashSet());
        foreach (var row in rows) search.Add(row.Block, row.Side, row.Row);
        return search.Finish();
    }

    private static Placed A(long row, int day, long minor, long block = 1) => new(block, Side.A, new(row, day, minor));

    private static Placed B(long row, int day, long minor, long block = 1) => new(block, Side.B, new(row, day, minor));

    /// <summary>Many rows elsewhere, so that amounts and days are not to be expected by chance.</summary>
    private static IEnumerable<Placed> Elsewhere => Enumerable.Range(0, 1000).SelectMany(i => new[] { A(0, i, 7 * i), B(0, i, 7 * i) });

    [Fact]
    public void Confirms_what_nothing_else_fits_and_chance_does_not_give()
    {
        var (pairs, figures) = Search(Rule(), [A(1, 10, 500), B(2, 12, 500), B(3, 12, 501)], Elsewhere);
        pairs.Select(p => (p.A, p.B, p.Verdict)).ShouldBe([(1, 2, PairVerdict.Confirmed)]);
        figures.ShouldBe(new SearchFigures(1, 3, 1, 1, 0, 0, 0, 0, 1));
    }

    [Fact]
    public void Never_takes_the_first_of_two()
    {
        var (pairs, _) = Search(Rule(), [A(1, 10, 500), B(2, 11, 500), B(3, 12, 500)], Elsewhere);
        pairs.Select(p => p.Verdict).ShouldBe([PairVerdict.Several, PairVerdict.Several]);
    }

    [Fact]
    public void Does_not_confirm_what_chance_gives_as_often()
    {
        // Nothing else is known of either side: any row has this amount on these days.
        var (pairs, _) = Search(Rule(), [A(1, 10, 500), B(2, 12, 500)]);
        pairs.Single().Verdict.ShouldBe(PairVerdict.Chance);
        pairs.Single().Chance.ShouldBe(1_000_000);
    }

    [Fact]
    public void Does_not_confirm_an_amount_that_the_block_repeats_on_other_days()
    {
        Placed[] rents = [.. Enumerable.Range(0, 6).Select(i => B(10 + i, 12 + (30 * i), 500))];
        var (pairs, _) = Search(Rule(), [A(1, 10, 500), .. rents], Elsewhere);
        pairs.Single().Verdict.ShouldBe(PairVerdict.Chance);
        pairs.Single().Chance.ShouldBeGreaterThan(10_000);
    }

    [Fact]
    public void Obeys_a_person_who_says_no_match()
    {
        Placed[] rows = [A(1, 10, 500), B(2, 11, 500), B(3, 12, 500)];
        var (pairs, _) = Search(Rule(), rows, Elsewhere, (1, 2));
        pairs.Select(p => (p.A, p.B, p.Verdict)).ShouldBe([(1, 3, PairVerdict.Confirmed)]);
    }

    [Fact]
    public void Says_what_it_did_not_search()
    {
        Placed[] rows = [.. Enumerable.Range(0, 40).SelectMany(i => new[] { A(i, 1, 500), B(i, 1, 500) }), A(90, 1, 9, 2), B(91, 1, 9, 2)];
        var (pairs, figures) = Search(Rule(pairs: 100), rows, Elsewhere);
        (figures.NotSearchedBlocks, figures.NotSearchedRows, figures.LargestBlock).ShouldBe((1, 80, 1600));
        pairs.Select(p => (p.A, p.B)).ShouldBe([(90, 91)]);
    }

    [Theory]
    [InlineData(0, 5, 10, 10, true)]
    [InlineData(0, 5, 10, 15, true)]
    [InlineData(0, 5, 10, 16, false)]
    [InlineData(0, 5, 10, 9, false)]
    [InlineData(2, 0, 10, 8, true)]
    [InlineData(2, 0, 10, 7, false)]
    public void Sees_days_before_and_after_apart(int before, int after, int a, int b, bool fits) =>
        Rule(before, after).Fits(a, b).ShouldBe(fits);

    [Theory]
    [InlineData(900_000, 1_000_000, 10_000, 10_000, true)]
    [InlineData(900_000, 1_000_000, 10_000, 9_000, true)]
    [InlineData(900_000, 1_000_000, 10_000, 8_999, false)]
    [InlineData(900_000, 1_000_000, 10_000, 10_001, false)]
    [InlineData(900_000, 1_000_000, -10_000, -9_500, true)]
    [InlineData(900_000, 1_000_000, 10_000, -9_500, false)]
    [InlineData(900_000, 1_000_000, long.MaxValue, long.MaxValue - 1, true)]
    [InlineData(900_000, 1_100_000, 0, 0, true)]
    public void Takes_a_band_of_the_same_sign_inclusive(long from, long to, long a, long b, bool fits) =>
        Rule(band: new AmountBand(from, to)).Fits(a, b).ShouldBe(fits);

    private static readonly Gen<PairRule> AnyRule =
        from before in Gen.Int[0, 3]
        from after in Gen.Int[0, 3]
        from kind in Gen.Int[0, 3]
        from minor in Gen.Int[0, 3]
        from points in Gen.Int[0, 4000]
        from share in Gen.Int[500_000, 1_000_000]
        select new PairRule(new MatchWindow(before, after),
            kind == 1 ? new Tolerance(minor, points, Side.A) : kind == 2 ? new Tolerance(minor, points, Side.B) : null,
            kind == 3 ? new AmountBand(share, 2_000_000 - share) : null, 1_000_000_000, 1_000_000);

    private static readonly Gen<Placed[]> AnyRows =
        (from side in Gen.Bool
         from day in Gen.Int[0, 6]
         from minor in Gen.Int[-12, 40]
         from block in Gen.Int[0, 1]
         select new Placed(block, side ? Side.A : Side.B, new(0, day, minor))).Array[0, 16]
        .Select(rows => rows.Select((r, i) => r with { Row = r.Row with { Row = i } }).OrderBy(r => r.Block).ToArray());

    [Fact]
    public void Looks_at_every_pair_that_fits() => Gen.Select(AnyRule, AnyRows).Sample((rule, rows) =>
    {
        var expected = from a in rows
                       from b in rows
                       where a.Side == Side.A && b.Side == Side.B && a.Block == b.Block
                           && rule.Fits(a.Row.Day, b.Row.Day) && rule.Fits(a.Row.Minor, b.Row.Minor)
                       select (a.Row.Row, b.Row.Row);
        Search(rule, rows).Pairs.Select(p => (p.A, p.B)).Order().ShouldBe(expected.Order());
    }, iter: 3000);

    [Fact]
    public void Finds_the_same_in_any_order_of_rows() => Gen.Select(AnyRule, AnyRows).Sample((rule, rows) =>
    {
        var other = rows.Reverse().OrderBy(r => r.Block).ToArray();
        Search(rule, other).Pairs.OrderBy(p => (p.A, p.B)).ShouldBe(Search(rule, rows).Pairs.OrderBy(p => (p.A, p.B)));
    }, iter: 500);
}
