using System.Globalization;
using Treaty.Core.Reconciliation.Walks;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>
/// A bridge by group and currency: a telescoping chain from what side A reports in the period to what side B does. Its steps, each exact:
/// copies of A leave; a group that one side only counts goes to its class; A's dates become B's (timing); A's currency becomes B's; A's
/// amount
/// becomes B's (definitions, tolerance, amount); copies of B come.
/// </summary>
/// <remarks>
/// The amount difference of a group falls into the period and the currency of B's first row, once, whatever its other rows; so timing
/// sums to
/// nothing over all periods and the currency line to nothing over all currencies of a group.
/// </remarks>
public static class BridgeSql
{
    /// <summary>The lines, B minus A: line, currency, definition, groups, rows, amount, gross. Read by <see cref="Bridge.Of"/>.</summary>
    public static SqlText Lines(BridgePlan plan)
    {
        var lines = new SqlLines().Line($"-- {plan.Comparison}: bridge of {plan.Measure}{Of(plan.Period)}");
        var contributions = Contributions(lines, plan);
        BridgeTotals.Write(lines, plan);
        return lines
            .Line("SELECT")
            .Items(
            [
                "line", "currency", "definition", "count(*) AS groups", "CAST(sum(rows) AS BIGINT) AS rows",
                $"CAST(sum(amount) AS {Money(plan)}) AS amount", $"CAST(sum(abs(amount)) AS {Money(plan)}) AS gross",
            ])
            .Line($"FROM {contributions}")
            .Line("WHERE amount <> 0")
            .Line("GROUP BY line, currency, definition")
            .Line("UNION ALL")
            .Line("SELECT")
            .Items(
            [
                "'total-' || side", "currency", "''", "CAST(0 AS BIGINT)", "CAST(sum(rows) AS BIGINT)",
                $"CAST(sum(amount) AS {Money(plan)})", $"CAST(sum(gross) AS {Money(plan)})",
            ])
            .Line("FROM totals")
            .Line("WHERE rows > 0")
            .Line("GROUP BY side, currency")
            .Line("ORDER BY currency, line, definition")
            .Done();
    }

    /// <summary>
    /// The groups behind one line, the largest first: group_key, currency, amount (as the line has it), class, proof, rows_a, rows_b,
    /// date_a,
    /// date_b, status_a, status_b, value_a, value_b (what each side reports for the group).
    /// </summary>
    public static SqlText Rows(BridgePlan plan, BridgeLineKind line, string currency, string? definition = null, int limit = 1000)
    {
        var kind = plan.From == Side.A ? line : line.Swapped();
        var lines = new SqlLines().Line($"-- {plan.Comparison}: groups behind the line {line.Text()} of {plan.Measure}{Of(plan.Period)}");
        var contributions = Contributions(lines, plan);
        return lines
            .Line("SELECT")
            .Items(
            [
                "c.group_key", "c.currency", $"CAST({(plan.From == Side.A ? "" : "-")}c.amount AS {Money(plan)}) AS amount", .. GroupColumns(plan),
            ])
            .Line($"FROM {contributions} AS c")
            .Line($"JOIN {plan.Relations.Groups} AS g ON g.group_key = c.group_key")
            .Line($"WHERE c.amount <> 0 AND c.line = '{kind.Text()}' AND c.currency = {Quote.Text(currency)}"
                + (definition is null ? "" : $" AND c.definition = {Quote.Text(definition)}"))
            .Line("ORDER BY abs(c.amount) DESC, c.group_key")
            .Line($"LIMIT {Quote.Number((long)limit)}")
            .Done();
    }

    /// <summary>Groups by key in the columns of <see cref="Rows"/>, with an amount of zero.</summary>
    public static SqlText Groups(BridgePlan plan, IEnumerable<string> keys) => new SqlLines()
        .Line($"-- {plan.Comparison}: groups by key")
        .Line("SELECT")
        .Items(["g.group_key", $"CAST(0 AS {Money(plan)}) AS amount", .. GroupColumns(plan)])
        .Line($"FROM {plan.Relations.Groups} AS g")
        .Line($"WHERE g.group_key IN ({string.Join(", ", keys.Select(Quote.Text))})")
        .Line("ORDER BY g.group_key")
        .Done();

    private static IEnumerable<string> GroupColumns(BridgePlan plan) =>
    [
        "g.class", "g.proof", "g.rows_a", "g.rows_b", "g.date_a", "g.date_b", "g.status_a", "g.status_b",
        $"g.{Quote.Name(plan.Measure + "_a")} AS value_a", $"g.{Quote.Name(plan.Measure + "_b")} AS value_b",
    ];

    /// <summary>
    /// What each side reports, read from the side views and from nothing that the comparison made: side, currency, rows, amount. Only for
    /// sessions that have the side views; <see cref="Bridge.Verify"/> holds a bridge against it.
    /// </summary>
    public static SqlText Totals(ComparisonPlan plan, string measure, BridgePeriod? period = null)
    {
        var lines = new SqlLines().Line($"-- {plan.Reference}: totals of {measure} as the products report them{Of(period)}");
        var planned = plan.Measures.First(m => m.Name == measure);
        foreach (var side in Sides.Both)
            lines.Line("SELECT")
                .Items(
                [
                    $"'{side.Letter()}' AS side", $"{plan.Currency(side)} AS currency", "count(*) AS rows",
                    $"CAST(COALESCE(sum({planned.Amount(side)}), 0) AS {RowExpressions.Money(planned.Scale)}) AS amount",
                ])
                .Line($"FROM {Quote.Name(plan.On(side).View)}")
                .Line($"WHERE {planned.Counted(side)} AND {BridgeSteps.InPeriod(period, plan.BusinessDate(side))}")
                .Line("GROUP BY ALL")
                .Line(side == Side.A ? "UNION ALL" : "ORDER BY side, currency");
        return lines.Done();
    }

    /// <summary>Writes the chain and returns the relation of its contributions.</summary>
    private static string Contributions(SqlLines lines, BridgePlan plan)
    {
        BridgeSteps.Write(lines, plan);
        if (plan.Factors is not { } factors) return "contributions";
        FactorSql.Write(lines, plan, factors);
        return "factored";
    }

    private static string Money(BridgePlan plan) => RowExpressions.Money(plan.Scale);

    private static string Of(BridgePeriod? period) =>
        period is null ? ""
            : string.Create(CultureInfo.InvariantCulture, $", from {period.From:yyyy-MM-dd} to before {period.To:yyyy-MM-dd}");
}
