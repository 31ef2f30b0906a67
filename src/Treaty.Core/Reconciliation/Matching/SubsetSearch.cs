using System.Collections.Immutable;

namespace Treaty.Core.Reconciliation.Matching;

/// <summary>Which subsets of one side are looked for.</summary>
/// <param name="Window">Null where dates do not matter.</param>
/// <param name="Total">The side whose single rows are the totals; null for both, one after the other.</param>
/// <param name="Rows">The most rows of a subset.</param>
/// <param name="Cap">The most rows among which the subsets of one total are looked for; a total with more is not searched, and that is
/// reported.</param>
/// <param name="Chance">A subset is called unique only where fewer than this are expected by chance, in millionths.</param>
public sealed record SubsetRule(MatchWindow? Window, Side? Total, int Rows, int Cap, long Chance)
{
    /// <summary>No cap may be greater: chance alone gives subsets of so many rows for any total.</summary>
    public const int MostCap = 28;
}

/// <summary>Why a subset is a proposal and no more.</summary>
public enum SubsetVerdict
{
    /// <summary>The only one there is, and not to be expected by chance.</summary>
    Unique = 0,

    /// <summary>Other subsets, or a single row, add up to the same.</summary>
    Several = 1,

    /// <summary>The only one there is, but chance alone gives such subsets too often.</summary>
    Chance = 2,
}

/// <summary>Rows of one side that add up to a row of the other.</summary>
/// <param name="Side">The side of the total.</param>
/// <param name="Members">Row ids of the other side, the oldest first.</param>
/// <param name="Number">Its place among those of this total, from 1: fewer rows first, then older ones.</param>
/// <param name="Found">How many subsets of this total there are, single rows among them.</param>
/// <param name="Chance">Subsets expected by chance, in millionths.</param>
public sealed record FoundSubset(
    Side Side, long Total, ImmutableArray<long> Members, int Number, long Found, SubsetVerdict Verdict, long Chance);

/// <summary>
/// Looks, block by block, for two or more rows of one side that add up exactly to one row of the other. Rows are added in order of their
/// block. What is found depends on the rows alone, never on the order within a block. Rows of the amount zero take no part: they would be
/// in every subset or in none.
/// </summary>
/// <param name="rejected">Pairs that a person has said are no match: the one is in no subset of the other.</param>
public sealed class SubsetSearch(SubsetRule rule, IReadOnlySet<(long A, long B)> rejected)
{
    private readonly PairRule _days = new(rule.Window, null, null, 0, 0);
    private readonly List<SearchedRow> _a = [], _b = [];
    private readonly List<FoundSubset> _found = [];
    private long _block = long.MinValue;
    private SearchFigures _figures = new(0, 0, 0, 0, 0, 0, 0, 0, 0) { Totals = 0 };

    /// <summary>How many subsets of one total are kept; all are counted.</summary>
    public const int Kept = 10;

    public void Add(long block, Side side, SearchedRow row)
    {
        if (block != _block) Solve();
        _block = block;
        if (row.Minor != 0) (side == Side.A ? _a : _b).Add(row);
    }

    public (IReadOnlyList<FoundSubset> Subsets, SearchFigures Figures) Finish()
    {
        Solve();
        return (_found, _figures);
    }

    private void Solve()
    {
        if (_a.Count > 0 && _b.Count > 0)
        {
            var before = _figures.NotSearchedRows;
            _figures = _figures with { Blocks = _figures.Blocks + 1, Rows = _figures.Rows + _a.Count + _b.Count };
            if (rule.Total != Side.B) Totals(Side.A, Sorted(_a), Sorted(_b));
            if (rule.Total != Side.A) Totals(Side.B, Sorted(_b), Sorted(_a));
            if (_figures.NotSearchedRows > before) _figures = _figures with { NotSearchedBlocks = _figures.NotSearchedBlocks + 1 };
        }
        _a.Clear();
        _b.Clear();
    }

    private static SearchedRow[] Sorted(List<SearchedRow> rows) => [.. rows.OrderBy(row => row.Day).ThenBy(row => row.Row)];

    private void Totals(Side side, SearchedRow[] totals, SearchedRow[] others)
    {
        var days = others.Select(row => (long)row.Day).ToArray();
        SearchedRow[] among = [];
        SubsetSums? sums = null;
        foreach (var total in totals)
        {
            var (first, last) = _days.Around(total.Day, side.Other());
            var range = others[BlockCandidates.AtLeast(days, first)..BlockCandidates.AtLeast(days, last + 1L)];
            var candidates = rejected.Count == 0 ? range : [.. range.Where(other => !Rejected(side, total, other))];
            _figures = _figures with { Totals = _figures.Totals + 1, LargestBlock = Math.Max(_figures.LargestBlock, candidates.Length) };
            if (candidates.Length > rule.Cap)
            {
                _figures = _figures with { NotSearchedRows = _figures.NotSearchedRows + 1 };
                continue;
            }
            if (!Reaches(candidates, total.Minor)) continue;
            if (sums is null || !candidates.AsSpan().SequenceEqual(among))
                (among, sums) = (candidates, new SubsetSums([.. candidates.Select(row => row.Minor)]));
            Judge(side, total, among, sums);
        }
    }

    /// <summary>False where even all amounts of the total's sign come to less than it, so that no subset can add up to it.</summary>
    private static bool Reaches(SearchedRow[] candidates, long total)
    {
        Int128 sum = 0;
        foreach (var row in candidates)
            if (Math.Sign(row.Minor) == Math.Sign(total)) sum += row.Minor;
        return Int128.Abs(sum) >= Int128.Abs(total);
    }

    /// <summary>Where all amounts have the total's sign, none that is greater can be part of it.</summary>
    private static long[] MayTakePart(SearchedRow[] among, long total) =>
        Array.TrueForAll(among, row => Math.Sign(row.Minor) == Math.Sign(total))
        ? [.. among.Select(row => row.Minor).Where(minor => Int128.Abs(minor) <= Int128.Abs(total))] : [.. among.Select(row => row.Minor)];

    private bool Rejected(Side side, SearchedRow total, SearchedRow other) =>
        rejected.Contains(side == Side.A ? (total.Row, other.Row) : (other.Row, total.Row));

    private void Judge(Side side, SearchedRow total, SearchedRow[] among, SubsetSums sums)
    {
        var sizes = sums.Count(total.Minor, rule.Rows);
        var found = sizes.Sum();
        if (found == sizes[1]) return;
        var chance = ChanceOfSubsets.Of(MayTakePart(among, total.Minor), rule.Rows);
        var verdict = found > 1 ? SubsetVerdict.Several : chance < rule.Chance ? SubsetVerdict.Unique : SubsetVerdict.Chance;
        var kept = Enumerable.Range(2, rule.Rows - 1).Where(size => sizes[size] > 0).SelectMany(size => sums.OfSize(total.Minor, size))
            .Take(Kept);
        foreach (var (i, places) in kept.Index())
            _found.Add(new(side, total.Row, [.. places.Select(place => among[place].Row)], i + 1, found, verdict, chance));
        _figures = _figures with
        {
            Candidates = _figures.Candidates + found - sizes[1],
            Several = _figures.Several + (verdict == SubsetVerdict.Several ? 1 : 0),
            Chance = _figures.Chance + (verdict == SubsetVerdict.Chance ? 1 : 0),
        };
    }
}
