using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation.Walks;

/// <summary>The factors of a measure on the two sides of a bridge, and the views that hold the rows.</summary>
public sealed record FactorPlan(MeasureFactors Factors, string ViewA, string ViewB, int SignA, int SignB);

/// <summary>
/// Breaks the amount line of pairs of rows into what each factor does: the first at A's second, b1·a2 − a1·a2, then the second at B's
/// first, b1·b2 − b1·a2. What the factors do not account for stays on the line without a name.
/// </summary>
internal static class FactorSql
{
    /// <summary>
    /// The table <c>factor_values</c>: of each group with one row a side whose amounts differ, the products by whose first and whose
    /// second factor: group_key, p_aa, p_ba, p_ab, p_bb. Null factors give no row.
    /// </summary>
    internal static void Values(SqlLines lines, BridgePlan plan, FactorPlan factors)
    {
        var cause = Quote.Name(plan.Measure + "_cause");
        lines.Line("factor_values AS ( -- products by whose first and whose second factor")
            .Line("SELECT", 1)
            .Items(["g.group_key", Product("a", "a"), Product("b", "a"), Product("a", "b"), Product("b", "b")], 2)
            .Line($"FROM {plan.Relations.Groups} AS g", 1);
        Side(lines, factors, Reconciliation.Side.A, plan.Relations.Groups, cause);
        Side(lines, factors, Reconciliation.Side.B, plan.Relations.Groups, cause);
        lines.Line($"WHERE g.{cause} = 'amount' AND g.rows_a - g.surplus_a = 1 AND g.rows_b - g.surplus_b = 1", 1)
            .Line("AND a.x IS NOT NULL AND a.y IS NOT NULL AND b.x IS NOT NULL AND b.y IS NOT NULL", 2)
            .Line("),");

        string Product(string first, string second) =>
            $"CAST({first}.x * {second}.y AS {RowExpressions.Money(plan.Scale)}) AS p_{first}{second}";
    }

    /// <summary>The contributions with the amount line broken up, as <c>factored</c>.</summary>
    internal static void Write(SqlLines lines, BridgePlan plan, FactorPlan factors)
    {
        const string heads = "SELECT c.group_key, c.currency, c.line, ";
        const string from = "FROM contributions AS c JOIN factor_values AS f ON f.group_key = c.group_key WHERE c.line = 'amount' AND c.amount <> 0";
        lines.Line(",");
        Values(lines, plan, factors);
        lines.Line("factored AS (")
            .Line("SELECT c.group_key, c.currency, c.line, c.definition, c.rows, "
                + "c.amount - CASE WHEN c.line = 'amount' AND c.amount <> 0 THEN COALESCE(f.p_bb - f.p_aa, 0) ELSE 0 END AS amount", 1)
            .Line("FROM contributions AS c", 1)
            .Line("LEFT JOIN factor_values AS f ON f.group_key = c.group_key", 1)
            .Line("UNION ALL", 1)
            .Line($"{heads}{Quote.Text(factors.Factors.First.Name)}, c.rows, f.p_ba - f.p_aa", 1)
            .Line(from, 1)
            .Line("UNION ALL", 1)
            .Line($"{heads}{Quote.Text(factors.Factors.Second.Name)}, c.rows, f.p_bb - f.p_ba", 1)
            .Line(from, 1)
            .Line(")");
    }

    private static void Side(SqlLines lines, FactorPlan factors, Side side, string groups, string cause)
    {
        var (letter, view, sign) = (side.Letter(), side == Reconciliation.Side.A ? factors.ViewA : factors.ViewB,
            side == Reconciliation.Side.A ? factors.SignA : factors.SignB);
        lines.Line("JOIN (", 1)
            .Line($"SELECT _row_id, {(sign == 1 ? "" : Quote.Number((long)sign) + " * ")}{RowExpressions.Of(factors.Factors.First.On(side))} AS x, "
                + $"{RowExpressions.Of(factors.Factors.Second.On(side))} AS y", 2)
            .Line($"FROM {Quote.Name(view)}", 2)
            .Line($"WHERE _row_id IN (SELECT first_row_{letter} FROM {groups} WHERE {cause} = 'amount')", 2)
            .Line($") AS {letter} ON {letter}._row_id = g.first_row_{letter}", 1);
    }
}
