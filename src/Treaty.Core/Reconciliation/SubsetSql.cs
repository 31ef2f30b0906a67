using Treaty.Core.Reconciliation.Matching;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>
/// What passes by subset sums propose. They confirm nothing, so they look at the rows that all other passes have left without a partner,
/// wherever they stand in the list.
/// </summary>
internal static class SubsetSql
{
    internal static IEnumerable<ComparisonStep> Searches(ComparisonShape shape)
    {
        foreach (var segment in shape.Subsets)
        {
            var pass = segment.Passes[0];
            var rule = new SubsetRule(pass.Window, pass.Total, pass.Rows, pass.Cap, pass.Chance);
            yield return new(Blocks(shape, segment));
            yield return new(ListSql.Create(shape, $"subsets that pass {segment.Number} found", Found(shape, segment),
                "side", "total", "member", "number", "rows", "found", "verdict", "chance"));
            yield return new(new SubsetWork(Found(shape, segment), segment.Number, rule, shape.Plan.Locks.Rejected, Rows(shape, segment)));
        }
    }

    /// <summary>Adds the subsets found to the proposals: one line a member, beside the row that is the total.</summary>
    internal static IEnumerable<SqlText> Proposals(ComparisonShape shape)
    {
        foreach (var segment in shape.Subsets) yield return Proposed(shape, segment);
    }

    private static string Found(ComparisonShape shape, MatchSegment segment) => shape.Table(segment, "found");

    private static string Open(ComparisonShape shape, Side side) => MatchingSql.Open(shape, shape.Segments.Length - 1, side);

    private static string Key(MatchSegment segment) => segment.HasOwnKey ? segment.RowKey : "''";

    private static SqlText Blocks(ComparisonShape shape, MatchSegment segment)
    {
        var lines = new SqlLines()
            .Line($"-- {shape.Plan.Reference}: blocks of pass {segment.Number}: keys and currencies in which both sides have rows left")
            .Line($"CREATE OR REPLACE TEMP TABLE {shape.Table(segment, "blocks")} AS")
            .Line("SELECT key, currency, row_number() OVER (ORDER BY key, currency) AS block")
            .Line("FROM (");
        foreach (var side in Sides.Both)
        {
            lines.Line($"SELECT {Key(segment)} AS key, currency", 1);
            Left(lines, shape, segment, side, 1);
            lines.Line(side == Side.A ? "INTERSECT" : ")", side == Side.A ? 1 : 0);
        }
        return lines.Done();
    }

    private static SqlText Rows(ComparisonShape shape, MatchSegment segment)
    {
        var lines = new SqlLines().Line($"-- {shape.Plan.Reference}: the rows of pass {segment.Number}, block by block");
        foreach (var side in Sides.Both)
        {
            lines.Line($"SELECT b.block, CAST({Quote.Number((long)side)} AS BIGINT) AS side, r.row_id, {PairSql.Day(shape, segment)} AS day, "
                    + $"{PairSql.Minor(shape)} AS minor")
                .Line("FROM (")
                .Line("SELECT *", 1);
            Left(lines, shape, segment, side, 1);
            lines.Line(") AS r")
                .Line($"JOIN {shape.Table(segment, "blocks")} AS b ON b.key = {(segment.HasOwnKey ? "r." : "")}{Key(segment)} "
                    + "AND b.currency = r.currency")
                .Line(side == Side.A ? "UNION ALL" : "ORDER BY block");
        }
        return lines.Done();
    }

    /// <summary>Rows without a partner that count, with a date where dates matter, and amounts of at most 18 digits.</summary>
    private static void Left(SqlLines lines, ComparisonShape shape, MatchSegment segment, Side side, int indent) => lines
        .Line($"FROM {Open(shape, side)} AS o", indent)
        .Line($"SEMI JOIN {shape.Plan.Table("rest")} AS g ON g.group_key = o.group_key AND g.first_row_{side.Other().Letter()} IS NULL", indent)
        .Line($"WHERE {PairSql.Searchable(shape, segment)}", indent);

    private static SqlText Proposed(ComparisonShape shape, MatchSegment segment)
    {
        var plan = shape.Plan;
        var (amount, money) = (JudgementSql.Column(plan.First, "amount"), RowExpressions.Money(plan.First.Scale));
        return new SqlLines()
            .Line($"-- {plan.Reference}: subsets of pass {segment.Number} as proposals, one line a member")
            .Line($"INSERT INTO {plan.Table("proposals")} BY NAME")
            .Line("WITH")
            .Line("subsets AS (")
            .Line("SELECT side, total, number,", 1)
            .Line($"left(md5({Quote.Text(plan.Reference + "|")} || side || '|' || total || '|' || string_agg(member, ',' ORDER BY member)), 16) "
                + "AS subset", 2)
            .Line($"FROM {Found(shape, segment)}", 1)
            .Line("GROUP BY side, total, number", 1)
            .Line(")")
            .Line("SELECT")
            .Items(
            [
                "left(md5(s.subset || '|' || f.member), 16) AS proposal_id", $"{Quote.Text(plan.Reference)} AS comparison",
                $"{Quote.Number((long)segment.Number)} AS pass", Reason(), "a.group_key AS group_key_a", "b.group_key AS group_key_b",
                "a.row_id AS row_a", "b.row_id AS row_b", $"CAST(a.{amount} AS {money}) AS amount_a", $"CAST(b.{amount} AS {money}) AS amount_b",
                "a.currency", "a.business_date AS date_a", "b.business_date AS date_b", "CAST(f.chance / 1000000.0 AS DECIMAL(18,6)) AS chance",
                "0 AS likeness", "CAST(-ln((f.chance + 1) / 1000000.0) AS DECIMAL(9,4)) AS score", "f.number AS rank_a", "f.number AS rank_b",
                "s.subset", "CASE f.side WHEN 0 THEN 'a' ELSE 'b' END AS subset_total", "f.rows AS subset_rows", "f.found AS subset_found",
            ])
            .Line($"FROM {Found(shape, segment)} AS f")
            .Line("JOIN subsets AS s ON s.side = f.side AND s.total = f.total AND s.number = f.number")
            .Line($"JOIN {Open(shape, Side.A)} AS a ON a.row_id = CASE f.side WHEN 0 THEN f.total ELSE f.member END")
            .Line($"JOIN {Open(shape, Side.B)} AS b ON b.row_id = CASE f.side WHEN 0 THEN f.member ELSE f.total END")
            .Line($"ANTI JOIN {plan.Table("proposals")} AS p ON p.subset = s.subset")
            .Done();
    }

    private static string Reason() => "CASE f.verdict " + string.Join(" ",
        new[] { (SubsetVerdict.Unique, "subset-unique"), (SubsetVerdict.Several, "subset-several"), (SubsetVerdict.Chance, "chance") }
            .Select(pair => $"WHEN {Quote.Number((long)pair.Item1)} THEN {Quote.Text(pair.Item2)}")) + " END AS reason";
}
