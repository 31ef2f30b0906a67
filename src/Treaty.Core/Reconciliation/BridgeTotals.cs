using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>What each side reports by the groups, as the common table expression <c>totals</c>: side, currency, rows, amount,
/// gross.</summary>
internal static class BridgeTotals
{
    internal static void Write(SqlLines lines, BridgePlan plan)
    {
        var (amount, apart) = (BridgeSteps.Amount(plan), plan.Relations.Apart);
        if (apart is not null) Agreed(lines.Line(","), plan, apart.Agreed);
        lines.Line(",").Line("totals AS (")
            .Line($"SELECT side, currency, count(*) AS rows, sum({amount}) AS amount, sum(abs({amount})) AS gross", 1)
            .Line($"FROM {apart?.Members ?? plan.Relations.Members}", 1)
            .Line($"WHERE {BridgeSteps.Counted(plan)} AND {BridgeSteps.InPeriod(plan, "business_date")}", 1)
            .Line("GROUP BY side, currency", 1);
        if (apart is not null)
            foreach (var side in new[] { "a", "b" })
                lines.Line("UNION ALL", 1)
                    .Line($"SELECT '{side}', currency, rows_{side}, amount_{side}, gross_{side} FROM agreed_totals", 1);
        lines.Line(")");
    }

    /// <summary>Both sides in one read: they differ at most in their dates.</summary>
    private static void Agreed(SqlLines lines, BridgePlan plan, string agreed)
    {
        var amount = BridgeSteps.Amount(plan);
        string Of(string what, string side, string name) => plan.Period is null ? $"{what} AS {name}_{side}"
            : $"{what} FILTER ({BridgeSteps.InPeriod(plan, "date_" + side)}) AS {name}_{side}";
        lines.Line("agreed_totals AS MATERIALIZED (")
            .Line("SELECT", 1)
            .Items(["currency", .. new[] { "a", "b" }.SelectMany(side => new[]
            {
                Of("count(*)", side, "rows"), Of($"sum({amount})", side, "amount"), Of($"sum(abs({amount}))", side, "gross"),
            })], 2)
            .Line($"FROM {agreed}", 1)
            .Line("GROUP BY currency", 1)
            .Line(")");
    }
}
