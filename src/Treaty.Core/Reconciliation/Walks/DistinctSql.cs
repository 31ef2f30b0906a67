using System.Globalization;
using Treaty.Core.Reconciliation.Matching;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation.Walks;

/// <summary>
/// A bridge between two numbers of different keys. Keys of A and B that rows of one group name are linked (and equal keys, where they are
/// common to both sides); each component of linked keys with p keys counted on A and q on B adds q − p, on one line, so that the lines
/// sum exactly: one side only (missing), not counted on the other side (status) or not in the period (timing), one to several (split),
/// several to one (merge), several to several (tangle).
/// </summary>
/// <param name="Plan">The bridge of the measure whose rows count, with its period and direction.</param>
public sealed record DistinctSql(BridgePlan Plan, DistinctCount Count, string ViewA, string ViewB)
{
    /// <summary>What finds the components; its result goes into a table of the session.</summary>
    public IReadOnlyList<ComparisonStep> Steps =>
    [
        new(Rows()), new(Keys(Side.A)), new(Keys(Side.B)), new(Links()), new(Parts()), new(new LinkedKeys()), new(Components()),
    ];

    /// <summary>The lines of the walk, in the shape that <see cref="Bridge.Of"/> reads: without currency, amounts are numbers of
    /// keys.</summary>
    public static SqlText Lines { get; } = new(
        """
        -- distinct keys: the lines, and the keys counted on either side
        SELECT line, '' AS currency, '' AS definition, count(*) AS groups, CAST(sum(p + q) AS BIGINT) AS rows,
          CAST(sum(q - p) AS DECIMAL(38, 0)) AS amount, CAST(sum(abs(q - p)) AS DECIMAL(38, 0)) AS gross
        FROM distinct_components
        WHERE q <> p
        GROUP BY line
        UNION ALL
        SELECT 'total-a', '', '', 0, CAST(COALESCE(sum(p), 0) AS BIGINT), CAST(COALESCE(sum(p), 0) AS DECIMAL(38, 0)), 0 FROM distinct_components
        UNION ALL
        SELECT 'total-b', '', '', 0, CAST(COALESCE(sum(q), 0) AS BIGINT), CAST(COALESCE(sum(q), 0) AS DECIMAL(38, 0)), 0 FROM distinct_components
        ORDER BY line
        """);

    /// <summary>The components behind a line: a group that names one of their keys, the keys of either side, p, q.</summary>
    public static SqlText Behind(BridgeLineKind line, int limit) => new(
        $"""
        -- distinct keys: the components behind {line.Text()}
        SELECT group_key, keys_a, keys_b, p, q
        FROM distinct_components
        WHERE line = {Quote.Text(line.Text())} AND q <> p
        ORDER BY abs(q - p) DESC, keys_a NULLS LAST, keys_b NULLS LAST
        LIMIT {Quote.Number((long)limit)}
        """);

    /// <summary>The numbers as a reader of each product would count them: side, currency, rows, amount.</summary>
    public SqlText Totals(ComparisonPlan plan)
    {
        var of = plan.Measures.First(m => m.Name == Count.Of);
        string Total(Side side) =>
            $"SELECT '{side.Letter()}' AS side, '' AS currency, count(*) AS rows, CAST(count(DISTINCT {Key(side)}) AS DECIMAL(38, 0)) AS amount\n"
                + $"FROM {Quote.Name(plan.On(side).View)}\n"
                + $"WHERE {of.Counted(side)} AND {BridgeSteps.InPeriod(Plan.Period, plan.BusinessDate(side))}";
        return new($"-- {Plan.Comparison}: {Count.Name} as the products have it\n{Total(Side.A)}\nUNION ALL\n{Total(Side.B)}\nORDER BY side");
    }

    private string Key(Side side) => RowExpressions.Text(Count.On(side));

    private SqlText Rows()
    {
        string Of(Side side, string view) =>
            $"""
            SELECT '{side.Letter()}' AS side, m.group_key, k.key, m.{BridgeSteps.Counted(Plan)} AS counted,
              m.{BridgeSteps.Counted(Plan)} AND {BridgeSteps.InPeriod(Plan, "m.business_date")} AS here
            FROM {Plan.Relations.Members} AS m
            JOIN (SELECT _row_id, {Key(side)} AS key FROM {Quote.Name(view)}) AS k ON k._row_id = m.row_id
            WHERE m.side = '{side.Letter()}' AND k.key IS NOT NULL
            """;
        return new($"-- {Plan.Comparison}: keys of {Count.Name}, by row\nCREATE OR REPLACE TEMP TABLE distinct_rows AS\n"
            + $"{Of(Side.A, ViewA)}\nUNION ALL\n{Of(Side.B, ViewB)}");
    }

    private static SqlText Keys(Side side) => new(
        $"""
        CREATE OR REPLACE TEMP TABLE distinct_{side.Letter()} AS
        SELECT row_number() OVER (ORDER BY key) AS n, key, bool_or(counted) AS counted, bool_or(here) AS here, min(group_key) AS group_key
        FROM distinct_rows
        WHERE side = '{side.Letter()}'
        GROUP BY key
        """);

    private SqlText Links() => new(
        $"""
        CREATE OR REPLACE TEMP TABLE distinct_links AS
        WITH grouped AS (SELECT DISTINCT side, group_key, key FROM distinct_rows)
        SELECT DISTINCT a.n AS a, b.n AS b
        FROM grouped AS ga
        JOIN grouped AS gb ON gb.group_key = ga.group_key AND ga.side = 'a' AND gb.side = 'b'
        JOIN distinct_a AS a ON a.key = ga.key
        JOIN distinct_b AS b ON b.key = gb.key
        {(Count.Common ? "UNION\nSELECT a.n, b.n FROM distinct_a AS a JOIN distinct_b AS b ON b.key = a.key" : "")}
        """);

    /// <summary>Where the components of more than two keys go; the others need no search.</summary>
    private static SqlText Parts() => new(
        """
        CREATE OR REPLACE TEMP TABLE distinct_parts (side BIGINT, n BIGINT, component BIGINT)
        """);

    private static SqlText Components() => new(
        string.Create(CultureInfo.InvariantCulture,
        $"""
        CREATE OR REPLACE TEMP TABLE distinct_components AS
        WITH lone AS (
          SELECT CAST(0 AS BIGINT) AS side, n, n AS component FROM distinct_a WHERE n NOT IN (SELECT n FROM distinct_parts WHERE side = 0)
          UNION ALL
          SELECT 1, b.n, COALESCE(l.a, -b.n)
          FROM distinct_b AS b
          LEFT JOIN (SELECT b, min(a) AS a FROM distinct_links GROUP BY b) AS l ON l.b = b.n
          WHERE b.n NOT IN (SELECT n FROM distinct_parts WHERE side = 1)
        ), parts AS (
          SELECT * FROM lone UNION ALL SELECT * FROM distinct_parts
        ), keyed AS (
          SELECT p.component, p.side, k.key, k.counted, k.here, k.group_key FROM parts AS p JOIN distinct_a AS k ON p.side = 0 AND k.n = p.n
          UNION ALL
          SELECT p.component, p.side, k.key, k.counted, k.here, k.group_key FROM parts AS p JOIN distinct_b AS k ON p.side = 1 AND k.n = p.n
        ), summed AS (
          SELECT component, count(*) FILTER (side = 0 AND here) AS p, count(*) FILTER (side = 1 AND here) AS q,
            count(*) FILTER (side = 0) AS all_a, count(*) FILTER (side = 1) AS all_b,
            count(*) FILTER (side = 0 AND counted) AS counted_a, count(*) FILTER (side = 1 AND counted) AS counted_b,
            string_agg(key, ', ' ORDER BY key) FILTER (side = 0) AS keys_a, string_agg(key, ', ' ORDER BY key) FILTER (side = 1) AS keys_b,
            min(group_key) AS group_key
          FROM keyed
          GROUP BY component
        )
        SELECT *,
          CASE
            WHEN all_b = 0 THEN 'missing-b' WHEN all_a = 0 THEN 'missing-a'
            WHEN p = 0 THEN CASE WHEN counted_a > 0 THEN 'timing' ELSE 'status' END
            WHEN q = 0 THEN CASE WHEN counted_b > 0 THEN 'timing' ELSE 'status' END
            WHEN p = 1 AND q > 1 THEN 'split' WHEN p > 1 AND q = 1 THEN 'merge' ELSE 'tangle'
          END AS line
        FROM summed
        """));
}

/// <summary>Puts keys with several links into components: every link of a component of more than two keys has such a key.</summary>
internal sealed class LinkedKeys() : NumberWork(Quote.Name("distinct_parts"))
{
    private readonly RowComponents _components = new();

    public override IReadOnlyList<SqlText> Reads { get; } =
    [
        new("""
            SELECT a, b
            FROM distinct_links
            WHERE a IN (SELECT a FROM distinct_links GROUP BY a HAVING count(*) > 1)
              OR b IN (SELECT b FROM distinct_links GROUP BY b HAVING count(*) > 1)
            ORDER BY a, b
            """),
    ];

    public override void Take(int read, ReadOnlySpan<long> row) => _components.Link((0, row[0]), (1, row[1]));

    public override IEnumerable<long[]> Results() => _components.All();
}
