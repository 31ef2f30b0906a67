using System.Text.Json;
using System.Text.Json.Nodes;
using Treaty.Core.Contracts;

namespace Treaty.Core.Sql;

/// <summary>
/// Carries a row's source place through a select that keeps source rows one to one (or filters them): the columns <c>_source</c> and
/// <c>_record</c> of its
/// first source
/// join the select list. Works on the engine's syntax tree, so that no text is patched.
/// </summary>
public static class PlaceColumns
{
    private static readonly string[] Names = [SystemColumns.Source, SystemColumns.Record];

    /// <summary>The tree with the two columns; null where rows have no one place (grouped, distinct, not from a source) or the select
    /// names them
    /// itself.</summary>
    public static string? Add(string treeJson)
    {
        var tree = JsonNode.Parse(treeJson, null, new JsonDocumentOptions { MaxDepth = 1024 });
        return tree?["statements"]?[0]?["node"] is { } node && AddTo(node)
            ? tree.ToJsonString(new JsonSerializerOptions { MaxDepth = 1024 }) : null;
    }

    private static bool AddTo(JsonNode node)
    {
        if (Text(node, "type") == "SET_OPERATION_NODE")
            return Text(node, "setop_type") == "UNION" && node["setop_all"]?.GetValue<bool>() == true && AddTo(node["left"]!)
                && AddTo(node["right"]!);
        if (Text(node, "type") != "SELECT_NODE" || node["group_expressions"] is JsonArray { Count: > 0 } || node["having"] is not null
            || (node["modifiers"] as JsonArray)?.Any(m => Text(m!, "type") == "DISTINCT_MODIFIER") == true)
            return false;
        if (node["select_list"] is not JsonArray list || list.Any(item => Named(item!))
            || FirstSource(node["from_table"]) is not { } table) return false;
        foreach (var name in Names) list.Add(Column(table, name));
        return true;
    }

    private static bool Named(JsonNode item) =>
        Names.Contains(Text(item, "alias")) || ((item["column_names"] as JsonArray)?[^1]?.GetValue<string>() is { } last
            && Names.Contains(last));

    /// <summary>The name by which the select knows the source that it begins with.</summary>
    private static string? FirstSource(JsonNode? from) => Text(from, "type") switch
    {
        "BASE_TABLE" when Text(from, "schema_name") == "source" => Text(from, "alias") is { Length: > 0 } alias ? alias
            : Text(from, "table_name"),
        "JOIN" when Text(from, "join_type") is "INNER" or "LEFT" or "SEMI" or "ANTI" => FirstSource(from!["left"]),
        _ => null,
    };

    private static JsonObject Column(string table, string name) => new()
    {
        ["class"] = "COLUMN_REF", ["type"] = "COLUMN_REF", ["alias"] = "", ["query_location"] = 0UL, ["column_names"] =
            new JsonArray(table, name),
    };

    private static string? Text(JsonNode? node, string name) => node?[name] is JsonValue value && value.TryGetValue(out string? text) ? text
        : null;
}
