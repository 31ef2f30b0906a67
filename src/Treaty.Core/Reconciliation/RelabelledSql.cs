using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>
/// Money that has another currency on the other side, in groups of several rows: how much it is, and groups in which it moved from one
/// currency to another although both sides have the same ones. A sum over currencies would let the two cancel.
/// </summary>
internal static class RelabelledSql
{
    internal static bool IsNeeded(ComparisonShape shape) => shape.Plan.HasCurrency && (shape.Gathers(Side.A) || shape.Gathers(Side.B));

    /// <summary>Whether a group has more of one currency on side b and less of another.</summary>
    internal static string Moved(ComparisonShape shape) => $"group_key IN (SELECT of_group FROM {Table(shape)} WHERE moved)";

    /// <summary>The amount at stake of a group, over groups; <paramref name="otherwise"/> where it has one row a side.</summary>
    internal static string Stake(ComparisonShape shape, string otherwise) => !IsNeeded(shape) ? otherwise
        : $"COALESCE((SELECT stake FROM {Table(shape)} WHERE of_group = group_key), {otherwise})";

    /// <summary>
    /// One row a group of several rows with more than one currency: <c>of_group</c>; <c>stake</c>, the greater of what either side has in
    /// currencies that the other has not (amounts of one currency are added with their signs), and of what moved; <c>moved</c>.
    /// </summary>
    internal static SqlText Statement(ComparisonShape shape)
    {
        var plan = shape.Plan;
        var lines = new SqlLines()
            .Line($"-- {plan.Reference}: groups of several rows and currencies: what has another currency on the other side")
            .Line($"CREATE OR REPLACE TEMP TABLE {Table(shape)} AS")
            .Line("SELECT").Items(
            [
                "group_key AS of_group",
                "greatest(sum(abs(a)) FILTER (NOT on_b), sum(abs(b)) FILTER (NOT on_a), "
                    + "least(COALESCE(sum(b - a) FILTER (b > a), 0), COALESCE(sum(a - b) FILTER (a > b), 0)), 0) AS stake",
                "bool_or(b > a) AND bool_or(a > b) AS moved",
            ])
            .Line("FROM (")
            .Line("SELECT group_key, currency, bool_or(side = 'a') AS on_a, bool_or(side = 'b') AS on_b,", 1)
            .Line("COALESCE(sum(amount) FILTER (side = 'a'), 0) AS a, COALESCE(sum(amount) FILTER (side = 'b'), 0) AS b", 2)
            .Line("FROM (", 1);
        foreach (var side in Sides.Both) Rows(lines, shape, side);
        return lines.Line(")", 1)
            .Line("GROUP BY group_key, currency", 1)
            .Line(")")
            .Line("GROUP BY group_key")
            .Done();
    }

    private static void Rows(SqlLines lines, ComparisonShape shape, Side side)
    {
        var (plan, first) = (shape.Plan, shape.Plan.First);
        var (a, b) = (shape.Currencies(Side.A), shape.Currencies(Side.B));
        lines.Line($"{(side == Side.A ? "" : "UNION ALL ")}SELECT '{side.Letter()}' AS side, group_key, currency,", 2)
            .Line($"CASE WHEN {JudgementSql.Column(first, "counted")} THEN {JudgementSql.Column(first, "amount")} ELSE 0 END AS amount", 3)
            .Line($"FROM {ResultSql.Placed(plan, side)}", 2)
            .Line("WHERE group_key IN (", 2)
            .Line($"SELECT group_key FROM {plan.Table("aligned")} WHERE (rows_a > 1 OR rows_b > 1) "
                + $"AND ({a} <> {b} OR contains({a}, '+') AND contains({b}, '+'))", 3)
            .Line(")", 2);
    }

    private static string Table(ComparisonShape shape) => shape.Plan.Table("relabelled");
}
