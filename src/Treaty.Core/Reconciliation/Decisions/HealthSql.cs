using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation.Decisions;

/// <summary>How much of a comparison was put together without a person and without a discrepancy.</summary>
public static class HealthSql
{
    /// <summary>One row a currency: currency, rows, matched rows, amount, matched amount; of a group the greater side's amount
    /// counts.</summary>
    /// <param name="groups">The relation of the groups.</param>
    public static SqlText Shares(string groups, string measure)
    {
        var stake = $"greatest(abs({Quote.Name(measure + "_a")}), abs({Quote.Name(measure + "_b")}))";
        const string matched = "FILTER (class = 'matched' AND proof <> 'human')";
        return new SqlLines()
            .Line("SELECT")
            .Items(
            [
                "COALESCE(currency_b, currency_a, '') AS currency", "CAST(sum(rows_a + rows_b) AS BIGINT) AS rows",
                $"CAST(COALESCE(sum(rows_a + rows_b) {matched}, 0) AS BIGINT) AS matched_rows",
                $"CAST(sum({stake}) AS DECIMAL(38, 6)) AS amount", $"CAST(COALESCE(sum({stake}) {matched}, 0) AS DECIMAL(38, 6)) AS matched_amount",
            ])
            .Line($"FROM {Quote.Name(groups)}")
            .Line("GROUP BY 1")
            .Line("ORDER BY 1")
            .Done();
    }
}
