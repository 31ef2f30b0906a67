using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>Keys of a side that become those of the other side by a mapping.</summary>
internal static class CrosswalkSql
{
    /// <summary>The key of a row as text; null where it has none, or the mapping knows none or several for it.</summary>
    internal static string Key(ComparisonPlan plan, Side side) =>
        plan.Comparison.On(side).Through is null ? RowExpressions.KeyText(plan.Comparison.On(side).Key) : "_mapped._to_key";

    /// <summary>What follows the side's view in its FROM, from a line of its own; empty where there is no mapping.</summary>
    internal static string Join(ComparisonPlan plan, Side side) => plan.Comparison.On(side) is not { Through: { } through } of ? ""
        : "\n" + Mapped(new SqlLines().Line("LEFT JOIN ("), through, through.Read.Name, 1)
            .Line($") AS _mapped ON _mapped._from_key = {RowExpressions.KeyText(of.Key)}")
            .Done();

    /// <summary>What the mapping knows one key for: <c>_from_key</c>, <c>_to_key</c>.</summary>
    /// <param name="relation">The relation that holds the mapping, not quoted.</param>
    internal static SqlLines Mapped(SqlLines lines, Crosswalk through, string relation, int indent) => lines
        .Line($"SELECT {RowExpressions.Text(through.From)} AS _from_key, min({RowExpressions.Text(through.To)}) AS _to_key", indent)
        .Line($"FROM {Quote.Name(relation)}", indent)
        .Line($"WHERE {RowExpressions.Of(through.From)} IS NOT NULL AND {RowExpressions.Of(through.To)} IS NOT NULL", indent)
        .Line("GROUP BY _from_key", indent)
        .Line($"HAVING count(DISTINCT {RowExpressions.Text(through.To)}) = 1", indent);
}
