using System.Collections.Immutable;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Contracts;

/// <summary>Reads one quality check: a metric of the standard's library or an SQL assertion. Checks in prose or for other tools are said
/// not to be enforced.</summary>
internal static class QualityReader
{
    private static readonly (string, QualityMetric)[] Metrics =
    [
        ("nullValues", QualityMetric.NullValues), ("missingValues", QualityMetric.MissingValues),
            ("invalidValues", QualityMetric.InvalidValues),
        ("duplicateValues", QualityMetric.DuplicateValues), ("rowCount", QualityMetric.RowCount),
    ];

    private static readonly (string Key, QualityOperator Operator)[] Operators =
    [
        ("mustBe", QualityOperator.Be), ("mustNotBe", QualityOperator.NotBe), ("mustBeGreaterThan", QualityOperator.GreaterThan),
        ("mustBeGreaterOrEqualTo", QualityOperator.GreaterOrEqualTo), ("mustBeLessThan", QualityOperator.LessThan),
        ("mustBeLessOrEqualTo", QualityOperator.LessOrEqualTo), ("mustBeBetween", QualityOperator.Between),
            ("mustNotBeBetween", QualityOperator.NotBetween),
    ];

    public static QualityRule? Read(Fields fields, string subject, string? property)
    {
        fields.Allow("id", "description", "businessImpact", "method", "schedule", "scheduler", "tags", "authoritativeDefinitions",
            "customProperties",
            "engine", "implementation", "rule");
        var metric = Metric(fields);
        var arguments = fields.Inside("arguments", Arguments) ?? new MetricArguments([], [], null, []);
        var threshold = Threshold(fields);
        var (name, dimension, percent) = (fields.Text("name"), fields.Text("dimension"), fields.Text("unit") == "percent");
        var severity = fields.Text("severity")?.ToLowerInvariant() switch { "info" => Severity.Info, "warning" => Severity.Warning, _ =>
            Severity.Error };
        var query = fields.Text("query");
        if (metric is not { } known || threshold is null) return NotEnforced(fields, name ?? subject);
        return new QualityRule(name ?? $"{fields.Text("metric") ?? "sql"} of {subject}", known, property, query, arguments.Valid,
            arguments.Missing,
            arguments.Pattern, arguments.Columns, threshold.Operator, threshold.Value, threshold.Upper, percent, dimension, severity,
                fields.Place);
    }

    private static QualityRule? NotEnforced(Fields fields, string name)
    {
        fields.Report(ContractFindings.NotEnforced.At(fields.Place, $"the check `{name}` is not enforced",
            "give it a `metric` or a `query` of `type: sql`, and one operator such as `mustBe: 0`"));
        return null;
    }

    private static QualityMetric? Metric(Fields fields)
    {
        var type = fields.Text("type") ?? (fields.Has("query") ? "sql" : "library");
        if (type == "sql") return fields.Required("query").Length > 0 ? QualityMetric.Sql : null;
        fields.Allow("metric");
        return type == "library" && fields.Has("metric") ? fields.Word<QualityMetric>("metric", Metrics) : null;
    }

    private static MetricArguments Arguments(Fields fields)
    {
        fields.Allow("schema");
        return new MetricArguments(fields.Texts("validValues"), Blanks(fields), fields.Text("pattern"), fields.Texts("properties"));
    }

    // In this list null and the empty text are values to look for.
    private static ImmutableArray<string> Blanks(Fields fields) =>
        [.. fields.Texts("missingValues").Where(text => text is not ("null" or "~"))];

    private static Limit? Threshold(Fields fields)
    {
        var said = Operators.Where(o => fields.Has(o.Key)).ToList();
        if (said.Count == 0) return null;
        var (key, kind) = said[0];
        var between = kind is QualityOperator.Between or QualityOperator.NotBetween;
        var numbers = fields.Texts(key).Select(Fields.TryDecimal).ToList();
        if (said.Count == 1 && numbers.Count == (between ? 2 : 1) && numbers.TrueForAll(n => n is not null))
            return new Limit(kind, numbers[0]!.Value, between ? numbers[1] : null);
        fields.Report(ContractFindings.Operator.At(fields.At(key), said.Count > 1 ? $"the check has both `{key}` and `{said[1].Key}`"
            : $"`{key}` lacks its number",
            between ? $"write `{key}: [1, 10]` and no other operator" : $"write `{key}: 0` and no other operator"));
        return null;
    }

    private sealed record Limit(QualityOperator Operator, decimal Value, decimal? Upper);

    private sealed record MetricArguments(ImmutableArray<string> Valid, ImmutableArray<string> Missing, string? Pattern,
        ImmutableArray<string> Columns);
}
