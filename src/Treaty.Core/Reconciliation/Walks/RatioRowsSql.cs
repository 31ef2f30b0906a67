using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation.Walks;

/// <summary>The groups behind a line of a ratio: what each changes of the numerator and of the denominator.</summary>
public static class RatioRowsSql
{
    public const string Up = "ratio_up", Down = "ratio_down";

    private static readonly string[] Columns =
    [
        "group_key", "currency", "amount", "class", "proof", "rows_a", "rows_b", "date_a", "date_b", "status_a", "status_b", "value_a",
        "value_b",
    ];

    /// <summary>Makes the table of what the groups of a line change of one of the two measures.</summary>
    public static SqlText Make(BridgePlan plan, string table, BridgeLineKind line, string currency, string? definition) =>
        new($"CREATE OR REPLACE TEMP TABLE {table} AS\n{BridgeSql.Rows(plan, line, currency, definition, int.MaxValue).Text}");

    /// <summary>The groups of both tables, those first that weigh most: the columns of <see cref="BridgeSql.Rows"/>, n and d.</summary>
    public static SqlText Rows(BridgePlan numerator, RatioTotals totals, int limit)
    {
        var mean = (totals.NumeratorA + totals.NumeratorB) / (totals.DenominatorA + totals.DenominatorB is var sum && sum != 0 ? sum : 1);
        return new SqlLines().Line($"-- {numerator.Comparison}: groups behind a line of a ratio")
            .Line("SELECT")
            .Items([.. Columns.Select(c => $"COALESCE(u.{c}, l.{c}) AS {c}"), "COALESCE(u.amount, 0) AS n", "COALESCE(l.amount, 0) AS d"])
            .Line($"FROM {Up} AS u")
            .Line($"FULL JOIN {Down} AS l ON l.group_key = u.group_key")
            .Line($"ORDER BY abs(n - d * {Quote.Number(decimal.Round(mean, 6))}) DESC, COALESCE(u.group_key, l.group_key)")
            .Line($"LIMIT {Quote.Number((long)limit)}")
            .Done();
    }
}
