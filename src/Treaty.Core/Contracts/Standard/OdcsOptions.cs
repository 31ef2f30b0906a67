using System.Collections.Immutable;
using static Treaty.Core.Contracts.Standard.Shapes;

namespace Treaty.Core.Contracts.Standard;

/// <summary>The <c>logicalTypeOptions</c> of each logical type of ODCS.</summary>
internal static class OdcsOptions
{
    private static readonly ImmutableArray<KeyShape> Texts =
        [Key("minLength", Count), Key("maxLength", Count), Key("pattern", Text), Key("format", Text)];

    private static readonly ImmutableArray<KeyShape> Days = [Key("format", Text), .. Bounds(Text, Text)];

    private static readonly ImmutableArray<KeyShape> Zones = [Key("timezone", Flag), Key("defaultTimezone", Text)];

    private static readonly KeyShape Multiple = Key("multipleOf", new Shape.Number(Least: 0, Above: true));

    private static readonly Shape Integers = Words("i8", "i16", "i32", "i64", "i128", "u8", "u16", "u32", "u64", "u128");

    private static readonly Shape Floats = Words("f32", "f64");

    private static readonly ImmutableArray<KeyShape> Objects =
    [
        Key("maxProperties", Count), Key("minProperties", Count), Key("required", new Shape.List(Text, Least: 1, Distinct: true)),
    ];

    private static readonly ImmutableArray<KeyShape> Arrays = [Key("maxItems", Count), Key("minItems", Count), Key("uniqueItems", Flag)];

    private static readonly ImmutableArray<KeyShape> Vectors =
    [
        Must("dimensions", new Shape.Number(Whole: true, Least: 1)),
        Key("elementType", Words("bfloat16", "binary", "float16", "float32", "float64", "int8", "uint8")),
        Key("distanceMetric", Words("cosine", "dotProduct", "euclidean", "hamming", "manhattan")),
        Key("embeddingModel", Text), Key("embeddingModelVersion", Text), Key("normalized", Flag),
    ];

    public static ImmutableArray<BlockShape> Blocks { get; } =
    [
        Of("options/string", "a string", Texts), Of("options/date", "a date", Days),
        Of("options/timestamp", "a timestamp", [.. Days, .. Zones]), Of("options/time", "a time", [.. Days, .. Zones]),
        Of("options/integer", "an integer", [Multiple, Key("format", Integers), .. Bounds(Number, Number)]),
        Of("options/number", "a number", [Multiple, Key("format", Floats), .. Bounds(Number, Number)]),
        // Before 3.1 an exclusive bound was a flag beside the bound; documents of that time have either.
        Of("options30/date", "a date", [Key("format", Text), .. Bounds(Text, Scalar)]),
        Of("options30/timestamp", "a timestamp", [Key("format", Text), .. Bounds(Text, Scalar), .. Zones]),
        Of("options30/time", "a time", [Key("format", Text), .. Bounds(Text, Scalar), .. Zones]),
        Of("options30/integer", "an integer", [Multiple, Key("format", Integers), .. Bounds(Number, Scalar)]),
        Of("options30/number", "a number", [Multiple, Key("format", Floats), .. Bounds(Number, Scalar)]),
        Of("options/object", "an object", Objects), Of("options/array", "an array", Arrays), Of("options/vector", "a vector", Vectors),
        Of("options", "some type",
        [
            .. Texts, .. Bounds(Scalar, Scalar), .. Zones, Multiple, .. Objects, .. Arrays,
                .. Vectors.Select(key => key with { RequiredBefore = 0 }),
        ]),
    ];

    /// <summary>Whether a type has exclusive bounds.</summary>
    public static bool Exclusive(string type) => type is "date" or "timestamp" or "time" or "integer" or "number";

    private static ImmutableArray<KeyShape> Bounds(Shape bound, Shape exclusive) =>
        [Key("minimum", bound), Key("maximum", bound), Key("exclusiveMinimum", exclusive), Key("exclusiveMaximum", exclusive)];

    private static BlockShape Of(string name, string type, ImmutableArray<KeyShape> keys) => new(name, $"the options of {type}", keys);
}
