using System.Globalization;

namespace Treaty.Operations.Reports;

/// <summary>Numbers expected by chance in plain words.</summary>
public static class ChanceWords
{
    /// <summary>From here on it is told how many, below in how many times one.</summary>
    private const decimal Several = 0.5m;

    /// <summary>Above it "once in so many times" would be fewer than ten times, and not always a whole number of them.</summary>
    private const decimal Often = 0.1m;

    /// <summary>The smallest number that is kept.</summary>
    private const decimal Least = 0.000001m;

    /// <summary>Such as <c>1 in 2,000</c> or <c>12</c>, with two digits that count.</summary>
    public static string Short(decimal expected) =>
        expected >= Several ? Text(Rounded(expected)) : expected <= Least ? "under 1 in 1,000,000" : $"1 in {Text(Rounded(1 / expected))}";

    /// <summary>Such as <c>chance alone would give such a subset once in 2,000 times</c>.</summary>
    public static string Alone(decimal expected, string what) => expected >= Several
        ? $"chance alone would give about {Short(expected)} such {(Short(expected) == "1" ? what : what + "s")}"
        : expected <= Least ? $"chance alone would give such a {what} less than once in 1,000,000 times"
        : expected > Often
            ? $"chance alone would give such a {what} in {Text(Math.Round(expected * 10, MidpointRounding.AwayFromZero))} of 10 cases"
        : $"chance alone would give such a {what} once in {Text(Rounded(1 / expected))} times";

    /// <summary>Two digits that count.</summary>
    private static decimal Rounded(decimal value)
    {
        var unit = 0.1m;
        while (value >= unit * 100) unit *= 10;
        return Math.Round(value / unit, MidpointRounding.AwayFromZero) * unit;
    }

    private static string Text(decimal value) => value.ToString("#,0.#", CultureInfo.InvariantCulture);
}
