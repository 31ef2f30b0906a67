using System.Collections.Immutable;
using static Treaty.Core.Contracts.Standard.Shapes;

namespace Treaty.Core.Contracts.Standard;

/// <summary>The Open Data Product Standard 1.0 and 1.1 as one table; its early 0.9 is judged like 1.0.</summary>
public static class OdpsStandard
{
    public const int V10 = 10, V11 = 11;

    private static readonly ImmutableArray<KeyShape> Carried =
        [Key("tags", Texts), Key("customProperties", ListOf("custom")), Key("authoritativeDefinitions", ListOf("definition"))];

    private static readonly KeyShape Deprecated = Key("deprecated", Flag, V11);

    private static readonly KeyShape Id = Key("id", Text);

    public static DocumentStandard Standard { get; } = new("ODPS", "DataProduct", [("v1.1.0", V11), ("v1.0.0", V10), ("v0.9.0", V10)],
    [
        new("product", "a data product",
        [
            Must("apiVersion", Text), Must("kind", Words("DataProduct")), Must("id", Text), Key("name", Text), Deprecated,
            Key("synonyms", ListOf("synonym"), V11), Key("version", new Shape.Text(Loose: true)), Must("status", Text, before: V11),
            Key("domain", Text), Key("type", Text, V11), Key("context", Block("context"), V11), Key("tenant", Text),
            Key("description", Block("description")), .. Carried, Key("inputPorts", ListOf("input")), Key("outputPorts", ListOf("output")),
            Key("managementPorts", ListOf("management")), Key("support", ListOf("support")),
            Key("team", Either(Block("team"), ListOf("member"))), Key("productCreatedTs", new Shape.Day(WithTime: true)),
        ]),
        new("description", "the description",
            [Key("purpose", Text), Key("limitations", Text), Key("usage", Text), .. Carried.Where(key => key.Name != "tags")]),
        new("input", "an input port",
        [
            Id, Deprecated, Must("name", Text), Must("version", new Shape.Text(Loose: true), before: V11),
                Must("contractId", Text, before: V11), .. Carried,
        ]),
        new("output", "an output port",
        [
            Id, Deprecated, Must("name", Text), Key("description", Text), Key("type", Text),
                Must("version", new Shape.Text(Loose: true), before: V11),
            Key("contractId", Text), Key("sbom", ListOf("sbom")), Key("inputContracts", ListOf("inputContract")),
                Key("synonyms", ListOf("synonym"), V11),
            Key("context", Block("context"), V11), .. Carried,
        ]),
        new("sbom", "a bill of materials", [Id, Key("type", Text), Must("url", Text, before: V11)]),
        new("inputContract", "an input contract", [Must("id", Text), Must("version", new Shape.Text(Loose: true))]),
        new("management", "a management port",
        [
            Id, Deprecated, Must("name", Text), Must("content", Text), Key("type", Text), Key("url", Text), Key("channel", Text),
            Key("description", Text), .. Carried,
        ]),
        new("support", "a support channel",
        [
            Id, Must("channel", Text), Must("url", Text), Key("description", Text), Key("tool", Text), Key("scope", Text),
            Key("invitationUrl", Text), .. Carried,
        ]),
        new("team", "the team", [Id, Key("name", Text), Key("description", Text), Key("members", ListOf("member")), .. Carried]),
        new("member", "a member of the team",
        [
            Id, Must("username", Text), Key("name", Text), Key("description", Text), Key("role", Text),
            Key("dateIn", new Shape.Day(WithTime: false)), Key("dateOut", new Shape.Day(WithTime: false)), Key("replacedByUsername", Text),
            .. Carried,
        ]),
        new("custom", "a custom property",
            [Id, Must("property", Text), Must("value", Anything), Key("description", Text), Key("vendor", Text, V11)]),
        new("definition", "an authoritative definition", [Id, Must("type", Text), Must("url", Text), Key("description", Text)]),
        .. OdcsPeople.Blocks.Where(block => block.Name is "synonym" or "context" or "statement" or "constraint"),
    ]);
}
