using System.Collections.Immutable;
using Treaty.Core.Contracts.Standard;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Contracts.Clauses;

/// <summary>
/// A clause that a contract makes use of, with its path in the document: <c>schema.orders.amount.logicalTypeOptions.minimum</c>.
/// </summary>
public sealed record DeclaredClause(ContractClause Clause, string Path, SourcePlace Place);

/// <summary>A clause that a contract makes use of, and how often.</summary>
public sealed record UsedClause(ContractClause Clause, int Times);

/// <summary>Finds which clauses of the standard a contract declares, by walking it along the table of the standard, so that none of them
/// is passed over in silence.</summary>
public static class DeclaredClauses
{
    public static IEnumerable<DeclaredClause> Of(YamlNode root) => Block(root, OdcsStandard.Standard.Root, "");

    /// <summary>The same counted, in the order of the table of clauses.</summary>
    public static ImmutableArray<UsedClause> Counted(YamlNode root)
    {
        var counts = Of(root).CountBy(d => d.Clause).ToDictionary();
        return [.. ContractClauses.All.Where(counts.ContainsKey).Select(clause => new UsedClause(clause, counts[clause]))];
    }

    private static IEnumerable<DeclaredClause> Block(YamlNode node, BlockShape block, string path)
    {
        if (node is not YamlNode.Map map) yield break;
        var variants = block.Variants.IsDefaultOrEmpty ? [] : block.Variants.Where(v => v.Holds(map, OdcsStandard.V32))
            .SelectMany(v => v.Keys).ToList();
        foreach (var entry in map.Entries)
        {
            var at = path + entry.Key;
            if (Clause(map, block, entry.Key) is { } clause) yield return new(clause, at, entry.KeyPlace);
            if ((variants.FirstOrDefault(k => k.Name == entry.Key) ?? block.Key(entry.Key)) is { } key)
                foreach (var inner in Shape(entry.Value, key.Shape, at)) yield return inner;
        }
    }

    private static ContractClause? Clause(YamlNode.Map map, BlockShape block, string key)
    {
        if (block.Name == "sla" && key == "value" && ContractClauses.Of("sla:" + Word(map, "property"), "value") is { } ofProperty)
            return ofProperty;
        if (block.Name == "server" && block.Key(key) is null) return ContractClauses.Of("server", "(keys of its type)");
        return ContractClauses.Of(block.Name == "item" ? "property"
            : block.Name.Replace("options30/", "options/", StringComparison.Ordinal), key);
    }

    private static IEnumerable<DeclaredClause> Shape(YamlNode node, Shape shape, string path) => shape switch
    {
        Standard.Shape.Block block => Block(node, OdcsStandard.Standard.Block(block.Name), path + "."),
        Standard.Shape.List list when node is YamlNode.Sequence items =>
            items.Items.Index().SelectMany(i => Item(i.Item, list.Item, path, i.Index)),
        Standard.Shape.Either either when either.Shapes.FirstOrDefault(s =>
            node is YamlNode.Map ? s is Standard.Shape.Block : s is Standard.Shape.List) is { } one => Shape(node, one, path),
        _ => [],
    };

    /// <summary>A named entry is found by its name, another by its place in the list.</summary>
    private static IEnumerable<DeclaredClause> Item(YamlNode item, Shape shape, string path, int index)
    {
        if (item is not YamlNode.Map map || shape is not Standard.Shape.Block block) return [];
        var name = Word(map, "name") is { Length: > 0 } named ? named : Word(map, "property");
        var step = name.Length > 0 && !name.Contains(' ', StringComparison.Ordinal) ? $"{path}.{name}." : $"{path}[{index}].";
        return Block(item, OdcsStandard.Standard.Block(block.Name), step);
    }

    private static string Word(YamlNode.Map map, string key) => (map[key] as YamlNode.Scalar)?.Text ?? "";
}
