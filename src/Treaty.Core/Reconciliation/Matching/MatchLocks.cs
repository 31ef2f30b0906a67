using System.Collections.Immutable;
using System.Globalization;

namespace Treaty.Core.Reconciliation.Matching;

/// <summary>
/// The decisions that matching obeys. Rows that decisions tie together, directly or by way of others, are one group, whatever their
/// keys and
/// amounts are; it is the first thing that matching does. Two rows that a decision keeps apart are never matched by a pass.
/// </summary>
public sealed class MatchLocks
{
    private readonly ImmutableArray<MatchLock> _all;

    public MatchLocks(IEnumerable<MatchLock> all)
    {
        _all = [.. all.DistinctBy(TextOf).OrderBy(TextOf, StringComparer.Ordinal)];
        Rejected = (from one in _all
                    where one.Kind == LockKind.NoMatch
                    from a in one.RowsA
                    from b in one.RowsB
                    select (a, b)).ToImmutableHashSet();
    }

    public static MatchLocks None { get; } = new([]);

    public bool IsEmpty => _all.IsEmpty;

    public bool AnyTogether => _all.Any(one => one.Kind == LockKind.Match);

    /// <summary>Pairs that are no match.</summary>
    public ImmutableHashSet<(long A, long B)> Rejected { get; }

    /// <summary>All decisions as one text, the same in whatever order they are given.</summary>
    public string Text => string.Join('\n', _all.Select(TextOf));

    /// <summary>Rows of a side that are no copies, whatever their identity says.</summary>
    public ImmutableSortedSet<long> NoCopies(Side side) =>
    [
        .. _all.Where(one => one.Kind == LockKind.NoMatch && (side == Side.A ? one.RowsB : one.RowsA).IsEmpty)
            .SelectMany(one => side == Side.A ? one.RowsA : one.RowsB),
    ];

    /// <summary>Rows that were tied together: side (0 is A), row id, and the number of the group, which is the least row id of
    /// A in it.</summary>
    public IReadOnlyList<long[]> Groups()
    {
        var components = new RowComponents();
        foreach (var one in _all.Where(one => one.Kind == LockKind.Match))
        {
            var rows = one.RowsA.Select(row => (0, row)).Concat(one.RowsB.Select(row => (1, row))).ToList();
            foreach (var row in rows) components.Link(rows[0], row);
        }
        return [.. components.All()];
    }

    /// <summary>These decisions and others.</summary>
    public MatchLocks With(MatchLocks other) => new(_all.Concat(other._all));

    /// <summary>Decisions that are only among these or only among others.</summary>
    public MatchLocks Except(MatchLocks other)
    {
        var mine = _all.Select(TextOf).ToHashSet(StringComparer.Ordinal);
        var its = other._all.Select(TextOf).ToHashSet(StringComparer.Ordinal);
        return new(_all.Concat(other._all).Where(one => !mine.Contains(TextOf(one)) || !its.Contains(TextOf(one))));
    }

    /// <summary>The rows that each decision names: number of the decision, side (0 is A), row id.</summary>
    public IEnumerable<long[]> Rows() => _all.SelectMany((one, number) =>
        one.RowsA.Select(row => new[] { number, 0, row }).Concat(one.RowsB.Select(row => new[] { number, 1, row })));

    private static string TextOf(MatchLock one) => string.Create(CultureInfo.InvariantCulture,
        $"{one.Kind}|{string.Join(',', one.RowsA)}|{string.Join(',', one.RowsB)}|{one.Decision}");
}

