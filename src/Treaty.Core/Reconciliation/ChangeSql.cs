using Treaty.Core.Reconciliation.Matching;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>
/// What a change of rows touches, so that only that is compared anew: the groups that the changed rows were in, the rows that share
/// any key with them, the groups those were in, and so on until nothing is added. The session has the comparison's side views, and
/// under its prefix <c>changed_a</c> and <c>changed_b</c> (row_id; was: it may have been there before; group_key: <see cref="KeyOf"/>),
/// <c>new_a</c> and <c>new_b</c> (the rows of the side views that came or changed) and,
/// each with <c>before_</c> before its name, what was written: <c>agreed</c>, <c>written_groups</c>, <c>written_members</c>,
/// <c>discrepancies</c>, and <c>groups</c> and <c>members</c> over them.
/// </summary>
/// <remarks>Groups that are late may have become missing by a newer date of the other side alone, so they are always touched; where
/// rows were
/// corrected or removed, missing ones may have become late.</remarks>
public static class ChangeSql
{
    /// <summary>Rounds after which a change is given up and everything compared: keys that chain so far are one block anyway.</summary>
    public const int MostRounds = 8;

    /// <summary>Why a group depends on more than the rows that share keys with it, the decisions about them, and the newest date of the
    /// sides; null where it does not.</summary>
    public static string? Obstacle(ComparisonPlan plan) =>
        plan.Comparison.Passes.Any(pass => pass.Kind == PassKind.Unique) ? "a pass by unique pairs counts chances over all rows"
        : plan.Comparison.Passes.Any(pass => pass.Kind == PassKind.Subset) ? "a pass by subset sums looks among all rows that are left"
        : null;

    /// <summary>True where no round is needed: every row of a group has the group's key and no other, and the key is its own. Rows that
    /// decisions name then all count as moved, since few are; a copy would go with such a row, whatever its own key is.</summary>
    public static bool IsSimple(ComparisonPlan plan)
    {
        var shape = new ComparisonShape(plan);
        return shape.Segments.Count(segment => segment.Kind != SegmentKind.Human) == 1
            && (plan.Locks.With(plan.FormerLocks).IsEmpty || !Sides.Both.Any(shape.HasCopies))
            && Sides.Both.All(side => shape.OwnIdentity(side) is null && plan.Comparison.On(side).Through is null);
    }

    /// <summary>The group key of a row by its own key alone, over the columns of a side; a key text taken several times over.</summary>
    public static string KeyOf(ComparisonPlan plan, Side side) =>
        RowExpressions.GroupKey($"({RowExpressions.KeyText(plan.Comparison.On(side).Key)})", side, plan.Comparison);

    /// <summary>Statements that come before the first round.</summary>
    /// <param name="were">True where rows changed, moved or left, so that former groups of theirs are touched.</param>
    /// <param name="corrected">True where the newest date of a side may have become older, since rows changed or left; or where a side had
    /// none, or days of business have changed.</param>
    public static IReadOnlyList<SqlText> Start(ComparisonPlan plan, bool were, bool corrected)
    {
        var shape = new ComparisonShape(plan);
        var late = corrected ? $"{Lone(plan, "late")} OR {Lone(plan, "missing-a")} OR {Lone(plan, "missing-b")}" : Lone(plan, "late");
        var lines = new SqlLines()
            .Line($"-- {plan.Reference}: groups that the changed rows were in, and those that may no longer be late")
            .Line($"CREATE OR REPLACE TEMP TABLE {plan.Table("touched")} AS")
            .Line("SELECT group_key")
            .Line($"FROM {plan.Table("before_written_groups")}")
            .Line($"WHERE {late}");
        foreach (var letter in Sides.Both.Select(side => side.Letter()))
        {
            if (were)
                lines.Line("UNION")
                    .Line("SELECT group_key")
                    .Line($"FROM {plan.Table("before_members")}")
                    .Line($"WHERE side = '{letter}' AND row_id IN (SELECT row_id FROM {plan.Table("changed_" + letter)} WHERE was)");
            if (IsSimple(plan)) lines.Line("UNION").Line("SELECT group_key").Line($"FROM {plan.Table("changed_" + letter)}");
        }
        if (IsSimple(plan)) return [lines.Done()];
        var parts = Sides.Both.Select(side => Part(plan, side, $"FROM {plan.Table("changed_" + side.Letter())}"));
        return [.. RowsSql.Views(shape), lines.Done(), .. parts];
    }

    /// <summary>The rows that decisions name, in the table <c>decided</c>: number of the decision, side (0 is A), row. Those of one
    /// decision are touched together.</summary>
    public static IReadOnlyList<ComparisonStep> Decided(ComparisonPlan plan) =>
    [
        new(ListSql.Create(new ComparisonShape(plan), "rows that decisions name", plan.Table("decided"), "number", "side", "row_id")),
        new(new KnownRows(plan.Table("decided"), [.. plan.Locks.With(plan.FormerLocks).Rows()])),
    ];

    /// <summary>Statements of one round. Another is needed while <see cref="Size"/> grows; none where <see cref="IsSimple"/>.</summary>
    public static IReadOnlyList<SqlText> Round(ComparisonPlan plan)
    {
        var shape = new ComparisonShape(plan);
        return
        [
            .. Sides.Both.Select(side => Part(plan, side, $"FROM {plan.Table("part_" + side.Letter())}", [$"""
                SELECT row_id
                FROM {plan.Table("before_members")}
                WHERE side = '{side.Letter()}' AND group_key IN (SELECT group_key FROM {plan.Table("touched")})
                """, .. Together(plan, side)])),
            Keys(shape),
            .. Sides.Both.Select(side => Part(plan, side, $"FROM {plan.Table("part_" + side.Letter())}", [.. Sharing(shape, side)])),
            Touched(plan, [.. Sides.Both.Select(side => $"""
                SELECT group_key
                FROM {plan.Table("before_members")}
                WHERE side = '{side.Letter()}' AND row_id IN (SELECT row_id FROM {plan.Table("part_" + side.Letter())})
                """)]),
        ];
    }

    /// <summary>True where a group key is the key itself, but for an escape before some of them and rows without one.</summary>
    private static bool IsPlain(Comparison comparison) => comparison is { CommonKey: true, MarksRows: false };

    /// <summary>The rows of superseded groups that are as they were, by their ids; nothing is read where there are none. Where rows only
    /// came, few groups are touched: their keys say no more than the ids, but spare files and parts of files without such keys.</summary>
    private static SqlText Former(ComparisonPlan plan, Side side)
    {
        var lines = new SqlLines()
            .Line($"-- {plan.Reference}: rows of side {side.Letter()} that are the same and in touched groups")
            .Line($"CREATE OR REPLACE TEMP TABLE {plan.Table("former_" + side.Letter())} AS");
        if (!IsPlain(plan.Comparison) || Sides.Both.Any(of => plan.On(of).Added is null)) return OfGone("").Done();
        var key = RowExpressions.KeyText(plan.Comparison.On(side).Key);
        OfGone($" AND {key} IN (")
            .Line(@"SELECT CASE WHEN substr(group_key, 1, 1) = '\' THEN substr(group_key, 2) ELSE group_key END", 1)
            .Line($"FROM {plan.Table("superseded")}", 1)
            .Line(")")
            .Line("UNION ALL");
        return OfGone($" AND {key} IS NULL").Done();

        SqlLines OfGone(string and) => lines
            .Line("SELECT *")
            .Line($"FROM {Quote.Name(plan.On(side).View)}")
            .Line("WHERE _row_id IN (")
            .Line("SELECT row_id", 1)
            .Line($"FROM {plan.Table("gone_members")}", 1)
            .Line($"WHERE side = '{side.Letter()}' AND row_id NOT IN (SELECT row_id FROM {plan.Table("changed_" + side.Letter())})", 1)
            .Line($"){and}");
    }

    private static SqlText Joined(ComparisonPlan plan, Side side) => new SqlLines()
        .Line($"-- {plan.Reference}: the touched rows of side {side.Letter()}")
        .Line($"CREATE OR REPLACE TEMP VIEW {plan.Table("side_" + side.Letter())} AS")
        .Line("SELECT *")
        .Line($"FROM {plan.Table("new_" + side.Letter())}")
        .Line("UNION ALL")
        .Line("SELECT *")
        .Line($"FROM {plan.Table("former_" + side.Letter())}")
        .Done();

    private static string Lone(ComparisonPlan plan, string cause) =>
        $"({string.Join(" OR ", plan.Measures.Select(measure => $"{JudgementSql.Column(measure, "cause")} = '{cause}'"))})";

    /// <summary>How much is touched: one number.</summary>
    public static SqlText Size(ComparisonPlan plan) => new(
        $"SELECT (SELECT count(*) FROM {plan.Table("part_a")}) + (SELECT count(*) FROM {plan.Table("part_b")}) "
        + $"+ (SELECT count(*) FROM {plan.Table("touched")})");

    /// <summary>The touched rows of each side, to compare in place of the whole sides.</summary>
    public static IReadOnlyList<SqlText> Parts(ComparisonPlan plan) => [.. IsSimple(plan)
        ? Sides.Both.SelectMany(side => new[] { Former(plan, side), Joined(plan, side) })
        : Sides.Both.Select(side => new SqlLines()
            .Line($"-- {plan.Reference}: the touched rows of side {side.Letter()}")
            .Line($"CREATE OR REPLACE TEMP TABLE {plan.Table("side_" + side.Letter())} AS")
            .Line("SELECT *")
            .Line($"FROM {Quote.Name(plan.On(side).View)}")
            .Line($"WHERE _row_id IN (SELECT row_id FROM {plan.Table("part_" + side.Letter())})")
            .Done())];

    /// <summary>The plan that compares the touched rows alone; only what is newest is still asked of the whole sides.</summary>
    public static ComparisonPlan PartOf(ComparisonPlan plan) => plan with
    {
        A = plan.A with { View = plan.Prefix + "side_a", Raw = plan.Prefix + "side_a", Whole = plan.A.View },
        B = plan.B with { View = plan.Prefix + "side_b", Raw = plan.Prefix + "side_b", Whole = plan.B.View },
    };

    /// <summary>What was written of the groups that are touched or made, as <c>gone_</c> and the name of each relation,
    /// <c>gone_groups</c> and <c>gone_members</c> of all of them, and their keys as <c>superseded</c>: before the parts are compared where
    /// <see cref="IsSimple"/>, since only touched groups can be made; else after.</summary>
    public static IReadOnlyList<SqlText> Gone(ComparisonPlan plan)
    {
        var lines = new SqlLines()
            .Line($"-- {plan.Reference}: groups whose former state, where they had one, no longer holds")
            .Line($"CREATE OR REPLACE TEMP {(IsSimple(plan) ? "VIEW" : "TABLE")} {plan.Table("reached")} AS")
            .Line($"SELECT group_key FROM {plan.Table("touched")}");
        if (!IsSimple(plan)) lines.Line("UNION").Line($"SELECT group_key FROM {plan.Table("groups")}");
        return
        [
            lines.Done(), .. new[] { "agreed", "written_groups", "written_members", "discrepancies" }.Select(Of),
            StoredSql.Groups(plan.Table("gone_groups"), plan.Table("gone_agreed"), plan.Table("gone_written_groups"), StoredSql.Of(plan)),
            StoredSql.OtherMembers(plan.Table("gone_other_members"), plan.Table("gone_written_groups"), plan.Table("gone_written_members"),
                StoredSql.Of(plan)),
            StoredSql.Members(plan.Table("gone_members"), plan.Table("gone_agreed"), plan.Table("gone_other_members"), StoredSql.Of(plan)),
            new SqlLines()
                .Line($"CREATE OR REPLACE TEMP TABLE {plan.Table("superseded")} AS")
                .Line($"SELECT group_key FROM {plan.Table("gone_agreed")}")
                .Line("UNION")
                .Line($"SELECT group_key FROM {plan.Table("gone_written_groups")}")
                .Line("UNION")
                .Line($"SELECT group_key FROM {plan.Table("gone_discrepancies")}")
                .Done(),
        ];

        SqlText Of(string relation) => new SqlLines()
            .Line($"CREATE OR REPLACE TEMP TABLE {plan.Table("gone_" + relation)} AS")
            .Line("SELECT *")
            .Line($"FROM {plan.Table("before_" + relation)}")
            .Line($"WHERE group_key IN (SELECT group_key FROM {plan.Table("reached")})"
                + (relation == "discrepancies" ? $" OR class = '{DiscrepancyClass.Control.Text()}'" : ""))
            .Done();
    }

    /// <summary>What the change comes to: one row a side and measure: side, measure, amount (what the touched groups count now, less what
    /// they counted before).</summary>
    public static SqlText Amounts(ComparisonPlan plan)
    {
        var lines = new SqlLines().Line($"-- {plan.Reference}: what the change adds to each side");
        var union = "";
        foreach (var measure in plan.Measures)
            foreach (var side in Sides.Both)
            {
                var column = JudgementSql.Column(measure, side.Letter());
                lines.Line($"{union}SELECT '{side.Letter()}' AS side, {Quote.Text(measure.Name)} AS measure, "
                        + $"CAST(COALESCE(sum(amount), 0) AS {RowExpressions.Money(plan.Scale)}) AS amount")
                    .Line("FROM (")
                    .Line($"SELECT {column} AS amount FROM {plan.Table("groups")}", 1)
                    .Line("UNION ALL", 1)
                    .Line($"SELECT -{column} FROM {plan.Table("gone_groups")}", 1)
                    .Line(")");
                union = "UNION ALL ";
            }
        return lines.Done();
    }

    /// <summary>Of measures that are converted, what the change must come to: what the whole sides come to now in the reporting currency,
    /// less what all groups came to before. Side, measure, amount; null where nothing is converted.</summary>
    /// <param name="plan">The plan of the whole sides.</param>
    public static SqlText? Converted(ComparisonPlan plan)
    {
        var lines = new SqlLines().Line($"-- {plan.Reference}: what the change must add to each side in the reporting currency");
        var union = "";
        foreach (var measure in plan.Measures.Where(m => m.Reporting is not null))
            foreach (var side in Sides.Both)
            {
                var (money, column) = (RowExpressions.Money(plan.Scale), JudgementSql.Column(measure, side.Letter()));
                lines.Line($"{union}SELECT '{side.Letter()}' AS side, {Quote.Text(measure.Name)} AS measure, "
                        + $"CAST(COALESCE(sum(amount), 0) AS {money}) AS amount")
                    .Line("FROM (")
                    .Line($"SELECT CASE WHEN {measure.Counted(side)} THEN {measure.Amount(side)} ELSE 0 END AS amount", 1)
                    .Line($"FROM {Quote.Name(plan.On(side).View)}", 1)
                    .Line("UNION ALL", 1)
                    .Line($"SELECT -{column} FROM {plan.Table("before_groups")}", 1)
                    .Line(")");
                union = "UNION ALL ";
            }
        return union.Length == 0 ? null : lines.Done();
    }

    /// <summary>All groups as they are after the change, as <c>merged</c>.</summary>
    public static SqlText Merged(ComparisonPlan plan) => new SqlLines()
        .Line($"-- {plan.Reference}: groups, changed and unchanged")
        .Line($"CREATE OR REPLACE TEMP VIEW {plan.Table("merged")} AS")
        .Line("SELECT *")
        .Line($"FROM {plan.Table("before_groups")}")
        .Line($"WHERE group_key NOT IN (SELECT group_key FROM {plan.Table("superseded")})")
        .Line("UNION ALL BY NAME")
        .Line("SELECT *")
        .Line($"FROM {plan.Table("groups")}")
        .Done();

    private static SqlText Part(ComparisonPlan plan, Side side, string from, params IEnumerable<string> also)
    {
        var lines = new SqlLines()
            .Line($"-- {plan.Reference}: touched rows of side {side.Letter()}")
            .Line($"CREATE OR REPLACE TEMP TABLE {plan.Table("part_" + side.Letter())} AS")
            .Line($"SELECT row_id {from}");
        foreach (var select in also) lines.Line("UNION").Line(select);
        return lines.Done();
    }

    private static SqlText Touched(ComparisonPlan plan, params IEnumerable<string> selects)
    {
        var lines = new SqlLines()
            .Line($"-- {plan.Reference}: touched groups")
            .Line($"CREATE OR REPLACE TEMP TABLE {plan.Table("touched")} AS")
            .Line($"SELECT group_key FROM {plan.Table("touched")}");
        foreach (var select in selects) lines.Line("UNION").Line(select);
        return lines.Done();
    }

    /// <summary>Rows that a decision names with touched ones.</summary>
    private static IEnumerable<string> Together(ComparisonPlan plan, Side side)
    {
        if (plan.Locks.With(plan.FormerLocks).IsEmpty) yield break;
        yield return $"""
            SELECT row_id
            FROM {plan.Table("decided")}
            WHERE side = {Quote.Number((long)side)} AND number IN (
              SELECT number
              FROM {plan.Table("decided")}
              WHERE side = 0 AND row_id IN (SELECT row_id FROM {plan.Table("part_a")})
                OR side = 1 AND row_id IN (SELECT row_id FROM {plan.Table("part_b")})
            )
            """;
    }

    private static SqlText Keys(ComparisonShape shape)
    {
        var plan = shape.Plan;
        var lines = new SqlLines()
            .Line($"-- {plan.Reference}: keys of touched rows and groups")
            .Line($"CREATE OR REPLACE TEMP TABLE {plan.Table("touched_keys")} AS")
            .Line($"SELECT 'group_key' AS name, group_key AS key FROM {plan.Table("touched")}");
        foreach (var side in Sides.Both)
            foreach (var (name, column) in Columns(shape, side))
                lines.Line("UNION")
                    .Line($"SELECT {Quote.Text(name)}, {column}")
                    .Line($"FROM {plan.Table("rows_" + side.Letter())}")
                    .Line($"WHERE {column} IS NOT NULL AND row_id IN (SELECT row_id FROM {plan.Table("part_" + side.Letter())})");
        return lines.Done();
    }

    private static IEnumerable<string> Sharing(ComparisonShape shape, Side side) =>
        from column in Columns(shape, side)
        select new SqlLines()
            .Line("SELECT row_id")
            .Line($"FROM {shape.Plan.Table("rows_" + side.Letter())}")
            .Line($"WHERE {column.Column} IN (SELECT key FROM {shape.Plan.Table("touched_keys")} WHERE name = {Quote.Text(column.Name)})")
            .Done().Text;

    /// <summary>The columns by which rows of a side come together; copies do so within their side.</summary>
    private static IEnumerable<(string Name, string Column)> Columns(ComparisonShape shape, Side side)
    {
        yield return ("group_key", "group_key");
        foreach (var segment in shape.Segments.Where(s => s.HasOwnKey)) yield return (segment.RowKey, segment.RowKey);
        foreach (var segment in shape.Segments.Where(s => s.Kind == SegmentKind.Links))
            for (var link = 0; link < segment.Passes[0].Links.Length; link++)
                yield return (LinkSql.Column(segment, link), LinkSql.Column(segment, link));
        if (shape.OwnIdentity(side) is not null) yield return ("copy_key_" + side.Letter(), "copy_key");
    }
}
