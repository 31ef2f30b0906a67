using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Quality;
using Treaty.Core.Sql;

namespace Treaty.Core.Contracts;

/// <summary>What a row can break.</summary>
public enum RowRule { Type, Required, Length, Pattern, Range, ValidValues, Key, Unique, Reference, Malformed }

/// <summary>
/// A rule that every row must keep, and the SQL condition under which a row breaks it. Rules over several rows (keys, references) have no
/// condition: they are counted by statements of their own.
/// </summary>
/// <param name="Columns">The columns it is about.</param>
/// <param name="Words">The rule in words, as verdicts and quarantine name it.</param>
public sealed record RowCheck(RowRule Rule, IReadOnlyList<string> Columns, string Words, string? Broken, Severity Severity,
    Relationship? Reference = null)
{
    /// <summary>The columns that a reference leads to, in the order of <see cref="Columns"/>.</summary>
    public IReadOnlyList<string> To => Reference is { } reference ? [reference.Property] : [];


    public string? Column => Columns.Count == 1 ? Columns[0] : null;

    public string Reason => Rule switch
    {
        RowRule.ValidValues => "valid-values",
        _ => Rule.ToString().ToLowerInvariant(),
    };
}

/// <summary>All row rules of a schema object, in the order of its columns; their order is the order of the fail mask's bits.</summary>
public static class RowChecks
{
    /// <param name="schemaObject">The promise.</param>
    /// <param name="typed">Per column name, how it is read.</param>
    public static IReadOnlyList<RowCheck> Of(SchemaObject schemaObject, IReadOnlyDictionary<string, TypedColumn> typed)
    {
        var checks = schemaObject.Properties.SelectMany(property => OfColumn(property, typed[property.Name])).ToList();
        if (schemaObject.Key is { Length: > 0 } key)
            checks.Add(new RowCheck(RowRule.Key, [.. key.Select(p => p.Name)], "primary key is unique", null, Severity.Error));
        foreach (var property in schemaObject.Properties)
        {
            if (property.Unique && !IsSoleKey(schemaObject, property))
                checks.Add(new RowCheck(RowRule.Unique, [property.Name], "is unique", null, property.Severity));
            foreach (var reference in property.Relationships)
                checks.Add(new RowCheck(RowRule.Reference, [property.Name], $"refers to {Target(reference)}", null, reference.Severity,
                    reference));
        }
        return checks;
    }

    private static bool IsSoleKey(SchemaObject schemaObject, Property property) =>
        schemaObject.Key is [var only] && only.Name == property.Name;

    private static string Target(Relationship to) => $"{(to.Product is { } product ? product + "/" : "")}{to.Object}.{to.Property}";

    private static IEnumerable<RowCheck> OfColumn(Property property, TypedColumn typed)
    {
        RowCheck Check(RowRule rule, string words, string broken) => new(rule, [property.Name], words, broken, property.Severity);
        // A broken type can never be published, so it is an error whatever the column's severity.
        if (typed.Broken is { } broken)
            yield return new RowCheck(RowRule.Type, [property.Name], $"is {property.ReaderType()}", broken, Severity.Error);
        var value = Quote.Name(property.Name);
        if (property.Required || property.KeyPosition is not null)
            yield return Check(RowRule.Required, "is present", $"{TypedColumn.Raw(property.Name)} IS NULL") with
            {
                Severity = property.KeyPosition is not null ? Severity.Error : property.Severity,
            };
        foreach (var check in Limits(property, value)) yield return Check(check.Rule, check.Words, check.Broken);
        foreach (var rule in property.Quality.Where(IsRowRule))
            foreach (var check in ValidValues(rule, value))
                yield return Check(check.Rule, check.Words, check.Broken) with { Severity = rule.Severity };
    }

    /// <summary>True for a quality entry that each row can be judged by: no invalid, null or missing values at all.</summary>
    public static bool IsRowRule(QualityRule rule) =>
        rule is { Metric: QualityMetric.InvalidValues or QualityMetric.NullValues or QualityMetric.MissingValues,
            Operator: QualityOperator.Be, Threshold: 0,
            Property: not null };

    private static IEnumerable<(RowRule Rule, string Words, string Broken)> ValidValues(QualityRule rule, string value)
    {
        if (rule.Metric is QualityMetric.NullValues or QualityMetric.MissingValues)
        {
            yield return rule.Metric == QualityMetric.NullValues ? (RowRule.Required, "is not null", $"{value} IS NULL")
                : (RowRule.Required, "is not missing", MetricSql.Missing(rule, value));
            yield break;
        }
        if (!rule.ValidValues.IsEmpty)
            yield return (RowRule.ValidValues, $"is one of {string.Join(", ", rule.ValidValues)}",
                $"({value} IS NOT NULL AND CAST({value} AS VARCHAR) NOT IN ({string.Join(", ", rule.ValidValues.Select(Quote.Text))}))");
        if (rule.Pattern is { } pattern)
            yield return (RowRule.Pattern, $"matches {pattern}",
                $"({value} IS NOT NULL AND NOT regexp_full_match(CAST({value} AS VARCHAR), {Quote.Text(pattern)}))");
    }

    private static IEnumerable<(RowRule Rule, string Words, string Broken)> Limits(Property property, string value)
    {
        var limits = property.Limits;
        if (limits.MinLength is { } least) yield return (RowRule.Length, $"has at least {least} characters",
            $"length({value}) < {Quote.Number(least)}");
        if (limits.MaxLength is { } most) yield return (RowRule.Length, $"has at most {most} characters",
            $"length({value}) > {Quote.Number(most)}");
        if (limits.Pattern is { } pattern) yield return (RowRule.Pattern, $"matches {pattern}",
            $"NOT regexp_full_match({value}, {Quote.Text(pattern)})");
        string Bound(string bound) => $"CAST({Quote.Text(bound)} AS {property.EngineType()})";
        if (limits.Minimum is { } minimum) yield return (RowRule.Range, $"is at least {minimum}", $"{value} < {Bound(minimum)}");
        if (limits.Maximum is { } maximum) yield return (RowRule.Range, $"is at most {maximum}", $"{value} > {Bound(maximum)}");
        if (limits.ExclusiveMinimum is { } above) yield return (RowRule.Range, $"is more than {above}", $"{value} <= {Bound(above)}");
        if (limits.ExclusiveMaximum is { } below) yield return (RowRule.Range, $"is less than {below}", $"{value} >= {Bound(below)}");
    }
}
