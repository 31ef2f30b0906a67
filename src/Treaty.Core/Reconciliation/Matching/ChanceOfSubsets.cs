using System.Numerics;

namespace Treaty.Core.Reconciliation.Matching;

/// <summary>
/// How many subsets of amounts add up to a total by chance alone.
/// </summary>
/// <remarks>
/// Take any subset of at most k of n amounts, each as likely as the others. There are N = Σ C(n, j) of them, j from 0 to k, and J, the
/// number of rows of one, has the chances C(n, j) / N. The sum of j of n amounts that are drawn without replacement has the mean j·μ and
/// the variance j·(n − j)/(n − 1)·s², with μ and s² those of the amounts (Cochran, Sampling Techniques, theorem 2.2). By the law of total
/// variance the sum of such a subset has
/// σ² = E[J·(n − J)]/(n − 1)·s² + Var(J)·μ².
/// Sums are taken as normally distributed and as likely to fall on one multiple as on the next of g, what all amounts are multiples of. A
/// normal distribution is densest at its middle, 1/(√(2π)·σ). So of all subsets no more than N·w/(√(2π)·σ) are expected within a tolerance
/// of any total, w the multiples of g within it: (2t + 1) for t multiples to each side. For k = n, σ² is ¼·Σa² and N is 2^n, the formula
/// of sums of all subsets.
/// A few large amounts would widen the spread and hide how dense the sums of the others lie. So the formula is also taken without the
/// largest amount, without the two largest and so on, up to a quarter of them, and the greatest result counts.
/// </remarks>
public static class ChanceOfSubsets
{
    /// <summary>2π and what it is multiplied by to be a whole number.</summary>
    private static readonly BigInteger TwoPi = 6_283_185_307_179_586, TwoPiUnit = 1_000_000_000_000_000;

    /// <summary>The subsets expected by chance, in millionths, rounded up; never more than there are.</summary>
    /// <param name="amounts">The amounts that may take part, none of them zero.</param>
    /// <param name="rows">The most amounts of a subset.</param>
    /// <param name="tolerance">How far a sum may be from the total.</param>
    public static long Of(IReadOnlyList<long> amounts, int rows, long tolerance = 0)
    {
        var largest = amounts.OrderByDescending(amount => Int128.Abs(amount)).Select(amount => (BigInteger)amount).ToList();
        var most = 0L;
        for (var without = 0; without <= amounts.Count / 4; without++) most = Math.Max(most, Expected(largest[without..], rows, tolerance));
        return most;
    }

    private static long Expected(List<BigInteger> amounts, int rows, long tolerance)
    {
        if (amounts.Count < 2) return 0;
        var divisor = amounts.Aggregate(BigInteger.Zero, BigInteger.GreatestCommonDivisor);
        var n = (BigInteger)amounts.Count;
        BigInteger subsets = 0, size = 0, squaredSize = 0, spreading = 0, ofSize = 1;
        for (var j = 0; j <= Math.Min(rows, amounts.Count); j++)
        {
            (subsets, size, squaredSize, spreading) =
                (subsets + ofSize, size + (j * ofSize), squaredSize + (j * j * ofSize), spreading + (j * (n - j) * ofSize));
            ofSize = ofSize * (n - j) / (j + 1);
        }
        var sum = amounts.Aggregate(BigInteger.Zero, (total, amount) => total + (amount / divisor));
        var squares = amounts.Aggregate(BigInteger.Zero, (total, amount) => total + BigInteger.Pow(amount / divisor, 2));
        // σ² is variance / (N²·n²·(n − 1)); so the square of the expected number is w²·N⁴·n²·(n − 1) / (2π·variance).
        var within = subsets * spreading * ((n * squares) - (sum * sum));
        var variance = within + (((subsets * squaredSize) - (size * size)) * (n - 1) * sum * sum);
        var width = (2 * (tolerance / divisor)) + 1;
        var squared = BigInteger.Pow(1_000_000 * width * subsets * subsets * n, 2) * (n - 1) * TwoPiUnit / (TwoPi * variance);
        return (long)BigInteger.Min(Root(squared) + 1, subsets * 1_000_000);
    }

    /// <summary>The whole part of a square root.</summary>
    private static BigInteger Root(BigInteger value)
    {
        if (value.IsZero) return value;
        var root = BigInteger.One << (int)((value.GetBitLength() + 1) / 2);
        for (var next = (root + (value / root)) / 2; next < root; next = (root + (value / root)) / 2) root = next;
        return root;
    }
}
