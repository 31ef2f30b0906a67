using System.Globalization;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation.Rates;

/// <summary>
/// A plan in its reporting currency. What the rates of the two sides and rounding make of a group's difference are differences of
/// their own,
/// found like documented ones: at B's own rate less at A's rate; then what rounding row by row comes to, less rounding their sum once.
/// What is
/// left is a difference of amounts at A's rate.
/// </summary>
public static class Conversion
{
    /// <summary>The difference that comes from two rates for one currency. No document can declare a definition of this name.</summary>
    public const string Rate = "§rate";

    /// <summary>The difference that comes from rounding row by row.</summary>
    public const string Rounded = "§rounding";

    public static ComparisonPlan Apply(ComparisonPlan plan)
    {
        if (plan.Comparison.Reporting is not { } rule) return plan;
        plan = plan with
        {
            A = Side(plan, plan.A, "a"), B = Side(plan, plan.B, "b"),
            Measures = [.. plan.Measures.Select(m => m.A.Currency is null || m.B.Currency is null ? m : m with { Reporting = rule })],
        };
        var shape = new ComparisonShape(plan);
        var owner = rule.Owner ?? plan.Comparison.Accountable;
        return plan with
        {
            Comparison = plan.Comparison with
            {
                Definitions =
                [
                    .. plan.Measures.Where(m => m.Reporting is not null).SelectMany(m => Of(shape, m, rule, owner)),
                    .. plan.Comparison.Definitions,
                ],
            },
        };
    }

    private static PlannedSide Side(ComparisonPlan plan, PlannedSide side, string letter)
    {
        var view = $"{plan.Prefix}converted_{letter}";
        return side with { Raw = side.View, View = view, Whole = view };
    }

    private static IEnumerable<DefinitionDifference> Of(ComparisonShape shape, PlannedMeasure measure, ReportingRule rule, string owner)
    {
        string Column(Reconciliation.Side side, string what) => $"g.{JudgementSql.Column(measure, $"{what}_{side.Letter()}")}";
        string Kept(Reconciliation.Side side) => $"g.{shape.Kept(measure, side)}";
        string Round(string exact) => ConversionSql.Round(rule.Rounding, $"({exact})", measure.Scale);
        var (a, b) = (Reconciliation.Side.A, Reconciliation.Side.B);
        const string differs = "g.fx_origin_a = g.fx_origin_b AND g.fx_rate_a <> g.fx_rate_b";
        var restated = Round($"{Column(b, "origin")} * g.fx_rate_a");
        string Rounds(Reconciliation.Side side) => $"({Kept(side)} - {Round(Column(side, "exact"))})";
        var place = shape.Plan.Comparison.Place;
        yield return new($"{Rate}:{measure.Name}", measure.Name, differs, $"{Kept(b)} - {restated}", null, owner,
            "the two sides were converted at different rates", place);
        yield return new($"{Rounded}:{measure.Name}", measure.Name, "true", $"CASE WHEN {differs} THEN 0 ELSE {Rounds(b)} END - {Rounds(a)}", null, owner,
            string.Create(CultureInfo.InvariantCulture, $"each row is rounded once to {measure.Scale} digits"), place);
    }
}
