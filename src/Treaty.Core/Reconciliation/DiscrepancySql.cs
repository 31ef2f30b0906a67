using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>
/// One row a difference. Amounts are what the difference adds to B − A of its measure (of the first, where it is about rows), so that the
/// discrepancies and the tolerated differences of a group add up to the group's difference.
/// </summary>
internal static class DiscrepancySql
{
    private sealed record Rule(
        DiscrepancyClass Class, string Subject, Side? Fault, string ValueA, string ValueB, string Amount, string Gross, string Where)
    {
        internal DefinitionDifference? Definition { get; init; }

        /// <summary>What tells this discrepancy from others of its class and group, for its id.</summary>
        internal string Mark => Definition is null ? Subject : $"{Subject}:{Definition.Id}";
    }

    internal static SqlText Statement(ComparisonShape shape)
    {
        var lines = new SqlLines()
            .Line($"-- {shape.Plan.Reference}: discrepancies")
            .Line($"CREATE OR REPLACE TEMP TABLE {shape.Plan.Table("discrepancies")} AS");
        var first = true;
        foreach (var rule in Rules(shape))
        {
            if (!first) lines.Line("UNION ALL");
            first = false;
            Write(lines, shape.Plan, rule);
        }
        foreach (var control in shape.Plan.Comparison.Controls) ControlSql.Discrepancies(lines, shape.Plan, control);
        return lines.Done();
    }

    private static void Write(SqlLines lines, ComparisonPlan plan, Rule rule)
    {
        var id = $"{plan.Reference}|{rule.Class.Text()}|{rule.Mark}|";
        var money = RowExpressions.Money(plan.Scale);
        lines.Line("SELECT").Items(
        [
            $"left(md5({Quote.Text(id)} || group_key), 16) AS discrepancy_id",
            $"{Quote.Text(plan.Reference)} AS comparison",
            "group_key",
            $"{Quote.Text(rule.Class.Text())} AS class",
            $"{Quote.Text(rule.Subject)} AS subject",
            $"{Quote.Text(rule.Fault?.Letter() ?? "")} AS side",
            $"CAST({rule.ValueA} AS VARCHAR) AS value_a",
            $"CAST({rule.ValueB} AS VARCHAR) AS value_b",
            $"CAST({rule.Amount} AS {money}) AS amount",
            $"CAST(abs({rule.Gross}) AS {money}) AS gross",
            "COALESCE(currency_b, currency_a) AS currency",
            "COALESCE(date_b, date_a) AS business_date",
            $"{Quote.Text(rule.Definition?.Id ?? "")} AS definition",
            $"{Quote.Text(plan.Team(rule.Class, rule.Fault, rule.Definition))} AS team",
        ]).Line($"FROM {plan.Table("judged")}").Line($"WHERE {rule.Where}");
    }

    private static IEnumerable<Rule> Rules(ComparisonShape shape)
    {
        var plan = shape.Plan;
        var (a, b) = (shape.Kept(plan.First, Side.A), shape.Kept(plan.First, Side.B));
        var stake = $"greatest(abs({a}), abs({b}))";
        if (shape.MarksRows)
            foreach (var kind in new[] { DiscrepancyClass.Invalid, DiscrepancyClass.OutOfScope })
                foreach (var side in Sides.Both) yield return Lone(plan, kind, side, side);
        if (plan.Comparison.Reporting is not null)
            foreach (var side in Sides.Both) yield return Lone(plan, DiscrepancyClass.NoRate, side, null);
        foreach (var side in Sides.Both) yield return Lone(plan, DiscrepancyClass.UnmatchedKey, side, side);
        foreach (var side in Sides.Both.Where(shape.HasCopies)) yield return Duplicate(shape, side);
        if (shape.Proposes)
            foreach (var side in Sides.Both) yield return Lone(plan, DiscrepancyClass.Ambiguous, side, null);
        yield return Lone(plan, DiscrepancyClass.MissingA, Side.B, Side.A);
        yield return Lone(plan, DiscrepancyClass.MissingB, Side.A, Side.B);
        if (plan.Comparison.Status is { } status)
            foreach (var (side, where) in StatusRights.Conflicts(status))
                yield return new(DiscrepancyClass.Status, "", side, "status_a", "status_b",
                    $"CASE WHEN {Cause(plan.First)} = 'status' THEN {JudgementSql.Column(plan.First, "difference")} ELSE 0 END",
                        stake, where == "true" ? "status_differs" : $"status_differs AND {where}");
        if (plan.HasCurrency)
            yield return new(DiscrepancyClass.Currency, "", null, shape.Currencies(Side.A), shape.Currencies(Side.B),
                "0", RelabelledSql.Stake(shape, stake), "currency_differs");
        foreach (var measure in plan.Measures)
            yield return new(DiscrepancyClass.Amount, measure.Name, null, shape.Kept(measure, Side.A), shape.Kept(measure, Side.B),
                JudgementSql.Column(measure, "rest"), JudgementSql.Column(measure, "rest"), $"{Cause(measure)} = 'amount'");
        foreach (var rule in plan.Measures.SelectMany(measure => Defined(shape, measure))) yield return rule;
        if (plan.Comparison.Period is not null)
            yield return new(DiscrepancyClass.Period, "", null, "date_a", "date_b", "0", stake, "period_differs");
        foreach (var attribute in plan.Comparison.Attributes)
            yield return new(DiscrepancyClass.Attribute, attribute.Name, null,
                Quote.Name($"attribute_{attribute.Name}_a"), Quote.Name($"attribute_{attribute.Name}_b"), "0", stake,
                Quote.Name($"attribute_{attribute.Name}_differs"));
        foreach (var side in Sides.Both) yield return Lone(plan, DiscrepancyClass.Late, side, side.Other());
    }

    private static IEnumerable<Rule> Defined(ComparisonShape shape, PlannedMeasure measure) =>
        from definition in JudgementSql.Definitions(shape.Plan, measure)
        let amount = JudgementSql.Column(measure, $"explained_by_{definition.Id}")
        let applies = JudgementSql.Column(measure, $"by_{definition.Id}")
        select new Rule(DiscrepancyClass.Definition, measure.Name, null, shape.Kept(measure, Side.A), shape.Kept(measure, Side.B),
            amount, amount,
            measure == shape.Plan.First ? applies : $"{applies} AND {amount} <> 0") { Definition = definition };

    /// <summary>Rows that only the side <paramref name="present"/> has.</summary>
    private static Rule Lone(ComparisonPlan plan, DiscrepancyClass kind, Side present, Side? fault)
    {
        var (rest, difference) = (JudgementSql.Column(plan.First, "rest"), JudgementSql.Column(plan.First, "difference"));
        var (valueA, valueB) = present == Side.A ? ($"-{difference}", "NULL") : ("NULL", difference);
        return new(kind, "", fault, valueA, valueB, rest, rest, $"lone = '{present.Letter()}' AND {Cause(plan.First)} = '{kind.Text()}'");
    }

    private static Rule Duplicate(ComparisonShape shape, Side side)
    {
        var (reported, letter) = (Quote.Name($"{shape.Plan.First.Name}_{side.Letter()}"), side.Letter());
        var copies = $"{(side == Side.A ? "-" : "")}({reported} - {shape.Kept(shape.Plan.First, side)})";
        return new(DiscrepancyClass.Duplicate, letter, side, side == Side.A ? "rows_a" : "NULL", side == Side.B ? "rows_b" : "NULL",
            copies, copies, $"surplus_{letter} > 0");
    }

    private static string Cause(PlannedMeasure measure) => JudgementSql.Column(measure, "cause");
}
