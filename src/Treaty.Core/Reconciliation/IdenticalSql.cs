using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>
/// Whether two sides hold the same rows by everything that a comparison compares, without matching them: count, sum and exclusive
/// or of the
/// rows' 64-bit hashes. Equal rows in any order give equal numbers; that different rows do has a chance of about one in 2^64.
/// </summary>
public static class IdenticalSql
{
    /// <summary>The views to make first.</summary>
    public static IReadOnlyList<SqlText> Views(ComparisonPlan plan) => [.. RowsSql.Views(new ComparisonShape(plan))];

    /// <summary>One row a side: side, rows, sum of hashes, exclusive or of hashes (both as text).</summary>
    public static SqlText Statement(ComparisonPlan plan)
    {
        var lines = new SqlLines().Line($"-- {plan.Reference}: what each side holds");
        foreach (var side in new[] { Side.A, Side.B })
            lines.Line("SELECT")
                .Items(
                [
                    $"'{side.Letter()}' AS side", "count(*) AS rows", "CAST(COALESCE(sum(CAST(hashed AS HUGEINT)), 0) AS VARCHAR) AS sum",
                    "CAST(COALESCE(bit_xor(hashed), 0) AS VARCHAR) AS parity",
                ])
                .Line($"FROM (SELECT hash({string.Join(", ", Columns(plan))}) AS hashed FROM {plan.Table("rows_" + side.Letter())})")
                .Line(side == Side.A ? "UNION ALL" : "ORDER BY side");
        return lines.Done();
    }

    /// <summary>The key, and what is compared: keys of passes and identities only say how rows come together.</summary>
    private static IEnumerable<string> Columns(ComparisonPlan plan)
    {
        yield return "_treaty_key";
        if (plan.HasCurrency) yield return "currency";
        if (plan.Comparison.Status is not null) yield return "status";
        if (plan.Comparison.Period is not null) yield return "business_date";
        foreach (var measure in plan.Measures)
        {
            yield return JudgementSql.Column(measure, "amount");
            if (measure.A.Filter is not null || measure.B.Filter is not null) yield return JudgementSql.Column(measure, "counted");
        }
        foreach (var attribute in plan.Comparison.Attributes) yield return Quote.Name("attribute_" + attribute.Name);
    }
}
