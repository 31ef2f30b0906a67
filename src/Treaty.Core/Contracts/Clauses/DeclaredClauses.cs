using Treaty.Core.Contracts.Standard;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Contracts.Clauses;

/// <summary>
/// A clause that a contract makes use of, with its path in the document: <c>schema.orders.amount.logicalTypeOptions.minimum</c>.
/// </summary>
public sealed record DeclaredClause(ContractClause Clause, string Path, SourcePlace Place);

/// <summary>Finds which clauses of the standard a contract declares, so that none of them is passed over in silence.</summary>
public static class DeclaredClauses
{
    /// <summary>Lists that hold blocks, with the block of their entries.</summary>
    private static readonly (string Block, string Key, string Of)[] Lists =
    [
        ("contract", "schema", "object"), ("contract", "slaProperties", "sla"), ("contract", "roles", "role"), ("contract", "servers", "server"),
        ("object", "properties", "property"), ("object", "quality", "quality"), ("object", "relationships", "objectRelationship"),
        ("property", "properties", "property"), ("property", "quality", "quality"), ("property", "relationships", "propertyRelationship"),
        ("property", "enum", "enum"),
    ];

    /// <summary>Blocks that stand alone under a key.</summary>
    private static readonly (string Block, string Key, string Of)[] Singles =
        [("contract", "price", "price"), ("contract", "description", "description"), ("property", "items", "property")];

    public static IEnumerable<DeclaredClause> Of(YamlNode root) => root is YamlNode.Map map ? Block(map, "contract", "") : [];

    private static IEnumerable<DeclaredClause> Block(YamlNode.Map map, string block, string path)
    {
        foreach (var entry in map.Entries)
        {
            var at = path + entry.Key;
            if (Clause(map, block, entry.Key) is { } clause) yield return new(clause, at, entry.KeyPlace);
            foreach (var inner in Inner(map, block, entry, at)) yield return inner;
        }
    }

    private static ContractClause? Clause(YamlNode.Map map, string block, string key) =>
        block == "sla" && key == "value" && ContractClauses.Of("sla:" + Word(map, "property"), "value") is { } ofProperty ? ofProperty
            : ContractClauses.Of(block, key);

    private static IEnumerable<DeclaredClause> Inner(YamlNode.Map map, string block, YamlEntry entry, string path)
    {
        if (entry.Key == "logicalTypeOptions" && entry.Value is YamlNode.Map options)
            return Block(options, "options/" + (Word(map, "logicalType") is { Length: > 0 } type ? type : "string"), path + ".");
        if (Singles.FirstOrDefault(s => s.Block == block && s.Key == entry.Key) is { Of: { } single } && entry.Value is YamlNode.Map inside)
            return Block(inside, single, path + ".");
        if (Lists.FirstOrDefault(l => l.Block == block && l.Key == entry.Key) is not { Of: { } of }) return [];
        if (entry.Value is not YamlNode.Sequence list) return [];
        return list.Items.Index().Where(i => i.Item is YamlNode.Map)
            .SelectMany(i => Block((YamlNode.Map)i.Item, of, Step(path, (YamlNode.Map)i.Item, i.Index)));
    }

    /// <summary>A named entry is found by its name, another by its place in the list.</summary>
    private static string Step(string path, YamlNode.Map entry, int index)
    {
        var name = Word(entry, "name") is { Length: > 0 } named ? named : Word(entry, "property");
        return name.Length > 0 && !name.Contains(' ', StringComparison.Ordinal) ? $"{path}.{name}." : $"{path}[{index}].";
    }

    private static string Word(YamlNode.Map map, string key) => (map[key] as YamlNode.Scalar)?.Text ?? "";
}
