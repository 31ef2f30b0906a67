using System.Collections.Immutable;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;
using static Treaty.Core.Contracts.Standard.Shapes;

namespace Treaty.Core.Contracts.Standard;

/// <summary>ODCS 2.2, whose documents had other words: its table, and how a contract of it reads in the words of 3.0.</summary>
internal static class Odcs2
{
    private static readonly DocumentStandard Standard = new("ODCS 2.2", "DataContract", [("v2.2.2", 22), ("v2.2.1", 22), ("v2.2.0", 22)],
    [
        new("contract", "a contract",
        [
            Must("version", new Shape.Text(Loose: true)), Must("kind", Words("DataContract")), Must("uuid", Text), Must("type", Text),
                Must("status", Text),
            Must("dataset", ListOf("table")), Must("datasetName", Text), Must("quantumName", Text),
            Key("apiVersion", new Shape.Form(@"v[0-9]+\.[0-9]+\.[0-9]+.*", "v2.2.2")), Key("tenant", Text), Key("tags", Texts),
            Key("description", Block("description")), Key("price", Block("price")), Key("roles", ListOf("role")),
            Key("stakeholders", ListOf("member")), Key("slaDefaultColumn", Text), Key("slaProperties", ListOf("sla")),
            Key("customProperties", ListOf("custom")),
        ], Always),
        new("description", "the description", [Key("usage", Text), Key("purpose", Text), Key("limitations", Text)], Always),
        new("table", "a table",
        [
            Must("table", Text), Key("physicalName", Text), Key("description", Either(Text, Texts)), Key("columns", ListOf("column")),
                Key("tags", Texts),
            Key("quality", new Shape.List(new Shape.Mapping())),
        ], Always),
        new("column", "a column",
        [
            Must("column", Text), Must("logicalType", Text), Must("physicalType", Text), Key("isPrimaryKey", Scalar),
                Key("isNullable", Flag),
            Key("isUnique", Flag), Key("primaryKeyPosition", Whole), Key("partitionStatus", Flag), Key("partitionKeyPosition", Whole),
            Key("businessName", Text), Key("description", Text), Key("tags", Texts),
        ], Always),
        new("price", "the price", [Key("priceAmount", Scalar), Key("priceCurrency", Text), Key("priceUnit", Text)], Always),
        new("role", "a role", [Must("role", Text)], Always),
        new("member", "a stakeholder", [], Always),
        new("sla", "an SLA property", [Must("property", Text), Must("value", Scalar)], Always),
        new("custom", "a custom property", [Key("property", Text), Key("value", Anything)], Always),
    ]);

    /// <summary>A document whose keys are those of 2.2.</summary>
    public static bool Is(YamlNode.Map map) =>
        map["schema"] is null && (map["dataset"] is not null || map["datasetName"] is not null || map["uuid"] is not null);

    public static void Check(YamlNode.Map map, List<Finding> findings) => new StandardCheck(Standard, 22, findings).Document(map);

    /// <summary>The contract in the words of 3.0, each value at the place where it stands in the document.</summary>
    public static YamlNode Upgrade(YamlNode.Map map) => new YamlNode.Map(
    [
        .. Renamed(map, [("apiVersion", "apiVersion"), ("kind", "kind"), ("uuid", "id"), ("datasetName", "name"), ("version", "version"),
            ("status", "status"),
            ("tenant", "tenant"), ("datasetDomain", "domain"), ("quantumName", "dataProduct"), ("description", "description"),
                ("tags", "tags"),
            ("price", "price"), ("roles", "roles"), ("stakeholders", "team"), ("slaDefaultColumn", "slaDefaultElement"),
            ("customProperties", "customProperties")]),
        .. Listed(map, "dataset", "schema", Table),
        .. Listed(map, "slaProperties", "slaProperties", sla => new([.. Renamed(sla, [("property", "property"), ("value", "value"),
            ("valueExt", "valueExt"), ("unit", "unit"), ("column", "element"), ("driver", "driver")])], sla.Place)),
    ], map.Place);

    private static YamlNode.Map Table(YamlNode.Map table) => new(
    [
        .. Renamed(table, [("table", "name"), ("physicalName", "physicalName"), ("description", "description"), ("tags", "tags"),
            ("dataGranularity", "dataGranularityDescription"), ("authoritativeDefinitions", "authoritativeDefinitions")]),
        .. Listed(table, "columns", "properties", Column),
        .. Listed(table, "quality", "quality", Odcs2Quality.Upgrade),
    ], table.Place);

    private static YamlNode.Map Column(YamlNode.Map column)
    {
        var entries = Renamed(column, [("column", "name"), ("businessName", "businessName"), ("physicalType", "physicalType"),
            ("isPrimaryKey", "primaryKey"), ("primaryKeyPosition", "primaryKeyPosition"), ("isUnique", "unique"),
                ("description", "description"),
            ("partitionStatus", "partitioned"), ("partitionKeyPosition", "partitionKeyPosition"),
                ("criticalDataElementStatus", "criticalDataElement"),
            ("tags", "tags"), ("classification", "classification"), ("encryptedColumnName", "encryptedName"),
                ("transformSourceTables", "transformSourceObjects"),
            ("transformLogic", "transformLogic"), ("transformDescription", "transformDescription"), ("sampleValues", "examples")]).ToList();
        foreach (var entry in column.Entries)
            if (entry is { Key: "logicalType", Value: YamlNode.Scalar type })
                entries.Add(new("logicalType", entry.KeyPlace, type with { Text = Type(type.Text) }));
            else if (entry is { Key: "isNullable", Value: YamlNode.Scalar nullable } && nullable.IsFlag())
                entries.Add(new("required", entry.KeyPlace,
                    nullable with { Text = nullable.Text.StartsWith('t') || nullable.Text.StartsWith('T') ? "false" : "true" }));
        entries.AddRange(Listed(column, "quality", "quality", Odcs2Quality.Upgrade));
        return new([.. entries], column.Place);
    }

    /// <summary>The types of 2.2 were free words.</summary>
    private static string Type(string word) => word.ToLowerInvariant() switch
    {
        "int" or "long" or "bigint" or "smallint" or "integer" => "integer",
        "float" or "double" or "decimal" or "numeric" or "number" => "number",
        "bool" or "boolean" => "boolean",
        "date" => "date",
        "timestamp" or "datetime" => "timestamp",
        _ => "string",
    };

    private static IEnumerable<YamlEntry> Renamed(YamlNode.Map map, (string From, string To)[] names) =>
        names.Select(name =>
            (name.To, Entry: map.Entries.FirstOrDefault(e => e.Key == name.From && e.Value is not YamlNode.Scalar { IsNull: true })))
            .Where(x => x.Entry is not null).Select(x => x.Entry! with { Key = x.To });

    private static IEnumerable<YamlEntry> Listed(YamlNode.Map map, string from, string to, Func<YamlNode.Map, YamlNode.Map> item) =>
        map.Entries.Where(e => e.Key == from && e.Value is YamlNode.Sequence)
            .Select(e => e with { Key = to,
                Value = new YamlNode.Sequence([.. ((YamlNode.Sequence)e.Value).Items.OfType<YamlNode.Map>().Select(item)],
                    e.Value.Place) });
}
