using Treaty.Core.Reconciliation.Matching;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>The rows that a pass by unique pairs searches, block by block, and what it found.</summary>
internal static class PairSql
{
    internal static IEnumerable<ComparisonStep> Steps(ComparisonShape shape, MatchSegment segment, int index)
    {
        var pass = segment.Passes[0];
        var rule = new PairRule(pass.Window, pass.Tolerance, pass.Band, pass.Chance, pass.Pairs);
        if (HasKey(shape, segment)) yield return new(Blocks(shape, segment, index));
        yield return new(ListSql.Create(shape, $"candidate pairs of pass {segment.Number}", Found(shape, segment),
            "a", "b", "verdict", "chance", "nearer"));
        yield return new(new PairWork(Found(shape, segment), segment.Number, rule, shape.Plan.Locks.Rejected, Spread(shape, segment),
            Rows(shape, segment, index)));
        yield return new(new SqlLines()
            .Line($"-- {shape.Plan.Reference}: pairs that pass {segment.Number} confirmed")
            .Line($"CREATE OR REPLACE TEMP TABLE {ListSql.List(shape, segment)} AS")
            .Line($"SELECT 0 AS side, a AS row_id, a AS key FROM {Found(shape, segment)} WHERE verdict = 0")
            .Line("UNION ALL")
            .Line($"SELECT 1, b, a FROM {Found(shape, segment)} WHERE verdict = 0")
            .Done());
    }

    /// <summary>The table of candidate pairs and verdicts.</summary>
    internal static string Found(ComparisonShape shape, MatchSegment segment) => shape.Table(segment, "found");

    /// <summary>The keys of the two rows, or their row ids where keys do not tell rows apart.</summary>
    internal static string GroupKey(ComparisonShape shape, MatchSegment segment)
    {
        string Of(Side side) => shape.KeyGathers(side)
            ? $"{side.Letter()}.first_row"
            : $@"replace(replace({side.Letter()}.own_key, '\', '\\'), '|', '\|')";
        return $"'{RowExpressions.OwnKey}{segment.Number}:' || {Of(Side.A)} || '|' || {Of(Side.B)}";
    }

    private static bool HasKey(ComparisonShape shape, MatchSegment segment) =>
        segment.HasOwnKey || (segment.Keys is null && shape.Plan.Comparison.CommonKey);

    private static string Open(ComparisonShape shape, int index, Side side) => MatchingSql.Open(shape, index, side);

    private static SqlText Blocks(ComparisonShape shape, MatchSegment segment, int index)
    {
        var lines = new SqlLines()
            .Line($"-- {shape.Plan.Reference}: blocks of pass {segment.Number}: keys and currencies that both sides have")
            .Line($"CREATE OR REPLACE TEMP TABLE {shape.Table(segment, "blocks")} AS")
            .Line("SELECT key, currency, row_number() OVER (ORDER BY key, currency) AS block")
            .Line("FROM (");
        foreach (var side in Sides.Both)
            lines.Line($"SELECT {segment.RowKey} AS key, currency", 1)
                .Line($"FROM {Open(shape, index, side)}", 1)
                .Line($"WHERE {segment.RowKey} IS NOT NULL", 1)
                .Line(side == Side.A ? "INTERSECT" : ")", side == Side.A ? 1 : 0);
        return lines.Done();
    }

    /// <summary>Of all rows, also those that passes before have matched: what chance gives depends on how the side is spread, not on what
    /// is left of it.</summary>
    private static SqlText Spread(ComparisonShape shape, MatchSegment segment)
    {
        var lines = new SqlLines()
            .Line($"-- {shape.Plan.Reference}: days and amounts of all rows, for the chances of pass {segment.Number}");
        foreach (var side in Sides.Both)
            lines.Line($"SELECT CAST({Quote.Number((long)side)} AS BIGINT) AS side, {Day(shape, segment)} AS day, {Minor(shape)} AS minor")
                .Line($"FROM {RowsSql.Open(shape, side)}")
                .Line($"WHERE {Searchable(shape, segment)}")
                .Line(side == Side.A ? "UNION ALL" : "");
        return lines.Done();
    }

    private static SqlText Rows(ComparisonShape shape, MatchSegment segment, int index)
    {
        var keyed = HasKey(shape, segment);
        var lines = new SqlLines().Line($"-- {shape.Plan.Reference}: the rows of pass {segment.Number}, block by block");
        foreach (var side in Sides.Both)
        {
            lines.Line($"SELECT {(keyed ? "b.block" : "CAST(0 AS BIGINT)")} AS block, CAST({Quote.Number((long)side)} AS BIGINT) AS side, "
                    + $"r.row_id, {Day(shape, segment)} AS day, {Minor(shape)} AS minor")
                .Line($"FROM {Open(shape, index, side)} AS r");
            if (keyed) lines.Line($"JOIN {shape.Table(segment, "blocks")} AS b ON b.key = r.{segment.RowKey} AND b.currency = r.currency");
            lines.Line($"WHERE {Searchable(shape, segment)}").Line(side == Side.A ? "UNION ALL" : keyed ? "ORDER BY block" : "");
        }
        return lines.Done();
    }

    /// <summary>Rows that count, with a date where dates matter, and amounts of at most 18 digits.</summary>
    internal static string Searchable(ComparisonShape shape, MatchSegment segment) =>
        $"{JudgementSql.Column(shape.Plan.First, "counted")} AND {Minor(shape)} IS NOT NULL"
        + (segment.Passes[0].Window is null ? "" : " AND business_date IS NOT NULL")
        + (shape.MarksRows ? $" AND substr(group_key, 1, 1) NOT IN ('{RowExpressions.OutOfScope}', '{RowExpressions.Invalid}', "
                + $"'{RowExpressions.NoRate}')" : "");

    internal static string Day(ComparisonShape shape, MatchSegment segment) => segment.Passes[0].Window switch
    {
        null => "CAST(0 AS BIGINT)",
        { Business: true } => BusinessDaySql.Number(shape.Plan),
        _ => "CAST(business_date - DATE '1970-01-01' AS BIGINT)",
    };

    internal static string Minor(ComparisonShape shape)
    {
        var scale = shape.Plan.First.Scale;
        return $"CAST(TRY_CAST({JudgementSql.Column(shape.Plan.First, "amount")} AS DECIMAL(18, {Quote.Number((long)scale)})) "
            + $"* 1{new string('0', scale)} AS BIGINT)";
    }
}
