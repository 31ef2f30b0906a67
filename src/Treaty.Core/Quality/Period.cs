using System.Globalization;
using System.Text.RegularExpressions;

namespace Treaty.Core.Quality;

/// <summary>A length of time as contracts promise it. Months and years are those of the calendar.</summary>
public readonly partial record struct Period(int Months, TimeSpan Rest)
{
    /// <summary>The instant that lies this long before another.</summary>
    public DateTimeOffset Before(DateTimeOffset at)
    {
        try
        {
            return at.AddMonths(-Months) - Rest;
        }
        catch (ArgumentOutOfRangeException)
        {
            return DateTimeOffset.MinValue;
        }
    }

    /// <summary>
    /// Reads a value and its unit. A duration of ISO 8601 (<c>PT15M</c>) needs no unit; a bare <c>m</c> is none, because some mean minutes
    /// by it and some months.
    /// </summary>
    /// <returns>The period, or null with what is wrong.</returns>
    public static (Period? Period, string? Fault) Read(string value, string? unit)
    {
        var text = value.Trim();
        if (text.StartsWith('P')) return Iso(text) is { } iso ? (iso, null) : (null, $"`{value}` is no duration of ISO 8601");
        if (Pair().Match(text) is { Success: true } pair && string.IsNullOrWhiteSpace(unit))
            (text, unit) = (pair.Groups[1].Value, pair.Groups[2].Value);
        if (!decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number) || number > 1_000_000)
            return (null, $"`{value}` is no length of time");
        if (string.IsNullOrWhiteSpace(unit)) return (null, $"`{value}` has no unit");
        var word = unit.Trim().ToLowerInvariant();
        if (word == "m") return (null, "the unit `m` means minutes to some and months to others");
        if (word.Length > 3) word = word.TrimEnd('s');
        return word switch
        {
            "s" or "sec" or "second" => (Of(number, 1), null),
            "min" or "minute" => (Of(number, 60), null),
            "h" or "hr" or "hrs" or "hour" => (Of(number, 3600), null),
            "d" or "day" => (Of(number, 86_400), null),
            "w" or "wk" or "wks" or "week" => (Of(number, 604_800), null),
            "mo" or "mos" or "mon" or "month" => Calendar(number, 1, value),
            "q" or "quarter" => Calendar(number, 3, value),
            "y" or "yr" or "yrs" or "year" => Calendar(number, 12, value),
            _ => (null, $"`{unit}` is no unit of time"),
        };
    }

    private static Period Of(decimal number, int seconds) => new(0, TimeSpan.FromTicks((long)(number * seconds * TimeSpan.TicksPerSecond)));

    private static (Period?, string?) Calendar(decimal number, int months, string value) => number * months is var all && all % 1 == 0
        && all <= 12_000 ? (new Period((int)all, TimeSpan.Zero), null) : (null, $"`{value}` is no whole number of months");

    private static Period? Iso(string text)
    {
        if (Duration().Match(text) is not { Success: true } match || text is "P" || text.EndsWith('T')) return null;
        long Part(int group) => match.Groups[group].Success
            && long.TryParse(match.Groups[group].Value, CultureInfo.InvariantCulture, out var n) ? Math.Min(n, 10_000_000) : 0;
        return new((int)Math.Min(Part(1) * 12 + Part(2), 12_000),
            TimeSpan.FromDays(Part(3) * 7 + Part(4)) + TimeSpan.FromSeconds(Part(5) * 3600 + Part(6) * 60 + Part(7)));
    }

    [GeneratedRegex(@"^([0-9.]+)\s*([A-Za-z]+)\z")]
    private static partial Regex Pair();

    [GeneratedRegex(@"^P(?:([0-9]+)Y)?(?:([0-9]+)M)?(?:([0-9]+)W)?(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)S)?)?\z")]
    private static partial Regex Duration();
}
