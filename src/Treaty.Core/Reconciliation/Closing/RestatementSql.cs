using Treaty.Core.Contracts;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation.Closing;

/// <summary>
/// What a measure of a product comes to in a period by one version and by another, row by row. Each row and currency falls on one line, so
/// the lines sum exactly to the difference: late (a row that was not there), removed (one that is no longer), moved (its date is in another
/// period now), currency, recounted (the measure's filter says otherwise now), amount.
/// </summary>
/// <param name="Before">The relation of the object in the version that was stated.</param>
/// <param name="After">The relation in the version to state now.</param>
public sealed record RestatementSql(Measure Measure, SchemaObject Object, string Before, string After, string TimeZone,
    ClosingPeriod Period)
{
    /// <summary>One row a line and currency: line, currency, rows, amount, gross.</summary>
    public SqlText Lines()
    {
        var lines = new SqlLines().Line($"-- {Measure.Name} of {Period.Name}: what restates it");
        Cells(lines);
        return lines.Line("SELECT line, currency, count(*) AS rows, CAST(sum(amount) AS " + Money + ") AS amount, "
                + $"CAST(sum(abs(amount)) AS {Money}) AS gross")
            .Line("FROM cells")
            .Line("GROUP BY line, currency")
            .Line("ORDER BY currency, line")
            .Done();
    }

    /// <summary>The rows behind them, the largest first: line, currency, key, amount.</summary>
    public SqlText Rows(int limit)
    {
        var lines = new SqlLines().Line($"-- {Measure.Name} of {Period.Name}: the rows that restate it");
        Cells(lines);
        return lines.Line("SELECT line, currency, key, amount").Line("FROM cells").Line("ORDER BY abs(amount) DESC, key")
            .Line($"LIMIT {Quote.Number((long)limit)}").Done();
    }

    /// <summary>What the measure comes to in the period by one of the versions: currency, amount.</summary>
    public SqlText Total(bool after)
    {
        var lines = new SqlLines().Line($"-- {Measure.Name} of {Period.Name}").Line("SELECT currency, " + $"CAST(sum(amount) AS {Money}) AS amount")
            .Line("FROM (");
        Side(lines, after ? After : Before);
        return lines.Line(")").Line("WHERE inside AND counted").Line("GROUP BY currency").Line("ORDER BY currency").Done();
    }

    private string Money => RowExpressions.Money(Measure.Scale);

    private void Cells(SqlLines lines)
    {
        lines.Line("WITH").Line("was AS (");
        Side(lines, Before);
        lines.Line("),").Line("now AS (");
        Side(lines, After);
        lines.Line("),")
            .Line("joined AS (")
            .Line("SELECT", 1)
            .Items(
            [
                "COALESCE(w.key, n.key) AS key", "w.currency AS was_in", "n.currency AS now_in",
                "CASE WHEN w.inside AND w.counted THEN w.amount ELSE 0 END AS was", "CASE WHEN n.inside AND n.counted THEN n.amount ELSE 0 END AS now",
                "CASE WHEN w.key IS NULL THEN 'late' WHEN n.key IS NULL THEN 'removed' WHEN w.inside <> n.inside THEN 'moved' "
                    + "WHEN w.currency <> n.currency THEN 'currency' WHEN w.counted <> n.counted THEN 'recounted' ELSE 'amount' END AS line",
            ], 2)
            .Line("FROM was AS w", 1)
            .Line("FULL JOIN now AS n ON n.key = w.key", 1)
            .Line("WHERE w.inside OR n.inside", 1)
            .Line("),")
            .Line("cells AS (")
            .Line("SELECT line, currency, key, sum(amount) AS amount", 1)
            .Line("FROM (", 1)
            .Line("SELECT line, was_in AS currency, key, -was AS amount FROM joined", 2)
            .Line("UNION ALL", 2)
            .Line("SELECT line, now_in, key, now FROM joined", 2)
            .Line(")", 1)
            .Line("GROUP BY line, currency, key", 1)
            .Line("HAVING sum(amount) <> 0", 1)
            .Line(")");
    }

    private void Side(SqlLines lines, string relation)
    {
        var measure = new PlannedMeasure(Measure.Name, Measure, Measure);
        var date = Measure.Date is { } column ? DateOf(column) : "CAST(NULL AS DATE)";
        lines.Line("SELECT", 1)
            .Items(
            [
                $"{RowExpressions.KeyText([.. Object.Key.Select(p => p.Name)])} AS key",
                $"{BridgeSteps.InPeriod(new BridgePeriod(Period.From, Period.To), date)} AS inside", $"{Currency} AS currency",
                $"{measure.Counted(Reconciliation.Side.A)} AS counted", $"{measure.Amount(Reconciliation.Side.A)} AS amount",
            ], 2)
            .Line($"FROM {relation}", 1);
    }

    private string Currency => Measure.Currency is not { } currency ? "''"
        : Object.Property(currency) is null ? Quote.Text(currency) : $"COALESCE({RowExpressions.Text(currency)}, '')";

    private string DateOf(string column) => Object.Property(column)?.Type == LogicalType.Date ? $"CAST({RowExpressions.Of(column)} AS DATE)"
        : $"CAST(CAST({RowExpressions.Of(column)} AS TIMESTAMPTZ) AT TIME ZONE {Quote.Text(TimeZone)} AS DATE)";
}
