using System.Numerics;

namespace Treaty.Core.Reconciliation.Walks;

/// <summary>
/// What each of several causes adds, averaged over every order in which they may be told (Shapley 1953): for cause i the sum over sets S
/// of the others of |S|! (n − |S| − 1)! / n! × (value with S and i − value with S). Exact, by enumeration of the sets.
/// </summary>
public static class ShapleyValue
{
    /// <param name="causes">How many causes; each is a bit of a set.</param>
    /// <param name="value">The value where just the causes of a set have been told.</param>
    /// <returns>For each cause the numerator over <see cref="Factorial"/> of <paramref name="causes"/>.</returns>
    public static BigInteger[] Of(int causes, Func<int, BigInteger> value)
    {
        var values = Enumerable.Range(0, 1 << causes).Select(value).ToArray();
        var shares = new BigInteger[causes];
        for (var set = 0; set < values.Length; set++)
        {
            var size = BitOperations.PopCount((uint)set);
            for (var cause = 0; cause < causes; cause++)
                if ((set & (1 << cause)) == 0)
                    shares[cause] += Factorial(size) * Factorial(causes - size - 1) * (values[set | (1 << cause)] - values[set]);
        }
        return shares;
    }

    public static BigInteger Factorial(int n)
    {
        var product = BigInteger.One;
        for (var i = 2; i <= n; i++) product *= i;
        return product;
    }
}

/// <summary>Rounds shares of a whole number to whole numbers that still sum to it.</summary>
public static class LargestRemainder
{
    /// <summary>
    /// Each share is cut towards zero; the units that the total then lacks go, one each, to the shares that lost most, in the order given
    /// where they lost the same. Shares of the opposite sign round to the opposite.
    /// </summary>
    /// <param name="numerators">The shares, over <paramref name="denominator"/>, which is positive.</param>
    /// <param name="total">What they are to sum to; less than one unit and a half from what they do.</param>
    public static BigInteger[] Round(IReadOnlyList<BigInteger> numerators, BigInteger denominator, BigInteger total)
    {
        var whole = numerators.Select(n => BigInteger.DivRem(n, denominator, out _)).ToArray();
        var lost = numerators.Select(n => BigInteger.Remainder(n, denominator)).ToArray();
        var lacking = total - whole.Aggregate(BigInteger.Zero, (sum, n) => sum + n);
        if (whole.Length == 0 || lacking.IsZero) return whole;
        var order = Enumerable.Range(0, whole.Length).OrderByDescending(i => lost[i] * lacking.Sign).ToArray();
        for (var given = 0; given < BigInteger.Abs(lacking); given++) whole[order[given % order.Length]] += lacking.Sign;
        return whole;
    }
}
