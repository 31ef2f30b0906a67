using System.Collections.Immutable;
using Treaty.Core.Reconciliation.Matching;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>The rows of each side as the comparison sees them, and which of them are copies.</summary>
internal static class RowsSql
{
    internal static IEnumerable<ComparisonStep> Steps(ComparisonShape shape)
    {
        var apart = !shape.Plan.Locks.Rejected.IsEmpty;
        foreach (var side in Sides.Both) yield return new(Rows(shape, side, apart ? "keyed_" : "rows_"));
        if (apart)
            foreach (var step in ApartSql.Steps(shape)) yield return step;
        foreach (var side in Sides.Both.Where(shape.HasCopies))
        {
            if (shape.Plan.Locks.NoCopies(side) is { IsEmpty: false } rows)
            {
                yield return new(ListSql.Create(shape, "rows that people have said are no copies", NoCopies(shape, side), "row_id"));
                yield return new(new KnownRows(NoCopies(shape, side), [.. rows.Select(row => new[] { row })]));
            }
            yield return new(Copies(shape, side));
            yield return new(Kept(shape, side));
        }
    }

    /// <summary>The views of the rows alone.</summary>
    internal static IEnumerable<SqlText> Views(ComparisonShape shape) => Sides.Both.Select(side => Rows(shape, side, "rows_"));

    /// <summary>The view of the rows that may be matched: all but copies.</summary>
    internal static string Open(ComparisonShape shape, Side side) =>
        shape.Plan.Table((shape.HasCopies(side) ? "kept_" : "rows_") + side.Letter());

    /// <param name="more">Columns besides those that a comparison needs.</param>
    internal static SqlText Rows(ComparisonShape shape, Side side, string view, params IEnumerable<string> more)
    {
        var plan = shape.Plan;
        return new SqlLines()
            .Line($"-- {plan.Reference}: side {side.Letter()}, {plan.Comparison.On(side).Object}, one line a row")
            .Line($"CREATE OR REPLACE TEMP VIEW {plan.Table(view + side.Letter())} AS")
            .Line("SELECT")
            .Items([.. Columns(shape, side), .. more])
            .Line($"FROM {Quote.Name(plan.On(side).View)}{CrosswalkSql.Join(plan, side)}")
            .Done();
    }

    private static IEnumerable<string> Columns(ComparisonShape shape, Side side)
    {
        var (plan, of) = (shape.Plan, shape.Plan.Comparison.On(side));
        string Key(ImmutableArray<string> parts) => RowExpressions.InScope(RowExpressions.KeyText(parts), of,
            plan.Comparison.Reporting is not null);
        yield return "_row_id AS row_id";
        yield return $"{CrosswalkSql.Key(plan, side)} AS _treaty_key";
        yield return $"{RowExpressions.GroupKey("_treaty_key", side, plan.Comparison)} AS group_key";
        foreach (var segment in shape.Segments.Concat(shape.Subsets).Where(s => s.HasOwnKey))
            yield return $"{Key(segment.KeyOn(side))} AS {segment.RowKey}";
        foreach (var segment in shape.Segments.Where(s => s.Kind == SegmentKind.Links))
            foreach (var (i, link) in segment.Passes[0].Links.Index())
                yield return $"{Key([side == Side.A ? link.A : link.B])} AS {LinkSql.Column(segment, i)}";
        if (shape.OwnIdentity(side) is { } identity) yield return $"{Key(identity)} AS copy_key";
        yield return $"{plan.BusinessDate(side)} AS business_date";
        yield return $"{plan.Currency(side)} AS currency";
        yield return plan.Comparison.Status is { } status
            ? $"{RowExpressions.Text(side == Side.A ? status.A : status.B)} AS status"
            : "CAST(NULL AS VARCHAR) AS status";
        foreach (var measure in plan.Measures)
        {
            yield return $"{measure.Amount(side)} AS {Quote.Name(measure.Name + "_amount")}";
            yield return $"{measure.Counted(side)} AS {Quote.Name(measure.Name + "_counted")}";
            if (measure.Reporting is null) continue;
            yield return $"{measure.OriginAmount(side)} AS {Quote.Name(measure.Name + "_origin")}";
            yield return $"{measure.OriginAmount(side)} * COALESCE(_treaty_rate, 1) AS {Quote.Name(measure.Name + "_exact")}";
        }
        if (plan.Comparison.Reporting is not null)
        {
            yield return "_treaty_origin AS fx_origin";
            yield return "_treaty_rate AS fx_rate";
        }
        foreach (var attribute in plan.Comparison.Attributes)
            yield return $"{RowExpressions.Text(side == Side.A ? attribute.A : attribute.B)} AS {Quote.Name("attribute_" + attribute.Name)}";
        if (shape.Proposes && plan.Comparison.Similar is { } similar)
            yield return $"{RowExpressions.Text(side == Side.A ? similar.A : similar.B)} AS likened";
    }

    private static SqlText Copies(ComparisonShape shape, Side side)
    {
        var (plan, key) = (shape.Plan, shape.OwnIdentity(side) is null ? "group_key" : "copy_key");
        var rows = plan.Table("rows_" + side.Letter());
        return new SqlLines()
            .Line($"-- {plan.Reference}: rows of side {side.Letter()} beyond the first of their identity, by date and row")
            .Line($"CREATE OR REPLACE TEMP TABLE {plan.Table("copies_" + side.Letter())} AS")
            .Line("SELECT *")
            .Line("FROM (")
            .Line($"SELECT *, first_value(row_id) OVER (PARTITION BY {key} ORDER BY business_date NULLS LAST, row_id) AS keeper", 1)
            .Line($"FROM {rows}", 1)
            .Line($"WHERE {key} IN (SELECT {key} FROM {rows} WHERE {key} IS NOT NULL GROUP BY {key} HAVING count(*) > 1)", 1)
            .Line(")")
            .Line("WHERE row_id <> keeper" + (plan.Locks.NoCopies(side).IsEmpty ? ""
                : $" AND row_id NOT IN (SELECT row_id FROM {NoCopies(shape, side)})"))
            .Done();
    }

    private static string NoCopies(ComparisonShape shape, Side side) => shape.Plan.Table("no_copies_" + side.Letter());

    private static SqlText Kept(ComparisonShape shape, Side side)
    {
        var plan = shape.Plan;
        var copies = plan.Table("copies_" + side.Letter());
        var sums = plan.Measures.Select(m => (
            Sum: $"COALESCE({Sum(m)}, 0) AS {Column(m)}",
                Column: $"COALESCE(c.{Column(m)}, 0) AS {Column(m)}")).ToList();
        return new SqlLines()
            .Line($"-- {plan.Reference}: rows of side {side.Letter()} to be matched, each with what its copies add")
            .Line($"CREATE OR REPLACE TEMP VIEW {plan.Table("kept_" + side.Letter())} AS")
            .Line("SELECT")
            .Items(["r.*", "COALESCE(c.copies, 0) AS copies", .. sums.Select(s => s.Column)])
            .Line($"FROM {plan.Table("rows_" + side.Letter())} AS r")
            .Line($"ANTI JOIN {copies} AS d ON d.row_id = r.row_id")
            .Line("LEFT JOIN (")
            .Line("SELECT", 1)
            .Items(["keeper", "count(*) AS copies", .. sums.Select(s => s.Sum)], 2)
            .Line($"FROM {copies}", 1)
            .Line("GROUP BY keeper", 1)
            .Line(") AS c ON c.keeper = r.row_id")
            .Done();

        static string Column(PlannedMeasure m) => Quote.Name(m.Name + "_copies");
        static string Sum(PlannedMeasure m) => $"sum({Quote.Name(m.Name + "_amount")}) FILTER ({Quote.Name(m.Name + "_counted")})";
    }
}

/// <summary>
/// Rows that a person has said do not belong together although a key says they do: neither believes that key any longer, so each is
/// a group of
/// its own until its key or the decision changes.
/// </summary>
internal static class ApartSql
{
    internal static IEnumerable<ComparisonStep> Steps(ComparisonShape shape)
    {
        var plan = shape.Plan;
        yield return new(ListSql.Create(shape, "pairs that people have said are no match", plan.Table("rejected"), "a", "b"));
        yield return new(new KnownRows(plan.Table("rejected"), [.. plan.Locks.Rejected.Order().Select(pair => new[] { pair.A, pair.B })]));
        yield return new(new SqlLines()
            .Line($"-- {plan.Reference}: those of them that a key brings together all the same")
            .Line($"CREATE OR REPLACE TEMP TABLE {plan.Table("apart")} AS")
            .Line("SELECT a.row_id AS a, b.row_id AS b")
            .Line($"FROM {plan.Table("rejected")} AS r")
            .Line($"JOIN {plan.Table("keyed_a")} AS a ON a.row_id = r.a")
            .Line($"JOIN {plan.Table("keyed_b")} AS b ON b.row_id = r.b")
            .Line($"WHERE {string.Join(" OR ", Keys(shape).Prepend("group_key").Select(key => $"a.{key} = b.{key}"))}")
            .Done());
        foreach (var side in Sides.Both) yield return new(Rows(shape, side));
    }

    private static SqlText Rows(ComparisonShape shape, Side side)
    {
        var (plan, letter) = (shape.Plan, side.Letter());
        var apart = $"CASE WHEN row_id IN (SELECT {letter} FROM {plan.Table("apart")}) THEN";
        var changed = Keys(shape).Select(key => $"{apart} NULL ELSE {key} END AS {key}")
            .Prepend($"{apart} '{RowExpressions.NoKey}{letter}:' || row_id ELSE group_key END AS group_key");
        return new SqlLines()
            .Line($"-- {plan.Reference}: side {letter}, without the keys that people have said are wrong")
            .Line($"CREATE OR REPLACE TEMP VIEW {plan.Table("rows_" + letter)} AS")
            .Line("SELECT * REPLACE (")
            .Items(changed)
            .Line(")")
            .Line($"FROM {plan.Table("keyed_" + letter)}")
            .Done();
    }

    private static IEnumerable<string> Keys(ComparisonShape shape) =>
        from segment in shape.Segments
        from key in segment.Kind switch
        {
            SegmentKind.Keyed when segment.HasOwnKey => [segment.RowKey],
            SegmentKind.Links => Enumerable.Range(0, segment.Passes[0].Links.Length).Select(i => LinkSql.Column(segment, i)),
            _ => Enumerable.Empty<string>(),
        }
        select key;
}
