namespace Treaty.Core.Reconciliation.Matching;

/// <summary>Days that B may lie before and after A, both inclusive; days of the comparison's time zone.</summary>
public sealed record MatchWindow(int Before, int After)
{
    /// <summary>True where they are business days of the comparison's calendar; a day of rest is as the business day before it.</summary>
    public bool Business { get; init; }
}

/// <summary>
/// B's amount is between two shares of A's, of the same sign, both inclusive; in millionths, so that 0.9 is 900,000. What a fee or
/// a rate takes
/// or adds.
/// </summary>
public sealed record AmountBand(long From, long To);

/// <summary>A row of one side in a search.</summary>
/// <param name="Day">Days since 1970-01-01, or business days since some day, as the pass counts them.</param>
/// <param name="Minor">The first measure in whole units of its last digit.</param>
public readonly record struct SearchedRow(long Row, int Day, long Minor);

/// <summary>When two rows of one block may belong together: amounts equal, within a tolerance or within a band, and dates within a
/// window.</summary>
/// <param name="Window">Null where dates do not matter.</param>
/// <param name="Chance">A pair is confirmed only where the expected number of partners by chance is below this, in millionths.</param>
/// <param name="Pairs">The most pairs to look at in a block; a block with more is not searched, and that is reported.</param>
public sealed record PairRule(MatchWindow? Window, Tolerance? Tolerance, AmountBand? Band, long Chance, long Pairs)
{
    private static readonly Int128 Millionths = 1_000_000;

    /// <summary>Integer arithmetic throughout; |b − a| ≤ max(minor, ⌈basis points of the named side⌉).</summary>
    public bool Fits(long a, long b)
    {
        if (Band is { } band)
        {
            if (Math.Sign(a) != Math.Sign(b)) return false;
            var (whole, part) = (Int128.Abs(a), Int128.Abs(b) * Millionths);
            return part >= whole * band.From && part <= whole * band.To;
        }
        if (a == b) return true;
        return Tolerance is { } tolerance && Int128.Abs((Int128)b - a) <= Allowed(tolerance, tolerance.Of == Side.A ? a : b);
    }

    public bool Fits(int dayA, int dayB) =>
        Window is not { } window || ((long)dayB - dayA <= window.After && (long)dayA - dayB <= window.Before);

    /// <summary>The amounts of <paramref name="other"/> among which all that fit this amount lie.</summary>
    internal (long Least, long Most) Around(long amount, Side other)
    {
        if (Band is { } band)
        {
            var size = Int128.Abs(amount);
            var (least, most) = other == Side.B
                ? (size * band.From / Millionths, (size * band.To / Millionths) + 1)
                : (band.To == 0 ? 0 : size * Millionths / band.To, band.From == 0 ? long.MaxValue : (size * Millionths / band.From) + 1);
            return amount < 0 ? (Clamp(-most), Clamp(-least)) : (Clamp(least), Clamp(most));
        }
        if (Tolerance is not { } tolerance) return (amount, amount);
        if (tolerance.Of != other || tolerance.BasisPoints == 0) return Within(amount, Allowed(tolerance, amount));
        // Basis points of the row looked for: x − a ≤ p·x + 1 holds for x up to (a + 1) / (1 − p).
        var share = 1 - (tolerance.BasisPoints / 10_000m);
        if (share <= 0) return (long.MinValue, long.MaxValue);
        return Within(amount, Int128.Max(tolerance.Minor, (Int128)(Math.Abs((decimal)amount) / share * (1 - share)) + 2));
    }

    /// <summary>The days of <paramref name="other"/> that fit this day.</summary>
    internal (int First, int Last) Around(int day, Side other) => Window is not { } window ? (int.MinValue, int.MaxValue)
        : other == Side.B ? (day - window.Before, day + window.After)
        : (day - window.After, day + window.Before);

    private static Int128 Allowed(Tolerance tolerance, long of) =>
        Int128.Max(tolerance.Minor, (Int128)Math.Ceiling(tolerance.BasisPoints * Math.Abs((decimal)of) / 10_000m));

    private static (long Least, long Most) Within(long amount, Int128 apart) => (Clamp(amount - apart), Clamp(amount + apart));

    private static long Clamp(Int128 value) => value < long.MinValue ? long.MinValue : value > long.MaxValue ? long.MaxValue : (long)value;
}
