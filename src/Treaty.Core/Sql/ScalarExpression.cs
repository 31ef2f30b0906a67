namespace Treaty.Core.Sql;

/// <summary>One expression over the columns of a row, given as text and parsed as <c>select (expression) from t</c>.</summary>
/// <param name="Columns">The columns it names, sorted; a qualifier is dropped.</param>
/// <param name="HasAggregate">It calls a function of many rows.</param>
/// <param name="Violations">What keeps it from being used; places count from the start of the parsed select.</param>
public sealed record ScalarExpression(IReadOnlyList<string> Columns, bool HasAggregate, IReadOnlyList<SqlViolation> Violations)
{
    /// <summary>The text around an expression, so that it parses as a select. The line break keeps a comment in it from hiding the
    /// rest.</summary>
    public static string AsSelect(string expression) => Prefix + expression + "\n) from t";

    /// <summary>Where the expression begins in <see cref="AsSelect"/>.</summary>
    public static int Start => Prefix.Length;

    private const string Prefix = "select (";

    public static ScalarExpression Check(SelectTree tree, bool allowAggregates = false)
    {
        var violations = UntrustedSql.Check(tree, ["t"]).ToList();
        if (tree.Single is not { } query) return new([], false, violations);
        if (!IsOnlyItem(query)) return new([], false, [.. violations, new("the text is more than one expression",
            "write one expression over columns")]);
        var nodes = query.Nodes("select_list")[0].All.ToList();
        var aggregate = nodes.Where(n => n.Class == "FUNCTION").FirstOrDefault(n =>
            SqlFunctions.Aggregate.Contains(n.Text("function_name") ?? ""));
        violations.AddRange(nodes.Where(n => n.Class is "SUBQUERY" or "WINDOW" || n.Text("function_name") == "unnest")
            .Select(n => new SqlViolation("an expression looks at one row only", "remove the select, window or unnest in it", n.Offset)));
        if (aggregate is not null && !allowAggregates)
            violations.Add(new("an aggregate has no place here", "write the expression for one row", aggregate.Offset));
        return new(ColumnsOf(nodes), aggregate is not null, violations);
    }

    private static bool IsOnlyItem(SqlNode query) =>
        query.Type == "SELECT_NODE" && query.Nodes("select_list") is [{ Alias: null }]
        && query.Node("from_table") is { Type: "BASE_TABLE", Alias: null } table && table.Text("table_name") == "t"
        && query.Children.All(c => c.Part is "select_list" or "from_table" || (c.Part == "cte_map" && query.CommonTables.Count == 0))
        && query.Text("aggregate_handling") is null or "STANDARD_HANDLING";

    private static IReadOnlyList<string> ColumnsOf(List<SqlNode> nodes)
    {
        var parameters = nodes.Where(n => n.Class == "LAMBDA").SelectMany(n => n.Node("lhs")?.All ?? [])
            .SelectMany(n => n.Texts("column_names")).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return [.. nodes.Where(n => n.Class == "COLUMN_REF").Select(n => n.Texts("column_names"))
            .Select(names => names.Count > 1 && names[0] == "t" ? names[1] : names[0])
            .Where(name => !parameters.Contains(name)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
    }
}
