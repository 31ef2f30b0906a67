namespace Treaty.Core.Sql;

/// <summary>Whether the rows of a select can be traced to the rows of the one table it reads.</summary>
/// <param name="RowPreserving">Each row of <paramref name="Table"/> gives exactly one row and nothing else does.</param>
/// <param name="RowWise">Each row that comes out is made from exactly one row of <paramref name="Table"/>; a filter may drop rows.</param>
/// <param name="Table">The one table read in the outermost FROM; null where that is not one declared table.</param>
/// <param name="HasWhere">The outermost select drops rows (WHERE or QUALIFY).</param>
/// <param name="BaseTables">Every table read anywhere, without names of the WITH list, sorted.</param>
public sealed record SelectShape(bool RowPreserving, bool RowWise, string? Table, bool HasWhere, IReadOnlyList<string> BaseTables)
{
    public static SelectShape Of(SelectTree tree)
    {
        if (tree.Single is not { } query) return new(false, false, null, false, []);
        var hasWhere = query.Has("where_clause") || query.Has("qualify");
        var table = OuterTable(query);
        var rowWise = table is not null && query.Type == "SELECT_NODE" && !Regroups(query) && !query.Nodes("select_list").Any(Multiplies);
        return new(rowWise && !hasWhere, rowWise, table, hasWhere, Tables(query, []));
    }

    private static bool Regroups(SqlNode query) =>
        query.Has("group_expressions") || query.Has("group_sets") || query.Has("having") || query.Has("sample")
        || query.Text("aggregate_handling") == "FORCE_AGGREGATES"
        || query.Nodes("modifiers").Any(m => m.Type != "ORDER_MODIFIER");

    /// <summary>Aggregates, and functions that make several rows of one; a select inside is another matter.</summary>
    private static bool Multiplies(SqlNode expression) =>
        expression.Class != "SUBQUERY"
        && ((expression.Class == "FUNCTION" && expression.Text("function_name") is { } name
                && (SqlFunctions.Aggregate.Contains(name) || name is "unnest" or "generate_subscripts" or "json_each"))
            || expression.Children.Any(c => Multiplies(c.Node)));

    private static string? OuterTable(SqlNode query) =>
        query.Node("from_table") is { Type: "BASE_TABLE" } table && !table.Has("sample")
        && !(table.Text("schema_name") is null && query.CommonTables.Any(c => Same(c.Name, table.Text("table_name"))))
            ? NameOf(table) : null;

    private static IReadOnlyList<string> Tables(SqlNode query, IReadOnlyList<string> names) =>
        [.. Read(query, names).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Read(SqlNode node, IReadOnlyList<string> names)
    {
        if (node.Type == "BASE_TABLE" && !(node.Text("schema_name") is null && names.Any(n => Same(n, node.Text("table_name")))))
            yield return NameOf(node);
        if (node.Type == "RECURSIVE_CTE_NODE" && node.Text("cte_name") is { } self) names = [.. names, self];
        foreach (var common in node.CommonTables)
        {
            foreach (var table in Read(common.Query, names)) yield return table;
            names = [.. names, common.Name];
        }
        foreach (var (part, child) in node.Children)
        {
            if (part == "cte_map") continue;
            foreach (var table in Read(child, names)) yield return table;
        }
    }

    private static string NameOf(SqlNode table) =>
        table.Text("schema_name") is { } schema ? $"{schema}.{table.Text("table_name")}" : table.Text("table_name") ?? "";

    private static bool Same(string left, string? right) => string.Equals(left, right, StringComparison.OrdinalIgnoreCase);
}
