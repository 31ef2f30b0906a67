using System.Collections.Immutable;

namespace Treaty.Core.Reconciliation;

/// <summary>The two sides of a comparison.</summary>
public static class Sides
{
    public static ImmutableArray<Side> Both { get; } = [Side.A, Side.B];

    /// <summary>What documents, messages and names of columns call a side.</summary>
    public static string Letter(this Side side) => side == Side.A ? "a" : "b";

    public static Side Other(this Side side) => side == Side.A ? Side.B : Side.A;
}
