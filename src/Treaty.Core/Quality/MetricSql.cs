using System.Security.Cryptography;
using System.Text;
using Treaty.Core.Contracts;
using Treaty.Core.Sql;

namespace Treaty.Core.Quality;

/// <summary>The checks of a contract that judge an object as a whole: metrics with a threshold, and SQL assertions.</summary>
public static class MetricSql
{
    /// <summary>An SQL assertion with its placeholders filled in.</summary>
    /// <param name="relation">The quoted relation to be measured.</param>
    public static SqlText Assertion(QualityRule rule, string relation) =>
        new(rule.Query!.Replace("{object}", relation, StringComparison.Ordinal)
            .Replace("${table}", relation, StringComparison.Ordinal)
            .Replace("{property}", rule.Property is { } column ? Quote.Name(column) : "", StringComparison.Ordinal));

    /// <summary>True for a metric that is a count over rows one by one, so that one scan yields them all.</summary>
    public static bool IsCounted(QualityRule rule) =>
        rule.Metric is not (QualityMetric.Sql or QualityMetric.DuplicateValues or QualityMetric.Foreign);

    /// <summary>
    /// One scan of the rows to be published: how many, their content (a sum of hashes, equal for equal rows in any order), the latest
    /// business time, then each counted metric.
    /// </summary>
    public static SqlText Figures(SchemaObject schemaObject, string relation, IReadOnlyList<QualityRule> counted)
    {
        var occurred = schemaObject.OccurredAt is { } at && schemaObject.Property(at) is { Type: LogicalType.Date or LogicalType.Timestamp }
            ? $"max({Quote.Name(at)})::TIMESTAMPTZ" : "NULL::TIMESTAMPTZ";
        return new SqlLines().Line("SELECT")
            .Items([
                "count(*)", $"coalesce(sum(hash({string.Join(", ", schemaObject.Properties.Select(p => Quote.Name(p.Name)))})::HUGEINT), 0)::VARCHAR",
                occurred, .. counted.Select(Count)])
            .Line($"FROM {relation}").Done();
    }

    /// <summary>
    /// Names what a counted metric counts: equal where two contracts count the same of values of the same type, so that what was counted
    /// over rows that stay holds. The first 16 hexadecimal digits of SHA-256 over the type and the expression.
    /// </summary>
    public static string CountName(SchemaObject schemaObject, QualityRule rule)
    {
        var type = rule.Property is { } column ? schemaObject.Property(column)?.EngineType() : null;
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{type}\n{Count(rule)}")))[..16];
    }

    /// <summary>One scan of an object's rows: how many, then each counted metric.</summary>
    public static SqlText Counts(string relation, IReadOnlyList<QualityRule> counted) =>
        new SqlLines().Line("SELECT").Items(["count(*)", .. counted.Select(Count)]).Line($"FROM {relation}").Done();

    /// <summary>
    /// Values that are there more than once, each beyond its first. Rows without a value are no duplicates of each other.
    /// </summary>
    public static SqlText Duplicates(QualityRule rule, string relation)
    {
        var columns = (rule.Columns.IsEmpty ? [rule.Property!] : rule.Columns).Select(Quote.Name).ToList();
        var present = string.Join(" AND ", columns.Select(c => $"{c} IS NOT NULL"));
        return new(
            $"""
            SELECT coalesce(sum(n - 1), 0)::BIGINT
            FROM (SELECT count(*) AS n FROM {relation} WHERE {present} GROUP BY {string.Join(", ", columns)} HAVING count(*) > 1)
            """);
    }

    private static string Count(QualityRule rule)
    {
        var column = rule.Property is { } property ? Quote.Name(property) : null;
        return rule.Metric switch
        {
            QualityMetric.RowCount => "count(*)",
            QualityMetric.NullValues => $"count_if({column} IS NULL)",
            QualityMetric.MissingValues => $"count_if({Missing(rule, column!)})",
            _ => $"count_if({Invalid(rule, column!)})",
        };
    }

    /// <summary>True for a missing value: none, or one of those that the rule calls missing; without a list, also the empty text.</summary>
    public static string Missing(QualityRule rule, string column) => rule.MissingValues.IsEmpty
        ? $"{column} IS NULL OR CAST({column} AS VARCHAR) = ''"
        : $"{column} IS NULL OR CAST({column} AS VARCHAR) IN ({Texts(rule.MissingValues)})";

    /// <summary>True for a value that is there and is not valid.</summary>
    public static string Invalid(QualityRule rule, string column)
    {
        var parts = new List<string>();
        if (!rule.ValidValues.IsEmpty) parts.Add($"CAST({column} AS VARCHAR) NOT IN ({Texts(rule.ValidValues)})");
        if (rule.Pattern is { } pattern) parts.Add($"NOT regexp_full_match(CAST({column} AS VARCHAR), {Quote.Text(pattern)})");
        return parts.Count == 0 ? "false" : $"{column} IS NOT NULL AND ({string.Join(" OR ", parts)})";
    }

    private static string Texts(IEnumerable<string> values) => string.Join(", ", values.Select(Quote.Text).DefaultIfEmpty("NULL"));
}
