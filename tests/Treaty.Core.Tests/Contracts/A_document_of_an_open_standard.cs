using Treaty.Core.Findings;

namespace Treaty.Core.Tests.Contracts;

public sealed class A_document_of_an_open_standard
{
    public static TheoryData<string> Valid31 => StandardExamples.In("odcs/valid-3.1");

    public static TheoryData<string> Valid32 => StandardExamples.In("odcs/valid-3.2");

    public static TheoryData<string> Products => StandardExamples.In("odps");

    public static TheoryData<string> Invalid => StandardExamples.In("odcs/invalid");

    [Theory, MemberData(nameof(Valid31)), MemberData(nameof(Valid32)), MemberData(nameof(Products))]
    public void Passes_where_it_is_an_example_of_the_standard(string name) =>
        StandardExamples.Judge(StandardExamples.Text(name), name).Where(f => f.Severity == Severity.Error).ShouldBeEmpty();

    /// <summary>The name of each file says its reason: the code, a word of the sentence, and the line that is to blame.</summary>
    private static readonly Dictionary<string, (string Code, string Word, int Line)> Reasons = new(StringComparer.Ordinal)
    {
        ["additional-unknown-property"] = ("TRY1203", "`unknownRootField`", 9),
        ["enum-duplicate-values"] = ("TRY1208", "pending", 17),
        ["enum-empty"] = ("TRY1207", "`enum`", 15),
        ["enum-missing-value"] = ("TRY1201", "`value` is missing", 16),
        ["invalid-api-version"] = ("TRY1200", "`v4.0.0`", 5),
        ["invalid-kind"] = ("TRY1205", "`DataModel`", 6),
        ["invalid-quality-dimension"] = ("TRY1205", "`validity`", 20),
        ["invalid-quality-metric"] = ("TRY1205", "`invalidMetric`", 17),
        ["invalid-quality-type"] = ("TRY1205", "`unknown`", 17),
        ["map-missing-block"] = ("TRY1201", "`map` is missing", 13),
        ["map-missing-key"] = ("TRY1201", "`key` is missing", 16),
        ["map-missing-value"] = ("TRY1201", "`value` is missing", 16),
        ["missing-required-fields"] = ("TRY1201", "`id` is missing", 4),
        ["quality-custom-missing-implementation"] = ("TRY1201", "`implementation` is missing", 17),
        ["quality-element-field"] = ("TRY1203", "`element`", 18),
        ["quality-library-missing-metric"] = ("TRY1201", "`metric` is missing", 17),
        ["quality-multiple-operators"] = ("TRY1209", "several thresholds", 20),
        ["quality-mustbebetween-wrong-size"] = ("TRY1207", "`mustBeBetween` has 1 value", 15),
        ["quality-sql-missing-query"] = ("TRY1201", "`query` is missing", 17),
        ["relationship-property-level-with-from"] = ("TRY1210", "`from` must not stand", 17),
        ["relationship-schema-level-missing-from-to"] = ("TRY1201", "`from` is missing", 13),
        ["schema-property-invalid-logicaltype"] = ("TRY1205", "`binary`", 14),
        ["schema-property-missing-name"] = ("TRY1201", "`name` is missing", 13),
        ["server-invalid-type"] = ("TRY1205", "`mongodb`", 11),
        ["server-missing-conditional-fields"] = ("TRY1201", "`schema` is missing", 10),
        ["server-missing-required-fields"] = ("TRY1201", "`type` is missing", 10),
        ["sla-missing-required-value"] = ("TRY1201", "`value` is missing", 10),
        ["synonym-missing-term"] = ("TRY1201", "`synonym` is missing", 18),
    };

    [Theory, MemberData(nameof(Invalid))]
    public void Is_refused_with_the_true_reason_at_its_place(string name)
    {
        var errors = StandardExamples.Judge(StandardExamples.Text(name), name).Where(f => f.Severity == Severity.Error).ToList();
        var (code, word, line) = Reasons[Path.GetFileName(name).Replace(".odcs.yaml", "", StringComparison.Ordinal)];
        errors.ShouldContain(f => f.Code == code && f.Sentence.Contains(word) && f.Place!.Value.Line == line, string.Join('\n', errors));
        // Nothing else is blamed, but what lacks together.
        errors.Select(f => f.Code).Distinct().ShouldBe([code]);
    }
}
