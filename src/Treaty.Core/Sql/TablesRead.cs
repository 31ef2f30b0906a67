using System.Text.Json;

namespace Treaty.Core.Sql;

/// <summary>A table that a select names, as it names it; the schema is empty where it gives none.</summary>
public readonly record struct TableName(string Schema, string Name)
{
    public override string ToString() => Schema == "" ? Name : $"{Schema}.{Name}";
}

/// <summary>The tables a select reads, from the engine's syntax tree; names that its own WITH clauses define are not among them.</summary>
public static class TablesRead
{
    public static IReadOnlyList<TableName> Of(string treeJson)
    {
        using var document = JsonDocument.Parse(treeJson, new JsonDocumentOptions { MaxDepth = 1024 });
        var tables = new SortedSet<(string Schema, string Name)>();
        var own = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        Walk(document.RootElement, tables, own);
        return [.. tables.Where(t => t.Schema != "" || !own.Contains(t.Name)).Select(t => new TableName(t.Schema, t.Name))];
    }

    private static void Walk(JsonElement node, SortedSet<(string, string)> tables, HashSet<string> own)
    {
        if (node.ValueKind == JsonValueKind.Array)
            foreach (var item in node.EnumerateArray()) Walk(item, tables, own);
        if (node.ValueKind != JsonValueKind.Object) return;
        if (Text(node, "type") == "BASE_TABLE") tables.Add((Text(node, "schema_name") ?? "", Text(node, "table_name") ?? ""));
        foreach (var property in node.EnumerateObject())
        {
            if (property.Name == "cte_map" && property.Value.TryGetProperty("map", out var map))
                foreach (var entry in map.EnumerateArray())
                    if (Text(entry, "key") is { } name) own.Add(name);
            Walk(property.Value, tables, own);
        }
    }

    private static string? Text(JsonElement node, string name) =>
        node.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
