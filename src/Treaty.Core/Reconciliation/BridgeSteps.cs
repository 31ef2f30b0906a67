using System.Globalization;
using Treaty.Core.Reconciliation.Rates;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>The chain of common table expressions that ends in <c>contributions</c>: one row a group, currency and line, B minus
/// A.</summary>
internal static class BridgeSteps
{
    internal static string Amount(BridgePlan plan) => Quote.Name(plan.Measure + "_amount");

    internal static string Counted(BridgePlan plan) => Quote.Name(plan.Measure + "_counted");

    internal static string InPeriod(BridgePlan plan, string date) => InPeriod(plan.Period, date);

    internal static string InPeriod(BridgePeriod? period, string date) => period is null ? "true" : string.Create(
        CultureInfo.InvariantCulture,
        $"COALESCE({date} >= DATE '{period.From:yyyy-MM-dd}' AND {date} < DATE '{period.To:yyyy-MM-dd}', false)");

    internal static void Write(SqlLines lines, BridgePlan plan)
    {
        lines.Line("WITH");
        Groups(lines, plan);
        Plain(lines);
        Gathered(lines, plan);
        Cells(lines);
        Explained(lines, plan);
        Steps(lines);
        Contributions(lines);
    }

    /// <remarks>An agreeing group adds to a line only where a period parts its two dates.</remarks>
    private static void Groups(SqlLines lines, BridgePlan plan)
    {
        string Column(string what) => Quote.Name($"{plan.Measure}_{what}");
        lines.Line("grouped AS ( -- groups that may add to a line; plain: at most one row a side and one currency, so that the group's own columns say all")
            .Line("SELECT", 1)
            .Items(
            [
                "group_key", "rows_a", "rows_b", "currency_a", "currency_b", $"{Column("a")} AS a", $"{Column("b")} AS b",
                $"{Column("cause")} AS cause", $"{Column("definition")} AS definition",
                "rows_a <= 1 AND rows_b <= 1 AND (rows_a = 0 OR rows_b = 0 OR currency_a = currency_b) AS plain",
                $"{InPeriod(plan, "date_a")} AS in_a", $"{InPeriod(plan, "date_b")} AS in_b",
                $"CASE WHEN rows_b = 0 THEN 'a' WHEN rows_a = 0 THEN 'b' "
                    + $"WHEN {Column("cause")} = '' OR {Column("counted_a")} = {Column("counted_b")} THEN '' "
                    + $"WHEN {Column("counted_a")} THEN 'a' ELSE 'b' END AS counts",
            ], 2)
            .Line($"FROM {(plan.Period is null ? plan.Relations.Apart?.Groups : null) ?? plan.Relations.Groups}", 1)
            .Line("WHERE NOT plain OR a <> b OR in_a <> in_b", 1)
            .Line("),");
    }

    private static void Plain(SqlLines lines) => lines
        .Line("plain AS (")
        .Line("SELECT", 1)
        .Items(
        [
            "group_key", "COALESCE(currency_b, currency_a) AS currency", "rows_a + rows_b AS rows", "a AS all_a", "b AS all_b",
            "CASE WHEN in_a THEN a ELSE 0 END AS now_a", "CASE WHEN in_b THEN b ELSE 0 END AS now_b", "0 AS copies_a", "0 AS copies_b",
            "CAST(0 AS BIGINT) AS surplus_a", "CAST(0 AS BIGINT) AS surplus_b", "b - a AS difference",
            "CASE WHEN counts = 'a' THEN in_a ELSE in_b END AS anchored", "cause", "definition", "counts",
        ], 2)
        .Line("FROM grouped", 1)
        .Line("WHERE plain AND (a <> b OR in_a <> in_b)", 1)
        .Line("),");

    private static void Gathered(SqlLines lines, BridgePlan plan)
    {
        var (amount, period) = ("m." + Amount(plan), InPeriod(plan, "m.business_date"));
        string Sum(string side, string surplus, string also = "") =>
            $"COALESCE(sum({amount}) FILTER (side = '{side}' AND m.{Counted(plan)} AND {surplus}{also}), 0)";
        var and = $" AND {period}";
        lines.Line("gathered AS ( -- the other groups, from their members")
            .Line("SELECT", 1)
            .Items(
            [
                "m.group_key", "m.currency", "count(*) AS rows", $"{Sum("a", "NOT surplus")} AS all_a",
                    $"{Sum("b", "NOT surplus")} AS all_b",
                $"{Sum("a", "NOT surplus", and)} AS now_a", $"{Sum("b", "NOT surplus", and)} AS now_b",
                $"{Sum("a", "surplus", and)} AS copies_a", $"{Sum("b", "surplus", and)} AS copies_b",
                "count(*) FILTER (side = 'a' AND surplus) AS surplus_a", "count(*) FILTER (side = 'b' AND surplus) AS surplus_b",
            ], 2)
            .Line($"FROM {plan.Relations.Apart?.Members ?? plan.Relations.Members} AS m", 1)
            .Line("SEMI JOIN (SELECT group_key FROM grouped WHERE NOT plain) AS g ON g.group_key = m.group_key", 1)
            .Line("GROUP BY m.group_key, m.currency", 1)
            .Line("),");
    }

    private static void Cells(SqlLines lines) => lines
        .Line("cells AS ( -- one row a group and currency; anchored: here falls what the amounts of the two sides differ by")
        .Line("SELECT", 1)
        .Items(
        [
            "m.* EXCLUDE (definition, anchored)", "definition", "anchored", "anchored AS here",
        ], 2)
        .Line("FROM plain AS m", 1)
        .Line("UNION ALL BY NAME", 1)
        .Line("SELECT", 1)
        .Items(
        [
            "m.*", "sum(m.all_b - m.all_a) OVER (PARTITION BY m.group_key) AS difference", "g.cause", "g.definition", "g.counts",
            "CASE WHEN g.counts = 'a' THEN g.in_a ELSE g.in_b END AS anchored",
            "anchored AND m.currency = CASE WHEN g.counts = 'a' THEN g.currency_a ELSE g.currency_b END AS here",
        ], 2)
        .Line("FROM gathered AS m", 1)
        .Line("JOIN grouped AS g ON g.group_key = m.group_key", 1)
        .Line("),");

    private static void Explained(SqlLines lines, BridgePlan plan) => lines
        .Line("explained AS ( -- what each definition explains of a group")
        .Line("SELECT group_key, definition, amount", 1)
        .Line($"FROM {plan.Relations.Discrepancies}", 1)
        .Line($"WHERE class = 'definition' AND subject = {Quote.Text(plan.Measure)}", 1)
        .Line("),");

    private static void Steps(SqlLines lines) => lines
        .Line("steps AS MATERIALIZED (")
        .Line("SELECT", 1)
        .Items(
        [
            "c.*", "CASE WHEN here THEN COALESCE(e.amount, 0) ELSE 0 END AS defined",
            "CASE WHEN counts <> '' THEN 0 WHEN anchored THEN all_a - (all_b - now_b) - now_a ELSE now_b - now_a END AS timing",
            "CASE WHEN counts <> '' OR NOT anchored THEN 0 ELSE all_b - all_a - CASE WHEN here THEN difference ELSE 0 END END AS relabelled",
            "CASE WHEN counts <> '' THEN now_b - now_a WHEN here THEN difference ELSE 0 END - defined AS rest",
        ], 2)
        .Line("FROM cells AS c", 1)
        .Line("LEFT JOIN (SELECT group_key, sum(amount) AS amount FROM explained GROUP BY group_key) AS e ON e.group_key = c.group_key", 1)
        .Line("),");

    private static void Contributions(SqlLines lines)
    {
        const string heads = "SELECT group_key, currency, ";
        lines.Line("contributions AS (")
            .Line($"{heads}'duplicates-a' AS line, '' AS definition, surplus_a AS rows, -copies_a AS amount FROM steps", 1)
            .Line("UNION ALL", 1)
            .Line($"{heads}'duplicates-b', '', surplus_b, copies_b FROM steps", 1)
            .Line("UNION ALL", 1)
            .Line($"{heads}'timing', '', rows, timing FROM steps", 1)
            .Line("UNION ALL", 1)
            .Line($"{heads}'currency', '', rows, relabelled FROM steps", 1)
            .Line("UNION ALL", 1)
            .Line($"SELECT s.group_key, s.currency, {Named("e.definition", "'definition'")}, {Named("e.definition", "e.definition", "''")}, s.rows, e.amount", 1)
            .Line("FROM steps AS s", 1)
            .Line("JOIN explained AS e ON e.group_key = s.group_key", 1)
            .Line("WHERE s.here", 1)
            .Line("UNION ALL", 1)
            .Line("SELECT", 1)
            .Items(
            [
                "group_key", "currency", LineOfCause(), "CASE WHEN cause = 'definition' THEN split_part(definition, '+', -1) ELSE '' END",
                "rows", "rest",
            ], 2)
            .Line("FROM steps", 1)
            .Line(")");
    }

    /// <summary>What rates and rounding make has lines of its own.</summary>
    private static string Named(string definition, string otherwise, string? own = null) =>
        $"CASE WHEN starts_with({definition}, '{Conversion.Rate}:') THEN {own ?? "'rate'"} "
        + $"WHEN starts_with({definition}, '{Conversion.Rounded}:') THEN {own ?? "'rounding'"} ELSE {otherwise} END";

    private static string LineOfCause()
    {
        string[] same = ["ambiguous", "amount", "definition", "invalid", "late", "missing-a", "missing-b", "no-rate", "out-of-scope", "status", "unmatched-key"];
        return $"CASE WHEN cause IN ({string.Join(", ", same.Select(Quote.Text))}) THEN cause "
            + "WHEN cause = 'tolerance' THEN 'within-tolerance' ELSE 'unclassified' END";
    }
}
