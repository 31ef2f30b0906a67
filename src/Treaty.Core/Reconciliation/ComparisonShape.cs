using System.Collections.Immutable;

namespace Treaty.Core.Reconciliation;

/// <summary>Passes in a row that share a key: they see the same groups, so one join judges them all.</summary>
/// <param name="Number">The number of its first pass, from 1.</param>
/// <param name="Keys">Its own key on each side; null for the comparison's key.</param>
internal sealed record MatchSegment(int Number, (ImmutableArray<string> A, ImmutableArray<string> B)? Keys,
    ImmutableArray<MatchPass> Passes)
{
    internal bool HasOwnKey => Keys is not null;

    /// <summary>The column of the row views that holds the segment's key.</summary>
    internal string KeyColumn => HasOwnKey ? $"key_{Number}" : "group_key";

    internal ImmutableArray<string> KeyOn(Side side) => side == Side.A ? Keys!.Value.A : Keys!.Value.B;
}

/// <summary>What a comparison needs of all that a comparison may need, so that its SQL does no more.</summary>
internal sealed class ComparisonShape
{
    internal ComparisonShape(ComparisonPlan plan)
    {
        Plan = plan;
        Segments = SegmentsOf(plan.Comparison);
    }

    internal ComparisonPlan Plan { get; }

    /// <summary>In order; the last is by the comparison's key and takes every row that is left.</summary>
    internal ImmutableArray<MatchSegment> Segments { get; }

    internal MatchSegment Last => Segments[^1];

    /// <summary>True where rows of the side may be copies of one another.</summary>
    internal bool HasCopies(Side side) => Plan.Comparison.On(side).Identity is not null && !Plan.On(side).NoCopies;

    /// <summary>The identity expressions, where they are not the comparison's key.</summary>
    internal ImmutableArray<string>? OwnIdentity(Side side) =>
        HasCopies(side) && Plan.Comparison.On(side).Identity is { IsEmpty: false } own && !own.SequenceEqual(Plan.Comparison.On(side).Key)
            ? own : null;

    /// <summary>True where a group of the segment may hold several kept rows of the side.</summary>
    internal bool Gathers(MatchSegment segment, Side side) =>
        segment.HasOwnKey
        || Plan.Comparison.On(side).Identity is not { } identity
        || !(identity.IsEmpty || identity.SequenceEqual(Plan.Comparison.On(side).Key));

    /// <summary>True where groups anywhere may hold several kept rows of the side, and so several currencies.</summary>
    internal bool Gathers(Side side) => Segments.Any(segment => Gathers(segment, side));

    /// <summary>The column of aligned groups with the currencies of the side.</summary>
    internal string Currencies(Side side) => (Gathers(side) ? "currencies_" : "currency_") + side.Letter();

    /// <summary>The column of aligned groups with what the kept rows add to a measure.</summary>
    internal string Kept(PlannedMeasure measure, Side side) =>
        Sql.Quote.Name(measure.Name + (HasCopies(side) ? "_kept_" : "_") + side.Letter());

    private static ImmutableArray<MatchSegment> SegmentsOf(Comparison comparison)
    {
        var segments = ImmutableArray.CreateBuilder<MatchSegment>();
        for (var i = 0; i < comparison.Passes.Length; i++)
        {
            var pass = comparison.Passes[i];
            var keys = OwnKeys(comparison, pass);
            if (segments.Count > 0 && Same(segments[^1].Keys, keys))
                segments[^1] = segments[^1] with { Passes = segments[^1].Passes.Add(pass) };
            else segments.Add(new MatchSegment(i + 1, keys, [pass]));
        }
        if (segments.Count == 0 || segments[^1].HasOwnKey) segments.Add(new MatchSegment(comparison.Passes.Length + 1, null, []));
        return segments.ToImmutable();
    }

    private static (ImmutableArray<string> A, ImmutableArray<string> B)? OwnKeys(Comparison comparison, MatchPass pass)
    {
        if (pass.KeyA is null && pass.KeyB is null) return null;
        var (a, b) = (pass.KeyA ?? comparison.A.Key, pass.KeyB ?? comparison.B.Key);
        return a.SequenceEqual(comparison.A.Key) && b.SequenceEqual(comparison.B.Key) ? null : (a, b);
    }

    private static bool Same((ImmutableArray<string> A, ImmutableArray<string> B)? one,
        (ImmutableArray<string> A, ImmutableArray<string> B)? other) =>
        one is null || other is null ? one is null && other is null
        : one.Value.A.SequenceEqual(other.Value.A) && one.Value.B.SequenceEqual(other.Value.B);
}
