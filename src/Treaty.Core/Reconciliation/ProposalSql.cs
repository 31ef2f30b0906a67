using System.Globalization;
using Treaty.Core.Reconciliation.Matching;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>
/// Candidate pairs whose two rows are still without a partner: why each was not confirmed, and how likely it is beside the others
/// of its rows.
/// </summary>
/// <remarks>
/// The score is a sum of logarithms: of how few partners chance would give with an amount as near; of how usual the lag is among
/// confirmed
/// pairs; and, where texts are likened, of how rare the words are that both have (less a quarter for words that one alone has), with
/// twice the Jaro-Winkler similarity. It orders proposals and decides nothing.
/// </remarks>
internal static class ProposalSql
{
    /// <summary>Proposals of one row that are kept.</summary>
    private const long Most = 10;

    /// <summary>The group keys of rows for which there are proposals.</summary>
    internal static string Proposed(ComparisonShape shape) => shape.Plan.Table("proposed");

    internal static IEnumerable<SqlText> Statements(ComparisonShape shape)
    {
        if (!Searching(shape).Any()) yield return Nothing(shape);
        else
            foreach (var statement in Pairs(shape)) yield return statement;
        foreach (var statement in SubsetSql.Proposals(shape)) yield return statement;
        if (!shape.Proposes) yield break;
        yield return new SqlLines()
            .Line($"-- {shape.Plan.Reference}: groups of one row that may have a partner all the same")
            .Line($"CREATE OR REPLACE TEMP TABLE {Proposed(shape)} AS")
            .Line($"SELECT DISTINCT group_key_a AS group_key FROM {shape.Plan.Table("proposals")}")
            .Line("UNION ALL")
            .Line($"SELECT DISTINCT group_key_b FROM {shape.Plan.Table("proposals")}")
            .Done();
    }

    private static IEnumerable<SqlText> Pairs(ComparisonShape shape)
    {
        yield return Candidates(shape);
        yield return Lags(shape);
        if (shape.Plan.Comparison.Similar is not null)
        {
            yield return Words(shape);
            yield return Likeness(shape);
        }
        yield return Ranked(shape);
        if (shape.Subsets.IsEmpty) yield break;
        foreach (var (name, type) in ComparisonSql.SubsetColumns)
            yield return new SqlText($"ALTER TABLE {shape.Plan.Table("proposals")} ADD COLUMN {name} {type}");
    }

    private static IEnumerable<MatchSegment> Searching(ComparisonShape shape) => shape.Segments.Where(s => s.Kind == SegmentKind.Pairs);

    private static SqlText Nothing(ComparisonShape shape) => new SqlLines()
        .Line($"-- {shape.Plan.Reference}: {(shape.Proposes ? "proposals, of subsets alone" : "no pass proposes anything")}")
        .Line($"CREATE OR REPLACE TEMP TABLE {shape.Plan.Table("proposals")} (")
        .Items(ComparisonSql.ProposalColumns(shape.Plan).Select(column => $"{column.Name} {column.Type}"))
        .Line(")")
        .Done();

    private static SqlText Candidates(ComparisonShape shape)
    {
        var plan = shape.Plan;
        var (amount, last) = (JudgementSql.Column(plan.First, "amount"), shape.Segments.Length - 1);
        var lines = new SqlLines()
            .Line($"-- {plan.Reference}: candidate pairs of rows that are left without a partner, each by the first pass that saw it")
            .Line($"CREATE OR REPLACE TEMP TABLE {plan.Table("candidates")} AS")
            .Line("SELECT")
            .Items(
            [
                "c.pass", "c.verdict", "c.chance", "c.nearer", "a.row_id AS row_a", "b.row_id AS row_b", "a.group_key AS group_key_a",
                "b.group_key AS group_key_b", $"a.{amount} AS amount_a", $"b.{amount} AS amount_b", "a.currency", "a.business_date AS date_a",
                "b.business_date AS date_b",
                .. plan.Comparison.Similar is null ? Enumerable.Empty<string>() : ["a.likened AS text_a", "b.likened AS text_b"],
            ])
            .Line("FROM (")
            .Line("SELECT a, b, arg_min({'pass': pass, 'verdict': verdict, 'chance': chance, 'nearer': nearer}, pass) AS first, UNNEST(first)", 1)
            .Line("FROM (", 1);
        var union = "";
        foreach (var segment in Searching(shape))
        {
            lines.Line($"{union}SELECT {Quote.Number((long)segment.Number)} AS pass, *", 2)
                .Line($"FROM {PairSql.Found(shape, segment)}", 2)
                .Line("WHERE verdict > 0", 2);
            union = "UNION ALL ";
        }
        return lines.Line(")", 1).Line("GROUP BY a, b", 1).Line(") AS c")
            .Line($"JOIN {MatchingSql.Open(shape, last, Side.A)} AS a ON a.row_id = c.a")
            .Line($"JOIN {MatchingSql.Open(shape, last, Side.B)} AS b ON b.row_id = c.b")
            .Line($"SEMI JOIN {plan.Table("rest")} AS g ON g.group_key = a.group_key AND g.first_row_b IS NULL")
            .Line($"SEMI JOIN {plan.Table("rest")} AS h ON h.group_key = b.group_key AND h.first_row_a IS NULL")
            .Done();
    }

    private static SqlText Lags(ComparisonShape shape)
    {
        var lines = new SqlLines()
            .Line($"-- {shape.Plan.Reference}: how many confirmed pairs lie how many days apart")
            .Line($"CREATE OR REPLACE TEMP TABLE {shape.Plan.Table("lags")} AS")
            .Line("SELECT date_b - date_a AS days, count(*) AS pairs")
            .Line("FROM (");
        var union = "";
        foreach (var segment in Searching(shape))
        {
            lines.Line($"{union}SELECT date_a, date_b FROM {MatchingSql.MatchedBy(shape, segment)}", 1);
            union = "UNION ALL ";
        }
        return lines.Line(")").Line("WHERE date_a IS NOT NULL AND date_b IS NOT NULL").Line("GROUP BY days").Done();
    }

    private static SqlText Words(ComparisonShape shape)
    {
        var plan = shape.Plan;
        return new SqlLines()
            .Line($"-- {plan.Reference}: words of the texts of candidates, and how rare each is")
            .Line($"CREATE OR REPLACE TEMP TABLE {plan.Table("words")} AS")
            .Line("WITH")
            .Line("texts AS (")
            .Line($"SELECT DISTINCT row_a AS row_id, 'a' AS side, text_a AS text FROM {plan.Table("candidates")}", 1)
            .Line("UNION ALL", 1)
            .Line($"SELECT DISTINCT row_b, 'b', text_b FROM {plan.Table("candidates")}", 1)
            .Line("),")
            .Line("words AS (")
            .Line("SELECT DISTINCT side, row_id, UNNEST(regexp_extract_all(upper(strip_accents(text)), '[\\p{L}\\p{N}]+')) AS word", 1)
            .Line("FROM texts", 1)
            .Line(")")
            .Line("SELECT side, row_id, word, ln((SELECT count(*) FROM texts) / count(*) OVER (PARTITION BY word)) AS rarity")
            .Line("FROM words")
            .Done();
    }

    private static SqlText Likeness(ComparisonShape shape)
    {
        var plan = shape.Plan;
        return new SqlLines()
            .Line($"-- {plan.Reference}: how alike the texts of candidates are")
            .Line($"CREATE OR REPLACE TEMP TABLE {plan.Table("likeness")} AS")
            .Line("SELECT row_a, row_b, sum(CASE WHEN sides = 2 THEN rarity ELSE -0.25 * rarity END) AS words")
            .Line("FROM (")
            .Line("SELECT row_a, row_b, word, count(*) AS sides, min(rarity) AS rarity", 1)
            .Line("FROM (", 1)
            .Line($"SELECT row_a, row_b, word, rarity FROM {plan.Table("candidates")}", 2)
            .Line($"JOIN {plan.Table("words")} ON side = 'a' AND row_id = row_a", 2)
            .Line("UNION ALL", 2)
            .Line($"SELECT row_a, row_b, word, rarity FROM {plan.Table("candidates")}", 2)
            .Line($"JOIN {plan.Table("words")} ON side = 'b' AND row_id = row_b", 2)
            .Line(")", 1)
            .Line("GROUP BY row_a, row_b, word", 1)
            .Line(")")
            .Line("GROUP BY row_a, row_b")
            .Done();
    }

    private static SqlText Ranked(ComparisonShape shape)
    {
        var plan = shape.Plan;
        var similar = plan.Comparison.Similar is not null;
        var likeness = similar ? "COALESCE(l.words, 0) + 2 * jaro_winkler_similarity(upper(text_a), upper(text_b))" : "0";
        var lines = new SqlLines()
            .Line($"-- {plan.Reference}: proposals, ranked among those of either row")
            .Line($"CREATE OR REPLACE TEMP TABLE {plan.Table("proposals")} AS")
            .Line("WITH")
            .Line("scored AS (")
            .Line("SELECT", 1)
            .Items(
            [
                "c.*", $"CAST({likeness} AS DECIMAL(9,4)) AS likeness",
                "CAST(-ln((c.nearer + 1) / 1000000.0) + ln(COALESCE(g.pairs, 0) + 1.0) AS DECIMAL(9,4)) AS fit",
            ], 2)
            .Line($"FROM {plan.Table("candidates")} AS c", 1)
            .Line($"LEFT JOIN {plan.Table("lags")} AS g ON g.days = c.date_b - c.date_a", 1);
        if (similar) lines.Line($"LEFT JOIN {plan.Table("likeness")} AS l ON l.row_a = c.row_a AND l.row_b = c.row_b", 1);
        return lines.Line("),")
            .Line("ranked AS (")
            .Line("SELECT", 1)
            .Items(
            [
                "*", "CAST(fit + likeness AS DECIMAL(9,4)) AS score", Rank("a", "b"), Rank("b", "a"),
            ], 2)
            .Line("FROM scored", 1)
            .Line(")")
            .Line("SELECT")
            .Items(
            [
                $"left(md5({Quote.Text(plan.Reference + "|")} || row_a || '|' || row_b), 16) AS proposal_id",
                $"{Quote.Text(plan.Reference)} AS comparison",
                "CAST(pass AS BIGINT) AS pass", Reason(), "group_key_a", "group_key_b", "row_a", "row_b",
                $"CAST(amount_a AS {RowExpressions.Money(plan.First.Scale)}) AS amount_a",
                $"CAST(amount_b AS {RowExpressions.Money(plan.First.Scale)}) AS amount_b", "currency", "date_a", "date_b",
                "CAST(chance / 1000000.0 AS DECIMAL(18,6)) AS chance", "likeness", "score", "rank_a", "rank_b",
            ])
            .Line("FROM ranked")
            .Line($"WHERE rank_a <= {Quote.Number(Most)} OR rank_b <= {Quote.Number(Most)}")
            .Done();

        static string Rank(string of, string other) => string.Create(CultureInfo.InvariantCulture,
            $"row_number() OVER (PARTITION BY row_{of} ORDER BY fit + likeness DESC, chance, row_{other}) AS rank_{of}");
    }

    private static string Reason() => "CASE verdict " + string.Join(" ",
        new[] { (PairVerdict.Several, "several-partners"), (PairVerdict.Chance, "chance") }
            .Select(pair => $"WHEN {Quote.Number((long)pair.Item1)} THEN {Quote.Text(pair.Item2)}")) + " END AS reason";
}
