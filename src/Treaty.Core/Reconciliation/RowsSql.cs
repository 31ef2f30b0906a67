using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>The rows of one side as the comparison sees them, and which of them are copies.</summary>
internal static class RowsSql
{
    internal static IEnumerable<SqlText> Statements(ComparisonShape shape, Side side)
    {
        yield return Rows(shape, side);
        if (!shape.HasCopies(side)) yield break;
        yield return Copies(shape, side);
        yield return Kept(shape, side);
    }

    /// <summary>The view of the rows that may be matched: all but copies.</summary>
    internal static string Open(ComparisonShape shape, Side side) =>
        shape.Plan.Table((shape.HasCopies(side) ? "kept_" : "rows_") + side.Letter());

    private static SqlText Rows(ComparisonShape shape, Side side)
    {
        var plan = shape.Plan;
        return new SqlLines()
            .Line($"-- {plan.Reference}: side {side.Letter()}, {plan.Comparison.On(side).Object}, one line a row")
            .Line($"CREATE OR REPLACE TEMP VIEW {plan.Table("rows_" + side.Letter())} AS")
            .Line("SELECT")
            .Items(Columns(shape, side))
            .Line($"FROM {Quote.Name(plan.On(side).View)}")
            .Done();
    }

    private static IEnumerable<string> Columns(ComparisonShape shape, Side side)
    {
        var plan = shape.Plan;
        yield return "_row_id AS row_id";
        yield return $"{RowExpressions.KeyText(plan.Comparison.On(side).Key)} AS _treaty_key";
        yield return $"{RowExpressions.GroupKey("_treaty_key", side)} AS group_key";
        foreach (var segment in shape.Segments.Where(s => s.HasOwnKey))
            yield return $"{RowExpressions.KeyText(segment.KeyOn(side))} AS {segment.KeyColumn}";
        if (shape.OwnIdentity(side) is { } identity) yield return $"{RowExpressions.KeyText(identity)} AS copy_key";
        yield return $"{plan.BusinessDate(side)} AS business_date";
        yield return $"{plan.Currency(side)} AS currency";
        yield return plan.Comparison.Status is { } status
            ? $"{RowExpressions.Text(side == Side.A ? status.A : status.B)} AS status"
            : "CAST(NULL AS VARCHAR) AS status";
        foreach (var measure in plan.Measures)
        {
            yield return $"{measure.Amount(side)} AS {Quote.Name(measure.Name + "_amount")}";
            yield return $"{measure.Counted(side)} AS {Quote.Name(measure.Name + "_counted")}";
        }
        foreach (var attribute in plan.Comparison.Attributes)
            yield return $"{RowExpressions.Text(side == Side.A ? attribute.A : attribute.B)} AS {Quote.Name("attribute_" + attribute.Name)}";
    }

    private static SqlText Copies(ComparisonShape shape, Side side)
    {
        var (plan, key) = (shape.Plan, shape.OwnIdentity(side) is null ? "group_key" : "copy_key");
        var rows = plan.Table("rows_" + side.Letter());
        return new SqlLines()
            .Line($"-- {plan.Reference}: rows of side {side.Letter()} beyond the first of their identity, by date and row")
            .Line($"CREATE OR REPLACE TEMP TABLE {plan.Table("copies_" + side.Letter())} AS")
            .Line("SELECT *")
            .Line("FROM (")
            .Line($"SELECT *, first_value(row_id) OVER (PARTITION BY {key} ORDER BY business_date NULLS LAST, row_id) AS keeper", 1)
            .Line($"FROM {rows}", 1)
            .Line($"WHERE {key} IN (SELECT {key} FROM {rows} WHERE {key} IS NOT NULL GROUP BY {key} HAVING count(*) > 1)", 1)
            .Line(")")
            .Line("WHERE row_id <> keeper")
            .Done();
    }

    private static SqlText Kept(ComparisonShape shape, Side side)
    {
        var plan = shape.Plan;
        var copies = plan.Table("copies_" + side.Letter());
        var sums = plan.Measures.Select(m => (
            Sum: $"COALESCE({Sum(m)}, 0) AS {Column(m)}",
                Column: $"COALESCE(c.{Column(m)}, 0) AS {Column(m)}")).ToList();
        return new SqlLines()
            .Line($"-- {plan.Reference}: rows of side {side.Letter()} to be matched, each with what its copies add")
            .Line($"CREATE OR REPLACE TEMP VIEW {plan.Table("kept_" + side.Letter())} AS")
            .Line("SELECT")
            .Items(["r.*", "COALESCE(c.copies, 0) AS copies", .. sums.Select(s => s.Column)])
            .Line($"FROM {plan.Table("rows_" + side.Letter())} AS r")
            .Line($"ANTI JOIN {copies} AS d ON d.row_id = r.row_id")
            .Line("LEFT JOIN (")
            .Line("SELECT", 1)
            .Items(["keeper", "count(*) AS copies", .. sums.Select(s => s.Sum)], 2)
            .Line($"FROM {copies}", 1)
            .Line("GROUP BY keeper", 1)
            .Line(") AS c ON c.keeper = r.row_id")
            .Done();

        static string Column(PlannedMeasure m) => Quote.Name(m.Name + "_copies");
        static string Sum(PlannedMeasure m) => $"sum({Quote.Name(m.Name + "_amount")}) FILTER ({Quote.Name(m.Name + "_counted")})";
    }
}
