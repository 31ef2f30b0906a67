using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>Rows to groups: one join a segment of passes; what a segment matched is closed to those after it.</summary>
internal static class MatchingSql
{
    internal static IEnumerable<ComparisonStep> Steps(ComparisonShape shape)
    {
        for (var i = 0; i < shape.Segments.Length - 1; i++)
        {
            var segment = shape.Segments[i];
            foreach (var step in ListSql.Steps(shape, segment, i)) yield return step;
            foreach (var statement in Severals(shape, i)) yield return new(statement);
            yield return new(Matched(shape, segment, i));
            foreach (var side in Sides.Both) yield return new(StillOpen(shape, segment, i, side));
        }
        foreach (var statement in Severals(shape, shape.Segments.Length - 1)) yield return new(statement);
        yield return AgreedSql.Step(shape);
        foreach (var statement in LeftSql.Statements(shape)) yield return new(statement);
        yield return new(Rest(shape));
        yield return new(Aligned(shape));
    }

    private static IEnumerable<SqlText> Severals(ComparisonShape shape, int index) =>
        from side in Sides.Both
        let segment = shape.Segments[index]
        let several = Several(shape, segment, side)
        where several is not null
        select new SqlLines()
            .Line($"-- {shape.Plan.Reference}: keys with several open rows of side {side.Letter()} before pass {segment.Number}")
            .Line($"CREATE OR REPLACE TEMP TABLE {several} AS")
            .Line($"SELECT {segment.KeyColumn} AS key")
            .Line($"FROM {Source(shape, index, side)}")
            .Line($"WHERE {segment.KeyColumn} IS NOT NULL")
            .Line($"GROUP BY {segment.KeyColumn}")
            .Line("HAVING count(*) > 1")
            .Done();

    private static string? Several(ComparisonShape shape, MatchSegment segment, Side side) => !shape.Gathers(segment, side) ? null
        : shape.Table(segment, "several", side);

    /// <summary>The view of the rows that are open before the segment at an index.</summary>
    internal static string Open(ComparisonShape shape, int index, Side side) =>
        index == 0 ? RowsSql.Open(shape, side) : shape.Table(shape.Segments[index - 1], "open", side);

    /// <summary>The rows that the segment at an index may match, with its key.</summary>
    internal static string Source(ComparisonShape shape, int index, Side side) =>
        shape.Segments[index].IsListed ? shape.Table(shape.Segments[index], "listed", side) : Open(shape, index, side);

    /// <summary>The table of the groups that a segment matched.</summary>
    internal static string MatchedBy(ComparisonShape shape, MatchSegment segment) => shape.Table(segment, "matched");

    private static SqlText Matched(ComparisonShape shape, MatchSegment segment, int index)
    {
        var lines = new SqlLines()
            .Line($"-- {shape.Plan.Reference}: groups matched {Origin(segment)}")
            .Line($"CREATE OR REPLACE TEMP TABLE {MatchedBy(shape, segment)} AS")
            .Line("SELECT *")
            .Line("FROM (");
        Join(lines, shape, segment, side => Source(shape, index, side),
            ["a.key AS key", $"{ListSql.GroupKey(shape, segment)} AS group_key", $"{ProofSql.Of(shape, segment)} AS proof"], "JOIN", 1);
        return lines.Line(")").Line("WHERE proof IS NOT NULL").Done();
    }

    private static string Origin(MatchSegment segment) => segment.Kind switch
    {
        SegmentKind.Human => "by people",
        SegmentKind.Pairs => $"by pass {segment.Number}, unique pairs",
        SegmentKind.Links => $"by pass {segment.Number}, linked rows",
        _ => $"from pass {segment.Number} on by {(segment.HasOwnKey ? "its own key" : "the key")}",
    };

    private static SqlText StillOpen(ComparisonShape shape, MatchSegment segment, int index, Side side)
    {
        var lines = new SqlLines()
            .Line($"-- {shape.Plan.Reference}: rows of side {side.Letter()} still open after that")
            .Line($"CREATE OR REPLACE TEMP TABLE {Open(shape, index + 1, side)} AS")
            .Line("SELECT r.*")
            .Line($"FROM {Open(shape, index, side)} AS r");
        return segment.IsListed
            ? lines.Line("ANTI JOIN (")
                .Line("SELECT l.row_id", 1)
                .Line($"FROM {Source(shape, index, side)} AS l", 1)
                .Line($"JOIN {MatchedBy(shape, segment)} AS m ON m.key = l.{segment.KeyColumn}", 1)
                .Line(") AS d ON d.row_id = r.row_id")
                .Done()
            : lines.Line($"ANTI JOIN {MatchedBy(shape, segment)} AS m ON m.key = r.{segment.KeyColumn}").Done();
    }

    private static SqlText Rest(ComparisonShape shape)
    {
        var lines = new SqlLines()
            .Line($"-- {shape.Plan.Reference}: groups of the rows of groups that do not agree, by the key")
            .Line($"CREATE OR REPLACE TEMP TABLE {shape.Plan.Table("rest")} AS");
        Rest(lines, shape, side => LeftSql.Left(shape.Plan, side), 0);
        return lines.Done();
    }

    /// <summary>The join of all rows of two sources by the comparison's key.</summary>
    internal static void Rest(SqlLines lines, ComparisonShape shape, Func<Side, string> source, int indent)
    {
        var proofs = ProofSql.Cases(shape, shape.Last);
        Join(lines, shape, shape.Last, source,
        [
            "COALESCE(a.key, b.key) AS group_key",
            $"CASE {proofs}{(proofs.Length > 0 ? " " : "")}WHEN a.key IS NULL OR b.key IS NULL THEN 'none' ELSE 'key' END AS proof",
        ], "FULL JOIN", indent);
    }

    private static SqlText Aligned(ComparisonShape shape)
    {
        var lines = new SqlLines()
            .Line($"-- {shape.Plan.Reference}: all groups, with what each side knows of them")
            .Line($"CREATE OR REPLACE TEMP VIEW {shape.Plan.Table("aligned")} AS");
        var said = (from side in Sides.Both
                    from column in SideColumns.Of(shape, side)
                    where column.Said is not null
                    select $"{column.Said} AS {Quote.Name($"{column.Name}_{side.Letter()}")}").ToList();
        var indent = said.Count == 0 ? 0 : 1;
        if (said.Count > 0) lines.Line("SELECT").Items(["*", .. said]).Line("FROM (");
        if (shape.Segments.Length > 1)
        {
            Matched(lines, shape, indent);
            lines.Line("UNION ALL", indent);
        }
        lines.Line($"SELECT * FROM {shape.Plan.Table("rest")}", indent);
        return (said.Count == 0 ? lines : lines.Line(")")).Done();
    }

    /// <summary>The groups of all passes before the last join.</summary>
    internal static void Matched(SqlLines lines, ComparisonShape shape, int indent)
    {
        var union = false;
        foreach (var segment in shape.Segments[..^1])
        {
            if (union) lines.Line("UNION ALL", indent);
            union = true;
            lines.Line($"SELECT * EXCLUDE (key) FROM {MatchedBy(shape, segment)}", indent);
        }
    }

    private static void Join(SqlLines lines, ComparisonShape shape, MatchSegment segment, Func<Side, string> source,
        IEnumerable<string> heads, string join, int indent)
    {
        lines.Line("SELECT", indent).Items([.. heads, .. Columns(shape)], indent + 1).Line("FROM (", indent);
        SideColumns.Write(lines, shape, segment, Side.A, source(Side.A), Several(shape, segment, Side.A), indent + 1);
        lines.Line(") AS a", indent).Line($"{join} (", indent);
        SideColumns.Write(lines, shape, segment, Side.B, source(Side.B), Several(shape, segment, Side.B), indent + 1);
        lines.Line(") AS b ON a.key = b.key", indent);
    }

    private static IEnumerable<string> Columns(ComparisonShape shape) =>
        from side in Sides.Both
        from column in SideColumns.Kept(shape, side)
        let value = $"{side.Letter()}.{Quote.Name(column.Name)}"
        let present = column.Absent == "NULL" ? value : $"COALESCE({value}, {column.Absent})"
        select $"{present} AS {Quote.Name($"{column.Name}_{side.Letter()}")}";
}
