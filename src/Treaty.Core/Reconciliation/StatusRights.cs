using System.Collections.Immutable;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>
/// Which of two statuses holds: that of the side whose decision right over it is the more particular; where the rights leave it open, that
/// whose side is declared to say it, in declared order; else that of the side that decides; else none. Never the one that was written
/// last. The expressions are over the columns <c>status_a</c> and <c>status_b</c> of groups.
/// </summary>
public static class StatusRights
{
    /// <summary>The status that holds; null where the sides differ and neither is right. Where one side has no row, the other's.</summary>
    public static string Holding(ComparedStatus status) =>
        $"CASE WHEN first_row_b IS NULL THEN status_a WHEN first_row_a IS NULL THEN status_b WHEN NOT ({Differences.Status(status)}) "
            + $"THEN status_a ELSE CASE {Wrong(status)} WHEN 'b' THEN status_a WHEN 'a' THEN status_b END END";

    /// <summary>Conflicts by the side at fault, whose status does not hold; null where neither is right. Together they cover every
    /// conflict, and no two overlap.</summary>
    internal static IEnumerable<(Side? Side, string Where)> Conflicts(ComparedStatus status)
    {
        if (status.Rights.IsEmpty && !Speaks(status))
        {
            yield return (status.Decides?.Other(), "true");
            yield break;
        }
        var wrong = Wrong(status);
        yield return (Side.A, $"{wrong} = 'a'");
        yield return (Side.B, $"{wrong} = 'b'");
        yield return (null, $"{wrong} = ''");
    }

    /// <summary>Whether the decision rights say anything of the two sides.</summary>
    private static bool Speaks(ComparedStatus status) => !status.Voices.A.IsSilent || !status.Voices.B.IsSilent;

    /// <summary>The letter of the side whose status does not hold; empty where neither is right.</summary>
    private static string Wrong(ComparedStatus status)
    {
        var (a, b) = (status.Voices.A.Sql("status_a"), status.Voices.B.Sql("status_b"));
        var byRight = Speaks(status) ? $" WHEN {a} > {b} THEN 'b' WHEN {a} < {b} THEN 'a'" : "";
        var declared = string.Concat(status.Rights.Select(r =>
            $" WHEN status_{r.Side.Letter()} = {Quote.Text(r.Status)} THEN '{r.Side.Other().Letter()}'"));
        var otherwise = $"'{status.Decides?.Other().Letter()}'";
        return byRight.Length + declared.Length == 0 ? otherwise : $"CASE{byRight}{declared} ELSE {otherwise} END";
    }
}
