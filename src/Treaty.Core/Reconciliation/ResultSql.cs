using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>The groups and their members as they are published.</summary>
internal static class ResultSql
{
    /// <summary>The groups that do not agree, and all of them.</summary>
    internal static IEnumerable<SqlText> Groups(ComparisonShape shape)
    {
        yield return Written(shape);
        yield return StoredSql.Groups(shape.Plan.Table("groups"), AgreedSql.Agreed(shape.Plan), shape.Plan.Table("written_groups"),
            StoredSql.Of(shape.Plan));
    }

    private static SqlText Written(ComparisonShape shape)
    {
        var plan = shape.Plan;
        return new SqlLines()
            .Line($"-- {plan.Reference}: all other groups, as they are written")
            .Line($"CREATE OR REPLACE TEMP VIEW {plan.Table("written_groups")} AS")
            .Line("SELECT")
            .Items([.. GroupHeads(shape), .. plan.Measures.SelectMany(GroupMeasure)])
            .Line($"FROM {AgreedSql.Others(plan)} AS g")
            .Line($"LEFT JOIN {plan.Table("judged")} AS j ON j.group_key = g.group_key")
            .Done();
    }

    private static IEnumerable<string> GroupHeads(ComparisonShape shape)
    {
        yield return "g.group_key";
        yield return "COALESCE(j.class, 'matched') AS class";
        yield return "g.proof";
        foreach (var column in new[] { "rows", "surplus", "first_row", "date", "currency", "status" })
            foreach (var side in Sides.Both)
                yield return column switch
                {
                    "surplus" when !shape.HasCopies(side) => $"CAST(0 AS BIGINT) AS surplus_{side.Letter()}",
                    "status" when shape.Plan.Comparison.Status is null => $"CAST(NULL AS VARCHAR) AS status_{side.Letter()}",
                    _ => $"g.{column}_{side.Letter()}",
                };
    }

    private static IEnumerable<string> GroupMeasure(PlannedMeasure measure)
    {
        string Name(string what) => JudgementSql.Column(measure, what);
        yield return $"CAST(g.{Name("a")} AS {RowExpressions.Money(measure.Scale)}) AS {Name("a")}";
        yield return $"CAST(g.{Name("b")} AS {RowExpressions.Money(measure.Scale)}) AS {Name("b")}";
        yield return $"g.{Name("counted_a")}";
        yield return $"g.{Name("counted_b")}";
        yield return $"COALESCE(j.{Name("cause")}, '') AS {Name("cause")}";
        yield return $"COALESCE(j.{Name("definition")}, '') AS {Name("definition")}";
        yield return $"CAST(COALESCE(j.{Name("difference")} - j.{Name("rest")}, 0) "
            + $"AS {RowExpressions.Money(measure.Scale)}) AS {Name("defined")}";
    }

    /// <summary>The views of the rows that were matched, with the group of each; see <see cref="Placed(ComparisonPlan, Side)"/>.</summary>
    internal static IEnumerable<SqlText> Placed(ComparisonShape shape) => [Placed(shape, Side.A), Placed(shape, Side.B)];

    internal static IEnumerable<SqlText> Members(ComparisonShape shape)
    {
        var (plan, measures) = (shape.Plan, StoredSql.Of(shape.Plan));
        var lines = new SqlLines()
            .Line($"-- {plan.Reference}: members of groups that do not say their rows themselves")
            .Line($"CREATE OR REPLACE TEMP VIEW {plan.Table("written_members")} AS")
            .Line("SELECT m.*")
            .Line("FROM (");
        WriteMembers(lines, shape, Side.A);
        lines.Line("UNION ALL", 1);
        WriteMembers(lines, shape, Side.B);
        yield return lines.Line(") AS m")
            .Line($"SEMI JOIN (SELECT group_key FROM {plan.Table("written_groups")} WHERE NOT ({StoredSql.SaysRows(measures)})) AS g "
                + "ON g.group_key = m.group_key")
            .Done();
        yield return StoredSql.OtherMembers(plan.Table("other_members"), plan.Table("written_groups"), plan.Table("written_members"),
            measures);
        yield return StoredSql.Members(plan.Table("members"), AgreedSql.Agreed(plan), plan.Table("other_members"), measures);
    }

    /// <summary>Rows that were matched, with the key of the group that they ended in; of the last join only those that do not
    /// agree.</summary>
    private static SqlText Placed(ComparisonShape shape, Side side)
    {
        var lines = new SqlLines()
            .Line($"-- {shape.Plan.Reference}: the group of each row of side {side.Letter()} that is not a copy and whose group may not say it")
            .Line($"CREATE OR REPLACE TEMP VIEW {Placed(shape.Plan, side)} AS");
        for (var i = 0; i < shape.Segments.Length - 1; i++)
        {
            var segment = shape.Segments[i];
            lines.Line("SELECT").Items(["m.group_key", .. Columns(shape.Plan)])
                .Line($"FROM {MatchingSql.Source(shape, i, side)} AS r")
                .Line($"JOIN {MatchingSql.MatchedBy(shape, segment)} AS m ON m.key = r.{segment.KeyColumn}")
                .Line("UNION ALL");
        }
        return lines.Line("SELECT").Items(["r.group_key", .. Columns(shape.Plan)])
            .Line($"FROM {LeftSql.Left(shape.Plan, side)} AS r")
            .Done();
    }

    private static void WriteMembers(SqlLines lines, ComparisonShape shape, Side side)
    {
        var (plan, letter) = (shape.Plan, side.Letter());
        lines.Line("SELECT", 1).Items([$"'{letter}' AS side", "r.group_key", "false AS surplus", .. Columns(plan)], 2)
            .Line($"FROM {Placed(plan, side)} AS r", 1);
        if (!shape.HasCopies(side)) return;
        lines.Line("UNION ALL", 1)
            .Line("SELECT", 1).Items([$"'{letter}'", "k.group_key", "true", .. Columns(plan)], 2)
            .Line($"FROM {plan.Table("copies_" + letter)} AS r", 1)
            .Line($"JOIN {Placed(plan, side)} AS k ON k.row_id = r.keeper", 1);
    }

    internal static string Placed(ComparisonPlan plan, Side side) => plan.Table("placed_" + side.Letter());

    private static IEnumerable<string> Columns(ComparisonPlan plan) =>
        new[] { "row_id", "business_date", "currency", "status" }
            .Concat(plan.Measures.SelectMany(m => new[] { JudgementSql.Column(m, "amount"), JudgementSql.Column(m, "counted") }))
            .Select(column => "r." + column);
}
