using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>
/// Whether two sides hold the same rows by everything that a comparison compares, without matching them: count, sum and exclusive
/// or of the rows' 64-bit hashes. Rows out of scope are not compared, so they are left out and counted. Equal rows in any order give
/// equal numbers; that different rows do has a chance of about one in 2^64.
/// </summary>
public static class IdenticalSql
{
    /// <summary>The views to make first.</summary>
    public static IReadOnlyList<SqlText> Views(ComparisonPlan plan) => 
        [.. Sides.Both.Select(side => RowsSql.Rows(new ComparisonShape(plan), side, "rows_",
            plan.Measures.SelectMany(m => Split(m, side) ?? [])
                .Append($"{NotMapped(plan, side)} AS not_mapped").Concat(InScope(plan, side))))];

    /// <summary>One row a side: side, rows, sum of hashes, exclusive or of hashes (both as text), rows out of scope.</summary>
    public static SqlText Statement(ComparisonPlan plan)
    {
        var lines = new SqlLines().Line($"-- {plan.Reference}: what each side holds");
        foreach (var side in Sides.Both)
        {
            var (scoped, rows) = (plan.Comparison.On(side).Scope is not null, plan.Table("rows_" + side.Letter()));
            lines.Line("SELECT")
                .Items(
                [
                    $"'{side.Letter()}' AS side", "count(*) AS rows", "CAST(COALESCE(sum(CAST(hashed AS HUGEINT)), 0) AS VARCHAR) AS sum",
                    "CAST(COALESCE(bit_xor(hashed), 0) AS VARCHAR) AS parity",
                    scoped ? $"(SELECT count_if(NOT in_scope) FROM {rows}) AS out_of_scope" : "CAST(0 AS BIGINT) AS out_of_scope",
                ])
                .Line($"FROM (SELECT hash({string.Join(", ", Columns(plan))}) AS hashed FROM {rows}{(scoped ? " WHERE in_scope" : "")})")
                .Line(side == Side.A ? "UNION ALL" : "ORDER BY side");
        }
        return lines.Done();
    }

    /// <summary>The key, and what is compared: keys of passes and identities only say how rows come together.</summary>
    private static IEnumerable<string> Columns(ComparisonPlan plan)
    {
        yield return "_treaty_key";
        if (Sides.Both.Any(side => plan.Comparison.On(side).Through is not null)) yield return "not_mapped";
        if (plan.HasCurrency) yield return "currency";
        if (plan.Comparison.Status is not null) yield return "status";
        if (plan.Comparison.Period is not null) yield return "business_date";
        foreach (var measure in plan.Measures)
        {
            if (Split(measure, Side.A) is null) yield return JudgementSql.Column(measure, "amount");
            else
                foreach (var part in new[] { "short", "long" }) yield return JudgementSql.Column(measure, part);
            if (measure.A.Filter is not null || measure.B.Filter is not null) yield return JudgementSql.Column(measure, "counted");
        }
        foreach (var attribute in plan.Comparison.Attributes) yield return Quote.Name("attribute_" + attribute.Name);
    }

    private static IEnumerable<string> InScope(ComparisonPlan plan, Side side) => plan.Comparison.On(side).Scope is { } scope
        ? [$"COALESCE({RowExpressions.Of(scope)}, false) AS in_scope"] : [];

    /// <summary>A key that the side's mapping knows no other for, or several: it is not the same as no key.</summary>
    private static string NotMapped(ComparisonPlan plan, Side side) => plan.Comparison.On(side) is { Through: not null } of
        ? $"CASE WHEN _mapped._to_key IS NULL THEN '{side.Letter()}|' || {RowExpressions.KeyText(of.Key)} END" : "CAST(NULL AS VARCHAR)";

    /// <summary>
    /// An amount in two columns: as a number of 18 digits, which is hashed much faster, and as it is where it has more. Equal amounts
    /// are equal in both, and a missing one is nothing. Null where the two sides are not of one scale and sign.
    /// </summary>
    private static IEnumerable<string>? Split(PlannedMeasure measure, Side side)
    {
        if (measure.Reporting is not null || measure.A.Scale != measure.B.Scale || (measure.A.Sign, measure.B.Sign) != (1, 1)) return null;
        var value = RowExpressions.Of(measure.On(side).Expression);
        var narrow = $"TRY_CAST({value} AS {StoredSql.Narrow(measure.Scale)})";
        return
        [
            $"COALESCE({narrow}, 0) AS {JudgementSql.Column(measure, "short")}",
            $"CASE WHEN {narrow} IS NULL AND {value} IS NOT NULL THEN {measure.Amount(side)} END AS {JudgementSql.Column(measure, "long")}",
        ];
    }
}
