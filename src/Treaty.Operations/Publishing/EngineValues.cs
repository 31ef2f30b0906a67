using System.Globalization;
using System.Numerics;

namespace Treaty.Operations.Publishing;

/// <summary>Numbers as an engine returns them.</summary>
public static class EngineValues
{
    /// <summary>A count; nothing counts as 0.</summary>
    public static long Count(object? value) => value switch
    {
        null => 0,
        long n => n,
        int n => n,
        BigInteger n => (long)n,
        decimal n => (long)n,
        _ => Convert.ToInt64(value, CultureInfo.InvariantCulture),
    };

    /// <summary>
    /// A number that can be judged; null where there is none: nothing, a text that is no number, NaN, infinity, too great.
    /// </summary>
    public static decimal? Number(object? value) => value switch
    {
        null => null,
        decimal n => n,
        long n => n,
        int n => n,
        BigInteger n => BigInteger.Abs(n) <= new BigInteger(decimal.MaxValue) ? (decimal)n : null,
        bool b => b ? 1 : 0,
        string text => decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var n) ? n : null,
        double d => d > -7.9e28 && d < 7.9e28 ? (decimal)d : null,
        float f => Number((double)f),
        IConvertible and not DateTime => Convert.ToDecimal(value, CultureInfo.InvariantCulture),
        _ => null,
    };
}
