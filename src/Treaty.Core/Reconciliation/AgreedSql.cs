using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>
/// Groups of one row a side that agree in all that is compared and that every measure counts. Nearly all groups are so; a table of
/// their own says the same of them with half the columns, as <see cref="StoredSql"/> reads it.
/// </summary>
internal static class AgreedSql
{
    /// <summary>The relation of the agreeing groups.</summary>
    internal static string Agreed(ComparisonPlan plan) => plan.Table("agreed");

    /// <summary>The table of all other groups.</summary>
    internal static string Others(ComparisonPlan plan) => plan.Table("others");

    internal static SqlText Others(ComparisonShape shape)
    {
        var lines = new SqlLines()
            .Line($"-- {shape.Plan.Reference}: groups that differ in anything, or are more than one row a side")
            .Line($"CREATE OR REPLACE TEMP TABLE {Others(shape.Plan)} AS")
            .Line("SELECT *")
            .Line($"FROM {shape.Plan.Table("aligned")}");
        var word = "WHERE";
        foreach (var condition in Conditions(shape))
        {
            lines.Line($"{word} {condition}");
            word = "  OR";
        }
        return lines.Done();
    }

    internal static SqlText View(ComparisonShape shape)
    {
        var plan = shape.Plan;
        var lines = new SqlLines()
            .Line($"-- {plan.Reference}: groups of one row a side that agree")
            .Line($"CREATE OR REPLACE TEMP VIEW {Agreed(plan)} AS")
            .Line("SELECT")
            .Items(
            [
                "group_key", "proof", "first_row_a", "first_row_b", "date_a", "date_b", "currency_a AS currency",
                .. plan.Comparison.Status is null ? ["CAST(NULL AS VARCHAR) AS status_a", "CAST(NULL AS VARCHAR) AS status_b"]
                    : new[] { "status_a", "status_b" },
                .. plan.Measures.Select(m =>
                    $"CAST({JudgementSql.Column(m, "a")} AS {StoredSql.Narrow(m.Scale)}) AS {JudgementSql.Column(m, "amount")}"),
            ])
            .Line($"FROM {plan.Table("aligned")}")
            .Line("WHERE NOT COALESCE(");
        var word = "";
        foreach (var condition in Conditions(shape))
        {
            lines.Line($"{word}{condition}", 1);
            word = "OR ";
        }
        return lines.Line(", false)").Done();
    }

    /// <summary>Every reason why a group says more than an agreeing one.</summary>
    private static IEnumerable<string> Conditions(ComparisonShape shape)
    {
        foreach (var condition in Differences.All(shape)) yield return condition;
        foreach (var side in new[] { Side.A, Side.B })
        {
            if (shape.HasCopies(side) || shape.Gathers(side)) yield return $"rows_{side.Letter()} <> 1";
            foreach (var measure in shape.Plan.Measures.Where(m => !m.CountsAll(side)))
                yield return $"NOT {JudgementSql.Column(measure, "counted_" + side.Letter())}";
        }
        foreach (var measure in shape.Plan.Measures)
            if (StoredSql.Most(measure.Scale) is { } most) yield return $"abs({JudgementSql.Column(measure, "a")}) > {most}";
    }
}
