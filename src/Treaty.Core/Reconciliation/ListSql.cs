using Treaty.Core.Reconciliation.Matching;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>
/// Segments whose groups come from a list: rows that people tied together, unique pairs, linked rows. An algorithm fills the list,
/// and from then
/// on it is a key like any other.
/// </summary>
internal static class ListSql
{
    internal static IEnumerable<ComparisonStep> Steps(ComparisonShape shape, MatchSegment segment, int index)
    {
        if (!segment.IsListed) yield break;
        var steps = segment.Kind switch
        {
            SegmentKind.Human => Human(shape, segment),
            SegmentKind.Pairs => PairSql.Steps(shape, segment, index),
            _ => LinkSql.Steps(shape, segment, index),
        };
        foreach (var step in steps) yield return step;
        foreach (var side in Sides.Both) yield return new(Listed(shape, segment, index, side));
    }

    internal static string List(ComparisonShape shape, MatchSegment segment) => shape.Table(segment, "list");

    /// <summary>The group key of a group that the segment matched.</summary>
    internal static string GroupKey(ComparisonShape shape, MatchSegment segment) => segment.Kind switch
    {
        SegmentKind.Human => $"'{RowExpressions.OwnKey}h:' || a.key",
        SegmentKind.Links => $"'{RowExpressions.OwnKey}{segment.Number}:' || a.key",
        SegmentKind.Pairs => PairSql.GroupKey(shape, segment),
        _ => segment.HasOwnKey ? $"'{RowExpressions.OwnKey}{segment.Number}:' || a.key" : "a.key",
    };

    internal static SqlText Create(ComparisonShape shape, string what, string table, params IEnumerable<string> columns) => new SqlLines()
        .Line($"-- {shape.Plan.Reference}: {what}")
        .Line($"CREATE OR REPLACE TEMP TABLE {table} (")
        .Items(columns.Select(column => $"{column} BIGINT"))
        .Line(")")
        .Done();

    private static IEnumerable<ComparisonStep> Human(ComparisonShape shape, MatchSegment segment)
    {
        yield return new(Create(shape, "rows that people have said belong together", List(shape, segment), "side", "row_id", "key"));
        yield return new(new KnownRows(List(shape, segment), shape.Plan.Locks.Groups()));
    }

    private static SqlText Listed(ComparisonShape shape, MatchSegment segment, int index, Side side) => new SqlLines()
        .Line($"-- {shape.Plan.Reference}: open rows of side {side.Letter()} that are on the list")
        .Line($"CREATE OR REPLACE TEMP VIEW {MatchingSql.Source(shape, index, side)} AS")
        .Line($"SELECT r.*, l.key AS {segment.KeyColumn}")
        .Line($"FROM {MatchingSql.Open(shape, index, side)} AS r")
        .Line($"JOIN {List(shape, segment)} AS l ON l.row_id = r.row_id AND l.side = {Quote.Number((long)side)}")
        .Done();
}
