using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>
/// Holds the totals of the sides, read from the sides themselves, against totals from elsewhere: by currency, and by day or month where
/// each total is stated for a date. What does not tie out is a discrepancy of its own, which belongs to no group.
/// </summary>
public static class ControlSql
{
    /// <summary>Begins the keys under which gaps stand; no key of a row or a pass can begin so.</summary>
    internal const string Key = RowExpressions.OwnKey + "control:";

    /// <summary>All control totals: id, side, measure, currency (empty where there is none), period (its first day; null for all dates),
    /// control (null where none is stated), total.</summary>
    public static SqlText Read(ComparisonPlan plan) => new SqlLines()
        .Line("SELECT id, side, measure, currency, period, control, total")
        .Line($"FROM {plan.Table("controls")}")
        .Line("ORDER BY id, currency, period")
        .Done();

    internal static IEnumerable<SqlText> Statements(ComparisonPlan plan)
    {
        if (plan.Comparison.Controls.IsEmpty) yield break;
        var lines = new SqlLines()
            .Line($"-- {plan.Reference}: what the sides come to beside their control totals")
            .Line($"CREATE OR REPLACE TEMP TABLE {plan.Table("controls")} AS");
        foreach (var (i, control) in plan.Comparison.Controls.Index()) Write(i == 0 ? lines : lines.Line("UNION ALL"), plan, control);
        yield return lines.Done();
    }

    /// <summary>The gaps as rows of the table of discrepancies; amounts are B less A of what is said on the two sides.</summary>
    internal static void Discrepancies(SqlLines lines, ComparisonPlan plan, ControlTotal control)
    {
        var (kind, money) = (DiscrepancyClass.Control.Text(), RowExpressions.Money(plan.Scale));
        var (a, b) = control.Side == Side.A ? ("total", "control") : ("control", "total");
        lines.Line("UNION ALL").Line("SELECT").Items(
        [
            $"left(md5({Quote.Text($"{plan.Reference}|{kind}|{control.Measure}:{control.Id}|")} || group_key), 16) AS discrepancy_id",
            $"{Quote.Text(plan.Reference)} AS comparison",
            "group_key",
            $"'{kind}' AS class",
            $"{Quote.Text(control.Measure)} AS subject",
            "'' AS side",
            $"CAST({a} AS VARCHAR) AS value_a",
            $"CAST({b} AS VARCHAR) AS value_b",
            $"CAST(COALESCE({b}, 0) - COALESCE({a}, 0) AS {money}) AS amount",
            $"CAST(abs(COALESCE({b}, 0) - COALESCE({a}, 0)) AS {money}) AS gross",
            "currency",
            "period AS business_date",
            $"{Quote.Text(control.Id)} AS definition",
            $"{Quote.Text(plan.Comparison.Routes.GetValueOrDefault(DiscrepancyClass.Control) ?? control.Owner)} AS team",
        ])
        .Line("FROM (")
        .Line($"SELECT *, {Quote.Text(Key + control.Id)} || ':' || currency || ':' || COALESCE(CAST(period AS VARCHAR), '') AS group_key", 1)
        .Line($"FROM {plan.Table("controls")}", 1)
        .Line($"WHERE id = {Quote.Text(control.Id)} AND COALESCE(control, 0) <> total", 1)
        .Line(")");
    }

    private static void Write(SqlLines lines, ComparisonPlan plan, ControlTotal control)
    {
        var measure = plan.Measures.First(m => m.Name == control.Measure);
        var money = RowExpressions.Money(measure.On(control.Side).Scale);
        string Period(string date) => control.Date is null ? "CAST(NULL AS DATE)"
            : control.By == PeriodGrain.Day ? date : $"CAST(date_trunc('month', {date}) AS DATE)";
        lines.Line("SELECT").Items(
            [
                $"{Quote.Text(control.Id)} AS id", $"'{control.Side.Letter()}' AS side", $"{Quote.Text(control.Measure)} AS measure", "currency",
                "period", $"CAST(sum(control) AS {money}) AS control", $"CAST(COALESCE(sum(total), 0) AS {money}) AS total",
            ])
            .Line("FROM (")
            .Line("SELECT", 1)
            .Items(
            [
                $"{(control.Currency is null ? "''" : plan.CurrencyOf(measure, control.Side))} AS currency",
                $"{Period(plan.DateOf(measure, control.Side))} AS period", $"CAST(NULL AS {money}) AS control",
                $"CAST({measure.Amount(control.Side)} AS {money}) AS total",
            ], 2)
            .Line($"FROM {Quote.Name(plan.On(control.Side).Whole)}", 1)
            .Line($"WHERE {measure.Counted(control.Side)}", 1)
            .Line("UNION ALL", 1)
            .Line("SELECT", 1)
            .Items(
            [
                control.Currency is { } currency ? $"COALESCE({RowExpressions.Text(currency)}, '')" : "''",
                Period($"CAST({RowExpressions.Of(control.Date ?? "null")} AS DATE)"), $"CAST({RowExpressions.Of(control.Amount)} AS {money})", "NULL",
            ], 2)
            .Line($"FROM {Quote.Name(control.Read.Name)}", 1)
            .Line(")")
            .Line("GROUP BY ALL");
    }
}
