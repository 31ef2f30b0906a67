using Treaty.Core.Reconciliation.Matching;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>Rows linked by any of several pairs of columns, directly or by way of others.</summary>
internal static class LinkSql
{
    internal static IEnumerable<ComparisonStep> Steps(ComparisonShape shape, MatchSegment segment, int index)
    {
        var list = ListSql.List(shape, segment);
        yield return new(ListSql.Create(shape, $"rows that pass {segment.Number} links", list, "side", "row_id", "key"));
        yield return new(Values(shape, segment, index));
        yield return new(new LinkWork(list, Links(shape, segment)));
    }

    /// <summary>The column of the row views with one of the segment's links.</summary>
    internal static string Column(MatchSegment segment, int link) => $"{segment.Named("link")}_{Quote.Number((long)link + 1)}";

    private static string Valued(ComparisonShape shape, MatchSegment segment) => shape.Table(segment, "linked");

    private static SqlText Values(ComparisonShape shape, MatchSegment segment, int index)
    {
        var links = segment.Passes[0].Links;
        var lines = new SqlLines()
            .Line($"-- {shape.Plan.Reference}: values of links, and the rows that have them")
            .Line($"CREATE OR REPLACE TEMP TABLE {Valued(shape, segment)} AS");
        for (var link = 0; link < links.Length; link++)
            foreach (var side in Sides.Both)
                lines.Line($"SELECT {Quote.Number((long)link)} AS link, CAST({Quote.Number((long)side)} AS BIGINT) AS side, row_id, "
                        + $"{Column(segment, link)} AS value")
                    .Line($"FROM {MatchingSql.Open(shape, index, side)}")
                    .Line($"WHERE {Column(segment, link)} IS NOT NULL")
                    .Line(link < links.Length - 1 || side == Side.A ? "UNION ALL" : "");
        return lines.Done();
    }

    private static SqlText Links(ComparisonShape shape, MatchSegment segment) => new SqlLines()
        .Line($"-- {shape.Plan.Reference}: rows by the value that links them")
        .Line("SELECT v.number, r.side, r.row_id")
        .Line($"FROM {Valued(shape, segment)} AS r")
        .Line("JOIN (")
        .Line("SELECT link, value, row_number() OVER () AS number", 1)
        .Line($"FROM {Valued(shape, segment)}", 1)
        .Line("GROUP BY link, value", 1)
        .Line("HAVING count(*) > 1", 1)
        .Line(") AS v ON v.link = r.link AND v.value = r.value")
        .Done();
}
