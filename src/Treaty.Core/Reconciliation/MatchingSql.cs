using System.Globalization;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>Rows to groups: one join a segment of passes; what a segment matched is closed to those after it.</summary>
internal static class MatchingSql
{
    internal static IEnumerable<SqlText> Statements(ComparisonShape shape)
    {
        for (var i = 0; i < shape.Segments.Length - 1; i++)
        {
            var segment = shape.Segments[i];
            foreach (var statement in Severals(shape, i)) yield return statement;
            yield return Matched(shape, segment, i);
            foreach (var side in new[] { Side.A, Side.B }) yield return StillOpen(shape, segment, i, side);
        }
        foreach (var statement in Severals(shape, shape.Segments.Length - 1)) yield return statement;
        yield return Rest(shape);
        yield return Aligned(shape);
    }

    private static IEnumerable<SqlText> Severals(ComparisonShape shape, int index) =>
        from side in new[] { Side.A, Side.B }
        let segment = shape.Segments[index]
        let several = Several(shape, segment, side)
        where several is not null
        select new SqlLines()
            .Line($"-- {shape.Plan.Reference}: keys with several open rows of side {side.Letter()} before pass {segment.Number}")
            .Line($"CREATE OR REPLACE TEMP TABLE {several} AS")
            .Line($"SELECT {segment.KeyColumn} AS key")
            .Line($"FROM {Open(shape, index, side)}")
            .Line($"WHERE {segment.KeyColumn} IS NOT NULL")
            .Line($"GROUP BY {segment.KeyColumn}")
            .Line("HAVING count(*) > 1")
            .Done();

    private static string? Several(ComparisonShape shape, MatchSegment segment, Side side) => !shape.Gathers(segment, side) ? null
        : shape.Plan.Table(string.Create(CultureInfo.InvariantCulture, $"several_{segment.Number}_{side.Letter()}"));

    /// <summary>The view of the rows that are open before the segment at an index.</summary>
    internal static string Open(ComparisonShape shape, int index, Side side) =>
        index == 0 ? RowsSql.Open(shape, side) : shape.Plan.Table($"open_{shape.Segments[index - 1].Number}_{side.Letter()}");

    /// <summary>The table of the groups that a segment matched.</summary>
    internal static string MatchedBy(ComparisonShape shape, MatchSegment segment) =>
        shape.Plan.Table(string.Create(CultureInfo.InvariantCulture, $"matched_{segment.Number}"));

    private static SqlText Matched(ComparisonShape shape, MatchSegment segment, int index)
    {
        var lines = new SqlLines()
            .Line($"-- {shape.Plan.Reference}: groups matched from pass {segment.Number} on "
                + $"by {(segment.HasOwnKey ? "its own key" : "the key")}")
            .Line($"CREATE OR REPLACE TEMP TABLE {MatchedBy(shape, segment)} AS")
            .Line("SELECT *")
            .Line("FROM (");
        var key = segment.HasOwnKey ? $"'{RowExpressions.OwnKey}{segment.Number}:' || a.key" : "a.key";
        Join(lines, shape, segment, index, ["a.key AS key", $"{key} AS group_key", $"CASE {Proofs(shape, segment)} END AS proof"], "JOIN",
            1);
        return lines.Line(")").Line("WHERE proof IS NOT NULL").Done();
    }

    private static SqlText StillOpen(ComparisonShape shape, MatchSegment segment, int index, Side side) => new SqlLines()
        .Line($"-- {shape.Plan.Reference}: rows of side {side.Letter()} still open after that")
        .Line($"CREATE OR REPLACE TEMP TABLE {Open(shape, index + 1, side)} AS")
        .Line("SELECT r.*")
        .Line($"FROM {Open(shape, index, side)} AS r")
        .Line($"ANTI JOIN {MatchedBy(shape, segment)} AS m ON m.key = r.{segment.KeyColumn}")
        .Done();

    private static SqlText Rest(ComparisonShape shape)
    {
        var lines = new SqlLines()
            .Line($"-- {shape.Plan.Reference}: groups of all rows that are left, by the key")
            .Line($"CREATE OR REPLACE TEMP TABLE {shape.Plan.Table("rest")} AS");
        var proofs = Proofs(shape, shape.Last);
        Join(lines, shape, shape.Last, shape.Segments.Length - 1,
        [
            "COALESCE(a.key, b.key) AS group_key",
            $"CASE {proofs}{(proofs.Length > 0 ? " " : "")}WHEN a.key IS NULL OR b.key IS NULL THEN 'none' ELSE 'key' END AS proof",
        ], "FULL JOIN", 0);
        return lines.Done();
    }

    private static SqlText Aligned(ComparisonShape shape)
    {
        var lines = new SqlLines()
            .Line($"-- {shape.Plan.Reference}: all groups, with what each side knows of them")
            .Line($"CREATE OR REPLACE TEMP VIEW {shape.Plan.Table("aligned")} AS");
        foreach (var segment in shape.Segments[..^1])
            lines.Line($"SELECT * EXCLUDE (key) FROM {MatchedBy(shape, segment)}").Line("UNION ALL");
        return lines.Line($"SELECT * FROM {shape.Plan.Table("rest")}").Done();
    }

    private static void Join(
        SqlLines lines, ComparisonShape shape, MatchSegment segment, int index, IEnumerable<string> heads, string join, int indent)
    {
        lines.Line("SELECT", indent).Items([.. heads, .. Columns(shape)], indent + 1).Line("FROM (", indent);
        SideColumns.Write(lines, shape, segment, Side.A, Open(shape, index, Side.A), Several(shape, segment, Side.A), indent + 1);
        lines.Line(") AS a", indent).Line($"{join} (", indent);
        SideColumns.Write(lines, shape, segment, Side.B, Open(shape, index, Side.B), Several(shape, segment, Side.B), indent + 1);
        lines.Line(") AS b ON a.key = b.key", indent);
    }

    private static IEnumerable<string> Columns(ComparisonShape shape) =>
        from side in new[] { Side.A, Side.B }
        from column in SideColumns.Of(shape, side)
        let value = $"{side.Letter()}.{Quote.Name(column.Name)}"
        let present = column.Absent == "NULL" ? value : $"COALESCE({value}, {column.Absent})"
        select $"{present} AS {Quote.Name($"{column.Name}_{side.Letter()}")}";

    private static string Proofs(ComparisonShape shape, MatchSegment segment) =>
        string.Join(" ", segment.Passes.SelectMany(pass => Proof(shape, segment, pass)).Distinct(StringComparer.Ordinal));

    private static IEnumerable<string> Proof(ComparisonShape shape, MatchSegment segment, MatchPass pass)
    {
        var (a, b) = (KeptOf(shape, Side.A), KeptOf(shape, Side.B));
        var alone = pass.Kind == PassKind.GroupSum ? OneCurrency(shape) : OneRow(shape, segment);
        var proof = (pass.Kind == PassKind.GroupSum ? ProofKind.GroupSum : ProofKind.Key).Text();
        yield return $"WHEN {alone}{a} = {b} THEN '{proof}'";
        if (pass.Tolerance is not { } tolerance) yield break;
        proof = (pass.Kind == PassKind.GroupSum ? ProofKind.GroupSum : ProofKind.KeyTolerance).Text();
        yield return $"WHEN {alone}{Within(tolerance, shape.Plan.First.Scale, a, b)} THEN '{proof}'";
    }

    private static string KeptOf(ComparisonShape shape, Side side) =>
        $"{side.Letter()}.{Quote.Name(shape.Plan.First.Name + (shape.HasCopies(side) ? "_kept" : ""))}";

    private static string OneRow(ComparisonShape shape, MatchSegment segment) => string.Concat(
        from side in new[] { Side.A, Side.B }
        where shape.Gathers(segment, side)
        select $"{side.Letter()}.rows{(shape.HasCopies(side) ? $" - {side.Letter()}.surplus" : "")} = 1 AND ");

    /// <summary>A sum proves something only within one currency.</summary>
    private static string OneCurrency(ComparisonShape shape) => !shape.Plan.HasCurrency ? "" : string.Concat(
        from side in new[] { Side.A, Side.B }
        where shape.Gathers(side)
        select $"{side.Letter()}.currencies = {side.Letter()}.currency AND ");

    /// <summary>|b − a| ≤ max(minor, ⌈basis points of |side|⌉), in whole units of the last digit:
    /// x ≤ ⌈y⌉ is x − 1 &lt; y, which needs no division.</summary>
    private static string Within(Tolerance tolerance, int scale, string a, string b)
    {
        var unit = UnitOf(scale);
        var apart = $"abs({b} - {a})";
        var minor = $"{apart} <= {Quote.Number(tolerance.Minor * unit)}";
        return tolerance.BasisPoints == 0
            ? minor
            : $"({minor} OR ({apart} - {Quote.Number(unit)}) * 10000 < "
                + $"{Quote.Number(tolerance.BasisPoints)} * abs({(tolerance.Of == Side.A ? a : b)}))";
    }

    private static decimal UnitOf(int scale) => new(1, 0, 0, false, (byte)scale);
}
