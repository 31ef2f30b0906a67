using Treaty.Core.Contracts;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>Counts what went into a comparison and what came out of it, by ways that share as little as possible.</summary>
public static class ConservationSql
{
    /// <summary>
    /// Makes <c>agreed_sums</c> of the agreeing groups as they stand, in one read for both sides: one row a currency with rows, row_sum_a,
    /// row_sum_b (sums of row ids), the amount of each measure and, where <paramref name="hashed"/> names columns, content (the sum of
    /// their rows' hashes). To be run before <see cref="Statement"/>.
    /// </summary>
    public static SqlText Sums(ComparisonPlan plan, params IReadOnlyList<string> hashed) => new SqlLines()
        .Line($"-- {plan.Reference}: sums of agreeing groups")
        .Line($"CREATE OR REPLACE TEMP TABLE {plan.Table("agreed_sums")} AS")
        .Line("SELECT")
        .Items(
        [
            "currency", "count(*) AS rows", Whole("first_row_a", "row_sum_a"), Whole("first_row_b", "row_sum_b"),
            .. plan.Measures.Select(m => $"sum({JudgementSql.Column(m, "amount")}) AS {JudgementSql.Column(m, "amount")}"),
            .. hashed.Count == 0 ? [] : new[] { Whole(ContentSql.Row(hashed), "content") },
        ])
        .Line($"FROM {AgreedSql.Agreed(plan)}")
        .Line("GROUP BY currency")
        .Done();

    /// <summary>After <see cref="Sums"/> with hashes: rows and, as text, content of all agreeing groups.</summary>
    public static SqlText Content(ComparisonPlan plan) => new(
        $"SELECT CAST(COALESCE(sum(rows), 0) AS BIGINT), CAST(COALESCE(sum(content), 0) AS VARCHAR) FROM {plan.Table("agreed_sums")}");

    /// <summary>
    /// One row a relation (<c>side</c>, <c>members</c>, <c>groups</c>), side, measure and currency: relation, side, measure, currency,
    /// rows,
    /// row_sum (text of the sum of row ids), amount (what is counted). Groups have no rows' currency and no row ids: both are
    /// empty there. Each relation is read once for all measures.
    /// </summary>
    public static SqlText Statement(ComparisonPlan plan)
    {
        var lines = new SqlLines().Line($"-- {plan.Reference}: conservation of rows and money").Line("WITH counted AS MATERIALIZED (");
        foreach (var side in Sides.Both)
        {
            if (side == Side.B) lines.Line("UNION ALL", 1);
            OfSide(lines, plan, side);
            OfMembers(lines.Line("UNION ALL", 1), plan, side);
            OfGroups(lines.Line("UNION ALL", 1), plan, side);
        }
        lines.Line(")");
        foreach (var measure in plan.Measures)
        {
            if (measure != plan.First) lines.Line("UNION ALL");
            lines.Line("SELECT")
                .Items(
                [
                    "relation", "side", $"{Quote.Text(measure.Name)} AS measure", "currency", "CAST(sum(rows) AS BIGINT) AS rows",
                    "COALESCE(CAST(sum(row_sum) AS VARCHAR), '') AS row_sum",
                    $"CAST(COALESCE(sum({JudgementSql.Column(measure, "conserved")}), 0) AS {RowExpressions.Money(plan.Scale)}) AS amount",
                ])
                .Line("FROM counted")
                .Line("GROUP BY relation, side, currency");
        }
        return lines.Line("ORDER BY relation, side, measure, currency").Done();
    }

    private static void OfSide(SqlLines lines, ComparisonPlan plan, Side side) => Select(lines, plan, "side", side,
        plan.Currency(side), "count(*)", Whole("_row_id"),
        m => $"sum({(m.CountsAll(side) ? m.Amount(side) : $"CASE WHEN {m.Counted(side)} THEN {m.Amount(side)} ELSE 0 END")})",
        $"{Quote.Name(plan.On(side).View)} GROUP BY ALL");

    private static void OfMembers(SqlLines lines, ComparisonPlan plan, Side side)
    {
        Select(lines, plan, "members", side, "currency", "count(*)", Whole("row_id"),
            m => $"sum(CASE WHEN {JudgementSql.Column(m, "counted")} THEN {JudgementSql.Column(m, "amount")} ELSE 0 END)",
            $"{plan.Table("other_members")} WHERE side = '{side.Letter()}' GROUP BY ALL");
        Select(lines.Line("UNION ALL", 1), plan, "members", side, "currency", "rows", "row_sum_" + side.Letter(),
            m => JudgementSql.Column(m, "amount"), plan.Table("agreed_sums"));
    }

    private static void OfGroups(SqlLines lines, ComparisonPlan plan, Side side)
    {
        Select(lines, plan, "groups", side, "''", $"COALESCE(sum(rows_{side.Letter()}), 0)", "NULL",
            m => $"sum({JudgementSql.Column(m, side.Letter())})", plan.Table("written_groups"));
        Select(lines.Line("UNION ALL", 1), plan, "groups", side, "''", "rows", "NULL", m => JudgementSql.Column(m, "amount"),
            plan.Table("agreed_sums"));
    }

    private static void Select(SqlLines lines, ComparisonPlan plan, string relation, Side side, string currency, string rows, string rowSum,
        Func<PlannedMeasure, string> amount, string from) => lines
        .Line("SELECT", 1)
        .Items(
        [
            $"'{relation}' AS relation", $"'{side.Letter()}' AS side", $"{currency} AS currency", $"{rows} AS rows", $"{rowSum} AS row_sum",
            .. plan.Measures.Select(m => $"{amount(m)} AS {JudgementSql.Column(m, "conserved")}"),
        ], 2)
        .Line($"FROM {from}", 1);

    /// <summary>A sum of whole numbers of 64 bits, exact.</summary>
    private static string Whole(string column, string? name = null) =>
        $"CAST(sum({column}) AS DECIMAL(38,0))" + (name is null ? "" : $" AS {name}");
}
