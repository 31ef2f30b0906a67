using Treaty.Core.Sql;

namespace Treaty.Core.Lineage;

/// <summary>Reads expressions into the columns they are computed from.</summary>
internal sealed class LineageExpressions(LineageTrace trace, LineageQueries queries)
{
    public Traced Trace(SqlNode node, LineageScope scope) => node.Class switch
    {
        "CONSTANT" => Traced.Constant,
        "COLUMN_REF" => Column(node, scope),
        "POSITIONAL_REFERENCE" => AtPlace(node, scope),
        "FUNCTION" => Function(node, scope),
        "WINDOW" => Window(node, scope),
        "SUBQUERY" => Subquery(node, scope),
        "LAMBDA" => Lambda(node, scope),
        "STAR" => Unclear(node, "`*` in an expression cannot be traced"),
        "COMPARISON" when node.Node("left") is { } left && node.Node("right") is { } right => Comparison(node, left, right, scope),
        "BETWEEN" or "CASE" or "CAST" or "COLLATE" or "COMPARISON" or "CONJUNCTION" or "OPERATOR" => Computed(Parts(node, scope)),
        _ => Unclear(node, $"`{node.Type}` is not understood"),
    };

    private Traced Comparison(SqlNode node, SqlNode left, SqlNode right, LineageScope scope)
    {
        var (a, b) = (Trace(left, scope), Trace(right, scope));
        if (node.Type is "COMPARE_EQUAL" or "COMPARE_NOT_DISTINCT_FROM") trace.Joined(a, b, node.Offset ?? left.Offset);
        return Computed([a, b]);
    }

    private Traced Unclear(SqlNode node, string what)
    {
        trace.Unclear(node, what);
        return new Traced(Derivation.Expression, []);
    }

    /// <summary>All expressions below, also through parts that are none themselves, such as the cases of CASE.</summary>
    private IEnumerable<Traced> Parts(SqlNode node, LineageScope scope) =>
        node.Children.Where(c => c.Part is not ("cast_type" or "order_bys" or "filter")).SelectMany(c => c.Node.Class is null
            ? Parts(c.Node, scope) : [Trace(c.Node, scope)]);

    private static Traced Computed(IEnumerable<Traced> parts) => Traced.Of(parts);

    private Traced Function(SqlNode node, LineageScope scope)
    {
        var name = node.Text("function_name") ?? "";
        if (node.Node("filter") is { } filter) trace.Influence(Trace(filter, scope));
        foreach (var order in Orders(node.Node("order_bys"))) trace.Influence(Trace(order, scope));
        if (name == "count_star") return new(Derivation.CountAll, []);
        var traced = Computed(Parts(node, scope));
        if (SqlFunctions.Aggregate.Contains(name) && !node.Flag("is_operator")) return traced with { How = Derivation.Aggregate };
        return node.Has("children") ? traced : traced with { How = Derivation.Expression };
    }

    private static IEnumerable<SqlNode> Orders(SqlNode? modifier) => (modifier?.Nodes("orders") ?? []).Select(o =>
        o.Node("expression")).OfType<SqlNode>();

    private Traced Window(SqlNode node, LineageScope scope)
    {
        var name = node.Text("function_name") ?? "";
        foreach (var part in node.Nodes("partitions").Concat(node.Nodes("orders").Concat(node.Nodes("arg_orders")).Select(o =>
            o.Node("expression")).OfType<SqlNode>())
            .Concat(new[] { "filter_expr", "start_expr", "end_expr" }.Select(node.Node).OfType<SqlNode>())) trace.Influence(Trace(part,
                scope));
        var values = node.Nodes("children").Concat(new[] { "offset_expr", "default_expr" }.Select(node.Node).OfType<SqlNode>());
        var traced = Computed(values.Select(v => Trace(v, scope)));
        var how = name == "count_star" ? Derivation.CountAll
            : SqlFunctions.Aggregate.Contains(name) ? Derivation.Aggregate
            : traced.How is Derivation.Aggregate ? Derivation.Aggregate : Derivation.Expression;
        return traced with { How = how };
    }

    /// <summary>EXISTS looks only at whether there are rows; the others give or compare the first column.</summary>
    private Traced Subquery(SqlNode node, LineageScope scope)
    {
        if (node.Node("subquery")?.Node("node") is not { } query) return Unclear(node, "a select in an expression is not understood");
        var columns = queries.Columns(query, scope);
        if (node.Text("subquery_type") is "EXISTS" or "NOT_EXISTS") return new(Derivation.Expression, []);
        var result = columns.Count > 0 ? columns[0].Trace : Traced.Constant;
        if (node.Node("child") is { } child)
        {
            var sought = Trace(child, scope);
            trace.Joined(sought, result, child.Offset);
            return Traced.Of([sought, result]) with { How = Derivation.Expression };
        }
        return result with { How = result.How is Derivation.Direct or Derivation.Constant ? Derivation.Expression : result.How };
    }

    private Traced Lambda(SqlNode node, LineageScope scope)
    {
        var names = node.Node("lhs")?.All.SelectMany(n => n.Texts("column_names")) ?? [];
        return node.Node("expr") is { } body ? Trace(body, scope with { Parameters = scope.Parameters.Union(names) })
            : Unclear(node, "a lambda without body is not understood");
    }

    private Traced AtPlace(SqlNode node, LineageScope scope) =>
        node.Number("index") is { } place && place >= 1 && place <= scope.Visible.Count
            ? scope.Visible[(int)place - 1].Trace : Unclear(node, "`#` with a number beyond the columns of from cannot be traced");

    private Traced Column(SqlNode node, LineageScope scope)
    {
        var names = node.Texts("column_names");
        for (LineageScope? at = scope; at is not null; at = at.Outer)
            if (Find(node, names, at) is { } found) return found;
        var name = string.Join('.', names);
        if (scope.IsOpaque) return Unclear(node, $"`{name}` may be a column of a table nobody knows");
        trace.Violations.Add(new($"`{name}` is not a column of what is selected from", "check the name, or qualify it", node.Offset));
        return new(Derivation.Expression, []);
    }

    /// <summary>A name alone is a column, then an earlier alias, then a whole row; a name with dots is first tried as table and column,
    /// then as field.</summary>
    private Traced? Find(SqlNode node, IReadOnlyList<string> names, LineageScope scope)
    {
        if (scope.Parameters.Contains(names[0])) return new(Derivation.Expression, []);
        return Qualified(node, names, scope) ?? Unqualified(node, names, scope) ?? WholeRow(names, scope);
    }

    private Traced? Qualified(SqlNode node, IReadOnlyList<string> names, LineageScope scope)
    {
        for (var parts = Math.Min(2, names.Count - 1); parts >= 1; parts--)
        {
            var table = string.Join('.', names.Take(parts));
            var matches = scope.Relations.Where(r => r.Is(table) && (r.Opaque || r.Column(names[parts]) is not null)).ToList();
            if (matches.Count > 1) Ambiguous(node, string.Join('.', names));
            if (matches.Count == 0) continue;
            if (matches[0].Column(names[parts]) is not { } column) return Unclear(node,
                $"`{string.Join('.', names)}` is a column of a table nobody knows");
            return Field(column.Trace, names.Count > parts + 1);
        }
        return null;
    }

    private Traced? Unqualified(SqlNode node, IReadOnlyList<string> names, LineageScope scope)
    {
        var columns = scope.Visible.Where(c => c.Is(names[0])).ToList();
        if (columns.Count > 1) Ambiguous(node, names[0]);
        if (columns.Count > 0) return Field(Either(columns), names.Count > 1);
        return scope.Aliases.TryGetValue(names[0], out var alias) ? Field(alias, names.Count > 1) : null;
    }

    private static Traced Either(List<NamedTrace> columns) => columns.Select(c => c.Trace).Aggregate((a, b) => a.Or(b));

    private static Traced Field(Traced column, bool isField) => isField ? Traced.Of([column]) : column;

    private static Traced? WholeRow(IReadOnlyList<string> names, LineageScope scope) =>
        names.Count == 1 && scope.Relations.FirstOrDefault(r => r.Is(names[0]) && !r.Opaque) is { } relation
            ? Traced.Of(relation.Columns.Select(c => c.Trace)) : null;

    private void Ambiguous(SqlNode node, string name) =>
        trace.Violations.Add(new($"`{name}` could be a column of more than one table", "qualify it with its table", node.Offset));
}
