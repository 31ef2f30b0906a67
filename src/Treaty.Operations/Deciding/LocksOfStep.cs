using System.Collections.Immutable;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Decisions;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Deciding;

/// <summary>
/// The locks that a step makes or takes back. A manual match puts all rows behind the discrepancies of one proposal together, or
/// where they are no match keeps those of A apart from those of B; a duplicate that is none keeps the rows of its side apart.
/// </summary>
internal sealed class LocksOfStep(MeshStore store, Mesh mesh)
{
    public static readonly FindingKind OneSided = new("TRY1423", Severity.Error, "a decision about a pair names rows of one side only");

    /// <returns>The entries; or why none can be made.</returns>
    public async ValueTask<(IReadOnlyList<LedgerEntry> Entries, Finding? Refusal)> EntriesAsync(DecisionStep step,
        IReadOnlyList<TrackedDiscrepancy> items,
        CancellationToken cancel)
    {
        LedgerEntry Entry(string kind, string comparison, string body) => new(kind, comparison, "", step.At, step.By, body);
        var entries = items.Where(i => TakesBack(step, i)).Select(i => (i.Found.Comparison, i.Standing.Decision)).Distinct()
            .Select(back => Entry(LockRecords.TakenBack, back.Comparison, TreatyJson.Write(new LockTakenBack(back.Decision!)))).ToList();
        if (step.Kind is not (StepKind.Approve or StepKind.Resolve)) return (entries, null);
        var locking = items.Where(i => i.Standing.State != DiscrepancyState.Approved && KindOf(step, i) is { } kind && kind.Locks());
        foreach (var match in locking.GroupBy(i => (i.Found.Comparison, Kind: KindOf(step, i)!.Value, Together: Together(step, i))))
            foreach (var made in await MadeAsync(step, match.Key.Kind, match.Key.Comparison, [.. match], cancel).ConfigureAwait(false))
            {
                if (match.Key.Kind.Pairs() && (made.RowsA.IsEmpty || made.RowsB.IsEmpty))
                    return ([], OneSided.At(null, $"only rows of side {(made.RowsA.IsEmpty ? "b" : "a")} are named, and it is about rows of both",
                        step.Kind == StepKind.Approve ? $"approve all that was proposed with it: `{match.Key.Together}`" : "name the discrepancies of both rows"));
                entries.Add(Entry(LockRecords.Made, match.Key.Comparison, TreatyJson.Write(made)));
            }
        return (entries, null);
    }

    private static ResolutionKind? KindOf(DecisionStep step, TrackedDiscrepancy item) => step.Resolution ?? item.Standing.Proposal?.Kind;

    private static string Together(DecisionStep step, TrackedDiscrepancy item) =>
        KindOf(step, item)?.Pairs() == true ? item.Standing.Proposal?.Decision ?? step.Decision : item.Found.Id;

    private static bool TakesBack(DecisionStep step, TrackedDiscrepancy item) =>
        step.Kind is StepKind.Undo or StepKind.Reopen && item.Standing.Proposal?.Kind.Locks() == true && item.Standing.Decision is not null;

    private async ValueTask<IReadOnlyList<MatchLock>> MadeAsync(
        DecisionStep step, ResolutionKind kind, string comparison, IReadOnlyList<TrackedDiscrepancy> items, CancellationToken cancel)
    {
        if (await store.Ledger.ComparisonAsync(comparison, cancel).ConfigureAwait(false) is not { } manifest) return [];
        await using var session = await store.OpenSessionAsync(mesh.Settings, [], writes: false, cancel).ConfigureAwait(false);
        await new ComparisonViews(store, session).ShowAsync("", manifest, cancel, Comparing.Members).ConfigureAwait(false);
        var rows = await session.QueryAsync(new SqlText(
            $"""
            SELECT side, row_id
            FROM members
            WHERE group_key IN (SELECT unnest({Quote.List(items.Select(i => i.Found.GroupKey))}))
            ORDER BY side, row_id
            """), int.MaxValue, cancel).ConfigureAwait(false);
        ImmutableArray<long> Of(string side) => [.. rows.Rows.Where(r => (string)r[0]! == side).Select(r => (long)r[1]!)];
        if (kind.Pairs())
            return [new(comparison, Of("a"), Of("b"), step.Decision, kind == ResolutionKind.ManualMatch ? LockKind.Match : LockKind.NoMatch)];
        var copies = items[0].Found.Side;
        return [new(comparison, copies == "a" ? Of("a") : [], copies == "b" ? Of("b") : [], step.Decision, LockKind.NoMatch)];
    }
}
