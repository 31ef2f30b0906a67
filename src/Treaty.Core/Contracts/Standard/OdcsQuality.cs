using System.Collections.Immutable;
using static Treaty.Core.Contracts.Standard.OdcsStandard;
using static Treaty.Core.Contracts.Standard.Shapes;

namespace Treaty.Core.Contracts.Standard;

/// <summary>ODCS's quality entries: what each type of them needs.</summary>
internal static class OdcsQuality
{
    public static ImmutableArray<string> Metrics { get; } = ["nullValues", "missingValues", "invalidValues", "duplicateValues", "rowCount"];

    public static ImmutableArray<string> Operators { get; } =
    [
        "mustBe", "mustNotBe", "mustBeGreaterThan", "mustBeGreaterOrEqualTo", "mustBeLessThan", "mustBeLessOrEqualTo", "mustBeBetween",
        "mustNotBeBetween",
    ];

    private static readonly Shape Range = new Shape.List(Number, 2, 2, Distinct: true);

    private static readonly ImmutableArray<KeyShape> OperatorKeys =
    [
        Key("mustBe", Anything), Key("mustNotBe", Anything), Key("mustBeGreaterThan", Number), Key("mustBeGreaterOrEqualTo", Number),
        Key("mustBeLessThan", Number), Key("mustBeLessOrEqualTo", Number), Key("mustBeBetween", Range), Key("mustNotBeBetween", Range),
    ];

    public static ImmutableArray<BlockShape> Blocks { get; } =
    [
        new("quality", "a quality entry",
        [
            Key("id", StableId), Key("authoritativeDefinitions", ListOf("definition")), Key("businessImpact", Text),
            Key("customProperties", ListOf("custom")), Key("description", Text),
            Key("dimension", Words("accuracy", "completeness", "conformity", "consistency", "coverage", "timeliness", "uniqueness")),
            Key("method", Text), Key("name", Text), Key("schedule", Text), Key("scheduler", Text), Key("severity", Text),
                Key("tags", Texts),
            Key("type", Words("text", "library", "sql", "custom")), Key("unit", Text),
        ], V31,
        [
            new((map, edition) => edition >= V31 && Library(map), "it is a library check",
                [Must("metric", new Shape.Word(Metrics)), Key("rule", Text) with { Instead = "write `metric`" },
                    Key("arguments", new Shape.Mapping()), .. OperatorKeys],
                Operators, V31),
            // 3.0 called the metric a rule, with words of the tool's own, and asked for no threshold.
            new((map, edition) => edition < V31 && Library(map) && map["metric"] is not null, "it is a library check",
                [Must("metric", new Shape.Word(Metrics)), Key("rule", Text), Key("arguments", new Shape.Mapping()), .. OperatorKeys],
                    Operators, V31),
            new((map, edition) => edition < V31 && map.Is("type", "library") && map["metric"] is null, "it is a library check",
                [Must("rule", Text), .. OperatorKeys], Operators, V31),
            new((map, _) => map.Is("type", "sql"), "it is an SQL check", [Must("query", Text), .. OperatorKeys], Operators, V31),
            new((map, _) => map.Is("type", "custom"), "it is a check of another tool",
                [Must("engine", Text), Must("implementation", Either(Text, new Shape.Mapping()))]),
        ]),
    ];

    private static bool Library(Meshes.Yaml.YamlNode.Map map) => map.Is("type", "library") || map["metric"] is not null;
}
