using System.Text.Json;

namespace Treaty.Core.Lineage;

/// <summary>How an output column comes from its origins.</summary>
public enum LineageKind { Direct, Expression, Aggregate, Constant }

/// <summary>An output column with the columns it is computed from, each as <c>table.column</c> in the names of the select.</summary>
public sealed record ColumnOrigin(string Column, LineageKind Kind, IReadOnlyList<string> From);

/// <summary>
/// Reads from the engine's syntax tree of a select which columns of which tables each output column is computed from: through aliases,
/// subqueries, WITH
/// clauses,
/// joins and set operations. A column that no table is known to have is kept as <c>?.column</c>: what is not understood is said, never
/// left out.
/// </summary>
public sealed class ColumnLineage
{
    private static readonly HashSet<string> Aggregates = new(StringComparer.OrdinalIgnoreCase)
    {
        "sum", "count", "count_star", "min", "max", "avg", "any_value", "first", "last", "list", "string_agg", "bool_and", "bool_or",
            "arg_min", "arg_max",
        "median", "mode", "stddev", "variance", "count_if", "array_agg", "quantile_cont",
    };

    private readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _tables;
    private readonly Dictionary<string, IReadOnlyList<ColumnOrigin>> _named = new(StringComparer.OrdinalIgnoreCase);

    private ColumnLineage(IReadOnlyDictionary<string, IReadOnlyList<string>> tables) => _tables = tables;

    /// <param name="tables">The columns of each table that the select may read, by the name it reads it under.</param>
    public static IReadOnlyList<ColumnOrigin> Of(string treeJson, IReadOnlyDictionary<string, IReadOnlyList<string>> tables)
    {
        using var document = JsonDocument.Parse(treeJson, new JsonDocumentOptions { MaxDepth = 1024 });
        return document.RootElement.GetProperty("statements") is { } statements && statements.GetArrayLength() == 1
            ? new ColumnLineage(tables).Query(statements[0].GetProperty("node")) : [];
    }

    private IReadOnlyList<ColumnOrigin> Query(JsonElement node)
    {
        if (node.TryGetProperty("cte_map", out var with))
            foreach (var entry in with.GetProperty("map").EnumerateArray())
                if (entry.GetProperty("value").GetProperty("query").TryGetProperty("node", out var query)) _named[entry.GetProperty("key")
                    .GetString()!] =
                    Query(query);
        return Text(node, "type") switch
        {
            "SET_OPERATION_NODE" => Both(Query(node.GetProperty("left")), Query(node.GetProperty("right"))),
            "SELECT_NODE" => Select(node),
            _ => [],
        };
    }

    private static IReadOnlyList<ColumnOrigin> Both(IReadOnlyList<ColumnOrigin> a, IReadOnlyList<ColumnOrigin> b) =>
        [.. a.Zip(b, (x, y) => new ColumnOrigin(x.Column, (LineageKind)Math.Max((int)x.Kind, (int)y.Kind), Union(x.From.Concat(y.From))))];

    private IReadOnlyList<ColumnOrigin> Select(JsonElement node)
    {
        var scope = new List<(string Alias, IReadOnlyList<ColumnOrigin> Columns)>();
        From(node.GetProperty("from_table"), scope);
        var outputs = new List<ColumnOrigin>();
        foreach (var item in node.GetProperty("select_list").EnumerateArray())
            if (Text(item, "class") == "STAR") outputs.AddRange(scope.Where(s => Text(item, "relation_name") is null or ""
                || s.Alias == Text(item, "relation_name")).SelectMany(s => s.Columns));
            else outputs.Add(Output(item, scope, outputs));
        return outputs;
    }

    private ColumnOrigin Output(JsonElement item, List<(string Alias, IReadOnlyList<ColumnOrigin> Columns)> scope,
        List<ColumnOrigin> before)
    {
        var from = new List<string>();
        var kind = LineageKind.Constant;
        Walk(item, scope, before, from, ref kind);
        var direct = Text(item, "class") == "COLUMN_REF";
        var name = Text(item, "alias") is { Length: > 0 } alias ? alias : direct ? Names(item)[^1] : "";
        return new(name, direct && kind == LineageKind.Expression ? LineageKind.Direct : kind, Union(from));
    }

    private void From(JsonElement from, List<(string Alias, IReadOnlyList<ColumnOrigin> Columns)> scope)
    {
        switch (Text(from, "type"))
        {
            case "BASE_TABLE": scope.Add(Table(from)); break;
            case "SUBQUERY": scope.Add((Text(from, "alias") ?? "", Query(from.GetProperty("subquery").GetProperty("node")))); break;
            case "JOIN":
                From(from.GetProperty("left"), scope);
                From(from.GetProperty("right"), scope);
                break;
        }
    }

    private (string Alias, IReadOnlyList<ColumnOrigin> Columns) Table(JsonElement table)
    {
        var (schema, name) = (Text(table, "schema_name") ?? "", Text(table, "table_name") ?? "");
        var alias = Text(table, "alias") is { Length: > 0 } given ? given : name;
        if (schema == "" && _named.TryGetValue(name, out var query)) return (alias, query);
        var full = schema == "" ? name : $"{schema}.{name}";
        return (alias, [.. _tables.GetValueOrDefault(full, []).Select(c => new ColumnOrigin(c, LineageKind.Direct, [$"{full}.{c}"]))]);
    }

    private void Walk(JsonElement node, List<(string Alias, IReadOnlyList<ColumnOrigin> Columns)> scope, List<ColumnOrigin> before,
        List<string> from,
        ref LineageKind kind)
    {
        if (node.ValueKind == JsonValueKind.Array)
            foreach (var item in node.EnumerateArray()) Walk(item, scope, before, from, ref kind);
        if (node.ValueKind != JsonValueKind.Object) return;
        if (Text(node, "class") == "COLUMN_REF")
        {
            from.AddRange(Resolve(Names(node), scope, before));
            if (kind == LineageKind.Constant) kind = LineageKind.Expression;
            return;
        }
        if (Text(node, "class") == "SUBQUERY" && node.TryGetProperty("subquery", out var subquery)
            && subquery.ValueKind == JsonValueKind.Object)
            from.AddRange(Query(subquery.GetProperty("node")).SelectMany(o => o.From));
        if (Text(node, "function_name") is { } function && Aggregates.Contains(function)) kind = LineageKind.Aggregate;
        foreach (var property in node.EnumerateObject())
            if (property.Name != "subquery") Walk(property.Value, scope, before, from, ref kind);
    }

    private static IEnumerable<string> Resolve(IReadOnlyList<string> names, List<(string Alias, IReadOnlyList<ColumnOrigin> Columns)> scope,
        List<ColumnOrigin> before)
    {
        var column = names[^1];
        var tables = names.Count > 1 ? scope.Where(s => string.Equals(s.Alias, names[^2], StringComparison.OrdinalIgnoreCase)) : scope;
        var found = tables.SelectMany(s => s.Columns.Where(c => string.Equals(c.Column, column, StringComparison.OrdinalIgnoreCase)))
            .FirstOrDefault()
            ?? (names.Count == 1 ? before.FirstOrDefault(o => o.Column == column) : null);
        return found?.From ?? [$"?.{column}"];
    }

    private static IReadOnlyList<string> Names(JsonElement node) =>
        [.. node.GetProperty("column_names").EnumerateArray().Select(n => n.GetString()!)];

    private static IReadOnlyList<string> Union(IEnumerable<string> from) =>
        [.. from.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static string? Text(JsonElement node, string name) =>
        node.ValueKind == JsonValueKind.Object && node.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
