using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Quality;

namespace Treaty.Core.Tests.Contracts;

/// <summary>What was counted over rows that stay holds for a rule that counts the same of values of the same type, and for no other.</summary>
public sealed class Names_of_counts
{
    private static readonly SourcePlace Place = new("c.yaml", 1, 1);

    private static Property Column(string name, LogicalType type) =>
        new(name, null, null, type, 18, 6, false, false, null, PropertyLimits.None, null, null, null, [], [], Severity.Error, Place);

    private static string Name(QualityRule rule, LogicalType type = LogicalType.String) =>
        MetricSql.CountName(new("o", null, null, null, null, [Column("a", type), Column("b", type)], [], Place), rule);

    private static QualityRule Rule(QualityMetric metric, string? column = "a", decimal most = 1, params string[] valid) =>
        new("r", metric, column, null, [.. valid], [], null, [], QualityOperator.LessOrEqualTo, most, null, false, null, Severity.Error, Place);

    [Fact]
    public void Are_equal_whatever_the_threshold() =>
        Name(Rule(QualityMetric.NullValues)).ShouldBe(Name(Rule(QualityMetric.NullValues, most: 7) with { Name = "other", Percent = true }));

    [Fact]
    public void Differ_by_metric_column_arguments_and_type()
    {
        string[] names =
        [
            Name(Rule(QualityMetric.NullValues)), Name(Rule(QualityMetric.NullValues, "b")),
            Name(Rule(QualityMetric.NullValues), LogicalType.Integer), Name(Rule(QualityMetric.MissingValues)),
            Name(Rule(QualityMetric.InvalidValues, "a", 1, "x")), Name(Rule(QualityMetric.InvalidValues, "a", 1, "x", "y")),
        ];
        names.ShouldBeUnique();
    }
}
