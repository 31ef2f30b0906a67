using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation.Rates;

/// <summary>
/// The sides with the rate of each row beside it. Rates and products are exact decimals; a rate has at most twelve digits after the
/// point, and
/// so have means of months (half up) and rates through another currency.
/// </summary>
public static class ConversionSql
{
    /// <summary>Digits after the point of a rate.</summary>
    internal const int Digits = 12;

    private const string Rate = "DECIMAL(38, 12)";

    /// <summary>Rows without a rate: side, currency, rows, first day, last day. Empty where nothing is converted.</summary>
    public static SqlText Missing(ComparisonPlan plan)
    {
        var lines = new SqlLines().Line($"-- {plan.Reference}: rows for which no rate is stated");
        foreach (var side in Sides.Both)
            lines.Line($"SELECT '{side.Letter()}' AS side, _treaty_origin AS currency, count(*) AS rows, min(_treaty_rate_day) AS first, "
                    + "max(_treaty_rate_day) AS last")
                .Line($"FROM {Quote.Name(plan.On(side).View)}")
                .Line("WHERE _treaty_rate IS NULL")
                .Line("GROUP BY ALL")
                .Line(side == Side.A ? "UNION ALL" : "ORDER BY side, currency");
        return lines.Done();
    }

    /// <summary>The statements that make the sides of a plan out of the products' rows; none where nothing is converted, or the sides
    /// are.</summary>
    public static IEnumerable<SqlText> Statements(ComparisonPlan plan) =>
        plan.Comparison.Reporting is null || plan.A.Raw == plan.A.View ? []
            : [.. Lookup(plan), .. Sides.Both.Select(side => Converted(plan, side))];

    /// <summary>The rates of the currencies and days of both sides alone, as <c>rates_a</c> and <c>rates_b</c>.</summary>
    internal static IEnumerable<SqlText> Lookup(ComparisonPlan plan) => plan.Comparison.Reporting is not { } rule ? []
        : [Stated(plan, rule), .. Sides.Both.Select(side => Found(plan, rule, side))];

    private static SqlText Stated(ComparisonPlan plan, ReportingRule rule)
    {
        var mean = rule.Day == RateDay.MonthAverage;
        var one = "1" + new string('0', Digits);
        var lines = new SqlLines()
            .Line($"-- {plan.Reference}: rates stated by {rule.Read.Name}; what is stated in two ways is not stated")
            .Line($"CREATE OR REPLACE TEMP TABLE {plan.Table("stated")} AS");
        if (mean) lines.Line("SELECT of, becomes, month AS day, CAST(CAST((2 * sum(units) + count(*)) // (2 * count(*)) AS DECIMAL(38, 0)) "
                + $"* CAST('0.{new string('0', Digits - 1)}1' AS DECIMAL(12, 12)) AS {Rate}) AS rate")
            .Line("FROM (")
            .Line($"SELECT of, becomes, CAST(date_trunc('month', day) AS DATE) AS month, CAST(rate * {one} AS HUGEINT) AS units", 1)
            .Line("FROM (", 1);
        var depth = mean ? 2 : 0;
        lines.Line("SELECT", depth)
            .Items([$"{RowExpressions.Text(rule.From)} AS of", $"{RowExpressions.Text(rule.To)} AS becomes",
                $"CAST({RowExpressions.Of(rule.Date)} AS DATE) AS day", $"min(CAST({RowExpressions.Of(rule.Rate)} AS {Rate})) AS rate"], depth + 1)
            .Line($"FROM {Quote.Name(rule.Read.Name)}", depth)
            .Line($"WHERE {RowExpressions.Of(rule.Rate)} > 0", depth)
            .Line("GROUP BY 1, 2, 3", depth)
            .Line($"HAVING count(DISTINCT {RowExpressions.Of(rule.Rate)}) = 1", depth);
        if (mean) lines.Line(")", 1).Line(")").Line("GROUP BY of, becomes, month");
        return lines.Done();
    }

    private static SqlText Found(ComparisonPlan plan, ReportingRule rule, Side side)
    {
        string Newest(string of, string becomes) =>
            $"arg_max(s.rate, s.day) FILTER (s.of = {of} AND s.becomes = {Quote.Text(becomes)})";
        var through = rule.Through is not { } t ? "" : $", CAST({Newest("n.currency", t)} * {Newest(Quote.Text(t), rule.Currency)} AS {Rate})";
        return new SqlLines()
            .Line($"-- {plan.Reference}: the rate of each currency and day of side {side.Letter()}")
            .Line($"CREATE OR REPLACE TEMP TABLE {plan.Table("rates_" + side.Letter())} AS")
            .Line("SELECT")
            .Items(["n.currency AS _treaty_origin", "n.day AS _treaty_rate_day", $"CASE WHEN n.currency = {Quote.Text(rule.Currency)} THEN CAST(1 AS {Rate}) "
                + $"ELSE COALESCE({Newest("n.currency", rule.Currency)}{through}) END AS _treaty_rate"])
            .Line("FROM (")
            .Line($"SELECT DISTINCT {plan.OriginOf(side)} AS currency, {Day(plan, rule, side)} AS day", 1)
            .Line($"FROM {Quote.Name(plan.On(side).Raw)}", 1)
            .Line(") AS n")
            .Line($"LEFT JOIN {plan.Table("stated")} AS s ON s.day <= n.day AND s.day >= n.day - {Quote.Number((long)rule.Older)}")
            .Line("GROUP BY n.currency, n.day")
            .Done();
    }

    private static SqlText Converted(ComparisonPlan plan, Side side) => new SqlLines()
        .Line($"-- {plan.Reference}: side {side.Letter()} with the rate of each row; null where none is stated")
        .Line($"CREATE OR REPLACE TEMP VIEW {Quote.Name(plan.On(side).View)} AS")
        .Line("SELECT")
        .Items(["r.*", "_treaty_origin", "_treaty_rate_day", "_treaty_rate"])
        .Line($"FROM {Quote.Name(plan.On(side).Raw)} AS r")
        .Line($"LEFT JOIN {plan.Table("rates_" + side.Letter())} AS f ON _treaty_origin = {plan.OriginOf(side)} "
            + $"AND _treaty_rate_day IS NOT DISTINCT FROM {Day(plan, plan.Comparison.Reporting!, side)}")
        .Done();

    private static string Day(ComparisonPlan plan, ReportingRule rule, Side side)
    {
        var day = rule.DateOn(side) is { } own ? $"CAST({RowExpressions.Of(own)} AS DATE)" : plan.BusinessDate(side);
        return rule.Day == RateDay.MonthAverage ? $"CAST(date_trunc('month', {day}) AS DATE)" : day;
    }

    /// <summary>An exact amount at a scale, by the rule.</summary>
    internal static string Round(Rounding rounding, string exact, int scale)
    {
        var (money, unit) = (RowExpressions.Money(scale), scale == 0 ? "1" : $"0.{new string('0', scale - 1)}1");
        var rounded = $"CAST({exact} AS {money})"; // away from zero at half a unit
        var toZero = $"sign({exact}) * CAST({unit} AS {money})";
        return rounding switch
        {
            Rounding.HalfUp => rounded,
            Rounding.Down => $"CASE WHEN abs({rounded}) > abs({exact}) THEN {rounded} - {toZero} ELSE {rounded} END",
            _ => $"CASE WHEN 2 * abs({rounded} - {exact}) = {unit} AND CAST(abs({rounded}) * 1{new string('0', scale)} AS HUGEINT) % 2 = 1 "
                + $"THEN {rounded} - {toZero} ELSE {rounded} END",
        };
    }
}
