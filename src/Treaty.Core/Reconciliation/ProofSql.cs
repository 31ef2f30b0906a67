using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>What proves that the two sides of a group belong together; NULL where nothing does.</summary>
internal static class ProofSql
{
    internal static string Of(ComparisonShape shape, MatchSegment segment) => segment.Kind switch
    {
        SegmentKind.Human => Quote.Text(ProofKind.Human.Text()),
        SegmentKind.Pairs => Quote.Text(ProofKind.UniqueWindow.Text()),
        _ => $"CASE {Cases(shape, segment)} END",
    };

    internal static string Cases(ComparisonShape shape, MatchSegment segment) =>
        string.Join(" ", segment.Passes.SelectMany(pass => Case(shape, segment, pass)).Distinct(StringComparer.Ordinal));

    private static IEnumerable<string> Case(ComparisonShape shape, MatchSegment segment, MatchPass pass)
    {
        var (a, b) = (KeptOf(shape, Side.A), KeptOf(shape, Side.B));
        var sums = pass.Kind is PassKind.GroupSum or PassKind.Links;
        var alone = sums ? OneCurrency(shape) : OneRow(shape, segment);
        yield return $"WHEN {alone}{a} = {b} THEN '{(sums ? ProofKind.GroupSum : ProofKind.Key).Text()}'";
        if (pass.Tolerance is not { } tolerance) yield break;
        yield return $"WHEN {alone}{Within(tolerance, shape.Plan.First.Scale, a, b)} "
            + $"THEN '{(sums ? ProofKind.GroupSum : ProofKind.KeyTolerance).Text()}'";
    }

    private static string KeptOf(ComparisonShape shape, Side side) =>
        $"{side.Letter()}.{Quote.Name(shape.Plan.First.Name + (shape.HasCopies(side) ? "_kept" : ""))}";

    private static string OneRow(ComparisonShape shape, MatchSegment segment) => string.Concat(
        from side in Sides.Both
        where shape.Gathers(segment, side)
        select $"{side.Letter()}.rows{(shape.HasCopies(side) ? $" - {side.Letter()}.surplus" : "")} = 1 AND ");

    /// <summary>A sum proves something only within one currency.</summary>
    private static string OneCurrency(ComparisonShape shape) => !shape.Plan.HasCurrency ? "" : string.Concat(
        from side in Sides.Both
        where shape.Gathers(side)
        select $"{side.Letter()}.currencies = {side.Letter()}.currency AND ");

    /// <summary>|b − a| ≤ max(minor, ⌈basis points of |side|⌉), in whole units of the last digit:
    /// x ≤ ⌈y⌉ is x − 1 &lt; y, which needs no division.</summary>
    private static string Within(Tolerance tolerance, int scale, string a, string b)
    {
        var unit = UnitOf(scale);
        var apart = $"abs({b} - {a})";
        var minor = $"{apart} <= {Quote.Number(tolerance.Minor * unit)}";
        return tolerance.BasisPoints == 0
            ? minor
            : $"({minor} OR ({apart} - {Quote.Number(unit)}) * 10000 < "
                + $"{Quote.Number(tolerance.BasisPoints)} * abs({(tolerance.Of == Side.A ? a : b)}))";
    }

    private static decimal UnitOf(int scale) => new(1, 0, 0, false, (byte)scale);
}
