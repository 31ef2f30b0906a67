using System.Collections.Immutable;
using static Treaty.Core.Contracts.Standard.OdcsStandard;
using static Treaty.Core.Contracts.Standard.Shapes;

namespace Treaty.Core.Contracts.Standard;

/// <summary>ODCS's blocks about people, support, price, objectives, and what any block may carry.</summary>
internal static class OdcsPeople
{
    public static ImmutableArray<BlockShape> Blocks { get; } =
    [
        new("team", "the team",
        [
            Key("id", StableId), Key("name", Text), Key("description", Text), Key("members", ListOf("member")), Key("tags", Texts),
            Key("customProperties", ListOf("custom")), Key("authoritativeDefinitions", ListOf("definition")),
        ]),
        new("member", "a member of the team",
        [
            Key("id", StableId), Must("username", Text) with { RequiredSince = V31 }, Key("name", Text), Key("description", Text),
                Key("role", Text),
            Key("dateIn", new Shape.Day(WithTime: false)), Key("dateOut", new Shape.Day(WithTime: false)), Key("replacedByUsername", Text),
            Key("tags", Texts), Key("customProperties", ListOf("custom")), Key("authoritativeDefinitions", ListOf("definition")),
        ], V31),
        new("role", "a role",
        [
            Key("id", StableId), Must("role", Text), Key("description", Text), Key("access", Text), Key("firstLevelApprovers", Text),
            Key("secondLevelApprovers", Text), Key("customProperties", ListOf("custom")),
        ], V31),
        new("support", "a support channel",
        [
            Key("id", StableId), Must("channel", Text), Key("url", Text), Key("description", Text), Key("tool", Text), Key("scope", Text),
            Key("invitationUrl", Text), Key("customProperties", ListOf("custom")),
        ], V31),
        new("price", "the price",
            [Key("id", StableId), Key("priceAmount", Number), Key("priceCurrency", Text), Key("priceUnit", Text)], V31),
        new("sla", "an SLA property",
        [
            Key("id", StableId), Must("property", Text), Must("value", Scalar), Key("valueExt", Scalar), Key("unit", Text),
                Key("element", Text),
            Key("driver", Text), Key("description", Text), Key("scheduler", Text), Key("schedule", Text),
            Key("customProperties", ListOf("custom"), V32), Key("authoritativeDefinitions", ListOf("definition"), V32),
        ], V31),
        new("definition", "an authoritative definition",
            [Key("id", StableId), Must("url", Text), Must("type", Text), Key("description", Text)], V31),
        new("custom", "a custom property",
            [Key("id", StableId), Must("property", Text), Must("value", Anything), Key("description", Text), Key("vendor", Text, V32)],
                V31),
        new("synonym", "a synonym",
        [
            Key("id", StableId), Must("synonym", Text), Key("description", Text), Key("locale", Text), Key("source", Text),
                Key("status", Text),
            Key("customProperties", ListOf("custom")),
        ]),
        new("context", "the context",
        [
            Key("instructions", Text), Key("verifiedStatements", ListOf("statement")), Key("constraints", ListOf("constraint")),
        ]),
        new("statement", "a verified statement",
        [
            Key("id", Text), Must("question", Text), Key("answer", Text), Key("authoritativeDefinitions", ListOf("definition")),
            Key("tags", Texts), Key("customProperties", ListOf("custom")),
        ]),
        new("constraint", "a constraint",
        [
            Key("id", Text), Must("constraint", Text), Key("authoritativeDefinitions", ListOf("definition")), Key("tags", Texts),
            Key("customProperties", ListOf("custom")),
        ]),
    ];
}
