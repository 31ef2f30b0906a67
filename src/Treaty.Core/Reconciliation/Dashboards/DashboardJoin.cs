using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation.Dashboards;

/// <summary>One of two dashboards over two products.</summary>
/// <param name="Rows">The relation of its rows: row_id, v, and one column <c>c0 …</c> for each condition.</param>
/// <param name="Conditions">What it asks of a row, as text, in the order of its select.</param>
/// <param name="Dated">The conditions that name a date column.</param>
/// <param name="Side">The side of the comparison that its product is.</param>
public sealed record DashboardEnd(string Rows, IReadOnlyList<string> Conditions, IReadOnlySet<int> Dated, Side Side);

/// <summary>
/// The walk from one dashboard's number to another's over two products that a comparison has put into groups. Each group falls on one
/// line, so that the lines sum exactly: rows of one product only; rows of both that only one dashboard counts, by the first condition of
/// the other that none of the group's rows fulfils; as many rows counted on either side or not, which add other amounts.
/// </summary>
public sealed record DashboardJoin(DashboardEnd A, DashboardEnd B, string Members)
{
    private const string Groups = "dashboard_groups";

    /// <summary>Names and titles of all lines, in their order.</summary>
    public IReadOnlyList<(string Name, string Title)> Lines =>
    [
        .. Of("only-a", "a", A), .. Of("only-b", "b", B), ("missing-b", "only a's product has the rows"),
        ("missing-a", "only b's product has the rows"), ("rows", "a and b count another number of rows for the same"),
        ("expression", "b adds another amount for the same rows"),
    ];

    public SqlText Make() => new SqlLines().Line("-- two dashboards over two products, group by group")
        .Line($"CREATE OR REPLACE TEMP TABLE {Groups} AS")
        .Line("WITH a AS (")
        .Line(End(A), 1)
        .Line("), b AS (")
        .Line(End(B), 1)
        .Line(")")
        .Line("SELECT COALESCE(a.group_key, b.group_key) AS group_key, COALESCE(a.amount, 0) AS a, COALESCE(b.amount, 0) AS b,")
        .Line("CASE WHEN b.group_key IS NULL THEN 'missing-b' WHEN a.group_key IS NULL THEN 'missing-a'", 1)
        .Line("WHEN a.counted = 0 AND b.counted > 0 THEN 'only-a:' || a.fails WHEN a.counted > 0 AND b.counted = 0 THEN 'only-b:' || b.fails", 2)
        .Line("WHEN a.counted <> b.counted THEN 'rows' ELSE 'expression' END AS line", 2)
        .Line("FROM a")
        .Line("FULL JOIN b ON b.group_key = a.group_key")
        .Done();

    /// <summary>Line, groups, amount and gross; and the two totals as lines <c>a</c> and <c>b</c>.</summary>
    public static SqlText Amounts { get; } = new(
        $"""
        SELECT line, count(*) AS groups, CAST(sum(b - a) AS DECIMAL(38, 6)) AS amount, CAST(sum(abs(b - a)) AS DECIMAL(38, 6)) AS gross
        FROM {Groups}
        WHERE a <> b
        GROUP BY line
        UNION ALL
        SELECT 'a', 0, CAST(COALESCE(sum(a), 0) AS DECIMAL(38, 6)), 0 FROM {Groups}
        UNION ALL
        SELECT 'b', 0, CAST(COALESCE(sum(b), 0) AS DECIMAL(38, 6)), 0 FROM {Groups}
        """);

    /// <summary>The groups behind a line, the largest first: key, class by the comparison, amount, what a reports, what b does.</summary>
    public static SqlText Behind(string line, string groups, int limit) => new(
        $"""
        SELECT d.group_key, g.class, CAST(d.b - d.a AS DECIMAL(38, 6)), d.a, d.b
        FROM {Groups} AS d
        JOIN {groups} AS g ON g.group_key = d.group_key
        WHERE d.line = {Quote.Text(line)} AND d.a <> d.b
        ORDER BY abs(d.b - d.a) DESC, d.group_key
        LIMIT {Quote.Number((long)limit)}
        """);

    private static IEnumerable<(string, string)> Of(string name, string letter, DashboardEnd end) => end.Conditions.Select((c, i) =>
        ($"{name}:{Quote.Number((long)i + 1)}", $"{(end.Dated.Contains(i) ? "by its date " : "")}only {letter} asks that {c}"));

    private string End(DashboardEnd end)
    {
        string All(int count) => count == 0 ? "true" : string.Join(" AND ", Enumerable.Range(0, count).Select(i => "c" + Quote.Number((long)i)));
        var all = All(end.Conditions.Count);
        var fails = string.Concat(Enumerable.Range(1, end.Conditions.Count)
            .Select(n => $" WHEN NOT bool_or({All(n)}) THEN {Quote.Number((long)n)}"));
        return $"SELECT m.group_key, count(*) FILTER ({all}) AS counted, COALESCE(sum(v) FILTER ({all}), 0) AS amount, "
            + $"{(fails.Length == 0 ? "0" : $"CASE{fails} ELSE 0 END")} AS fails FROM {end.Rows} AS r "
            + $"JOIN {Members} AS m ON m.side = '{end.Side.Letter()}' AND m.row_id = r.row_id GROUP BY m.group_key";
    }
}
