using System.Collections.Immutable;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Contracts;

/// <summary>Reads one quality entry of a contract: a library metric or an SQL assertion with one operator, or a check that is only
/// declared.</summary>
internal static class QualityDocument
{
    public static readonly FindingKind BadRule = new("TRY0405", Severity.Error, "a quality entry cannot be enforced");
    public static readonly FindingKind NotEnforced = new("TRY0406", Severity.Warning, "a quality entry is not enforced");
    public static readonly FindingKind UnknownUnit = new("TRY1304", Severity.Error, "a unit of a quality entry is not known");

    private static readonly (string Key, QualityOperator Operator)[] Operators =
    [
        ("mustBe", QualityOperator.Be), ("mustNotBe", QualityOperator.NotBe), ("mustBeGreaterThan", QualityOperator.GreaterThan),
        ("mustBeGreaterOrEqualTo", QualityOperator.GreaterOrEqualTo), ("mustBeLessThan", QualityOperator.LessThan),
        ("mustBeLessOrEqualTo", QualityOperator.LessOrEqualTo), ("mustBeBetween", QualityOperator.Between),
        ("mustNotBeBetween", QualityOperator.NotBetween),
    ];

    /// <summary>Metrics, and the words that documents before 3.1 had for them.</summary>
    private static readonly (QualityMetric Metric, string[] Words)[] Metrics =
    [
        (QualityMetric.NullValues, ["nullValues", "nullCheck", "nullCount", "notNull"]),
        (QualityMetric.MissingValues, ["missingValues", "missingCheck", "missingCount"]),
        (QualityMetric.InvalidValues, ["invalidValues", "validValues", "validValuesCheck", "validCheck", "invalidCount"]),
        (QualityMetric.DuplicateValues, ["duplicateValues", "duplicateCheck", "duplicateCount", "uniqueCheck", "unique"]),
        (QualityMetric.RowCount, ["rowCount", "rowCountCheck", "countCheck", "count"]),
    ];

    public static QualityRule? Read(Fields f, string? property)
    {
        var type = f.Word("type", "library", "sql", "text", "custom") ?? "library";
        if (type == "text")
        {
            f.Findings.Add(NotEnforced.At(f.Place, "a quality entry of type text is not enforced",
                "state it as a library metric or an SQL assertion"));
            return null;
        }
        var metric = type switch { "sql" => QualityMetric.Sql, "custom" => QualityMetric.Foreign, _ => Metric(f) };
        if (metric is null) return null;
        if (metric == QualityMetric.Foreign) return Foreign(f, property, type);
        var query = f.Text("query");
        if (metric == QualityMetric.Sql && query is null)
            return Refuse(f, "an SQL assertion has no query", "add `query:`, a select that yields one number");
        var arguments = f.Map("arguments");
        ImmutableArray<string> Texts(string key) => [.. arguments.Has(key) ? arguments.Texts(key) : f.Texts(key)];
        var (valid, pattern) = (Texts("validValues"), arguments.Text("pattern") ?? f.Text("pattern"));
        if (metric == QualityMetric.InvalidValues && valid.IsEmpty && pattern is null)
            return Refuse(f, "nothing says which values are valid", "add `arguments:` with `validValues` or a `pattern`");
        var columns = Texts("properties");
        if (metric != QualityMetric.RowCount && metric != QualityMetric.Sql && property is null && columns.IsEmpty)
            return Refuse(f, "the metric stands at an object and names no column", "move it to a property, or name columns in `arguments`");
        if (Threshold(f, metric.Value) is not var (@operator, lower, upper)) return null;
        return new(
            Name(f), metric.Value, property ?? (metric == QualityMetric.DuplicateValues ? null : columns.FirstOrDefault()), query, valid,
            Texts("missingValues"), pattern, columns, @operator, lower, upper, Percent(f), f.Text("dimension"),
            ContractDocument.SeverityOf(f.Text("severity")), f.Place);
    }

    private static string Name(Fields f) => f.Text("name") ?? f.Text("description") ?? f.Text("metric") ?? f.Text("rule") ?? "assertion";

    private static QualityRule? Refuse(Fields f, string sentence, string help)
    {
        f.Findings.Add(BadRule.At(f.Place, sentence, help));
        return null;
    }

    /// <summary>A check of another tool is kept, so that every report can say that no one runs it.</summary>
    private static QualityRule Foreign(Fields f, string? property, string type)
    {
        var what = type == "custom" ? f.Text("engine") ?? "another tool" : f.Text("rule") ?? f.Text("metric") ?? "?";
        f.Findings.Add(NotEnforced.At(f.Place, type == "custom" ? $"a check of `{what}` is not enforced" : $"the rule `{what}` is not enforced",
            "state it as a library metric or an SQL assertion"));
        return new(Name(f), QualityMetric.Foreign, property, what, [], [], null, [], QualityOperator.Be, 0, null, false, f.Text("dimension"),
            ContractDocument.SeverityOf(f.Text("severity")), f.Place);
    }

    /// <summary>A metric of the standard; a rule of an old document that is none is only declared.</summary>
    private static QualityMetric? Metric(Fields f)
    {
        var name = f.Text("metric") ?? f.Text("rule") ?? "";
        if (Metrics.FirstOrDefault(m => m.Words.Contains(name, StringComparer.OrdinalIgnoreCase)) is { Words: not null } known)
            return known.Metric;
        if (!f.Has("metric") && f.Has("rule")) return QualityMetric.Foreign;
        f.Findings.Add(BadRule.At(f.Place, $"`{name}` is no metric", Nearest.Help(name, [.. Metrics.Select(m => m.Words[0])])));
        return null;
    }

    private static bool Percent(Fields f)
    {
        var unit = f.Text("unit")?.Trim().ToLowerInvariant();
        if (unit is not (null or "rows" or "row" or "%" or "percent" or "percentage"))
            f.Findings.Add(UnknownUnit.At(f.PlaceOf("unit"), $"`{unit}` is no unit of a check", "write `rows` or `percent`"));
        return unit is "%" or "percent" or "percentage";
    }

    private static (QualityOperator Operator, decimal Lower, decimal? Upper)? Threshold(Fields f, QualityMetric metric)
    {
        var given = Operators.Where(o => f.Has(o.Key)).ToList();
        // Documents of 3.0 name a rule alone and mean that no row breaks it.
        if (given.Count == 0 && !f.Has("metric") && metric is not (QualityMetric.RowCount or QualityMetric.Sql))
            return (QualityOperator.Be, 0, null);
        if (given.Count != 1)
        {
            f.Findings.Add(BadRule.At(f.Place, given.Count == 0 ? "the check has no threshold" : "the check has two thresholds",
                "give exactly one of mustBe, mustNotBe, mustBeGreaterThan, mustBeLessThan …"));
            return null;
        }
        var (key, @operator) = given[0];
        if (@operator is not (QualityOperator.Between or QualityOperator.NotBetween))
            return (@operator, f.Text(key) is "true" ? 1 : f.Text(key) is "false" ? 0 : f.Number(key) ?? 0, null);
        if (f.Node(key) is YamlNode.Sequence { Items: [YamlNode.Scalar low, YamlNode.Scalar high] })
        {
            var (lower, upper) = (Parse(f, low), Parse(f, high));
            if (lower > upper) f.Findings.Add(BadRule.At(f.PlaceOf(key), $"nothing is between {low.Text} and {high.Text}",
                "write the lower bound first"));
            return (@operator, lower, upper);
        }
        f.Findings.Add(BadRule.At(f.PlaceOf(key), $"`{key}` needs two numbers", $"write `{key}: [low, high]`"));
        return null;
    }

    private static decimal Parse(Fields f, YamlNode.Scalar scalar)
    {
        if (decimal.TryParse(scalar.Text, System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture,
            out var value)) return value;
        f.Findings.Add(Fields.WrongKind.At(scalar.Place, $"`{scalar.Text}` is not a number", "write a number"));
        return 0;
    }
}
