namespace Treaty.Core.Reconciliation.Matching;

/// <summary>How the amounts and the days of all rows of one side are spread, to say how many partners chance alone would give.</summary>
public sealed class SideSpread
{
    private readonly List<long> _amounts = [];
    private readonly List<int> _days = [];

    public int Rows => _amounts.Count;

    public void Add(int day, long minor)
    {
        _amounts.Add(minor);
        _days.Add(day);
    }

    /// <summary>Call once, after the last row.</summary>
    public void Done()
    {
        _amounts.Sort();
        _days.Sort();
    }

    internal long Amounts((long Least, long Most) range) => Up(_amounts, range.Most) - Down(_amounts, range.Least);

    internal long Days((int First, int Last) range) => Up(_days, range.Last) - Down(_days, range.First);

    /// <summary>How many are at most a value.</summary>
    private static int Up<T>(List<T> sorted, T value) where T : IComparable<T> => First(sorted, x => x.CompareTo(value) > 0);

    /// <summary>How many are below a value.</summary>
    private static int Down<T>(List<T> sorted, T value) where T : IComparable<T> => First(sorted, x => x.CompareTo(value) >= 0);

    private static int First<T>(List<T> sorted, Func<T, bool> holds)
    {
        var (low, high) = (0, sorted.Count);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (holds(sorted[middle])) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}

/// <summary>
/// How many partners chance alone would give a row: rows of the other side in the block × the share of that side's days in the
/// window × the
/// share of its amounts in the range, as if key, day and amount were independent. Where the block itself repeats the amount on other
/// days (a rent, a subscription), those rows × the share of days, if that is more. Of the two directions the greater counts.
/// </summary>
internal sealed class ChanceOfPairs(PairRule rule, SideSpread a, SideSpread b)
{
    private const decimal Millionths = 1_000_000;

    /// <summary>Expected partners by chance of a row that looks for rows of <paramref name="other"/>, in millionths, rounded
    /// up.</summary>
    /// <param name="inBlock">Rows of the other side in the block.</param>
    /// <param name="alike">Those of them whose amount fits, on whatever day, besides the partner itself.</param>
    internal long Of(SearchedRow row, Side other, int inBlock, int alike)
    {
        var spread = other == Side.A ? a : b;
        if (spread.Rows == 0) return 0;
        var days = (decimal)spread.Days(rule.Around(row.Day, other)) / spread.Rows;
        var independent = inBlock * days * spread.Amounts(rule.Around(row.Minor, other)) / spread.Rows;
        return (long)Math.Min(long.MaxValue / 2, Math.Ceiling(Math.Max(independent, alike * days) * Millionths));
    }

    /// <summary>Expected rows of B by chance whose amount is at least as near to A's, in millionths: the lower, the more this one stands
    /// out.</summary>
    internal long Nearer(SearchedRow from, SearchedRow to, int inBlock)
    {
        if (b.Rows == 0) return 0;
        var apart = Int128.Abs((Int128)to.Minor - from.Minor);
        var range = ((long)Int128.Max(long.MinValue, from.Minor - apart), (long)Int128.Min(long.MaxValue, from.Minor + apart));
        var days = (decimal)b.Days(rule.Around(from.Day, Side.B)) / b.Rows;
        return (long)Math.Ceiling(inBlock * days * b.Amounts(range) / b.Rows * Millionths);
    }
}
