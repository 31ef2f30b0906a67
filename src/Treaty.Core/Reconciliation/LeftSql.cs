using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>The rows of groups that the last join has found not to agree: by their ids, or, where a group may hold several rows of a side,
/// all rows that have their keys.</summary>
internal static class LeftSql
{
    /// <summary>The table of such rows of a side.</summary>
    internal static string Left(ComparisonPlan plan, Side side) => plan.Table("left_" + side.Letter());

    internal static IEnumerable<SqlText> Statements(ComparisonShape shape)
    {
        var gathers = Sides.Both.Any(side => shape.Gathers(shape.Last, side));
        if (gathers) yield return Keys(shape);
        foreach (var side in Sides.Both)
            yield return new SqlLines()
                .Line($"-- {shape.Plan.Reference}: rows of side {side.Letter()} in groups that do not agree, whole")
                .Line($"CREATE OR REPLACE TEMP TABLE {Left(shape.Plan, side)} AS")
                .Line("SELECT r.*")
                .Line($"FROM {Source(shape, side)} AS r")
                .Line(gathers ? $"SEMI JOIN {shape.Plan.Table("left_keys")} AS k ON k.key = r.{shape.Last.KeyColumn}"
                    : $"SEMI JOIN {AgreedSql.Aside(shape.Plan, side)} AS s ON s.row_id = r.row_id")
                .Done();
    }

    private static SqlText Keys(ComparisonShape shape)
    {
        var lines = new SqlLines()
            .Line($"-- {shape.Plan.Reference}: keys of groups that do not agree")
            .Line($"CREATE OR REPLACE TEMP TABLE {shape.Plan.Table("left_keys")} AS");
        foreach (var side in Sides.Both)
        {
            if (side == Side.B) lines.Line("UNION");
            lines.Line($"SELECT r.{shape.Last.KeyColumn} AS key")
                .Line($"FROM {Source(shape, side)} AS r")
                .Line($"SEMI JOIN {AgreedSql.Aside(shape.Plan, side)} AS s ON s.row_id = r.row_id");
        }
        return lines.Done();
    }

    private static string Source(ComparisonShape shape, Side side) => MatchingSql.Source(shape, shape.Segments.Length - 1, side);
}
