using System.Numerics;

namespace Treaty.Core.Reconciliation.Walks;

/// <summary>Amounts as whole numbers of the last digit of a scale.</summary>
public static class MinorUnits
{
    /// <exception cref="ArgumentException">The amount has more digits after the point than the scale.</exception>
    public static BigInteger Of(decimal amount, int scale)
    {
        var bits = decimal.GetBits(amount);
        var own = (bits[3] >> 16) & 0xff;
        var units = new BigInteger([.. bits.Take(3).SelectMany(BitConverter.GetBytes), 0]);
        if (amount < 0) units = -units;
        if (own <= scale) return units * BigInteger.Pow(10, scale - own);
        var whole = BigInteger.DivRem(units, BigInteger.Pow(10, own - scale), out var rest);
        return rest.IsZero ? whole : throw new ArgumentException($"{amount} has more than {scale} digits after the point", nameof(amount));
    }

    /// <exception cref="OverflowException">The amount is greater than a decimal can be.</exception>
    public static decimal Amount(BigInteger units, int scale)
    {
        var whole = BigInteger.DivRem(units, BigInteger.Pow(10, scale), out var rest);
        return (decimal)whole + (decimal)rest / (decimal)BigInteger.Pow(10, scale);
    }

    /// <summary>A fraction rounded to a whole number, half away from zero.</summary>
    public static BigInteger Round(BigInteger numerator, BigInteger denominator)
    {
        if (denominator.Sign < 0) (numerator, denominator) = (-numerator, -denominator);
        var rounded = (BigInteger.Abs(numerator) * 2 + denominator) / (denominator * 2);
        return numerator.Sign < 0 ? -rounded : rounded;
    }
}
