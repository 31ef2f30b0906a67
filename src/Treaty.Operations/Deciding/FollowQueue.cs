using Treaty.Core;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation.Decisions;
using Treaty.Operations.Doors;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Deciding;

/// <summary>
/// Brings the queue to where ledger, lake and mesh in force are: run by run and decision by decision in the order of the ledger, so that a
/// queue made from nothing is the same as one that followed all along.
/// </summary>
public sealed class FollowQueue(MeshStore store, Mesh mesh)
{
    private readonly DecisionRecords _decisions = new(store.Ledger);
    private readonly Dictionary<string, string> _teams = new(StringComparer.Ordinal);

    /// <summary>Does nothing where nothing has happened since.</summary>
    public async ValueTask RunAsync(Moment moment, CancellationToken cancel)
    {
        var position = await store.Queue.PositionAsync(cancel).ConfigureAwait(false);
        if (await IsCurrentAsync(position, moment, cancel).ConfigureAwait(false)) return;
        await using var change = await store.Queue.ChangeAsync(cancel).ConfigureAwait(false);
        position = await change.PositionAsync(cancel).ConfigureAwait(false);
        var triage = new Triage(mesh, moment.Day);
        if (position.Mesh != mesh.Hash || position.Day != moment.Day) await change.RouteAsync(facet => TeamOf(triage, facet), cancel)
            .ConfigureAwait(false);
        var records = await RecordsAsync(position.Number, cancel).ConfigureAwait(false);
        foreach (var record in records)
            if (record.Entry.Kind == RecordKind.Comparison) await TakeRunAsync(change, record, triage, cancel).ConfigureAwait(false);
            else await TakeStepAsync(change, record, triage, cancel).ConfigureAwait(false);
        await ExpireAsync(change, moment.Day, triage, cancel).ConfigureAwait(false);
        await change.CommitAsync(new(records.Count == 0 ? position.Number : records[^1].Number, moment.Day, mesh.Hash), cancel)
            .ConfigureAwait(false);
    }

    private async ValueTask<bool> IsCurrentAsync(QueuePosition position, Moment moment, CancellationToken cancel) =>
        position.Day == moment.Day && position.Mesh == mesh.Hash
            && (await RecordsAsync(position.Number, cancel).ConfigureAwait(false)).Count == 0;

    private async ValueTask<IReadOnlyList<LedgerRecord>> RecordsAsync(long after, CancellationToken cancel) =>
    [
        .. (await store.Ledger.ReadAsync(new(RecordKind.Comparison, After: after), cancel).ConfigureAwait(false))
            .Concat(await store.Ledger.ReadAsync(new(DecisionRecords.Decided, After: after), cancel).ConfigureAwait(false))
                .OrderBy(r => r.Number),
    ];

    private async ValueTask TakeRunAsync(IQueueChange change, LedgerRecord record, Triage triage, CancellationToken cancel)
    {
        var manifest = TreatyJson.Read<ComparisonManifest>(record.Entry.Body);
        await using var found = await FoundDiscrepancies.OpenAsync(store, mesh, manifest, cancel).ConfigureAwait(false);
        if (found is null) return; // an old run whose tables are no longer kept: the next one that is kept says what there is
        var before = (await store.Ledger.ReadAsync(new(RecordKind.Comparison, manifest.Ref), cancel).ConfigureAwait(false))
            .LastOrDefault(r => r.Number < record.Number) is { } last ? TreatyJson.Read<ComparisonManifest>(last.Entry.Body) : null;
        var merge = new MergeRun(manifest, record.Number, before is not null && (before.A, before.B) == (manifest.A, manifest.B));
        foreach (var part in found.Parts)
        {
            var known = await change.ItemsAsync(manifest.Ref, part, cancel).ConfigureAwait(false);
            var now = await found.PartAsync(part, cancel).ConfigureAwait(false);
            var ended = await found.ClassesAsync(MergeRun.Ended(known, now), cancel).ConfigureAwait(false);
            var (items, history) = merge.Part(known, now, ended);
            await change.SaveAsync([.. items.Select(i => Entry(i, triage))], history, cancel).ConfigureAwait(false);
        }
    }

    private async ValueTask TakeStepAsync(IQueueChange change, LedgerRecord record, Triage triage, CancellationToken cancel)
    {
        if (await _decisions.HeardAsync(record, cancel).ConfigureAwait(false) is not { } step) return;
        foreach (var lines in (await _decisions.ListAsync(step, cancel).ConfigureAwait(false)).Chunk(10_000))
        {
            var known = await change.FindAsync([.. lines.Select(l => l.Id)], cancel).ConfigureAwait(false);
            var byId = lines.ToDictionary(l => l.Id, StringComparer.Ordinal);
            var moved = known.Select(e => (Before: e.Item, After: e.Item with { Standing = Lifecycle.After(e.Item.Standing, step,
                byId[e.Item.Found.Id]) }))
                .Where(m => m.Before.Standing != m.After.Standing).ToList();
            await change.SaveAsync([.. moved.Select(m => Entry(m.After, triage))],
                [.. moved.Select(m => new QueueHistory(m.After.Found.Id, record.Number, step.At, step.By, "",
                    StepText.Of(step, m.After.Standing)))],
                cancel).ConfigureAwait(false);
        }
    }

    private async ValueTask ExpireAsync(IQueueChange change, DateOnly day, Triage triage, CancellationToken cancel)
    {
        var ending = await change.EndingAsync(cancel).ConfigureAwait(false);
        var moved = ending.Select(e => e.Item with { Standing = Lifecycle.On(e.Item.Standing, day) })
            .Zip(ending, (after, before) => (after, before)).Where(m => m.after.Standing != m.before.Item.Standing)
                .Select(m => Entry(m.after, triage));
        await change.SaveAsync([.. moved], [], cancel).ConfigureAwait(false);
    }

    private QueueEntry Entry(TrackedDiscrepancy item, Triage triage) => new(item, TeamOf(triage, QueueFacet.Of(item)));

    private string TeamOf(Triage triage, QueueFacet facet)
    {
        if (facet.Assigned.Length > 0) return facet.Assigned;
        var kind = $"{facet.Comparison}|{facet.Class}|{facet.Side}|{facet.Definition}";
        if (_teams.TryGetValue(kind, out var known)) return known;
        var comparison = mesh.Comparisons.FirstOrDefault(c => Comparing.RefOf(c) == facet.Comparison);
        return _teams[kind] = comparison is null ? "" : triage.Of(comparison, facet.Class, facet.Side, facet.Definition).Team ?? "";
    }
}
