namespace Treaty.Core.Reconciliation.Matching;

/// <summary>What became of a candidate pair.</summary>
public enum PairVerdict
{
    /// <summary>In every maximum matching of its block, and not to be expected by chance.</summary>
    Confirmed = 0,

    /// <summary>Other pairs of the same rows would make as many matches: which of them is right cannot be known.</summary>
    Several = 1,

    /// <summary>The only way to match as many rows, but chance alone gives partners like this too often.</summary>
    Chance = 2,
}

/// <summary>A candidate pair by row ids, and what became of it.</summary>
/// <param name="Chance">Expected partners by chance, in millionths.</param>
/// <param name="Nearer">Expected partners by chance with an amount at least as near, in millionths.</param>
public readonly record struct FoundPair(long A, long B, PairVerdict Verdict, long Chance, long Nearer);

/// <summary>What a search did and did not do.</summary>
/// <param name="NotSearchedBlocks">Blocks with more pairs to look at than the pass allows, and their rows.</param>
/// <param name="LargestBlock">Pairs to look at in the largest block.</param>
public sealed record SearchFigures(
    long Blocks, long Rows, long Candidates, long Confirmed, long Several, long Chance, long NotSearchedBlocks, long NotSearchedRows,
    long LargestBlock)
{
    /// <summary>Rows for which subsets were looked for; null for a pass by pairs. Candidates are then subsets; several, chance and
    /// rows not searched are totals, and the largest block is the most rows among which one total's subsets are looked for.</summary>
    public long? Totals { get; init; }
}

/// <summary>
/// Solves a pass block by block: rows are added in order of their block, both sides of a block together; each block is solved and
/// forgotten.
/// What is found depends on the rows of the block and the spread of both sides alone, never on the order within a block.
/// </summary>
/// <param name="rejected">Pairs that a person has said are no match.</param>
public sealed class PairSearch(PairRule rule, SideSpread spreadA, SideSpread spreadB, IReadOnlySet<(long A, long B)> rejected)
{
    private readonly ChanceOfPairs _chance = new(rule, spreadA, spreadB);
    private readonly List<SearchedRow> _a = [], _b = [];
    private readonly List<FoundPair> _found = [];
    private long _block = long.MinValue;
    private SearchFigures _figures = new(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>How many candidates of one row that were not confirmed are kept, the nearest first.</summary>
    public const int Kept = 25;

    public void Add(long block, Side side, SearchedRow row)
    {
        if (block != _block) Solve();
        _block = block;
        (side == Side.A ? _a : _b).Add(row);
    }

    public (IReadOnlyList<FoundPair> Pairs, SearchFigures Figures) Finish()
    {
        Solve();
        return (_found, _figures);
    }

    private void Solve()
    {
        if (_a.Count > 0 && _b.Count > 0)
        {
            var candidates = new BlockCandidates(rule, _a, _b, rejected);
            _figures = _figures with
            {
                Blocks = _figures.Blocks + 1,
                Rows = _figures.Rows + _a.Count + _b.Count,
                LargestBlock = Math.Max(_figures.LargestBlock, candidates.ToLookAt),
            };
            if (candidates.ToLookAt > rule.Pairs)
                _figures = _figures with
                {
                    NotSearchedBlocks = _figures.NotSearchedBlocks + 1, NotSearchedRows = _figures.NotSearchedRows + _a.Count + _b.Count,
                };
            else Judge(candidates.Pairs());
        }
        _a.Clear();
        _b.Clear();
    }

    private void Judge(List<(int A, int B)> pairs)
    {
        if (pairs.Count == 0) return;
        var certain = CertainPairs.Of(_a.Count, _b.Count, pairs);
        var (alikeA, alikeB) = (new AlikeRows(rule, _a, Side.A), new AlikeRows(rule, _b, Side.B));
        var open = new List<FoundPair>();
        var confirmed = 0;
        var several = 0;
        for (var i = 0; i < pairs.Count; i++)
        {
            var (a, b) = (_a[pairs[i].A], _b[pairs[i].B]);
            var chance = Math.Max(
                _chance.Of(a, Side.B, _b.Count, alikeB.Besides(a.Minor) - Rejections(_b, other => (a, other))),
                _chance.Of(b, Side.A, _a.Count, alikeA.Besides(b.Minor) - Rejections(_a, other => (other, b))));
            var verdict = !certain[i] ? PairVerdict.Several : chance < rule.Chance ? PairVerdict.Confirmed : PairVerdict.Chance;
            var found = new FoundPair(a.Row, b.Row, verdict, chance, _chance.Nearer(a, b, _b.Count));
            if (verdict == PairVerdict.Several) several++;
            if (verdict != PairVerdict.Confirmed) open.Add(found);
            else
            {
                confirmed++;
                _found.Add(found);
            }
        }
        _found.AddRange(Nearest(open));
        _figures = _figures with
        {
            Candidates = _figures.Candidates + pairs.Count, Confirmed = _figures.Confirmed + confirmed,
            Several = _figures.Several + several, Chance = _figures.Chance + pairs.Count - confirmed - several,
        };
    }

    /// <summary>Rows whose amounts fit and of which a person has said that they are no match all the same.</summary>
    private int Rejections(List<SearchedRow> others, Func<SearchedRow, (SearchedRow A, SearchedRow B)> pair) => rejected.Count == 0 ? 0
        : others.Select(pair).Count(p => rejected.Contains((p.A.Row, p.B.Row)) && rule.Fits(p.A.Minor, p.B.Minor));

    private static IEnumerable<FoundPair> Nearest(List<FoundPair> open) => open.Count <= Kept ? open : open
        .GroupBy(pair => pair.A)
        .SelectMany(row => row.OrderBy(pair => pair.Nearer).ThenBy(pair => pair.Chance).ThenBy(pair => pair.B).Take(Kept));
}
