namespace Treaty.Core.Reconciliation.Matching;

/// <summary>
/// The candidate pairs of one block. One side is sorted by amount or by day, whichever leaves fewer pairs to look at, and each row
/// of the other
/// looks at its stretch alone.
/// </summary>
internal sealed class BlockCandidates
{
    private readonly PairRule _rule;
    private readonly List<SearchedRow> _a, _b;
    private readonly IReadOnlySet<(long A, long B)> _rejected;
    private readonly int[] _order;
    private readonly (int Start, int End)[] _stretches;

    internal BlockCandidates(PairRule rule, List<SearchedRow> a, List<SearchedRow> b, IReadOnlySet<(long A, long B)> rejected)
    {
        (_rule, _a, _b, _rejected) = (rule, a, b, rejected);
        var (byAmount, amountOrder) = Stretches(b.Select(row => row.Minor), row => rule.Around(row.Minor, Side.B));
        var amountPairs = Sum(byAmount);
        (_order, _stretches, ToLookAt) = (amountOrder, byAmount, amountPairs);
        if (rule.Window is null || amountPairs <= a.Count + b.Count) return;
        var (byDay, dayOrder) = Stretches(b.Select(row => (long)row.Day), row =>
        {
            var (first, last) = rule.Around(row.Day, Side.B);
            return (first, last);
        });
        if (Sum(byDay) is var dayPairs && dayPairs < amountPairs) (_order, _stretches, ToLookAt) = (dayOrder, byDay, dayPairs);
    }

    /// <summary>How many pairs have to be looked at.</summary>
    internal long ToLookAt { get; }

    internal List<(int A, int B)> Pairs()
    {
        var pairs = new List<(int, int)>();
        for (var a = 0; a < _a.Count; a++)
            for (var i = _stretches[a].Start; i < _stretches[a].End; i++)
            {
                var b = _order[i];
                if (_rule.Fits(_a[a].Day, _b[b].Day) && _rule.Fits(_a[a].Minor, _b[b].Minor)
                    && (_rejected.Count == 0 || !_rejected.Contains((_a[a].Row, _b[b].Row)))) pairs.Add((a, b));
            }
        return pairs;
    }

    private ((int Start, int End)[] Stretches, int[] Order) Stretches(
        IEnumerable<long> values, Func<SearchedRow, (long Least, long Most)> around)
    {
        var keys = values.ToArray();
        var order = Enumerable.Range(0, keys.Length).ToArray();
        Array.Sort(keys, order);
        return ([.. _a.Select(row =>
        {
            var (least, most) = around(row);
            var start = AtLeast(keys, least);
            return (start, Math.Max(start, most == long.MaxValue ? keys.Length : AtLeast(keys, most + 1)));
        })], order);
    }

    /// <summary>How many values are below one.</summary>
    internal static int AtLeast(long[] sorted, long value)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (sorted[middle] >= value) high = middle;
            else low = middle + 1;
        }
        return low;
    }

    private static long Sum((int Start, int End)[] stretches)
    {
        var sum = 0L;
        foreach (var (start, end) in stretches) sum += end - start;
        return sum;
    }
}

/// <summary>How many rows of one side of a block have an amount that fits, whatever their day.</summary>
internal sealed class AlikeRows
{
    private readonly PairRule _rule;
    private readonly Side _side;
    private readonly long[] _amounts;

    internal AlikeRows(PairRule rule, List<SearchedRow> rows, Side side)
    {
        (_rule, _side) = (rule, side);
        _amounts = [.. rows.Select(row => row.Minor)];
        Array.Sort(_amounts);
    }

    /// <summary>Rows that fit an amount of the other side, besides one.</summary>
    internal int Besides(long amount)
    {
        var (least, most) = _rule.Around(amount, _side);
        var end = most == long.MaxValue ? _amounts.Length : BlockCandidates.AtLeast(_amounts, most + 1);
        return Math.Max(0, end - BlockCandidates.AtLeast(_amounts, least) - 1);
    }
}
