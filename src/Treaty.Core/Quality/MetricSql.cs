using System.Globalization;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Sql;

namespace Treaty.Core.Quality;

/// <summary>What came out of a check.</summary>
public enum Verdict { Pass, Warn, Fail, Error }

/// <summary>A check with what it measured.</summary>
public sealed record CheckResult(string Object, string? Column, string Check, Verdict Verdict, string Measured, Severity Severity);

/// <summary>The checks of a contract that judge an object as a whole: metrics with a threshold, and SQL assertions.</summary>
public static class MetricSql
{
    /// <summary>The select that yields the metric as one number.</summary>
    /// <param name="relation">The quoted relation to be measured.</param>
    public static SqlText Of(QualityRule rule, string relation)
    {
        if (rule.Metric == QualityMetric.Sql)
            return new(rule.Query!.Replace("{object}", relation, StringComparison.Ordinal)
                .Replace("${table}", relation, StringComparison.Ordinal)
                .Replace("{property}", rule.Property is { } column ? Quote.Name(column) : "", StringComparison.Ordinal));
        var count = Count(rule);
        return new(rule.Percent
            ? $"SELECT CASE WHEN count(*) = 0 THEN 0 ELSE ({count})::DECIMAL(38,6) * 100 / count(*) END FROM {relation}"
            : $"SELECT {count} FROM {relation}");
    }

    private static string Count(QualityRule rule)
    {
        var column = rule.Property is { } property ? Quote.Name(property) : null;
        return rule.Metric switch
        {
            QualityMetric.RowCount => "count(*)",
            QualityMetric.NullValues => $"count_if({column} IS NULL)",
            QualityMetric.MissingValues => $"count_if({column} IS NULL OR CAST({column} AS VARCHAR) IN ({Texts(rule.MissingValues)}))",
            QualityMetric.DuplicateValues => Duplicates(rule, column),
            _ => $"count_if({column} IS NOT NULL AND ({Invalid(rule, column)}))",
        };
    }

    private static string Duplicates(QualityRule rule, string? column)
    {
        var columns = rule.Columns.IsEmpty ? column! : string.Join(", ", rule.Columns.Select(Quote.Name));
        var value = rule.Columns.IsEmpty ? column! : $"({columns})";
        return $"count({value}) - count(DISTINCT {value})";
    }

    private static string Invalid(QualityRule rule, string? column)
    {
        var parts = new List<string>();
        if (!rule.ValidValues.IsEmpty) parts.Add($"CAST({column} AS VARCHAR) NOT IN ({Texts(rule.ValidValues)})");
        if (rule.Pattern is { } pattern) parts.Add($"NOT regexp_full_match(CAST({column} AS VARCHAR), {Quote.Text(pattern)})");
        return parts.Count == 0 ? "false" : string.Join(" OR ", parts);
    }

    private static string Texts(IEnumerable<string> values) => string.Join(", ", values.Select(Quote.Text).DefaultIfEmpty("NULL"));

    /// <summary>Holds a measured number against the rule. A metric that yields nothing is no pass.</summary>
    public static CheckResult Judge(string schemaObject, QualityRule rule, decimal? measured)
    {
        var holds = measured is { } value && Holds(rule, value);
        var verdict = measured is null ? Verdict.Error : holds ? Verdict.Pass : rule.Severity == Severity.Error ? Verdict.Fail
            : Verdict.Warn;
        return new(schemaObject, rule.Property, $"{rule.Name} {Words(rule)}", verdict,
            measured is { } m ? Text(m) + (rule.Percent ? " %" : "") : "no value", rule.Severity);
    }

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
