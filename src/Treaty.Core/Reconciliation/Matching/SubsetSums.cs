using System.Numerics;

namespace Treaty.Core.Reconciliation.Matching;

/// <summary>
/// The sums of all subsets of a few amounts, in two halves (meet in the middle), to be asked which subsets add up to a total. The search is
/// exhaustive and exact; time and memory grow by 2^(n/2).
/// </summary>
internal sealed class SubsetSums
{
    private readonly Int128[] _older, _newer;
    private readonly int[] _masks;
    private readonly int _count, _shift;

    /// <param name="amounts">At most <see cref="SubsetRule.MostCap"/>, none of them zero, the oldest first.</param>
    internal SubsetSums(IReadOnlyList<long> amounts)
    {
        (_count, _shift) = (amounts.Count, amounts.Count - (amounts.Count / 2));
        // The oldest amount is the highest bit, so that of subsets of one size the greater number is the one with older rows.
        _older = Sums([.. amounts.Take(_count - _shift).Reverse()]);
        _newer = Sums([.. amounts.Skip(_count - _shift).Reverse()]);
        _masks = [.. Enumerable.Range(0, _newer.Length).OrderBy(mask => _newer[mask]).ThenByDescending(mask => mask)];
        _newer = [.. _masks.Select(mask => _newer[mask])];
    }

    /// <summary>How many subsets of 1 to <paramref name="most"/> amounts add up to a total, by their size.</summary>
    internal long[] Count(Int128 total, int most)
    {
        var sizes = new long[most + 1];
        foreach (var subset in All(total))
            if (BitOperations.PopCount(subset) is var size && size > 0 && size <= most) sizes[size]++;
        return sizes;
    }

    /// <summary>The subsets of a size that add up to a total, those with the oldest amounts first, each as positions of amounts.</summary>
    internal IEnumerable<int[]> OfSize(Int128 total, int size) =>
        from subset in All(total)
        where BitOperations.PopCount(subset) == size
        select Enumerable.Range(0, _count).Where(place => (subset >> (_count - 1 - place) & 1) == 1).ToArray();

    private IEnumerable<uint> All(Int128 total)
    {
        for (var older = _older.Length - 1; older >= 0; older--)
        {
            var rest = total - _older[older];
            for (var i = AtLeast(rest); i < _newer.Length && _newer[i] == rest; i++) yield return ((uint)older << _shift) | (uint)_masks[i];
        }
    }

    private int AtLeast(Int128 sum)
    {
        var (from, to) = (0, _newer.Length);
        while (from < to)
        {
            var middle = (from + to) >>> 1;
            if (_newer[middle] >= sum) to = middle;
            else from = middle + 1;
        }
        return from;
    }

    private static Int128[] Sums(long[] amounts)
    {
        var sums = new Int128[1 << amounts.Length];
        for (var mask = 1; mask < sums.Length; mask++)
            sums[mask] = sums[mask & (mask - 1)] + amounts[BitOperations.TrailingZeroCount(mask)];
        return sums;
    }
}
