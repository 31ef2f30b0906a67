using Treaty.Core.Findings;

namespace Treaty.Core.Reconciliation.Walks;

/// <summary>A factor of a measure that is a product of two, such as quantity or price, as an expression over each side's rows.</summary>
public sealed record Factor(string Name, string A, string B)
{
    public string On(Side side) => side == Side.A ? A : B;
}

/// <summary>
/// A measure is the product of two factors. The amount difference of a pair of rows then falls apart into what the first factor does at
/// A's second, and what the second does at B's first; there is no cross term.
/// </summary>
public sealed record MeasureFactors(Factor First, Factor Second, SourcePlace Place);

/// <summary>How many different keys the counted rows of each side name, such as customers.</summary>
/// <param name="A">The key as an expression over the rows of A; rows without one count nothing.</param>
/// <param name="Of">The compared measure whose filter says which rows count, and when.</param>
/// <param name="Common">True where equal keys of the two sides are one and the same; else only rows of one group link two keys.</param>
public sealed record DistinctCount(string Name, string A, string B, string Of, bool Common, SourcePlace Place)
{
    public string On(Side side) => side == Side.A ? A : B;
}

/// <summary>One compared measure divided by another.</summary>
/// <param name="Scale">Digits after the point to which the ratio is rounded, half away from zero.</param>
public sealed record MeasureRatio(string Name, string Numerator, string Denominator, int Scale, SourcePlace Place);
