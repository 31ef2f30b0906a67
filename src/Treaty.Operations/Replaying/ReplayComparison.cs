using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Matching;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Replaying;

/// <summary>Makes a recorded comparison anew, whole, from the versions it was made from and by the decisions then on record.</summary>
internal sealed class ReplayComparison(MeshStore store, InForce inForce)
{
    /// <summary>Makes a feed's comparison in a session of its own.</summary>
    public async ValueTask<(IReadOnlyList<ReplayLine> Lines, IReadOnlyList<Finding> Findings)> OfFeedAsync(LedgerRecord record,
        StoredContent stored, CancellationToken cancel)
    {
        var manifest = TreatyJson.Read<ComparisonManifest>(record.Entry.Body);
        var comparison = StatusAuthority.Apply(inForce.Mesh, inForce.Mesh.Comparisons.First(c => Comparing.RefOf(c) == manifest.Ref),
            DateOnly.FromDateTime(record.Entry.At.UtcDateTime));
        var findings = new List<Finding>();
        foreach (var read in new[] { manifest.A, manifest.B }.Concat(manifest.Inputs).Distinct(StringComparer.Ordinal))
            await ReplayInputs.JudgeAsync(stored, comparison.Place, manifest.Ref, await VersionAsync(read, cancel).ConfigureAwait(false),
                findings, cancel).ConfigureAwait(false);
        if (findings.HasErrors()) return ([], findings);
        await using var session = await store.OpenSessionAsync(inForce.Mesh.Settings, [], writes: false, cancel).ConfigureAwait(false);
        await ShowSidesAsync(session, comparison, manifest, cancel).ConfigureAwait(false);
        await new ComparisonInputs(store, inForce.Mesh, session).ShowAsync(comparison, manifest, cancel).ConfigureAwait(false);
        var (lines, _) = await RunAsync(session, comparison, manifest, record.Number, ("side_a", "side_b"), cancel).ConfigureAwait(false);
        return (lines, []);
    }

    /// <summary>Makes a comparison in a session that shows its sides.</summary>
    /// <param name="number">The number of its record: decisions on record before it are obeyed.</param>
    /// <returns>A line a table, and the quoted relation of its groups.</returns>
    public async ValueTask<(IReadOnlyList<ReplayLine> Lines, string Groups)> RunAsync(IQuerySession session, Comparison comparison,
        ComparisonManifest manifest, long number, (string A, string B) views, CancellationToken cancel)
    {
        var locks = new MatchLocks(await store.Ledger.LocksAsync(manifest.Ref, cancel, number).ConfigureAwait(false));
        var plan = CompareSides.Plan(inForce.Mesh, comparison, $"replayed_{comparison.Id}_", views.A, views.B) with { Locks = locks };
        await RunSteps.Async(session, plan, cancel).ConfigureAwait(false);
        var lines = new List<ReplayLine>();
        var whole = manifest.Tables.All(t => t.Object != Comparing.Agreed);
        foreach (var (name, relation, columns) in whole ? ComparisonTables.Whole(plan) : ComparisonTables.Of(plan))
            lines.Add(new(manifest.Ref, name, "compared-anew", manifest.Table(name).Content, await TableContent.OfAsync(session,
                plan.Table(relation), columns.Select(c => c.Name), cancel).ConfigureAwait(false)));
        return (lines, plan.Table(Comparing.Groups));
    }

    private async ValueTask ShowSidesAsync(IQuerySession session, Comparison comparison, ComparisonManifest manifest,
        CancellationToken cancel)
    {
        var views = new InputViews(store, session);
        foreach (var (view, of, made) in new[] { ("side_a", comparison.A.Object, manifest.A), ("side_b", comparison.B.Object, manifest.B) })
        {
            var product = inForce.Mesh.Product(of)!;
            await views.ShowObjectAsync(Quote.Name(view), product, ComparisonRules.ObjectOf(product, of)!,
                await VersionAsync(made, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
        }
    }

    private async ValueTask<VersionManifest> VersionAsync(string made, CancellationToken cancel) =>
        await store.Ledger.VersionAsync(Reference.TryParse(made)!, cancel).ConfigureAwait(false)
            ?? throw new BackendException(BackendFault.Corrupt, $"version {made} is not on record", "restore the store from a backup");
}
