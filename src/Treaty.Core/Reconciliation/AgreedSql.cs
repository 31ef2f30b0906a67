using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>
/// How agreeing groups go to a file as the rows are joined, so that they are not kept on the way. Runs in place of the step's own
/// statements.
/// </summary>
/// <param name="Agreeing">The quoted name of a view for <paramref name="Select"/>.</param>
/// <param name="Select">The agreeing groups. For every other group of the last join it calls <c>set_aside(row of A, row of B)</c>, a
/// function that is false.</param>
/// <param name="Tables">Make the tables of what is set aside.</param>
/// <param name="Aside">The quoted tables for the row ids of either side.</param>
/// <param name="Agreed">The quoted name under which the session is to show the file.</param>
/// <param name="Columns">The columns of the file, with their engine types.</param>
public sealed record AgreedStream(string Agreeing, SqlText Select, IReadOnlyList<SqlText> Tables, (string A, string B) Aside,
    string Agreed, IReadOnlyList<(string Name, string Type)> Columns)
{
    /// <summary>Writes the file. What is compared may hold texts of any words; the statement that writes has none but the path.</summary>
    public SqlText Copy(string path) => new($"CREATE OR REPLACE TEMP VIEW {Agreeing} AS\n{Select.Text};\n\n"
        + $"COPY (SELECT * FROM {Agreeing}) TO {Quote.Text(path)} (FORMAT parquet, COMPRESSION zstd)");

    /// <summary>Shows the file, or no rows where it has none and so is not kept.</summary>
    public SqlText Show(string? path) => path is not null ? StoredSql.Written(Agreed, path) : new(
        $"CREATE OR REPLACE TEMP VIEW {Agreed} AS SELECT "
        + $"{string.Join(", ", Columns.Select(c => $"CAST(NULL AS {c.Type}) AS {Quote.Name(c.Name)}"))} WHERE false");
}

/// <summary>
/// Groups of one row a side that agree in all that is compared and that every measure counts. Nearly all groups are so; a table of
/// their own says the same of them with half the columns, as <see cref="StoredSql"/> reads it. The join that finds them keeps nothing
/// else: rows of other groups are set aside by their ids and joined once more, with all columns.
/// </summary>
internal static class AgreedSql
{
    /// <summary>The relation of the agreeing groups.</summary>
    internal static string Agreed(ComparisonPlan plan) => plan.Table("agreed");

    /// <summary>The relation of all other groups.</summary>
    internal static string Others(ComparisonPlan plan) => plan.Table("others");

    /// <summary>The relation of the ids of the rows of a side that the last join has set aside.</summary>
    internal static string Aside(ComparisonPlan plan, Side side) => plan.Table("aside_" + side.Letter());

    internal static SqlText Others(ComparisonShape shape)
    {
        var lines = new SqlLines()
            .Line($"-- {shape.Plan.Reference}: groups that differ in anything, or are more than one row a side")
            .Line($"CREATE OR REPLACE TEMP {(shape.Segments.Length == 1 ? "VIEW" : "TABLE")} {Others(shape.Plan)} AS")
            .Line("SELECT *")
            .Line($"FROM {shape.Plan.Table("aligned")}");
        // The last join has set aside no others.
        if (shape.Segments.Length == 1) return lines.Done();
        var word = "WHERE";
        foreach (var condition in Conditions(shape))
        {
            lines.Line($"{word} {condition}");
            word = "  OR";
        }
        return lines.Done();
    }

    /// <summary>The last join as the session keeps it, and as it goes to a file.</summary>
    internal static ComparisonStep Step(ComparisonShape shape)
    {
        var plan = shape.Plan;
        var statements = new List<SqlText> { Joined(shape), View(shape) };
        foreach (var side in Sides.Both)
            statements.Add(new SqlLines()
                .Line($"-- {plan.Reference}: rows of side {side.Letter()} in groups that do not agree")
                .Line($"CREATE OR REPLACE TEMP VIEW {Aside(plan, side)} AS")
                .Line($"SELECT first_row_{side.Letter()} AS row_id")
                .Line($"FROM {plan.Table("joined")}")
                .Line($"WHERE NOT agrees AND first_row_{side.Letter()} IS NOT NULL")
                .Done());
        return new(new SqlText(string.Join(";\n\n", statements.Select(s => s.Text))))
        {
            Stream = new(plan.Table("agreeing"), Streamed(shape), [.. Sides.Both.Select(side => AsideTable(plan, side))],
                (Aside(plan, Side.A), Aside(plan, Side.B)), Agreed(plan), StoredSql.AgreedColumns(plan)),
        };
    }

    private static SqlText Joined(ComparisonShape shape)
    {
        var lines = new SqlLines()
            .Line($"-- {shape.Plan.Reference}: groups of all rows that are left, by the key, and whether they agree")
            .Line($"CREATE OR REPLACE TEMP TABLE {shape.Plan.Table("joined")} AS")
            .Line("SELECT")
            .Items([.. Columns(shape, "TRY_CAST"), "NOT COALESCE(" + string.Join(" OR ", Conditions(shape)) + ", false) AS agrees"])
            .Line("FROM (");
        MatchingSql.Rest(lines, shape, side => MatchingSql.Source(shape, shape.Segments.Length - 1, side), 1);
        return lines.Line(")").Done();
    }

    private static SqlText View(ComparisonShape shape)
    {
        var plan = shape.Plan;
        var lines = new SqlLines()
            .Line($"-- {plan.Reference}: groups of one row a side that agree")
            .Line($"CREATE OR REPLACE TEMP VIEW {Agreed(plan)} AS");
        Matched(lines, shape);
        return lines.Line("SELECT * EXCLUDE (agrees)").Line($"FROM {plan.Table("joined")}").Line("WHERE agrees").Done();
    }

    private static SqlText Streamed(ComparisonShape shape)
    {
        var lines = new SqlLines().Line($"-- {shape.Plan.Reference}: groups of one row a side that agree; rows of others are set aside");
        Matched(lines, shape);
        lines.Line("SELECT").Items(Columns(shape)).Line("FROM (");
        MatchingSql.Rest(lines, shape, side => MatchingSql.Source(shape, shape.Segments.Length - 1, side), 1);
        lines.Line(")");
        var word = "WHERE CASE WHEN";
        foreach (var condition in Conditions(shape))
        {
            lines.Line($"{word} {condition}");
            word = "  OR";
        }
        return lines.Line("  THEN set_aside(first_row_a, first_row_b) ELSE true END").Done();
    }

    /// <summary>Those of the passes before the last join, to be followed by another select.</summary>
    private static void Matched(SqlLines lines, ComparisonShape shape)
    {
        if (shape.Segments.Length == 1) return;
        lines.Line("SELECT").Items(Columns(shape)).Line("FROM (");
        MatchingSql.Matched(lines, shape, 1);
        lines.Line(")").Line("WHERE NOT COALESCE(");
        var word = "";
        foreach (var condition in Conditions(shape))
        {
            lines.Line($"{word}{condition}", 1);
            word = "OR ";
        }
        lines.Line(", false)").Line("UNION ALL");
    }

    private static SqlText AsideTable(ComparisonPlan plan, Side side) => new SqlLines()
        .Line($"-- {plan.Reference}: rows of side {side.Letter()} in groups that do not agree")
        .Line($"CREATE OR REPLACE TEMP TABLE {Aside(plan, side)} (row_id BIGINT)")
        .Done();

    /// <param name="cast">What casts amounts, which are too great for it in some groups that do not agree.</param>
    private static IReadOnlyList<string> Columns(ComparisonShape shape, string cast = "CAST") =>
    [
        "group_key", "proof", "first_row_a", "first_row_b", "date_a", "date_b", "currency_a AS currency",
        .. shape.Plan.Comparison.Status is null ? ["CAST(NULL AS VARCHAR) AS status_a", "CAST(NULL AS VARCHAR) AS status_b"]
            : new[] { "status_a", "status_b" },
        .. shape.Plan.Measures.Select(m =>
            $"{cast}({JudgementSql.Column(m, "a")} AS {StoredSql.Narrow(m.Scale)}) AS {JudgementSql.Column(m, "amount")}"),
    ];

    /// <summary>Every reason why a group says more than an agreeing one.</summary>
    private static IEnumerable<string> Conditions(ComparisonShape shape)
    {
        foreach (var condition in Differences.All(shape)) yield return condition;
        foreach (var side in Sides.Both)
        {
            if (shape.HasCopies(side) || shape.Gathers(side)) yield return $"rows_{side.Letter()} <> 1";
            foreach (var measure in shape.Plan.Measures.Where(m => !m.CountsAll(side)))
                yield return $"NOT {JudgementSql.Column(measure, "counted_" + side.Letter())}";
        }
        foreach (var measure in shape.Plan.Measures)
            if (StoredSql.Most(measure.Scale) is { } most) yield return $"abs({JudgementSql.Column(measure, "a")}) > {most}";
    }
}
