using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>
/// Which of two statuses holds: that whose side holds the right to say it, in declared order; else that of the side that decides; else
/// none.
/// Never the one that was written last. The expressions are over the columns <c>status_a</c> and <c>status_b</c> of groups.
/// </summary>
public static class StatusRights
{
    /// <summary>The status that holds; null where the sides differ and nobody holds the right. Where one side has no row, the
    /// other's.</summary>
    public static string Holding(ComparedStatus status)
    {
        var said = string.Concat(status.Rights.Select(r => $" WHEN {Said(r)} THEN status_{r.Side.Letter()}"));
        var otherwise = status.Decides is { } decides ? $"status_{decides.Letter()}" : "NULL";
        return $"CASE WHEN first_row_b IS NULL THEN status_a WHEN first_row_a IS NULL THEN status_b WHEN NOT ({Differences.Status(status)}) "
            + $"THEN status_a{said} ELSE {otherwise} END";
    }

    /// <summary>Conflicts by the side whose team they go to, each with its condition; together they cover every conflict, and no two
    /// overlap. A conflict goes to the side that holds the right to the status that holds, so that its team has the other corrected;
    /// where only a
    /// side that decides is named, to the one that is wrong by it.</summary>
    internal static IEnumerable<(Side? Side, string Where)> Conflicts(ComparedStatus status)
    {
        var before = new List<string>();
        foreach (var right in status.Rights)
        {
            yield return (right.Side, string.Join(" AND ", before.Select(b => $"NOT COALESCE({b}, false)").Append(Said(right))));
            before.Add(Said(right));
        }
        yield return (status.Decides?.Other(), before.Count == 0 ? "true" : string.Join(" AND ", before.Select(b => $"NOT COALESCE({b}, false)")));
    }

    private static string Said((string Status, Side Side) right) => $"status_{right.Side.Letter()} = {Quote.Text(right.Status)}";
}
