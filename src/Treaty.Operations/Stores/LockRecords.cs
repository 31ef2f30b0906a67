using System.Collections.Immutable;
using Treaty.Core.Reconciliation;
using Treaty.Operations.Doors;

namespace Treaty.Operations.Stores;

/// <summary>Decisions about single rows, as the ledger has them: made, and taken back.</summary>
public static class LockRecords
{
    /// <summary>A lock was made; the subject is the comparison, the body the lock.</summary>
    public const string Made = "lock";

    /// <summary>The locks of a decision were taken back; the subject is the comparison, the body names the decision.</summary>
    public const string TakenBack = "unlock";

    /// <summary>The locks of a comparison that hold, in the order in which they were made.</summary>
    /// <param name="before">Only what was recorded before this number.</param>
    public static async ValueTask<ImmutableArray<MatchLock>> LocksAsync(this ILedger ledger, string comparison, CancellationToken cancel,
        long before = long.MaxValue)
    {
        var held = new List<MatchLock>();
        var made = await ledger.ReadAsync(new(Made, comparison), cancel).ConfigureAwait(false);
        if (made.Count == 0) return [];
        var back = await ledger.ReadAsync(new(TakenBack, comparison), cancel).ConfigureAwait(false);
        foreach (var record in made.Concat(back).Where(r => r.Number < before).OrderBy(r => r.Number))
            if (record.Entry.Kind == Made) held.Add(TreatyJson.Read<MatchLock>(record.Entry.Body));
            else
            {
                var decision = TreatyJson.Read<LockTakenBack>(record.Entry.Body).Decision;
                held.RemoveAll(l => l.Decision == decision);
            }
        return [.. held];
    }
}

/// <param name="Decision">The decision whose locks no longer hold.</param>
public sealed record LockTakenBack(string Decision);
