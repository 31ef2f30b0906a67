using System.Text.Json;
using System.Text.Json.Nodes;

namespace Treaty.Core.Reconciliation.Dashboards;

/// <summary>One number of a dashboard: the sum of an expression, or the count, over the rows of one table that fulfil all
/// conditions.</summary>
/// <param name="Table">The table as the select names it: <c>zone.revenue</c>.</param>
/// <param name="Value">What each row adds, as the engine's tree.</param>
/// <param name="Conditions">What must hold for a row to be counted, as the engine's trees.</param>
public sealed class DashboardSelect
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1024 };

    private DashboardSelect(JsonNode tree, JsonNode node, string table) => (_tree, _node, Table) = (tree, node, table);

    private readonly JsonNode _tree;
    private readonly JsonNode _node;

    public string Table { get; }

    public required JsonNode Value { get; init; }

    public required IReadOnlyList<JsonNode> Conditions { get; init; }

    /// <summary>Reads a whole tree.</summary>
    /// <param name="one">The tree of <c>select 1</c>, from which the value of a counted row is taken.</param>
    /// <returns>The select, or why a bridge cannot be drawn from it.</returns>
    public static (DashboardSelect? Select, string? Problem) Read(string wholeTree, string one)
    {
        var tree = JsonNode.Parse(wholeTree, null, Deep)!;
        var node = tree["statements"]![0]!["node"]!;
        if (Text(node, "type") != "SELECT_NODE") return (null, "it is not one plain select");
        if (Filled(node["group_expressions"]) || Is(node["having"]) || Is(node["qualify"]) || Filled(node["modifiers"]) || Filled(node["cte_map"]?["map"]))
            return (null, "it groups, sorts, limits or names parts");
        if (Text(node["from_table"], "type") != "BASE_TABLE") return (null, "it reads more than one table");
        if (node["select_list"] is not JsonArray { Count: 1 } list) return (null, "it gives more than one number");
        if (Text(list[0], "class") != "FUNCTION" || list[0]!["distinct"]?.GetValue<bool>() == true) return (null, "its number is no sum or count");
        var value = Text(list[0], "function_name") switch
        {
            "sum" when list[0]!["children"] is JsonArray { Count: 1 } children => children[0]!,
            "count_star" => JsonNode.Parse(one, null, Deep)!["statements"]![0]!["node"]!["select_list"]![0]!,
            _ => null,
        };
        if (value is null) return (null, "its number is no sum or count");
        var conditions = Parts(node["where_clause"]).Concat(Parts(list[0]!["filter"])).Select(Plain).ToList();
        var table = node["from_table"]!;
        var name = (Text(table, "schema_name") is { Length: > 0 } schema ? schema + "." : "") + Text(table, "table_name");
        table["alias"] = "";
        return (new(tree, node, name) { Value = Plain(value), Conditions = conditions }, null);
    }

    /// <summary>The tree of a select of expressions over every row of the table, each under a name.</summary>
    public string Over(IEnumerable<(string Name, JsonNode Expression)> columns)
    {
        var list = new JsonArray();
        foreach (var (name, expression) in columns)
        {
            var column = expression.DeepClone();
            column["alias"] = name;
            list.Add(column);
        }
        _node["select_list"] = list;
        _node["where_clause"] = null;
        return _tree.ToJsonString(new JsonSerializerOptions { MaxDepth = 1024 });
    }

    /// <summary>The tree of <c>select expression</c>, to be written as text.</summary>
    public static string Alone(string one, JsonNode expression)
    {
        var tree = JsonNode.Parse(one, null, Deep)!;
        tree["statements"]![0]!["node"]!["select_list"] = new JsonArray(expression.DeepClone());
        return tree.ToJsonString(new JsonSerializerOptions { MaxDepth = 1024 });
    }

    /// <summary>The one column of <c>select expression</c>.</summary>
    public static JsonNode Column(string wholeTree) => JsonNode.Parse(wholeTree, null, Deep)!["statements"]![0]!["node"]!["select_list"]![0]!;

    /// <summary>The columns that an expression names.</summary>
    public static IEnumerable<string> ColumnsOf(JsonNode? node) => node switch
    {
        JsonArray array => array.SelectMany(ColumnsOf),
        JsonObject o when Text(o, "class") == "COLUMN_REF" && o["column_names"] is JsonArray { Count: > 0 } names => [names[^1]!.GetValue<string>()],
        JsonObject o => o.SelectMany(member => ColumnsOf(member.Value)),
        _ => [],
    };

    private static IEnumerable<JsonNode> Parts(JsonNode? condition) =>
        condition is null ? []
        : Text(condition, "type") == "CONJUNCTION_AND" && condition["children"] is JsonArray children ? children.SelectMany(Parts)
        : [condition];

    /// <summary>As there is one table, columns need no table's name; and two texts of one meaning should not differ by their
    /// places.</summary>
    private static JsonNode Plain(JsonNode node)
    {
        var copy = node.DeepClone();
        Strip(copy);
        return copy;
    }

    private static void Strip(JsonNode? node)
    {
        if (node is JsonArray array)
            foreach (var item in array) Strip(item);
        if (node is not JsonObject o) return;
        if (Text(o, "class") == "COLUMN_REF" && o["column_names"] is JsonArray { Count: > 1 } names)
            o["column_names"] = new JsonArray(names[^1]!.DeepClone());
        foreach (var (_, child) in o.ToList()) Strip(child);
    }

    private static bool Filled(JsonNode? node) => node is JsonArray { Count: > 0 };

    private static bool Is(JsonNode? node) => node is not null;

    private static string? Text(JsonNode? node, string name) =>
        node?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
