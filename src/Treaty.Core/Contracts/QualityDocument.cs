using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Contracts;

/// <summary>Reads one quality entry of a contract: a library metric or an SQL assertion with one operator.</summary>
internal static class QualityDocument
{
    public static readonly FindingKind BadRule = new("TRY0405", Severity.Error, "a quality entry cannot be enforced");
    public static readonly FindingKind NotEnforced = new("TRY0406", Severity.Warning, "a quality entry is not enforced");

    private static readonly (string Key, QualityOperator Operator)[] Operators =
    [
        ("mustBe", QualityOperator.Be), ("mustNotBe", QualityOperator.NotBe), ("mustBeGreaterThan", QualityOperator.GreaterThan),
            ("mustBeGreaterOrEqualTo", QualityOperator.GreaterOrEqualTo),
        ("mustBeLessThan", QualityOperator.LessThan), ("mustBeLessOrEqualTo", QualityOperator.LessOrEqualTo),
            ("mustBeBetween", QualityOperator.Between),
            ("mustNotBeBetween", QualityOperator.NotBetween),
    ];

    public static QualityRule? Read(Fields f, string? property)
    {
        var type = f.Word("type", "library", "sql", "text", "custom") ?? "library";
        if (type is "text" or "custom")
        {
            f.Findings.Add(NotEnforced.At(f.Place, $"a quality entry of type {type} is not enforced",
                "state it as a library metric or an SQL assertion"));
            return null;
        }
        var metric = type == "sql" ? QualityMetric.Sql : Metric(f);
        var query = f.Text("query");
        if (metric is null || (metric == QualityMetric.Sql && query is null))
        {
            if (metric is not null) f.Findings.Add(BadRule.At(f.Place, "an SQL assertion has no query",
                "add `query:`, a select that yields one number"));
            return null;
        }
        var given = Operators.Where(o => f.Has(o.Key)).ToList();
        if (given.Count != 1)
        {
            f.Findings.Add(BadRule.At(f.Place, given.Count == 0 ? "the check has no threshold" : "the check has two thresholds",
                "give exactly one of mustBe, mustNotBe, mustBeGreaterThan, mustBeLessThan …"));
            return null;
        }
        var (lower, upper) = Threshold(f, given[0].Key);
        var arguments = f.Map("arguments");
        var rule = new QualityRule(
            f.Text("name") ?? f.Text("description") ?? f.Text("metric") ?? f.Text("rule") ?? "assertion", metric.Value, property, query,
                [.. arguments.Texts("validValues")], [.. arguments.Texts("missingValues")],
            arguments.Text("pattern"), [.. arguments.Texts("properties")], given[0].Operator, lower, upper,
                f.Text("unit")?.StartsWith("percent", StringComparison.OrdinalIgnoreCase) == true || f.Text("unit") == "%",
            f.Text("dimension"), ContractDocument.SeverityOf(f.Text("severity")), f.Place);
        return rule;
    }

    private static QualityMetric? Metric(Fields f)
    {
        var name = f.Text("metric") ?? f.Text("rule") ?? "";
        QualityMetric? metric = name switch
        {
            "nullValues" => QualityMetric.NullValues,
            "missingValues" => QualityMetric.MissingValues,
            "invalidValues" => QualityMetric.InvalidValues,
            "duplicateValues" => QualityMetric.DuplicateValues,
            "rowCount" => QualityMetric.RowCount,
            _ => null,
        };
        if (metric is null)
            f.Findings.Add(BadRule.At(f.Place, $"`{name}` is no metric", Nearest.Help(name,
                ["nullValues", "missingValues", "invalidValues", "duplicateValues", "rowCount"])));
        return metric;
    }

    private static (decimal Lower, decimal? Upper) Threshold(Fields f, string key)
    {
        if (f.Node(key) is YamlNode.Sequence { Items: [YamlNode.Scalar low, YamlNode.Scalar high] })
            return (Parse(f, low), Parse(f, high));
        return (f.Number(key) ?? 0, null);
    }

    private static decimal Parse(Fields f, YamlNode.Scalar scalar)
    {
        if (decimal.TryParse(scalar.Text, System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture,
            out var value)) return value;
        f.Findings.Add(Fields.WrongKind.At(scalar.Place, $"`{scalar.Text}` is not a number", "write a number"));
        return 0;
    }
}
