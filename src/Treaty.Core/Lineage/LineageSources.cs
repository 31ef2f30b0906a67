using Treaty.Core.Sql;

namespace Treaty.Core.Lineage;

/// <summary>Reads what stands in FROM, and what a star over it means.</summary>
internal sealed class LineageSources(LineageTrace trace, LineageQueries queries, LineageExpressions expressions)
{
    /// <summary>What a part of FROM brings; parts to its left are already in the scope, so that lateral ones see them.</summary>
    public FromPart From(SqlNode? node, LineageScope scope) => node switch
    {
        null => FromPart.Nothing,
        { Type: "EMPTY" } => FromPart.Nothing,
        { Type: "BASE_TABLE" } => FromPart.Of(Table(node, scope)),
        { Type: "SUBQUERY" } when node.Node("subquery")?.Node("node") is { } query =>
            FromPart.Of(Derived(node, queries.Columns(query, scope))),
        { Type: "EXPRESSION_LIST" } => FromPart.Of(Derived(node, Values(node, scope))),
        { Type: "TABLE_FUNCTION" } => FromPart.Of(Function(node, scope)),
        { Type: "JOIN" } => Join(node, scope),
        _ => FromPart.Of(Opaque(node, $"the columns of `{node.Type.ToLowerInvariant()}` cannot be traced")),
    };

    private Relation Opaque(SqlNode node, string why)
    {
        trace.Unclear(node, why);
        foreach (var (_, child) in node.Children) if (child.Type.Length > 0 && child.Class is null) From(child, LineageScope.Outermost);
        return new Relation(node.Alias is { } alias ? [alias] : [], [], Opaque: true);
    }

    private Relation Table(SqlNode node, LineageScope scope)
    {
        var table = node.Text("table_name") ?? "";
        if (node.Text("schema_name") is null && scope.Common(table) is { } common)
            return new([node.Alias ?? table], LineageQueries.Renamed(common.Columns, node.Texts("column_name_alias")));
        var full = node.Text("schema_name") is { } schema ? $"{schema}.{table}" : table;
        if (trace.Schema(full) is not { } known)
        {
            trace.Violations.Add(new($"`{full}` is not a declared input", "declare it as an input first", node.Offset));
            return new(node.Alias is { } alias ? [alias] : [table, full], [], Opaque: true);
        }
        trace.Tables.Add(known.Name);
        var columns = known.Columns.Select(c => new NamedTrace(c, Traced.Direct(new(known.Name, c)))).ToList();
        return new(node.Alias is { } other ? [other] : [table, full], LineageQueries.Renamed(columns, node.Texts("column_name_alias")));
    }

    private static Relation Derived(SqlNode node, IReadOnlyList<NamedTrace> columns) =>
        new(node.Alias is { } alias ? [alias] : [], LineageQueries.Renamed(columns, node.Texts("column_name_alias")));

    private IReadOnlyList<NamedTrace> Values(SqlNode node, LineageScope scope)
    {
        var rows = node.Rows("values").Select(row => row.Select(v => expressions.Trace(v, scope)).ToList()).ToList();
        return rows.Count == 0 ? [] : [.. rows[0].Select((_, i) => new NamedTrace($"col{i}", rows.Select(r => r[i]).Aggregate((a, b) =>
            a.Or(b))))];
    }

    private Relation Function(SqlNode node, LineageScope scope)
    {
        if (node.Node("function") is not { } function || function.Text("function_name")?.ToLowerInvariant() is not { } name
            || !SqlFunctions.Table.Contains(name)) return Opaque(node, "the columns of a table function cannot be traced");
        var traced = Traced.Of(function.Nodes("children").Select(c => expressions.Trace(c, scope)));
        var column = node.Texts("column_name_alias") is [var given, ..] ? given : node.Alias is { } alias && name == "unnest" ? alias
            : name;
        return new([node.Alias ?? name], [new NamedTrace(column, traced)]);
    }

    private FromPart Join(SqlNode node, LineageScope scope)
    {
        var left = From(node.Node("left"), scope);
        var right = From(node.Node("right"), (scope with { Outer = scope.With(left) }).With(left));
        var merged = node.Text("ref_type") == "NATURAL" ? Common(node, left, right) : node.Texts("using_columns");
        var both = new FromPart([.. left.Relations, .. right.Relations], [.. left.Visible, .. right.Visible]);
        foreach (var name in merged)
        {
            Influence(node, name, left, right);
            if (left.Visible.FirstOrDefault(c => c.Is(name)) is { } a && right.Visible.FirstOrDefault(c => c.Is(name)) is { } b)
                trace.Joined(a.Trace, b.Trace, node.Offset);
        }
        if (node.Node("condition") is { } condition) trace.Influence(expressions.Trace(condition, scope.With(both)));
        if (node.Text("join_type") is "SEMI" or "ANTI") return left;
        return both with { Visible = Merge(left, right, merged, node.Text("join_type") ?? "INNER") };
    }

    private IReadOnlyList<string> Common(SqlNode node, FromPart left, FromPart right)
    {
        if (left.Relations.Concat(right.Relations).Any(r => r.Opaque)) trace.Unclear(node,
            "a natural join of unknown columns cannot be traced");
        return [.. left.Visible.Select(c => c.Name).Where(name => right.Visible.Any(c => c.Is(name)))];
    }

    private void Influence(SqlNode node, string name, params IReadOnlyList<FromPart> sides)
    {
        foreach (var side in sides)
        {
            var found = side.Visible.FirstOrDefault(c => c.Is(name));
            if (found is not null) trace.Influence(found.Trace);
            else if (!side.Relations.Any(r => r.Opaque))
                trace.Violations.Add(new($"`{name}` is not a column on both sides of the join", "join on a condition", node.Offset));
        }
    }

    /// <summary>The merged columns of an outer join are made from the side that is there: in a full join from both.</summary>
    private static IReadOnlyList<NamedTrace> Merge(FromPart left, FromPart right, IReadOnlyList<string> merged, string join)
    {
        bool IsMerged(NamedTrace column) => merged.Any(column.Is);
        NamedTrace One(NamedTrace column) => !IsMerged(column) || right.Visible.FirstOrDefault(c => c.Is(column.Name)) is not { } other
            ? column
            : join switch
            {
                "RIGHT" => other,
                "FULL" or "OUTER" => column with { Trace = Traced.Of([column.Trace, other.Trace]) },
                _ => column,
            };
        return [.. left.Visible.Select(One), .. right.Visible.Where(c => !IsMerged(c))];
    }

    /// <summary>The columns a star stands for, less those excluded, with replacements and new names.</summary>
    public IReadOnlyList<NamedTrace> Star(SqlNode star, LineageScope scope)
    {
        var relation = star.Text("relation_name") is { } name ? scope.Relations.FirstOrDefault(r => r.Is(name)) : null;
        if (relation is null && star.Text("relation_name") is { } unknown)
        {
            trace.Unclear(star, $"`{unknown}.*` spreads something that is no table in from");
            return [];
        }
        if (relation?.Opaque ?? scope.Relations.Any(r => r.Opaque)) trace.Unclear(star, "`*` over unknown columns cannot be traced");
        var excluded = star.Texts("exclude_list").Concat(star.Nodes("exclude_list").Select(e => e.Text("column") ?? "")).ToList();
        var replaced = star.Nodes("replace_list").Select(r => (Name: r.Text("key") ?? "", With: r.Node("value")))
            .Where(r => r.With is not null).Select(r => new NamedTrace(r.Name, expressions.Trace(r.With!, scope))).ToList();
        var renamed = star.Nodes("rename_list").Select(r => (From: r.Node("key")?.Text("column") ?? r.Text("key") ?? "",
            To: r.Text("value") ?? "")).ToList();
        return [.. (relation?.Columns ?? scope.Visible).Where(c => !excluded.Any(c.Is))
            .Select(c => replaced.FirstOrDefault(r => c.Is(r.Name)) is { } other ? c with { Trace = other.Trace } : c)
            .Select(c => renamed.FirstOrDefault(r => c.Is(r.From)) is { To: { Length: > 0 } to } ? c with { Name = to } : c)];
    }
}
