using System.Numerics;

namespace Treaty.Core.Reconciliation.Walks;

/// <summary>One line of the walk of a ratio.</summary>
/// <param name="Amount">What it adds to the ratio.</param>
/// <param name="Gross">The same without offsetting, with numerator and denominator taken apart.</param>
public sealed record RatioLine(BridgeLineKind Kind, string Definition, long Groups, decimal Amount, decimal Gross);

/// <summary>The walk of a ratio in one currency, whose lines sum exactly to the difference of the two rounded ratios.</summary>
public sealed record RatioSteps(string Currency, decimal A, decimal B, IReadOnlyList<RatioLine> Lines);

/// <summary>
/// Walks a ratio R = N / D by the lines of its numerator and its denominator: ΔR = ΔN · (1/Da + 1/Db)/2 + (Na + Nb)/2 · Δ(1/D), where the
/// second term falls to the lines of the denominator by their shares of ΔD. So a line adds (ΔN·(Da + Db) − ΔD·(Na + Nb)) / (2·Da·Db),
/// exactly, rounded with all others by largest remainder.
/// </summary>
public sealed record RatioWalk(MeasureRatio Ratio, int NumeratorScale, int DenominatorScale)
{
    /// <returns>Null where a denominator is zero: there is no ratio to walk.</returns>
    public RatioSteps? Of(Bridge numerator, Bridge denominator, string currency)
    {
        var (na, nb) = Totals(numerator, currency, NumeratorScale);
        var (da, db) = Totals(denominator, currency, DenominatorScale);
        if (da.IsZero || db.IsZero) return null;
        var (a, b) = (Rounded(na, da), Rounded(nb, db));
        var weight = new RatioWeights(na, nb, da, db, Shift);
        var keys = Lines(numerator).Concat(Lines(denominator)).Select(l => (l.Kind, l.Definition)).Distinct()
            .OrderBy(k => k.Kind).ThenBy(k => k.Definition, StringComparer.Ordinal).ToList();
        var parts = keys.Select(key => (Key: key, N: Find(numerator, key), D: Find(denominator, key))).ToList();
        var exact = parts.Select(p => weight.Numerator(Units(p.N?.Amount, NumeratorScale), Units(p.D?.Amount, DenominatorScale))).ToList();
        var rounded = LargestRemainder.Round([.. exact.Select(e => e * weight.Sign)], weight.Denominator * weight.Sign, b - a);
        return new(currency, MinorUnits.Amount(a, Ratio.Scale), MinorUnits.Amount(b, Ratio.Scale),
        [
            .. parts.Select((p, i) => new RatioLine(p.Key.Kind, p.Key.Definition, Math.Max(p.N?.Groups ?? 0, p.D?.Groups ?? 0),
                MinorUnits.Amount(rounded[i], Ratio.Scale),
                    weight.Gross(Units(p.N?.Gross, NumeratorScale), Units(p.D?.Gross, DenominatorScale),
                    Ratio.Scale))),
        ]);

        IEnumerable<BridgeLine> Lines(Bridge bridge) => bridge.In(currency).Where(l => !l.Kind.IsTotal() && l.Gross != 0);
        BridgeLine? Find(Bridge bridge, (BridgeLineKind Kind, string Definition) key) =>
            bridge.In(currency).FirstOrDefault(l => l.Kind == key.Kind && l.Definition == key.Definition);
    }

    /// <summary>What one group adds, rounded; its line is the exact sum of all its groups, rounded once.</summary>
    public decimal OfGroup(RatioTotals totals, decimal numerator, decimal denominator)
    {
        var weight = new RatioWeights(Units(totals.NumeratorA, NumeratorScale), Units(totals.NumeratorB, NumeratorScale),
            Units(totals.DenominatorA, DenominatorScale), Units(totals.DenominatorB, DenominatorScale), Shift);
        return MinorUnits.Amount(MinorUnits.Round(weight.Numerator(Units(numerator, NumeratorScale), Units(denominator, DenominatorScale)),
            weight.Denominator), Ratio.Scale);
    }

    /// <summary>From units of numerator over units of denominator to units of the ratio.</summary>
    private (BigInteger Up, BigInteger Down) Shift =>
        (BigInteger.Pow(10, Ratio.Scale + DenominatorScale), BigInteger.Pow(10, NumeratorScale));

    private BigInteger Rounded(BigInteger n, BigInteger d) => MinorUnits.Round(n * Shift.Up, d * Shift.Down);

    private static (BigInteger A, BigInteger B) Totals(Bridge bridge, string currency, int scale) =>
        (Units(bridge.Amount(currency, BridgeLineKind.TotalA), scale), Units(bridge.Amount(currency, BridgeLineKind.TotalB), scale));

    private static BigInteger Units(decimal? amount, int scale) => MinorUnits.Of(amount ?? 0, scale);
}

/// <summary>The four totals that a ratio is walked between.</summary>
public sealed record RatioTotals(decimal NumeratorA, decimal NumeratorB, decimal DenominatorA, decimal DenominatorB);

/// <summary>What changes of numerator and denominator weigh, in whole numbers.</summary>
internal sealed record RatioWeights(BigInteger Na, BigInteger Nb, BigInteger Da, BigInteger Db, (BigInteger Up, BigInteger Down) Shift)
{
    internal BigInteger Denominator => 2 * Da * Db * Shift.Down;

    internal int Sign => Denominator.Sign;

    internal BigInteger Numerator(BigInteger n, BigInteger d) => (n * (Da + Db) - d * (Na + Nb)) * Shift.Up;

    internal decimal Gross(BigInteger n, BigInteger d, int scale) => MinorUnits.Amount(
        MinorUnits.Round((n * BigInteger.Abs(Da + Db) + d * BigInteger.Abs(Na + Nb)) * Shift.Up, BigInteger.Abs(Denominator)), scale);
}
