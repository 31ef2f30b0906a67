using System.Globalization;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;

namespace Treaty.Core.Quality;

/// <summary>
/// What came out of a check. An error gave no verdict and never counts as a pass; a skipped check had nothing to look at; one that is not
/// enforced is only declared.
/// </summary>
public enum Verdict { Pass, Warn, Fail, Error, Skip, NotEnforced }

/// <summary>A check with what it measured.</summary>
/// <param name="Object">Empty for what is about the product as a whole.</param>
public sealed record CheckResult(string Object, string? Column, string Check, Verdict Verdict, string Measured, Severity Severity)
{
    /// <summary>
    /// The clause of the standard that is checked, as block and key: <c>property/required</c>, <c>sla:freshness/value</c>.
    /// </summary>
    public string Clause { get; init; } = "quality/metric";

    /// <summary>What the standard calls the side of quality that is checked; null where the contract does not say.</summary>
    public string? Dimension { get; init; }
}

/// <summary>Holds what was measured against what was promised.</summary>
public static class Judgement
{
    /// <summary>Holds a measured number against a rule.</summary>
    /// <param name="measured">A count of rows, or the number that an assertion yields; null where there is none.</param>
    /// <param name="rows">The rows it was measured over.</param>
    /// <param name="failure">Why there is no number.</param>
    public static CheckResult Of(string schemaObject, QualityRule rule, decimal? measured, long rows, string? failure = null)
    {
        var clause = rule.Metric switch
        {
            QualityMetric.Foreign => "quality/implementation",
            QualityMetric.Sql => "quality/query",
            _ => "quality/metric",
        };
        if (rule.Metric == QualityMetric.Foreign)
            return new(schemaObject, rule.Property, $"{rule.Name} of {rule.Query}", Verdict.NotEnforced, "no check of another tool is run",
                rule.Severity) { Clause = clause, Dimension = rule.Dimension };
        var value = !rule.Percent || rule.Metric == QualityMetric.Sql ? measured : rows == 0 ? 0 : measured * 100 / rows;
        var verdict = value is not { } number ? Verdict.Error : Holds(rule, number) ? Verdict.Pass
            : rule.Severity == Severity.Error ? Verdict.Fail : Verdict.Warn;
        return new(schemaObject, rule.Property, $"{rule.Name} {Words(rule)}", verdict,
            value is { } m ? Text(m) + (rule.Percent ? " %" : "") : failure ?? "no value", rule.Severity)
        { Clause = clause, Dimension = rule.Dimension };
    }

    /// <summary>A bound of a range belongs to it.</summary>
    public static bool Holds(QualityRule rule, decimal value) => rule.Operator switch
    {
        QualityOperator.Be => value == rule.Threshold,
        QualityOperator.NotBe => value != rule.Threshold,
        QualityOperator.GreaterThan => value > rule.Threshold,
        QualityOperator.GreaterOrEqualTo => value >= rule.Threshold,
        QualityOperator.LessThan => value < rule.Threshold,
        QualityOperator.LessOrEqualTo => value <= rule.Threshold,
        QualityOperator.Between => value >= rule.Threshold && value <= rule.UpperThreshold,
        _ => value < rule.Threshold || value > rule.UpperThreshold,
    };

    private static string Words(QualityRule rule)
    {
        var words = rule.Operator switch
        {
            QualityOperator.Be => "must be",
            QualityOperator.NotBe => "must not be",
            QualityOperator.GreaterThan => "must be more than",
            QualityOperator.GreaterOrEqualTo => "must be at least",
            QualityOperator.LessThan => "must be less than",
            QualityOperator.LessOrEqualTo => "must be at most",
            QualityOperator.Between => "must be between",
            _ => "must not be between",
        };
        return $"{words} {Text(rule.Threshold)}{(rule.UpperThreshold is { } upper ? " and " + Text(upper) : "")}{(rule.Percent ? " %" : "")}";
    }

    private static string Text(decimal value) => (value / 1.0000000000000000000000000000m).ToString(CultureInfo.InvariantCulture);
}
