using System.Text.Json;

namespace Treaty.Core.Sql;

/// <summary>What a select of a document or a query may not do.</summary>
/// <param name="Offset">Where in the text, in characters from 0; null where unknown.</param>
public sealed record SqlViolation(string Sentence, string Help, int? Offset);

/// <summary>Holds a parsed select against the rules of untrusted SQL: one SELECT, listed functions only, named tables only, and no star
/// where a product's
/// columns are made.</summary>
public static class UntrustedSql
{
    /// <param name="allowStar">True for queries of people; false for what makes a product.</param>
    public static IReadOnlyList<SqlViolation> Check(string treeJson, bool allowStar)
    {
        using var document = JsonDocument.Parse(treeJson, new JsonDocumentOptions { MaxDepth = 1024 });
        var violations = new List<SqlViolation>();
        var statements = document.RootElement.GetProperty("statements");
        if (statements.GetArrayLength() != 1) violations.Add(new($"there are {statements.GetArrayLength()} statements", "write one SELECT",
            null));
        Walk(statements, allowStar, violations);
        return [.. violations.Distinct()];
    }

    /// <summary>True where the tree of <c>select x from t</c> holds x as its only item and no clause besides.</summary>
    public static bool IsOneExpression(string treeJson)
    {
        using var document = JsonDocument.Parse(treeJson, new JsonDocumentOptions { MaxDepth = 1024 });
        var statements = document.RootElement.GetProperty("statements");
        if (statements.GetArrayLength() != 1) return false;
        var node = statements[0].GetProperty("node");
        bool Absent(string name) => !node.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null
            || (value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == 0);
        return Text(node, "type") == "SELECT_NODE" && node.GetProperty("select_list").GetArrayLength() == 1
            && Text(node.GetProperty("from_table"), "table_name") == "t"
            && Absent("where_clause") && Absent("group_expressions") && Absent("having") && Absent("qualify") && Absent("modifiers");
    }

    private static void Walk(JsonElement node, bool allowStar, List<SqlViolation> violations)
    {
        if (node.ValueKind == JsonValueKind.Array)
            foreach (var item in node.EnumerateArray()) Walk(item, allowStar, violations);
        if (node.ValueKind != JsonValueKind.Object) return;
        var at = Offset(node);
        if (Text(node, "function_name") is { Length: > 0 } function && !AllowedFunctions.Allows(function))
            violations.Add(new($"the function `{function}` may not be used",
                "use deterministic functions of the values; no clock, no chance, no files", at));
        if (Text(node, "class") == "STAR" && !allowStar)
            violations.Add(new("`*` does not say which columns are meant", "name the columns", at));
        if (node.TryGetProperty("sample", out var sample) && sample.ValueKind == JsonValueKind.Object)
            violations.Add(new("a sample is different at every run", "remove it", at));
        if (node.TryGetProperty("at_clause", out var travel) && travel.ValueKind == JsonValueKind.Object)
            violations.Add(new("AT is not read", "name the version as context.product with --as-of", at));
        switch (Text(node, "type"))
        {
            case "TABLE_FUNCTION" when FunctionOf(node) is { } table && table is not ("unnest" or "range" or "generate_series"):
                violations.Add(new($"the table function `{table}` may not be used", "read declared inputs by name", at));
                break;
            case "BASE_TABLE" when (Text(node, "table_name") ?? "").AsSpan().ContainsAny('/', '\\', '.')
                || Text(node, "catalog_name") is { Length: > 0 }:
                violations.Add(new($"`{Text(node, "table_name")}` is a file or another database", "read declared inputs by name", at));
                break;
            case "SHOW_REF": violations.Add(new("only SELECT may be used", "write one SELECT", at)); break;
        }
        foreach (var property in node.EnumerateObject()) Walk(property.Value, allowStar, violations);
    }

    private static string? FunctionOf(JsonElement node) => node.TryGetProperty("function", out var function)
        ? Text(function, "function_name") : null;

    private static int? Offset(JsonElement node) =>
        node.TryGetProperty("query_location", out var location) && location.ValueKind == JsonValueKind.Number
            && location.TryGetInt32(out var at) ? at : null;

    private static string? Text(JsonElement node, string name) => node.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
        ? value.GetString() : null;
}
