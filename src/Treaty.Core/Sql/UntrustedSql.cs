using System.Collections.Immutable;

namespace Treaty.Core.Sql;

/// <summary>
/// The gate for SQL that people write: one select over declared inputs, with functions whose result follows from their arguments.
/// Everything in the
/// tree is visited, and what the gate does not know it refuses.
/// </summary>
public sealed class UntrustedSql
{
    private static readonly HashSet<string> Expressions = new(StringComparer.Ordinal)
    {
        "BETWEEN", "CASE", "CAST", "COLLATE", "COLUMN_REF", "COMPARISON", "CONJUNCTION", "CONSTANT", "FUNCTION", "LAMBDA", "OPERATOR",
        "POSITIONAL_REFERENCE", "STAR", "SUBQUERY", "WINDOW",
    };

    private static readonly HashSet<string> Joins = new(StringComparer.Ordinal) { "REGULAR", "NATURAL", "CROSS", "ASOF" };

    /// <summary>Functions that call the aggregate their second argument names.</summary>
    private static readonly HashSet<string> ByName = new(StringComparer.OrdinalIgnoreCase)
    {
        "array_aggr", "array_aggregate", "list_aggr", "list_aggregate",
    };

    private readonly List<SqlViolation> _violations = [];
    private readonly IReadOnlyCollection<string> _tables;
    private readonly bool _allowStar;

    private UntrustedSql(IReadOnlyCollection<string> tables, bool allowStar) => (_tables, _allowStar) = (tables, allowStar);

    /// <summary>What keeps the text from being run; empty where nothing does. In the order of the text's tree.</summary>
    /// <param name="tree">The parsed text.</param>
    /// <param name="allowedTables">Qualified names as SQL says them: <c>source.orders</c>, <c>sales.orders</c>, <c>orders</c>.</param>
    /// <param name="allowStar">True for queries typed by a person, whose columns nothing depends on.</param>
    public static IReadOnlyList<SqlViolation> Check(SelectTree tree, IReadOnlyCollection<string> allowedTables, bool allowStar = false)
    {
        if (tree.Problem is { } problem) return [new SqlViolation($"the text is not a select: {problem}", "write one select")];
        if (tree.Statements.Count != 1)
            return [new SqlViolation($"the text holds {tree.Statements.Count} statements", "write exactly one select")];
        var gate = new UntrustedSql(allowedTables, allowStar);
        if (!allowStar) gate.OutputColumns(tree.Statements[0]);
        gate.Query(tree.Statements[0], ImmutableHashSet.Create<string>(StringComparer.OrdinalIgnoreCase));
        return gate._violations;
    }

    private void Refuse(SqlNode at, string message, string help) => _violations.Add(new(message, help, at.Offset));

    private void OutputColumns(SqlNode query)
    {
        if (query.Type is "SET_OPERATION_NODE" or "RECURSIVE_CTE_NODE")
        {
            foreach (var side in new[] { query.Node("left"), query.Node("right") }) if (side is not null) OutputColumns(side);
            foreach (var child in query.Nodes("children")) OutputColumns(child);
        }
        foreach (var star in query.Nodes("select_list").SelectMany(Stars))
            Refuse(star, "`*` leaves open which columns come out", "name the columns");
    }

    /// <summary>Stars that spread over this select item, not those of selects inside it.</summary>
    private static IEnumerable<SqlNode> Stars(SqlNode item) =>
        item.Class == "STAR" ? [item] : item.Class == "SUBQUERY" ? [] : item.Children.SelectMany(c => Stars(c.Node));

    private void Query(SqlNode query, ImmutableHashSet<string> names)
    {
        if (query.Type is not ("SELECT_NODE" or "SET_OPERATION_NODE" or "RECURSIVE_CTE_NODE"))
        {
            Refuse(query, $"`{query.Type}` is not understood", "write a plain select");
            return;
        }
        if (query.Has("sample")) Refuse(query, "a sample differs from run to run", "remove `using sample`");
        if (query.Type == "RECURSIVE_CTE_NODE" && query.Text("cte_name") is { } self) names = names.Add(self);
        foreach (var common in query.CommonTables)
        {
            Query(common.Query, names);
            names = names.Add(common.Name);
        }
        foreach (var (part, child) in query.Children) if (part != "cte_map") Visit(child, names);
    }

    private void Visit(SqlNode node, ImmutableHashSet<string> names)
    {
        if (node.Class is not null) Expression(node);
        else if (node.Type.EndsWith("_NODE", StringComparison.Ordinal))
        {
            Query(node, names);
            return;
        }
        else Reference(node, names);
        if (node.Class == "CONSTANT") return;
        foreach (var (part, child) in node.Children)
        {
            if (part is "cast_type" or "sample" or "at_clause") continue;
            if (node.Type == "TABLE_FUNCTION" && part == "function") VisitArguments(child, names);
            else Visit(child, names);
        }
    }

    private void VisitArguments(SqlNode function, ImmutableHashSet<string> names)
    {
        foreach (var (_, child) in function.Children) Visit(child, names);
    }

    private void Reference(SqlNode node, ImmutableHashSet<string> names)
    {
        if (node.Has("sample")) Refuse(node, "a sample differs from run to run", "remove `tablesample`");
        if (node.Has("at_clause")) Refuse(node, "a table cannot be read at another version", "remove the `at` clause");
        switch (node.Type)
        {
            case "BASE_TABLE": Table(node, names); break;
            case "TABLE_FUNCTION": TableFunction(node.Node("function")); break;
            case "JOIN" when !Joins.Contains(node.Text("ref_type") ?? "REGULAR"):
                Refuse(node, $"a {node.Text("ref_type")!.ToLowerInvariant()} join depends on the order of rows", "join on a condition");
                break;
            case "SHOW_REF": Refuse(node, "`describe`, `show` and `summarize` are not selects", "select from a declared table"); break;
            case "JOIN" or "SUBQUERY" or "EXPRESSION_LIST" or "EMPTY" or "PIVOT": break;
            case "" or "ORDER_MODIFIER" or "LIMIT_MODIFIER" or "LIMIT_PERCENT_MODIFIER" or "DISTINCT_MODIFIER": break;
            case "ORDER_DEFAULT" or "ASCENDING" or "DESCENDING": break;
            default: Refuse(node, $"`{node.Type}` is not understood", "write it another way"); break;
        }
    }

    private void Table(SqlNode node, ImmutableHashSet<string> names)
    {
        var table = node.Text("table_name") ?? "";
        var name = node.Text("schema_name") is { } schema ? $"{schema}.{table}" : table;
        if (node.Text("catalog_name") is { } catalog)
            Refuse(node, $"`{catalog}.{name}` names a database", "name the table without its database");
        else if (!(node.Text("schema_name") is null && names.Contains(table)) && !_tables.Contains(name, StringComparer.OrdinalIgnoreCase))
            Refuse(node, $"`{name}` is not a declared input", Declared());
    }

    private string Declared() => _tables.Count == 0 ? "declare it as an input first"
        : "use one of " + string.Join(", ", _tables.Order(StringComparer.Ordinal).Select(t => $"`{t}`"));

    private void TableFunction(SqlNode? function)
    {
        var name = function?.Text("function_name") ?? "";
        if (function is not null && (!SqlFunctions.Table.Contains(name) || Foreign(function)))
            Refuse(function, $"`{name}` may not be read from",
                "read declared inputs; of functions only `range`, `generate_series` and `unnest`");
    }

    private void Expression(SqlNode node)
    {
        switch (node.Class)
        {
            case "FUNCTION" or "WINDOW": Function(node); break;
            case "COLUMN_REF" when node.Texts("column_names") is [var name] && SqlFunctions.BareCalls.Contains(name):
                Refuse(node, $"`{name}` is a call to the engine, not a column", "qualify it with its table if a column is meant");
                break;
            case "STAR" when node.Flag("columns") && !_allowStar && node.Has("expr"):
                Refuse(node, "`columns(…)` leaves open which columns are meant", "name the columns");
                break;
            case "OPERATOR" when node.Type == "OPERATOR_TRY":
                Refuse(node, "`try` hides errors of the data", "use `try_cast` and handle its null");
                break;
            case { } known when Expressions.Contains(known): break;
            default: Refuse(node, $"`{node.Type}` is not understood", "write it another way"); break;
        }
    }

    private void Function(SqlNode node)
    {
        var name = node.Text("function_name") ?? "";
        if (Foreign(node)) Refuse(node, $"`{node.Text("schema")}.{name}` names a function of elsewhere",
            "call the function as `name(argument)`");
        else if (!node.Flag("is_operator") && !SqlFunctions.IsAllowed(name))
            Refuse(node, $"`{name}` is not among the functions whose result follows from their arguments", "use another function");
        else if (ByName.Contains(name) && !(Literal(node, 1) is { } called && SqlFunctions.Aggregate.Contains(called)))
            Refuse(node, $"`{name}` must name an allowed aggregate as a literal", "use a function such as `list_sum`");
    }

    private static string? Literal(SqlNode function, int place) =>
        function.Nodes("children").ElementAtOrDefault(place) is { Class: "CONSTANT" } constant ? constant.Node("value")?.Text("value")
            : null;

    private static bool Foreign(SqlNode function) => function.Has("catalog") || function.Text("schema") is not (null or "main");
}
