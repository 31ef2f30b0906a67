using Treaty.Core.Sql;

namespace Treaty.Core.Lineage;

/// <summary>Reads selects and set operations into the columns that come out of them.</summary>
internal sealed class LineageQueries
{
    private const int MostRounds = 20;
    private readonly LineageTrace _trace;
    private readonly LineageExpressions _expressions;
    private readonly LineageSources _sources;

    public LineageQueries(LineageTrace trace)
    {
        _trace = trace;
        _expressions = new LineageExpressions(trace, this);
        _sources = new LineageSources(trace, this, _expressions);
    }

    /// <summary>The columns of a query that stands inside <paramref name="scope"/>.</summary>
    public IReadOnlyList<NamedTrace> Columns(SqlNode query, LineageScope scope)
    {
        scope = WithCommons(query, scope);
        switch (query.Type)
        {
            case "SELECT_NODE": return Select(query, scope.Inner());
            case "SET_OPERATION_NODE": return SetOperation(query, scope);
            case "RECURSIVE_CTE_NODE": return Recursive(query, scope);
            default:
                _trace.Unclear(query, $"`{query.Type}` is not understood");
                return [];
        }
    }

    private LineageScope WithCommons(SqlNode query, LineageScope scope)
    {
        foreach (var common in query.CommonTables)
        {
            var before = scope;
            scope = scope with { Commons = scope.Commons.Add(new(common.Name, () =>
                Renamed(Columns(common.Query, before), common.ColumnNames))) };
        }
        return scope;
    }

    public static IReadOnlyList<NamedTrace> Renamed(IReadOnlyList<NamedTrace> columns, IReadOnlyList<string> names) =>
        [.. columns.Select((c, i) => i < names.Count ? c with { Name = names[i] } : c)];

    private IReadOnlyList<NamedTrace> Recursive(SqlNode query, LineageScope scope)
    {
        var columns = query.Node("left") is { } first ? Columns(first, scope) : [];
        for (var round = 0; round < MostRounds && query.Node("right") is { } step; round++)
        {
            var soFar = columns;
            var inside = scope with { Commons = scope.Commons.Add(new(query.Text("cte_name") ?? "", () => soFar)) };
            columns = Either(soFar, Columns(step, inside));
            if (columns.Zip(soFar).All(p => p.First.How == p.Second.How && p.First.From.SetEquals(p.Second.From))) break;
        }
        return columns;
    }

    private IReadOnlyList<NamedTrace> SetOperation(SqlNode query, LineageScope scope)
    {
        IReadOnlyList<SqlNode> sides = query.Nodes("children") is { Count: > 0 } children ? children
            : [.. new[] { query.Node("left"), query.Node("right") }.OfType<SqlNode>()];
        var columns = sides.Select(side => Columns(side, scope)).ToList();
        if (columns.Count == 0) return [];
        var kind = query.Text("setop_type") ?? "";
        var result = kind switch
        {
            "UNION" => columns.Aggregate(Either),
            "UNION_BY_NAME" => columns.Aggregate(EitherByName),
            _ => columns[0],
        };
        var all = query.Flag("setop_all") || !query.Has("setop_all");
        if (!kind.StartsWith("UNION", StringComparison.Ordinal)) Influence(columns.SelectMany(c => c));
        else if (query.Nodes("modifiers").Any(m => m.Type == "DISTINCT_MODIFIER") || !all) Influence(result);
        Modifiers(query, result, scope.Inner() with { Visible = result });
        return result;
    }

    private void Influence(IEnumerable<NamedTrace> columns)
    {
        foreach (var column in columns) _trace.Influence(column.Trace);
    }

    private static IReadOnlyList<NamedTrace> Either(IReadOnlyList<NamedTrace> left, IReadOnlyList<NamedTrace> right) =>
        [.. left.Select((c, i) => i < right.Count ? c with { Trace = c.Trace.Or(right[i].Trace) } : c)];

    private static IReadOnlyList<NamedTrace> EitherByName(IReadOnlyList<NamedTrace> left, IReadOnlyList<NamedTrace> right) =>
    [
        .. left.Select(c => right.FirstOrDefault(r => r.Is(c.Name)) is { } same ? c with { Trace = c.Trace.Or(same.Trace) } : c),
        .. right.Where(r => !left.Any(c => c.Is(r.Name))),
    ];

    private List<NamedTrace> Select(SqlNode query, LineageScope scope)
    {
        scope = scope.With(_sources.From(query.Node("from_table"), scope));
        var columns = new List<NamedTrace>();
        foreach (var item in query.Nodes("select_list"))
        {
            var items = Item(item, scope, columns.Count + 1);
            columns.AddRange(items);
            if (item.Alias is { } alias && items.Count == 1) scope = scope.WithAlias(alias, items[0].Trace);
        }
        foreach (var part in new[] { "where_clause", "having", "qualify" })
            if (query.Node(part) is { } condition) _trace.Influence(_expressions.Trace(condition, scope));
        foreach (var group in query.Nodes("group_expressions")) _trace.Influence(AtPlace(group, columns) ?? _expressions.Trace(group,
            scope));
        if (query.Text("aggregate_handling") == "FORCE_AGGREGATES") Influence(columns.Where(c =>
            c.How is Derivation.Direct or Derivation.Expression));
        Modifiers(query, columns, scope);
        return columns;
    }

    /// <summary>The order of rows decides what comes out only together with a limit or DISTINCT ON.</summary>
    private void Modifiers(SqlNode query, IReadOnlyList<NamedTrace> columns, LineageScope scope)
    {
        var modifiers = query.Nodes("modifiers");
        var ordersMatter = modifiers.Any(m => m.Type.StartsWith("LIMIT", StringComparison.Ordinal) || m.Has("distinct_on_targets"));
        foreach (var modifier in modifiers)
        {
            foreach (var part in new[] { "limit", "offset" })
                if (modifier.Node(part) is { } count) _trace.Influence(_expressions.Trace(count, scope));
            foreach (var target in modifier.Nodes("distinct_on_targets")) _trace.Influence(AtPlace(target,
                columns) ?? _expressions.Trace(target, scope));
            if (modifier.Type == "DISTINCT_MODIFIER" && !modifier.Has("distinct_on_targets")) Influence(columns);
            foreach (var order in modifier.Nodes("orders").Select(o => o.Node("expression")).OfType<SqlNode>())
            {
                if (order.Class == "STAR") { if (ordersMatter) Influence(columns); continue; }
                var traced = AtPlace(order, columns) ?? Named(order, columns) ?? _expressions.Trace(order, scope);
                if (ordersMatter) _trace.Influence(traced);
            }
        }
    }

    /// <summary>`order by 2` and `group by 2` mean the second column that comes out.</summary>
    private static Traced? AtPlace(SqlNode expression, IReadOnlyList<NamedTrace> columns) =>
        expression.Class == "CONSTANT" && expression.Node("value")?.Number("value") is { } place && place >= 1 && place <= columns.Count
            ? columns[(int)place - 1].Trace : null;

    private static Traced? Named(SqlNode expression, IReadOnlyList<NamedTrace> columns) =>
        expression.Class == "COLUMN_REF" && expression.Texts("column_names") is [var name] ? columns.FirstOrDefault(c =>
            c.Is(name))?.Trace : null;

    private IReadOnlyList<NamedTrace> Item(SqlNode item, LineageScope scope, int place)
    {
        if (item.Class == "STAR" && !item.Has("expr")) return _sources.Star(item, scope);
        if (Spreads(item))
        {
            _trace.Unclear(item, "`columns(…)` or a filtered `*` cannot be traced");
            return [];
        }
        var name = item.Alias ?? (item.Class == "COLUMN_REF" ? item.Texts("column_names")[^1] : $"column{place}");
        return [new NamedTrace(name, _expressions.Trace(item, scope))];
    }

    private static bool Spreads(SqlNode item) => item.Class == "STAR" || (item.Class != "SUBQUERY" && item.Children.Any(c =>
        Spreads(c.Node)));
}
