using System.Globalization;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>What differs, why, and the class of each group that does: over differing groups only.</summary>
internal static class JudgementSql
{
    internal static IEnumerable<SqlText> Statements(ComparisonShape shape)
    {
        yield return AgreedSql.Others(shape);
        yield return Differing(shape);
        if (!shape.Plan.Comparison.Definitions.IsEmpty)
        {
            yield return FirstRows(shape, Side.A);
            yield return FirstRows(shape, Side.B);
            yield return Defined(shape);
        }
        yield return Newest(shape.Plan);
        yield return Judged(shape);
    }

    /// <summary>The definitions that may explain a measure, in their declared order.</summary>
    internal static IEnumerable<DefinitionDifference> Definitions(ComparisonPlan plan, PlannedMeasure measure) =>
        plan.Comparison.Definitions.Where(definition => definition.Measure is null || definition.Measure == measure.Name);

    internal static string Column(PlannedMeasure measure, string what) => Quote.Name($"{measure.Name}_{what}");

    private static SqlText Differing(ComparisonShape shape)
    {
        var lines = new SqlLines()
            .Line($"-- {shape.Plan.Reference}: groups that differ in anything")
            .Line($"CREATE OR REPLACE TEMP TABLE {shape.Plan.Table("differing")} AS")
            .Line("SELECT *")
            .Line($"FROM {AgreedSql.Others(shape.Plan)}");
        var word = "WHERE";
        foreach (var condition in Differences.All(shape))
        {
            lines.Line($"{word} {condition}");
            word = "  OR";
        }
        if (RelabelledSql.IsNeeded(shape)) lines.Line($"  OR {RelabelledSql.Moved(shape)}");
        return lines.Done();
    }

    private static SqlText FirstRows(ComparisonShape shape, Side side)
    {
        var (plan, letter) = (shape.Plan, side.Letter());
        return new SqlLines()
            .Line($"-- {plan.Reference}: the first rows of side {letter} in those groups, whole, for definitions to look at")
            .Line($"CREATE OR REPLACE TEMP TABLE {plan.Table("first_" + letter)} AS")
            .Line("SELECT *")
            .Line($"FROM {Quote.Name(plan.On(side).View)}")
            .Line($"WHERE _row_id IN (SELECT first_row_{letter} FROM {plan.Table("differing")})")
            .Done();
    }

    private static SqlText Defined(ComparisonShape shape)
    {
        var plan = shape.Plan;
        return new SqlLines()
            .Line($"-- {plan.Reference}: which documented definitions hold, and what they explain")
            .Line($"CREATE OR REPLACE TEMP TABLE {plan.Table("defined")} AS")
            .Line("SELECT")
            .Items(["g.group_key", .. plan.Comparison.Definitions.SelectMany(Columns)])
            .Line($"FROM {plan.Table("differing")} AS g")
            .Line($"LEFT JOIN {plan.Table("first_a")} AS a ON a._row_id = g.first_row_a")
            .Line($"LEFT JOIN {plan.Table("first_b")} AS b ON b._row_id = g.first_row_b")
            .Done();

        IEnumerable<string> Columns(DefinitionDifference definition)
        {
            var place = definition.Only switch
            {
                Side.A => "g.first_row_b IS NULL",
                Side.B => "g.first_row_a IS NULL",
                _ => "g.first_row_a IS NOT NULL AND g.first_row_b IS NOT NULL",
            };
            var when = definition.When is { } text ? $" AND COALESCE(({text}), false)" : "";
            yield return $"{place}{when} AS {Quote.Name("holds_" + definition.Id)}";
            if (definition.Amount is { } amount)
                yield return $"COALESCE(CAST(({amount}) AS {RowExpressions.Money(plan.Scale)}), 0)"
                    + $" AS {Quote.Name("explains_" + definition.Id)}";
        }
    }

    /// <remarks>Layer upon layer, because an alias used again within one select is copied in, and copies of copies grow without
    /// bound.</remarks>
    private static SqlText Judged(ComparisonShape shape)
    {
        var plan = shape.Plan;
        var lines = new SqlLines()
            .Line($"-- {plan.Reference}: causes and classes")
            .Line($"CREATE OR REPLACE TEMP TABLE {plan.Table("judged")} AS")
            .Line("WITH")
            .Line("step_0 AS (")
            .Line("SELECT", 1)
            .Items(["*", "CASE WHEN first_row_b IS NULL THEN 'a' WHEN first_row_a IS NULL THEN 'b' ELSE '' END AS lone"], 2)
            .Line($"FROM {plan.Table("differing")}", 1);
        if (!plan.Comparison.Definitions.IsEmpty) lines.Line($"JOIN {plan.Table("defined")} USING (group_key)", 1);
        lines.Line($"CROSS JOIN {plan.Table("newest")}", 1).Line(")" + ",");
        var step = 0;
        foreach (var layer in Layers(shape))
        {
            lines.Line($"step_{step + 1} AS (").Line("SELECT", 1).Items(["*", .. layer], 2).Line($"FROM step_{step}", 1).Line("),");
            step++;
        }
        lines.Line("classed AS (").Line("SELECT", 1).Items(["*", $"{ClassOf(shape)} AS class"], 2).Line($"FROM step_{step}", 1).Line(")");
        return lines.Line("SELECT *").Line("FROM classed").Done();
    }

    /// <summary>The newest date of each side, by which it is judged what may still come. Where rows were only added since one was known,
    /// that one and those of the added rows.</summary>
    private static SqlText Newest(ComparisonPlan plan)
    {
        return new SqlLines()
            .Line($"-- {plan.Reference}: the newest date of each side")
            .Line($"CREATE OR REPLACE TEMP TABLE {plan.Table("newest")} AS")
            .Line("SELECT *")
            .Line($"FROM ({Of(Side.A)})")
            .Line($"CROSS JOIN ({Of(Side.B)})")
            .Done();

        string Of(Side side)
        {
            var (rows, letter) = (plan.On(side), side.Letter());
            var date = rows.Added?.Newest is not { } known ? plan.NewestDate(side)
                : $"greatest(DATE '{known.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}', {plan.NewestDate(side)})";
            var newest = $"SELECT {date} AS newest_{letter} FROM {Quote.Name(rows.Added?.View ?? rows.Whole)}";
            return plan.Comparison.Calendar is not { Days: > 0 } calendar ? newest
                : $"SELECT newest_{letter}, {BusinessDaySql.Limit(calendar, "newest_" + letter)} AS old_{letter} FROM ({newest})";
        }
    }

    /// <summary>What holds of the group, then the causes of all its measures side by side.</summary>
    private static IEnumerable<IReadOnlyList<string>> Layers(ComparisonShape shape)
    {
        yield return [.. Facts(shape)];
        yield return
        [
            $"CASE WHEN lone = '' THEN ''{Marked(shape)} WHEN unmatched THEN 'unmatched-key' "
                + (shape.Proposes ? "WHEN ambiguous THEN 'ambiguous' " : "")
                + "WHEN late THEN 'late' WHEN lone = 'a' THEN 'missing-b' ELSE 'missing-a' END AS lone_class",
        ];
        var causes = shape.Plan.Measures.Select(measure => CauseSql.Layers(shape, measure).ToList()).ToList();
        for (var i = 0; i < causes.Max(c => c.Count); i++)
            yield return [.. causes.Where(c => i < c.Count).SelectMany(c => c[i])];
    }

    private static IEnumerable<string> Facts(ComparisonShape shape)
    {
        var (plan, comparison) = (shape.Plan, shape.Plan.Comparison);
        var child = comparison.Child is { } side ? $" OR lone = '{side.Letter()}'" : "";
        yield return $"starts_with(group_key, '{RowExpressions.NoKey}'){child} AS unmatched";
        yield return $"COALESCE(CASE lone WHEN 'a' THEN {Differences.Young(plan, Side.A)} "
            + $"WHEN 'b' THEN {Differences.Young(plan, Side.B)} END, false) AS late";
        yield return $"{Both(comparison.Status is { } status ? Differences.Status(status) : null)} AS status_differs";
        var moved = RelabelledSql.IsNeeded(shape) ? $" OR {RelabelledSql.Moved(shape)}" : "";
        yield return $"{Both(Differences.Currency(shape) is { } currency ? currency + moved : null)} AS currency_differs";
        yield return $"{Both(Differences.Period(comparison))} AS period_differs";
        if (shape.Proposes) yield return $"group_key IN (SELECT group_key FROM {ProposalSql.Proposed(shape)}) AS ambiguous";
        foreach (var attribute in comparison.Attributes)
            yield return $"{Both(Differences.Attribute(attribute))} AS {Quote.Name($"attribute_{attribute.Name}_differs")}";

        static string Both(string? condition) => condition is null ? "false" : $"lone = '' AND ({condition})";
    }

    private static string Marked(ComparisonShape shape) => !shape.MarksRows ? ""
        : $" WHEN starts_with(group_key, '{RowExpressions.Invalid}') THEN 'invalid'"
            + $" WHEN starts_with(group_key, '{RowExpressions.OutOfScope}') THEN 'out-of-scope'"
            + $" WHEN starts_with(group_key, '{RowExpressions.NoRate}') THEN 'no-rate'";

    /// <summary>The first class in the fixed order for which there is a discrepancy.</summary>
    private static string ClassOf(ComparisonShape shape)
    {
        var plan = shape.Plan;
        var row = Column(plan.First, "cause");
        var amounts = plan.Measures.Select(m => $"{Column(m, "cause")} = 'amount'");
        var definitions = plan.Measures.Select(m => $"{Column(m, "definition")} <> ''");
        var attributes = plan.Comparison.Attributes.Select(a => Quote.Name($"attribute_{a.Name}_differs")).ToList();
        var surplus = Sides.Both.Where(shape.HasCopies).Select(side => $"surplus_{side.Letter()} > 0").ToList();
        return "CASE"
            + (shape.MarksRows ? $" WHEN {row} IN ('invalid', 'out-of-scope', 'no-rate') THEN {row}" : "")
            + $" WHEN {row} = 'unmatched-key' THEN 'unmatched-key'"
            + (surplus.Count == 0 ? "" : $" WHEN {string.Join(" OR ", surplus)} THEN 'duplicate'")
            + $" WHEN {row} IN ({(shape.Proposes ? "'ambiguous', " : "")}'missing-a', 'missing-b') THEN {row}"
            + " WHEN status_differs THEN 'status'"
            + " WHEN currency_differs THEN 'currency'"
            + $" WHEN {string.Join(" OR ", amounts)} THEN 'amount'"
            + $" WHEN {string.Join(" OR ", definitions)} THEN 'definition'"
            + " WHEN period_differs THEN 'period'"
            + (attributes.Count == 0 ? "" : $" WHEN {string.Join(" OR ", attributes)} THEN 'attribute'")
            + $" WHEN {row} = 'late' THEN 'late'"
            + " ELSE 'matched' END";
    }
}
