using System.Collections.Immutable;
using static Treaty.Core.Contracts.Standard.OdcsStandard;
using static Treaty.Core.Contracts.Standard.Shapes;

namespace Treaty.Core.Contracts.Standard;

/// <summary>ODCS's blocks of the schema: objects, their properties with the options of each logical type, relationships,
/// enumerations.</summary>
internal static class OdcsSchema
{
    public static ImmutableArray<string> Types { get; } = ["string", "date", "timestamp", "time", "number", "integer", "object", "array",
        "boolean"];

    private static readonly ImmutableArray<string> NewTypes = ["map", "vector"];

    private static readonly ImmutableArray<KeyShape> Element =
    [
        Key("id", StableId), Key("physicalType", Text), Key("description", Text), Key("businessName", Text), Key("deprecated", Flag, V32),
        Key("synonyms", ListOf("synonym"), V32), Key("authoritativeDefinitions", ListOf("definition")), Key("tags", Texts),
        Key("customProperties", ListOf("custom")), Key("physicalName", Text), Key("quality", ListOf("quality")),
    ];

    private static readonly ImmutableArray<KeyShape> Property =
    [
        .. Element,
        Key("primaryKey", Flag), Key("primaryKeyPosition", Whole), Key("required", Flag), Key("unique", Flag),
        Key("semanticType", Words("column", "measure", "dimension"), V32), Key("partitioned", Flag), Key("partitionKeyPosition", Whole),
        Key("classification", Text), Key("encryptedName", Text), Key("transformSourceObjects", Texts), Key("transformLogic", Text),
        Key("transformDescription", Text), Key("examples", new Shape.List(Anything)),
        Key("enum", new Shape.List(Block("enum"), Least: 1, Distinct: true), V32), Key("criticalDataElement", Flag),
        Key("relationships", ListOf("propertyRelationship")),
    ];

    private static readonly Shape Reference = Either(Text, new Shape.List(Text, Least: 1));

    private static readonly Shape NewReference = new Shape.Form(
        @"[A-Za-z_][A-Za-z0-9_\-]*(\.[A-Za-z_][A-Za-z0-9_\-]*)+"
        + @"|(?:(?:https?://)?[A-Za-z0-9._\-/]+\.ya?ml#)?/?[A-Za-z_][A-Za-z0-9_]*/[A-Za-z0-9_-]+(?:/[A-Za-z_][A-Za-z0-9_]*/[A-Za-z0-9_-]+)*",
        "<object>.<property>, or /schema/<id>/properties/<id>");

    private static readonly Shape Either32 = Either(NewReference, new Shape.List(NewReference, Least: 1));

    public static ImmutableArray<BlockShape> Blocks { get; } =
    [
        new("object", "a schema object",
        [
            .. Element, Must("name", Text), Key("logicalType", Words("object")), Key("dataGranularityDescription", Text),
            Key("properties", ListOf("property")), Key("relationships", ListOf("objectRelationship")),
            Key("context", Either(Text, Block("context")), V32),
        ]),
        new("property", "a property", [.. Property, Must("name", Text)], Variants: Variants(false)),
        new("item", "an item", [.. Property, Key("name", Text), Key("properties", ListOf("property"))], Variants: Variants(true)),
        new("map", "a map", [Must("key", Block("item")), Must("value", Block("item"))]),
        new("enum", "a value of an enumeration",
        [
            Must("value", Scalar), Key("label", Text), Key("id", StableId), Key("description", Text),
                Key("customProperties", ListOf("custom")),
            Key("authoritativeDefinitions", ListOf("definition")), Key("tags", Texts),
        ]),
        Relationship("propertyRelationship", [Key("to", Reference)], "from", "at a property `from` is the property itself"),
        Relationship("objectRelationship", [Must("from", Reference)], null, ""),
        .. OdcsOptions.Blocks,
    ];

    private static BlockShape Relationship(string name, ImmutableArray<KeyShape> ends, string? refused, string reason) =>
        new(name, "a relationship",
    [
        Key("id", Text, V32), Key("type", Words("foreignKey")), .. ends.Where(e => e.Name != "to"), Must("to", Reference),
        Key("customProperties", ListOf("custom")),
    ], 0,
    [
        new((_, edition) => edition >= V32, "the document is of ODCS 3.2",
            [Must("to", Either32), .. ends.Where(e => e.Name == "from").Select(_ => Must("from", Either32))]),
    ], refused is null ? [] : [(refused, reason)]);

    /// <summary>What a logical type brings with it. Where none is given, everything that some type has is allowed.</summary>
    private static ImmutableArray<BlockVariant> Variants(bool item)
    {
        var variants = new List<BlockVariant>
        {
            new((_, edition) => edition < V32, "the document is older than ODCS 3.2", [Key("logicalType", new Shape.Word(Types))]),
            new((_, edition) => edition >= V32, "the document is of ODCS 3.2",
                [Key("logicalType", new Shape.Word([.. Types, .. NewTypes]))]),
            new((map, _) => map["logicalType"] is null, "no logical type is given",
                [Key("logicalTypeOptions", Block("options")), Key("properties", ListOf("property")), Key("items", Block("item")),
                    Key("map", Block("map"), V32)]),
            Of("object", item ? [] : [Key("properties", ListOf("property"))]),
            Of("array", [Key("items", Block("item"))]),
            Of("map", [Must("map", Block("map")), Key("logicalTypeOptions", new Shape.Mapping())]),
        };
        foreach (var type in Types.Add("vector").Where(type => type != "boolean"))
            variants.Add(new((map, edition) => map.Is("logicalType", type) && (edition >= V31 || !OdcsOptions.Exclusive(type)),
                $"the logical type is {type}", [Key("logicalTypeOptions", Block("options/" + type))]));
        foreach (var type in Types.Where(OdcsOptions.Exclusive))
            variants.Add(new((map, edition) => map.Is("logicalType", type) && edition < V31, $"the logical type is {type}",
                [Key("logicalTypeOptions", Block("options30/" + type))]));
        variants.Add(Of("boolean", [Key("logicalTypeOptions", new Shape.Mapping())]));
        return [.. variants];
    }

    private static BlockVariant Of(string type, ImmutableArray<KeyShape> keys) =>
        new((map, _) => map.Is("logicalType", type), $"the logical type is {type}", keys);
}
