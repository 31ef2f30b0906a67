using Treaty.Core.Reconciliation.Matching;
using Treaty.Core.Reconciliation.Rates;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>
/// Rows that have not changed themselves, but what is looked up for them has, or a decision about them: <c>moved_a</c> and <c>moved_b</c>
/// (row_id). The session has the views of the whole sides, with rates where amounts are converted.
/// </summary>
public static class MovedSql
{
    /// <summary>The tables, with the rows about which decisions were made or taken back; where <see cref="ChangeSql.IsSimple"/>, with all
    /// rows that decisions name.</summary>
    public static IEnumerable<ComparisonStep> Start(ComparisonPlan plan)
    {
        var rows = (ChangeSql.IsSimple(plan) ? plan.Locks.With(plan.FormerLocks) : plan.Locks.Except(plan.FormerLocks)).Rows()
            .ToList();
        foreach (var side in Sides.Both)
        {
            var named = rows.Where(row => row[1] == (long)side).Select(row => new[] { row[2] }).ToList();
            yield return new(ListSql.Create(new ComparisonShape(plan), $"rows of side {side.Letter()} of which something else has changed",
                Table(plan, side), "row_id"));
            yield return new(new KnownRows(Table(plan, side), named));
        }
    }

    /// <summary>Rows that a mapping gives another key than before.</summary>
    /// <param name="then">The view of the mapping as it was, not quoted.</param>
    public static SqlText ByMapping(ComparisonPlan plan, Side side, string then)
    {
        var through = plan.Comparison.On(side).Through!;
        var lines = new SqlLines()
            .Line($"-- {plan.Reference}: rows of side {side.Letter()} that the mapping gives another key")
            .Line($"INSERT INTO {Table(plan, side)}")
            .Line("WITH")
            .Line("mapped AS (");
        CrosswalkSql.Mapped(lines, through, through.Read.Name, 1).Line("),").Line("was AS (");
        return CrosswalkSql.Mapped(lines, through, then, 1).Line(")")
            .Line("SELECT _row_id")
            .Line($"FROM {Quote.Name(plan.On(side).View)}")
            .Line($"WHERE {RowExpressions.KeyText(plan.Comparison.On(side).Key)} IN (")
            .Line("SELECT _from_key FROM (FROM mapped EXCEPT FROM was)", 1)
            .Line("UNION ALL", 1)
            .Line("SELECT _from_key FROM (FROM was EXCEPT FROM mapped)", 1)
            .Line(")")
            .Done();
    }

    /// <summary>Rows that are converted at another rate than before.</summary>
    /// <param name="then">The view of the rates as they were, not quoted.</param>
    public static IEnumerable<SqlText> ByRates(ComparisonPlan plan, string then)
    {
        var rule = plan.Comparison.Reporting!;
        var was = plan with
        {
            Prefix = plan.Prefix + "then_",
            Comparison = plan.Comparison with { Reporting = rule with { Read = rule.Read with { Name = then } } },
        };
        foreach (var statement in ConversionSql.Lookup(was)) yield return statement;
        foreach (var side in Sides.Both)
        {
            var rates = "rates_" + side.Letter();
            yield return new SqlLines()
                .Line($"-- {plan.Reference}: rows of side {side.Letter()} that are converted at another rate")
                .Line($"INSERT INTO {Table(plan, side)}")
                .Line("SELECT r._row_id")
                .Line($"FROM {Quote.Name(plan.On(side).View)} AS r")
                .Line($"SEMI JOIN (FROM {plan.Table(rates)} EXCEPT FROM {was.Table(rates)}) AS d ON d._treaty_origin = r._treaty_origin "
                    + "AND d._treaty_rate_day IS NOT DISTINCT FROM r._treaty_rate_day")
                .Done();
        }
    }

    /// <summary>The quoted table of the moved rows of a side.</summary>
    public static string Table(ComparisonPlan plan, Side side) => plan.Table("moved_" + side.Letter());
}
