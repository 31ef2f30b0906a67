using System.Collections.Immutable;
using System.Globalization;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>How the groups of a segment come about: by a key of the rows; or from a list of rows and groups, which people made, or
/// a search
/// for unique pairs, or links.</summary>
internal enum SegmentKind { Keyed, Human, Pairs, Links }

/// <summary>Passes in a row that share a key: they see the same groups, so one join judges them all.</summary>
/// <param name="Number">The number of its first pass, from 1; 0 for what people decided.</param>
/// <param name="Keys">Its own key on each side; null for the comparison's key.</param>
internal sealed record MatchSegment(int Number, (ImmutableArray<string> A, ImmutableArray<string> B)? Keys,
    ImmutableArray<MatchPass> Passes, SegmentKind Kind = SegmentKind.Keyed)
{
    internal bool HasOwnKey => Keys is { A.IsEmpty: false };

    internal bool IsListed => Kind != SegmentKind.Keyed;

    /// <summary>The column of the row views that holds the segment's key.</summary>
    internal string KeyColumn => IsListed ? Named("list") : RowKey;

    /// <summary>The column of the row views that the key of the document became; for pairs, that of their blocks.</summary>
    internal string RowKey => HasOwnKey ? Named("key") : "group_key";

    internal string Named(string what) => string.Create(CultureInfo.InvariantCulture, $"{what}_{Number}");

    internal ImmutableArray<string> KeyOn(Side side) => side == Side.A ? Keys!.Value.A : Keys!.Value.B;
}

/// <summary>What a comparison needs of all that a comparison may need, so that its SQL does no more.</summary>
internal sealed class ComparisonShape
{
    internal ComparisonShape(ComparisonPlan plan)
    {
        Plan = plan;
        Segments = SegmentsOf(plan);
        Subsets = [.. plan.Comparison.Passes.Index().Where(p => p.Item.Kind == PassKind.Subset)
            .Select(p => new MatchSegment(p.Index + 1, OwnKeys(plan.Comparison, p.Item), [p.Item], SegmentKind.Pairs))];
    }

    internal ComparisonPlan Plan { get; }

    /// <summary>In order; the last is by the comparison's key and takes every row that is left.</summary>
    internal ImmutableArray<MatchSegment> Segments { get; }

    /// <summary>The passes by subset sums, which match nothing and so are no segments; their keys are those of their blocks.</summary>
    internal ImmutableArray<MatchSegment> Subsets { get; }

    internal MatchSegment Last => Segments[^1];

    /// <summary>True where rows may be out of scope or invalid.</summary>
    internal bool MarksRows => Plan.Comparison.MarksRows;

    /// <summary>True where rows may be proposed to belong together.</summary>
    internal bool Proposes => Plan.Proposes;

    /// <summary>True where rows of the side may be copies of one another.</summary>
    internal bool HasCopies(Side side) => Plan.Comparison.On(side).Identity is not null && !Plan.On(side).NoCopies;

    /// <summary>The identity expressions, where they are not the comparison's key.</summary>
    internal ImmutableArray<string>? OwnIdentity(Side side) =>
        HasCopies(side) && Plan.Comparison.On(side).Identity is { IsEmpty: false } own && !own.SequenceEqual(Plan.Comparison.On(side).Key)
            ? own : null;

    /// <summary>True where a group of the segment may hold several kept rows of the side.</summary>
    internal bool Gathers(MatchSegment segment, Side side) => segment.Kind switch
    {
        SegmentKind.Pairs => false,
        SegmentKind.Keyed => segment.HasOwnKey || KeyGathers(side),
        _ => true,
    };

    /// <summary>True where several kept rows of the side may share the comparison's key.</summary>
    internal bool KeyGathers(Side side) =>
        !Plan.Locks.NoCopies(side).IsEmpty
        || Plan.Comparison.On(side).Identity is not { } identity
        || !(identity.IsEmpty || identity.SequenceEqual(Plan.Comparison.On(side).Key));

    /// <summary>True where groups anywhere may hold several kept rows of the side, and so several currencies.</summary>
    internal bool Gathers(Side side) => Segments.Any(segment => Gathers(segment, side));

    /// <summary>The column of aligned groups with the currencies of the side.</summary>
    internal string Currencies(Side side) => (Gathers(side) ? "currencies_" : "currency_") + side.Letter();

    /// <summary>The column of aligned groups with what the kept rows add to a measure.</summary>
    internal string Kept(PlannedMeasure measure, Side side) =>
        Quote.Name(measure.Name + (HasCopies(side) ? "_kept_" : "_") + side.Letter());

    /// <summary>A table or view of one segment.</summary>
    internal string Table(MatchSegment segment, string what) => Plan.Table(segment.Named(what));

    internal string Table(MatchSegment segment, string what, Side side) => Plan.Table($"{segment.Named(what)}_{side.Letter()}");

    private static ImmutableArray<MatchSegment> SegmentsOf(ComparisonPlan plan)
    {
        var comparison = plan.Comparison;
        var segments = ImmutableArray.CreateBuilder<MatchSegment>();
        if (plan.Locks.AnyTogether) segments.Add(new MatchSegment(0, null, [], SegmentKind.Human));
        for (var i = 0; i < comparison.Passes.Length; i++)
        {
            var pass = comparison.Passes[i];
            if (pass.Kind == PassKind.Subset) continue;
            var keys = OwnKeys(comparison, pass);
            var kind = pass.Kind switch
            {
                PassKind.Unique => SegmentKind.Pairs,
                PassKind.Links => SegmentKind.Links,
                _ => SegmentKind.Keyed,
            };
            if (kind == SegmentKind.Keyed && segments.Count > 0 && !segments[^1].IsListed && Same(segments[^1].Keys, keys))
                segments[^1] = segments[^1] with { Passes = segments[^1].Passes.Add(pass) };
            else segments.Add(new MatchSegment(i + 1, keys, [pass], kind));
        }
        if (segments.Count == 0 || segments[^1].HasOwnKey || segments[^1].IsListed)
            segments.Add(new MatchSegment(comparison.Passes.Length + 1, null, []));
        return segments.ToImmutable();
    }

    private static (ImmutableArray<string> A, ImmutableArray<string> B)? OwnKeys(Comparison comparison, MatchPass pass)
    {
        if (pass.KeyA is null && pass.KeyB is null) return null;
        var (a, b) = (pass.KeyA ?? comparison.A.Key, pass.KeyB ?? comparison.B.Key);
        return a.SequenceEqual(comparison.A.Key) && b.SequenceEqual(comparison.B.Key) && comparison.CommonKey ? null : (a, b);
    }

    private static bool Same((ImmutableArray<string> A, ImmutableArray<string> B)? one,
        (ImmutableArray<string> A, ImmutableArray<string> B)? other) =>
        one is null || other is null ? one is null && other is null
        : one.Value.A.SequenceEqual(other.Value.A) && one.Value.B.SequenceEqual(other.Value.B);
}
