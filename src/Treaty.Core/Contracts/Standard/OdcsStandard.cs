using static Treaty.Core.Contracts.Standard.Shapes;

namespace Treaty.Core.Contracts.Standard;

/// <summary>
/// The Open Data Contract Standard from 3.0 to 3.2 as one table. A document is judged by the edition that its <c>apiVersion</c> names;
/// documents of 3.0 may use the words of 3.1, as the standard's own schema of 3.1 allows, and 3.0 left most blocks open.
/// </summary>
public static class OdcsStandard
{
    public const int V30 = 30, V31 = 31, V32 = 32;

    public static DocumentStandard Standard { get; } = new("ODCS", "DataContract",
        [("v3.2.0", V32), ("v3.1.0", V31), ("v3.0.2", V30), ("v3.0.1", V30), ("v3.0.0", V30), ("v2.2.2", V30), ("v2.2.1", V30),
            ("v2.2.0", V30)],
        [
            new("contract", "a contract",
            [
                Must("version", new Shape.Text(Loose: true)), Must("apiVersion", Text), Must("kind", Words("DataContract")),
                    Must("id", Text),
                Key("name", Text), Key("tenant", Text), Key("tags", Texts), Must("status", Text, before: V32),
                    Key("servers", ListOf("server")),
                Key("dataProduct", Text) with { Instead = "name the contract in the product's output port" },
                    Key("description", Block("description")), Key("domain", Text),
                Key("context", Either(Text, Block("context")), V32), Key("schema", ListOf("object")), Key("support", ListOf("support")),
                Key("price", Block("price")), Key("team", Either(Block("team"), ListOf("member"))), Key("roles", ListOf("role")),
                Key("slaDefaultElement", Text) with { Instead = "give each SLA property its `element`" },
                    Key("slaProperties", ListOf("sla")),
                Key("authoritativeDefinitions", ListOf("definition")), Key("customProperties", ListOf("custom")),
                Key("contractCreatedTs", new Shape.Day(WithTime: true)),
            ]),
            new("description", "the description",
            [
                Key("usage", Text), Key("purpose", Text), Key("limitations", Text), Key("authoritativeDefinitions", ListOf("definition")),
                Key("customProperties", ListOf("custom")),
            ], ClosedSince: Always),
            new("server", "a server",
            [
                Key("id", StableId), Must("server", Text), Must("type", new Shape.Word(OdcsServers.Types)), Key("description", Text),
                Key("environment", Text), Key("roles", ListOf("role")), Key("customProperties", ListOf("custom")),
            ], V31, OdcsServers.Variants),
            .. OdcsSchema.Blocks, .. OdcsQuality.Blocks, .. OdcsPeople.Blocks,
        ]);
}
