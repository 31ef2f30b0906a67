using Treaty.Core.Reconciliation.Walks;

namespace Treaty.Core.Reconciliation;

/// <summary>Business dates from <paramref name="From"/> on and before <paramref name="To"/>.</summary>
public sealed record BridgePeriod(DateOnly From, DateOnly To);

/// <summary>The relations of a comparison's results, quoted as SQL says them.</summary>
public sealed record ComparisonRelations(string Members, string Groups, string Discrepancies)
{
    /// <summary>The same with agreeing groups apart, which are read once for both sides; null where they are not apart.</summary>
    public ApartRelations? Apart { get; init; }

    /// <summary>The results as they stand in the session that made them.</summary>
    public static ComparisonRelations Of(ComparisonPlan plan) =>
        new(plan.Table("members"), plan.Table("groups"), plan.Table("discrepancies"))
        {
            Apart = new(AgreedSql.Agreed(plan), plan.Table("other_members"), plan.Table("written_groups")),
        };
}

/// <summary>The relation of agreeing groups, and the members and groups besides, quoted; see <see cref="StoredSql"/>.</summary>
public sealed record ApartRelations(string Agreed, string Members, string Groups);

/// <summary>A walk from one side's total of a measure to the other's.</summary>
/// <param name="Comparison">The comparison's reference.</param>
/// <param name="Scale">Digits after the point of the measure in the comparison.</param>
/// <param name="Period">Only rows of these dates; null for all rows.</param>
/// <param name="From">The side that the walk begins at.</param>
public sealed record BridgePlan(
    string Comparison, string Measure, int Scale, ComparisonRelations Relations, BridgePeriod? Period = null, Side From = Side.A)
{
    /// <summary>The factors of the measure, to break its amount line by; null where it has none.</summary>
    public FactorPlan? Factors { get; init; }
}

/// <summary>The lines of a bridge in their order.</summary>
public enum BridgeLineKind
{
    TotalA, Definition, OutOfScope, Invalid, Timing, DuplicatesA, DuplicatesB, UnmatchedKey, Split, Merge, Tangle, Ambiguous, MissingB,
    MissingA, Late, NoRate, Status, Currency, Rate, Amount, WithinTolerance,
    Rounding, Unclassified, TieOutGap, TotalB,
}

/// <summary>Names of bridge lines as SQL, reports and pages write them, and what they become
/// when the bridge is walked the other way.</summary>
public static class BridgeLineKinds
{
    public static string Text(this BridgeLineKind kind) => kind switch
    {
        BridgeLineKind.TotalA => "total-a",
        BridgeLineKind.OutOfScope => "out-of-scope",
        BridgeLineKind.DuplicatesA => "duplicates-a",
        BridgeLineKind.DuplicatesB => "duplicates-b",
        BridgeLineKind.UnmatchedKey => "unmatched-key",
        BridgeLineKind.MissingB => "missing-b",
        BridgeLineKind.MissingA => "missing-a",
        BridgeLineKind.WithinTolerance => "within-tolerance",
        BridgeLineKind.TieOutGap => "tie-out-gap",
        BridgeLineKind.NoRate => "no-rate",
        BridgeLineKind.TotalB => "total-b",
        _ => kind.ToString().ToLowerInvariant(),
    };

    public static BridgeLineKind? TryParse(string text)
    {
        foreach (var kind in Enum.GetValues<BridgeLineKind>())
            if (kind.Text() == text) return kind;
        return null;
    }

    /// <summary>The class of the discrepancies that stand behind a line; null for lines of no discrepancies.</summary>
    public static DiscrepancyClass? Class(this BridgeLineKind kind) => kind switch
    {
        BridgeLineKind.DuplicatesA or BridgeLineKind.DuplicatesB => DiscrepancyClass.Duplicate,
        BridgeLineKind.Timing => DiscrepancyClass.Period,
        BridgeLineKind.Split or BridgeLineKind.Merge or BridgeLineKind.Tangle => DiscrepancyClass.UnmatchedKey,
        _ => ReconciliationWords.TryParseClass(kind.Text()),
    };

    public static bool IsTotal(this BridgeLineKind kind) => kind is BridgeLineKind.TotalA or BridgeLineKind.TotalB;

    public static BridgeLineKind Swapped(this BridgeLineKind kind) => kind switch
    {
        BridgeLineKind.TotalA => BridgeLineKind.TotalB,
        BridgeLineKind.TotalB => BridgeLineKind.TotalA,
        BridgeLineKind.DuplicatesA => BridgeLineKind.DuplicatesB,
        BridgeLineKind.DuplicatesB => BridgeLineKind.DuplicatesA,
        BridgeLineKind.Split => BridgeLineKind.Merge,
        BridgeLineKind.Merge => BridgeLineKind.Split,
        BridgeLineKind.MissingA => BridgeLineKind.MissingB,
        BridgeLineKind.MissingB => BridgeLineKind.MissingA,
        _ => kind,
    };
}
