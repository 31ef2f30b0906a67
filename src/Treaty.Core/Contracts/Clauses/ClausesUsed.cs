using System.Collections.Immutable;
using Treaty.Core.Contracts.Standard;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Contracts.Clauses;

/// <summary>A clause that a contract makes use of, and how often.</summary>
public sealed record UsedClause(ContractClause Clause, int Times);

/// <summary>Finds the clauses that a contract makes use of, by walking it along the table of the standard.</summary>
public static class ClausesUsed
{
    /// <summary>In the order of the table of clauses.</summary>
    public static ImmutableArray<UsedClause> Of(YamlNode contract)
    {
        var counts = new Dictionary<ContractClause, int>();
        Block(contract, OdcsStandard.Standard.Root, counts);
        return [.. ContractClauses.All.Where(counts.ContainsKey).Select(clause => new UsedClause(clause, counts[clause]))];
    }

    private static void Block(YamlNode node, BlockShape block, Dictionary<ContractClause, int> counts)
    {
        if (node is not YamlNode.Map map) return;
        var variants = block.Variants.IsDefaultOrEmpty ? [] : block.Variants.Where(v => v.Holds(map, OdcsStandard.V32))
            .SelectMany(v => v.Keys).ToList();
        if (block.Name == "sla" && map["property"] is YamlNode.Scalar property) Count("sla:" + property.Text, "value", counts);
        foreach (var entry in map.Entries)
        {
            var name = block.Name switch { "item" => "property", _ =>
                block.Name.Replace("options30/", "options/", StringComparison.Ordinal) };
            Count(name, entry.Key, counts);
            if ((variants.FirstOrDefault(k => k.Name == entry.Key) ?? block.Key(entry.Key)) is { } key) Shape(entry.Value, key.Shape,
                counts);
            if (block.Name == "server" && block.Key(entry.Key) is null) Count("server", "(keys of its type)", counts);
        }
    }

    private static void Shape(YamlNode node, Shape shape, Dictionary<ContractClause, int> counts)
    {
        switch (shape)
        {
            case Standard.Shape.Block block: Block(node, OdcsStandard.Standard.Block(block.Name), counts); break;
            case Standard.Shape.List list when node is YamlNode.Sequence items:
                foreach (var item in items.Items) Shape(item, list.Item, counts);
                break;
            case Standard.Shape.Either either:
                if (either.Shapes.FirstOrDefault(s =>
                    node is YamlNode.Map ? s is Standard.Shape.Block : s is Standard.Shape.List) is { } one) Shape(node, one, counts);
                break;
        }
    }

    private static void Count(string block, string key, Dictionary<ContractClause, int> counts)
    {
        if (ContractClauses.Of(block, key) is { } clause) counts[clause] = counts.GetValueOrDefault(clause) + 1;
    }
}
