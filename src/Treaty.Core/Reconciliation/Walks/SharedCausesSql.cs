using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using Treaty.Core.Reconciliation.Rates;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation.Walks;

/// <summary>The groups of a bridge that may differ in more than one way, each with all that its Shapley values need.</summary>
public static class SharedCausesSql
{
    /// <summary>The table of <see cref="Make"/>.</summary>
    public const string Table = "shared_causes";

    /// <summary>Makes the table of cells: one row a group and currency, numbered by key and currency.</summary>
    public static SqlText Make(BridgePlan plan)
    {
        var lines = new SqlLines().Line($"-- {plan.Comparison}: groups that differ in more than one way by {plan.Measure}")
            .Line($"CREATE OR REPLACE TEMP TABLE {Table} AS")
            .Line("WITH");
        Shared(lines, plan);
        if (plan.Factors is { } factors) FactorSql.Values(lines, plan, factors);
        Gathered(lines, plan);
        Cells(lines, plan);
        return lines.Line("SELECT row_number() OVER (ORDER BY group_key, currency) AS n, *").Line("FROM cells").Done();
    }

    /// <summary>The cells from one number on and before another, in order.</summary>
    public static SqlText Page(long from, long before) => new(
        $"SELECT * EXCLUDE (n)\nFROM {Table}\nWHERE n >= {Quote.Number(from)} AND n < {Quote.Number(before)}\nORDER BY n");

    /// <summary>Reads a row of <see cref="Page"/>.</summary>
    public static SharedCell Read(BridgePlan plan, IReadOnlyList<object?> row)
    {
        BigInteger Units(object? value) => MinorUnits.Of((decimal)value!, plan.Scale);
        var defined = ((string)row[16]!).Split(';', StringSplitOptions.RemoveEmptyEntries).Select(text => text.Split('='))
            .Select(part => (Named(part[0]).Kind, Named(part[0]).Definition, Units(decimal.Parse(part[1], CultureInfo.InvariantCulture))));
        var rest = (BridgeLineKinds.TryParse((string)row[14]!) ?? BridgeLineKind.Unclassified, "", Units(row[15]));
        ImmutableArray<BigInteger> product = plan.Factors is null || row[17] is null ? [] : [.. row.Skip(17).Take(4).Select(Units)];
        return new((string)row[0]!, (string)row[1]!, Convert.ToInt64(row[2], CultureInfo.InvariantCulture), (bool)row[3]!, (bool)row[4]!,
            (bool)row[5]!, [.. row.Skip(6).Take(4).Select(Units)], [.. row.Skip(10).Take(4).Select(here => (bool)here!)],
            [.. defined, rest], product)
        {
            Factors = plan.Factors is { } f ? (f.Factors.First.Name, f.Factors.Second.Name) : ("", ""),
        };
    }

    /// <summary>What rates and rounding make has lines of its own.</summary>
    private static (BridgeLineKind Kind, string Definition) Named(string definition) =>
        definition.StartsWith(Conversion.Rate + ":", StringComparison.Ordinal) ? (BridgeLineKind.Rate, "")
        : definition.StartsWith(Conversion.Rounded + ":", StringComparison.Ordinal) ? (BridgeLineKind.Rounding, "")
        : (BridgeLineKind.Definition, definition);

    /// <summary>
    /// Both sides have them, and one way of differing is a switch (dates, currency, status) or the measure has factors. Where one side
    /// only counts by another rule than the status, there is one cause.
    /// </summary>
    private static void Shared(SqlLines lines, BridgePlan plan)
    {
        string Column(string what) => Quote.Name($"{plan.Measure}_{what}");
        var gathered = "rows_a - surplus_a > 1 OR rows_b - surplus_b > 1";
        lines.Line("shared AS (")
            .Line("SELECT", 1)
            .Items(
            [
                "group_key", "currency_a", "currency_b", $"{Column("counted_a")} AS counted_a", $"{Column("counted_b")} AS counted_b",
                $"{Column("cause")} AS cause", $"{Column("cause")} = 'status' AS flips",
                $"{BridgeSteps.InPeriod(plan, "date_a")} AS in_a", $"{BridgeSteps.InPeriod(plan, "date_b")} AS in_b",
            ], 2)
            .Line($"FROM {plan.Relations.Groups}", 1)
            .Line("WHERE rows_a > 0 AND rows_b > 0", 1)
            .Line($"AND ({Column("counted_a")} = {Column("counted_b")} OR {Column("cause")} = 'status')", 2)
            .Line($"AND (in_a <> in_b OR currency_a <> currency_b OR {Column("cause")} = 'status' OR {gathered}"
                + $"{(plan.Factors is null ? "" : $" OR {Column("cause")} = 'amount'")})", 2)
            .Line($"AND ({Column("cause")} <> '' OR in_a <> in_b AND currency_a <> currency_b OR {gathered})", 2)
            .Line("),");
    }

    private static void Gathered(SqlLines lines, BridgePlan plan)
    {
        var amount = $"CASE WHEN m.{BridgeSteps.Counted(plan)} OR s.flips AND NOT CASE m.side WHEN 'a' THEN s.counted_a ELSE s.counted_b END "
            + $"THEN m.{BridgeSteps.Amount(plan)} ELSE 0 END";
        string Sum(string side, string also = "") => $"COALESCE(sum({amount}) FILTER (m.side = '{side}'{also}), 0)";
        var period = $" AND {BridgeSteps.InPeriod(plan, "m.business_date")}";
        lines.Line("gathered AS ( -- by group and currency; what a status keeps from being counted has its amount here")
            .Line("SELECT", 1)
            .Items(
            [
                "m.group_key", "m.currency", "count(*) AS rows", $"{Sum("a")} AS all_a", $"{Sum("b")} AS all_b",
                $"{Sum("a", period)} AS now_a", $"{Sum("b", period)} AS now_b",
            ], 2)
            .Line($"FROM {plan.Relations.Members} AS m", 1)
            .Line("JOIN shared AS s ON s.group_key = m.group_key", 1)
            .Line("WHERE NOT m.surplus", 1)
            .Line("GROUP BY m.group_key, m.currency", 1)
            .Line("),");
    }

    private static void Cells(SqlLines lines, BridgePlan plan)
    {
        var money = RowExpressions.Money(plan.Scale);
        var factored = plan.Factors is not null;
        var rest = "c.difference - COALESCE(e.amount, 0)" + (factored ? " - COALESCE(f.p_bb - f.p_aa, 0)" : "");
        lines.Line("placed AS (")
            .Line("SELECT", 1)
            .Items(
            [
                "g.*", "s.* EXCLUDE (group_key)", "sum(g.all_b - g.all_a) OVER (PARTITION BY g.group_key) AS difference",
                "s.in_a AND g.currency = s.currency_a AS here_aa", "s.in_b AND g.currency = s.currency_a AS here_ba",
                "s.in_a AND g.currency = s.currency_b AS here_ab", "s.in_b AND g.currency = s.currency_b AS here_bb",
            ], 2)
            .Line("FROM gathered AS g", 1)
            .Line("JOIN shared AS s ON s.group_key = g.group_key", 1)
            .Line("),")
            .Line("cells AS ( -- first letter: whose dates, second: whose currency")
            .Line("SELECT", 1)
            .Items(
            [
                "c.group_key", "c.currency", "c.rows", "c.flips", "c.counted_a", "c.counted_b",
                $"CAST(c.now_a AS {money}) AS s_aa",
                $"CAST(CASE WHEN c.in_b THEN c.all_a - c.all_b ELSE 0 END + c.now_b AS {money}) AS s_ba",
                $"CAST(CASE WHEN c.in_a THEN c.all_b - c.all_a ELSE 0 END + c.now_a "
                    + $"- CASE WHEN c.here_ab THEN c.difference ELSE 0 END AS {money}) AS s_ab",
                $"CAST(c.now_b - CASE WHEN c.here_bb THEN c.difference ELSE 0 END AS {money}) AS s_bb",
                "c.here_aa", "c.here_ba", "c.here_ab", "c.here_bb",
                "CASE WHEN c.cause = 'tolerance' THEN 'within-tolerance' WHEN c.cause IN ('', 'status', 'definition') THEN 'amount' "
                    + "ELSE c.cause END AS line",
                $"CAST({rest} AS {money}) AS rest", "COALESCE(e.definitions, '') AS definitions",
                .. new[] { "aa", "ba", "ab", "bb" }.Select(p => factored ? "f.p_" + p : $"CAST(NULL AS {money}) AS p_{p}"),
            ], 2)
            .Line("FROM placed AS c", 1)
            .Line("LEFT JOIN (", 1)
            .Line($"SELECT group_key, sum(CAST(amount AS {money})) AS amount, "
                + $"string_agg(definition || '=' || CAST(amount AS {money}), ';' ORDER BY definition) AS definitions", 2)
            .Line($"FROM {plan.Relations.Discrepancies}", 2)
            .Line($"WHERE class = 'definition' AND subject = {Quote.Text(plan.Measure)}", 2)
            .Line("GROUP BY group_key", 2)
            .Line(") AS e ON e.group_key = c.group_key", 1);
        if (factored) lines.Line("LEFT JOIN factor_values AS f ON f.group_key = c.group_key", 1);
        lines.Line(")");
    }
}
