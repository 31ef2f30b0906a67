using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Quality;
using Treaty.Core.Sql;

namespace Treaty.Core.Contracts;

/// <summary>What a row can break.</summary>
public enum RowRule { Type, Required, Length, Pattern, Format, Range, Multiple, ValidValues, Key, Unique, Reference, Malformed }

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
    public IReadOnlyList<string> To => Reference is not { } to ? [] : to.Pairs.IsEmpty ? [to.Property] : [.. to.Pairs.Select(p => p.To)];

    /// <summary>The clause of the standard that asks it, as block and key: <c>property/required</c>.</summary>
    public string Clause { get; init; } = "property/logicalType";

    /// <summary>What the standard calls the side of quality that it keeps.</summary>
    public string? Dimension { get; init; }

    public string? Column => Columns.Count == 1 ? Columns[0] : null;

    public string Reason => Word(Rule);

    /// <summary>The words for why a row is held back.</summary>
    public static IReadOnlyList<string> Reasons { get; } = [.. Enum.GetValues<RowRule>().Select(Word)];

    private static string Word(RowRule rule) => rule switch
    {
        RowRule.ValidValues => "valid-values",
        _ => rule.ToString().ToLowerInvariant(),
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
            checks.Add(new RowCheck(RowRule.Key, [.. key.Select(p => p.Name)], "primary key is unique", null, Severity.Error)
            {
                Clause = "property/primaryKey",
            });
        foreach (var property in schemaObject.Properties)
        {
            if (property.Unique && !IsSoleKey(schemaObject, property))
                checks.Add(new RowCheck(RowRule.Unique, [property.Name], "is unique", null, property.Severity) { Clause = "property/unique" });
            foreach (var to in property.Relationships)
                checks.Add(new RowCheck(RowRule.Reference, [property.Name], $"refers to {Target(to)}.{to.Property}", null, to.Severity, to)
                {
                    Clause = "property/relationships",
                });
        }
        foreach (var to in schemaObject.Relationships)
            checks.Add(new RowCheck(RowRule.Reference, [.. to.Pairs.Select(p => p.From)],
                $"refers to {Target(to)}({string.Join(", ", to.Pairs.Select(p => p.To))})", null, to.Severity, to)
            {
                Clause = "object/relationships",
            });
        return checks;
    }

    private static bool IsSoleKey(SchemaObject schemaObject, Property property) =>
        schemaObject.Key is [var only] && only.Name == property.Name;

    private static string Target(Relationship to) => $"{(to.Product is { } product ? product + "/" : "")}{to.Object}";

    private static IEnumerable<RowCheck> OfColumn(Property property, TypedColumn typed)
    {
        RowCheck Check(ValueRule rule, Severity severity) => new(rule.Rule, [property.Name], rule.Words, rule.Broken, severity)
        {
            Clause = rule.Clause,
        };
        // A broken type can never be published, so it is an error whatever the column's severity.
        if (typed.Broken is { } broken)
            yield return Check(new(RowRule.Type, "property/logicalType", $"is {property.ReaderType()}", broken), Severity.Error);
        if (typed.Misspelled is { } misspelled)
            yield return Check(new(RowRule.Format, $"options/{property.ReaderWord()}/timezone", misspelled.Words, misspelled.Broken),
                property.Severity);
        var value = Quote.Name(property.Name);
        if (property.Required || property.KeyPosition is not null)
            yield return Check(new(RowRule.Required, property.KeyPosition is null ? "property/required" : "property/primaryKey", "is present",
                $"{TypedColumn.Raw(property.Name)} IS NULL"), property.KeyPosition is not null ? Severity.Error : property.Severity);
        foreach (var rule in ValueRules.Of(property, value)) yield return Check(rule, property.Severity);
        foreach (var quality in property.Quality.Where(IsRowRule))
            yield return Check(OfQuality(quality, value), quality.Severity) with { Dimension = quality.Dimension };
    }

    /// <summary>True for a quality entry that each row can be judged by: no invalid, null or missing values at all.</summary>
    public static bool IsRowRule(QualityRule rule) =>
        rule is { Metric: QualityMetric.InvalidValues or QualityMetric.NullValues or QualityMetric.MissingValues,
            Operator: QualityOperator.Be, Threshold: 0,
            Property: not null, Consumer: null };

    private static ValueRule OfQuality(QualityRule rule, string value) => rule.Metric switch
    {
        QualityMetric.NullValues => new(RowRule.Required, "quality/metric", "is not null", $"{value} IS NULL"),
        QualityMetric.MissingValues => new(RowRule.Required, "quality/metric", "is not missing",
            MetricSql.Missing(rule, value)),
        _ => new(rule.ValidValues.IsEmpty ? RowRule.Pattern : RowRule.ValidValues, "quality/metric",
            (rule.ValidValues.IsEmpty ? "" : $"is one of {string.Join(", ", rule.ValidValues)}")
                + (rule.Pattern is { } pattern ? $"{(rule.ValidValues.IsEmpty ? "" : " and ")}matches {pattern}" : ""),
            MetricSql.Invalid(rule, value)),
    };
}
