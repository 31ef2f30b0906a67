using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>Counts what went into a comparison and what came out of it, by ways that share as little as possible.</summary>
public static class ConservationSql
{
    /// <summary>
    /// One row a relation (<c>side</c>, <c>members</c>, <c>groups</c>), side, measure and currency: relation, side, measure, currency,
    /// rows,
    /// row_sum (text of the sum of row ids), amount (what is counted). Groups have no rows' currency and no row ids: both are
    /// empty there.
    /// </summary>
    public static SqlText Statement(ComparisonPlan plan)
    {
        var lines = new SqlLines().Line($"-- {plan.Reference}: conservation of rows and money");
        var first = true;
        foreach (var measure in plan.Measures)
            foreach (var side in new[] { Side.A, Side.B })
            {
                if (!first) lines.Line("UNION ALL");
                first = false;
                OfSide(lines, plan, measure, side);
                OfMembers(lines.Line("UNION ALL"), plan, measure, side);
                OfGroups(lines.Line("UNION ALL"), plan, measure, side);
            }
        return lines.Line("ORDER BY relation, side, measure, currency").Done();
    }

    private static void OfSide(SqlLines lines, ComparisonPlan plan, PlannedMeasure measure, Side side) => lines
        .Line("SELECT")
        .Items([.. Heads("side", measure, side, plan.Currency(side)), "count(*) AS rows", RowSum("_row_id"),
            Amount($"CASE WHEN {measure.Counted(side)} THEN {measure.Amount(side)} ELSE 0 END", plan)])
        .Line($"FROM {Quote.Name(plan.On(side).View)}")
        .Line("GROUP BY ALL");

    private static void OfMembers(SqlLines lines, ComparisonPlan plan, PlannedMeasure measure, Side side) => lines
        .Line("SELECT")
        .Items([.. Heads("members", measure, side, "currency"), "count(*) AS rows", RowSum("row_id"),
            Amount($"CASE WHEN {JudgementSql.Column(measure, "counted")} THEN {JudgementSql.Column(measure, "amount")} ELSE 0 END", plan)])
        .Line($"FROM {plan.Table("members")}")
        .Line($"WHERE side = '{side.Letter()}'")
        .Line("GROUP BY ALL");

    private static void OfGroups(SqlLines lines, ComparisonPlan plan, PlannedMeasure measure, Side side) => lines
        .Line("SELECT")
        .Items([.. Heads("groups", measure, side, "''"), $"CAST(COALESCE(sum(rows_{side.Letter()}), 0) AS BIGINT) AS rows", "'' AS row_sum",
            Amount(JudgementSql.Column(measure, side.Letter()), plan)])
        .Line($"FROM {plan.Table("groups")}");

    private static IEnumerable<string> Heads(string relation, PlannedMeasure measure, Side side, string currency) =>
        [$"'{relation}' AS relation", $"'{side.Letter()}' AS side", $"{Quote.Text(measure.Name)} AS measure", $"{currency} AS currency"];

    private static string RowSum(string column) => $"CAST(sum(CAST({column} AS HUGEINT)) AS VARCHAR) AS row_sum";

    private static string Amount(string value, ComparisonPlan plan) =>
        $"CAST(COALESCE(sum({value}), 0) AS {RowExpressions.Money(plan.Scale)}) AS amount";
}
