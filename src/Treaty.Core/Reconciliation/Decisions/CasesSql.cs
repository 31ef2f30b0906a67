using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation.Decisions;

/// <summary>
/// What discrepancies have in common. Needs the relations <c>found</c> (the discrepancies), <c>groups</c>, <c>side_a</c> and <c>side_b</c>
/// (the rows of both sides with their source).
/// </summary>
public static class CasesSql
{
    /// <summary>The dimensions that are looked at, with the column of <c>described</c> that holds each.</summary>
    public static IReadOnlyList<(string Dimension, string Column)> Dimensions { get; } =
    [
        ("file of a", "file_a"), ("file of b", "file_b"), ("date", "day"), ("currency", "currency"), ("status of a", "status_a"),
        ("status of b", "status_b"),
    ];

    /// <summary>Makes <c>described</c>: every group once, with its value in each dimension.</summary>
    public static SqlText Describe() => new SqlLines()
        .Line("CREATE TEMP TABLE described AS")
        .Line("SELECT")
        .Items(
        [
            "g.group_key", "a.\"_source\" AS file_a", "b.\"_source\" AS file_b", "CAST(COALESCE(g.date_b, g.date_a) AS VARCHAR) AS day",
            "COALESCE(g.currency_b, g.currency_a) AS currency", "g.status_a", "g.status_b",
        ])
        .Line("FROM groups AS g")
        .Line("LEFT JOIN side_a AS a ON a.\"_row_id\" = g.first_row_a")
        .Line("LEFT JOIN side_b AS b ON b.\"_row_id\" = g.first_row_b")
        .Done();

    /// <summary>How many there are of each kind: class, side, subject, definition, count, gross.</summary>
    public static SqlText Kinds() => new(
        """
        SELECT class, side, subject, definition, count(*) AS count
        FROM found
        GROUP BY ALL
        ORDER BY ALL
        """);

    /// <summary>Values with enough discrepancies in one dimension: class, side, subject, definition, value, count, all groups.</summary>
    public static SqlText Values(string column) => new SqlLines()
        .Line("SELECT f.class, f.side, f.subject, f.definition, v.value, count(*) AS count, any_value(v.groups) AS groups")
        .Line("FROM found AS f")
        .Line("JOIN described AS d ON d.group_key = f.group_key")
        .Line($"JOIN (SELECT {Quote.Name(column)} AS value, count(*) AS groups FROM described WHERE {Quote.Name(column)} IS NOT NULL GROUP BY 1) AS v")
        .Line($"  ON v.value = d.{Quote.Name(column)}")
        .Line("GROUP BY f.class, f.side, f.subject, f.definition, v.value")
        .Line($"HAVING count(*) >= {Quote.Number(CommonCauses.Fewest)}")
        .Line("ORDER BY ALL")
        .Done();

    /// <summary>The ids behind a case; those of a kind that are in no other case where the cause is empty.</summary>
    /// <param name="others">The values of the kind's other cases, in the same dimension.</param>
    public static SqlText Ids(CommonCause cause, string? dimension, IReadOnlyList<string> others)
    {
        var column = Dimensions.Where(d => d.Dimension == dimension).Select(d => Quote.Name(d.Column)).FirstOrDefault();
        var lines = new SqlLines().Line("SELECT f.discrepancy_id").Line("FROM found AS f").Line("LEFT JOIN described AS d ON d.group_key = f.group_key")
            .Line($"WHERE f.class = {Quote.Text(cause.Kind.Class)} AND f.side = {Quote.Text(cause.Kind.Side)}")
            .Line($"  AND f.subject = {Quote.Text(cause.Kind.Subject)} AND f.definition = {Quote.Text(cause.Kind.Definition)}");
        if (cause.Dimension.Length > 0) lines.Line($"  AND d.{column} = {Quote.Text(cause.Value)}");
        else if (others.Count > 0) lines.Line($"  AND COALESCE(d.{column} NOT IN ({string.Join(", ", others.Select(Quote.Text))}), true)");
        return lines.Line("ORDER BY f.discrepancy_id").Done();
    }
}
