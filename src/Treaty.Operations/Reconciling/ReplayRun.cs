using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Matching;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reconciling;

/// <summary>
/// Proves what a run recorded: every comparison is made anew, whole, from the versions it was made from, by the documents then in
/// force and the
/// decisions then on record; every published table is read again. Nothing is written.
/// </summary>
public sealed class ReplayRun(MeshStore store)
{
    public static readonly FindingKind Unknown = new("TRY1500", Severity.Error, "a run is not on record");
    public static readonly FindingKind Differs = new("TRY1501", Severity.Error, "a replay comes to another content than was recorded");
    public static readonly FindingKind Impossible = new("TRY1502", Severity.Error, "a part of a run can no longer be replayed");

    /// <param name="run">The run's id, such as r000012.</param>
    public async ValueTask<ReplayReport> RunAsync(string run, CancellationToken cancel)
    {
        var lines = new List<ReplayLine>();
        var findings = new List<Finding>();
        var records = await store.Ledger.ReadAsync(new(Run: run), cancel).ConfigureAwait(false);
        if (records.Count == 0)
            findings.Add(Unknown.At(null, $"there is no run `{run}`", "name a run that `treaty audit` or the console lists, such as r000001"));
        foreach (var record in records)
            try
            {
                if (record.Entry.Kind == RecordKind.Comparison) lines.AddRange(await CompareAsync(record, cancel).ConfigureAwait(false));
                if (record.Entry.Kind == RecordKind.Version) lines.AddRange(await ReadAgainAsync(record, cancel).ConfigureAwait(false));
            }
            catch (BackendException e) when (e.Fault is BackendFault.Corrupt or BackendFault.Unreachable or BackendFault.Refused)
            {
                findings.Add(Impossible.At(null, $"`{record.Entry.Subject}` of {run} cannot be replayed: {e.Message}", e.Help));
            }
        findings.AddRange(lines.Where(l => !l.Equal).Select(l => Differs.At(null,
            $"`{l.Ref}` table `{l.Table}` was recorded as {l.Recorded} and comes to {l.Found}",
            "the store was changed from outside, or this program compares differently than the one that recorded it: restore a backup, or run again")));
        return new(run, lines, findings);
    }

    private async ValueTask<IReadOnlyList<ReplayLine>> CompareAsync(LedgerRecord record, CancellationToken cancel)
    {
        var manifest = TreatyJson.Read<ComparisonManifest>(record.Entry.Body);
        var inForce = await LoadInForce.AsOfAsync(store, record.Number, cancel).ConfigureAwait(false);
        var comparison = StatusAuthority.Apply(inForce.Mesh, inForce.Mesh.Comparisons.First(c => Comparing.RefOf(c) == manifest.Ref),
            DateOnly.FromDateTime(record.Entry.At.UtcDateTime));
        await using var session = await store.OpenSessionAsync(inForce.Mesh.Settings, [], writes: false, cancel).ConfigureAwait(false);
        await ShowAsync(session, inForce, comparison, manifest, cancel).ConfigureAwait(false);
        var locks = new MatchLocks(await store.Ledger.LocksAsync(manifest.Ref, cancel, record.Number).ConfigureAwait(false));
        var plan = CompareSides.Plan(inForce.Mesh, comparison, "replayed_", "side_a", "side_b") with { Locks = locks };
        await RunSteps.Async(session, plan, cancel).ConfigureAwait(false);
        var lines = new List<ReplayLine>();
        var whole = manifest.Tables.All(t => t.Object != Comparing.Agreed);
        foreach (var (name, relation, columns) in whole ? ComparisonTables.Whole(plan) : ComparisonTables.Of(plan))
        {
            var found = await ContentAsync(session, plan.Table(relation), columns.Select(c => c.Name), cancel).ConfigureAwait(false);
            lines.Add(new(manifest.Ref, name, "compared-anew", manifest.Table(name).Content, found));
        }
        return lines;
    }

    private async ValueTask ShowAsync(IQuerySession session, InForce inForce, Comparison comparison, ComparisonManifest manifest,
        CancellationToken cancel)
    {
        var views = new InputViews(store, session);
        foreach (var (view, of, made) in new[] { ("side_a", comparison.A.Object, manifest.A), ("side_b", comparison.B.Object, manifest.B) })
        {
            var product = inForce.Mesh.Product(of)!;
            var version = await store.Ledger.VersionAsync(Reference.TryParse(made)!, cancel).ConfigureAwait(false)
                ?? throw new BackendException(BackendFault.Corrupt, $"version {made} is not on record", "restore the store from a backup");
            await views.ShowObjectAsync(Quote.Name(view), product, ComparisonRules.ObjectOf(product, of)!, version, cancel)
                .ConfigureAwait(false);
        }
        await new ComparisonInputs(store, inForce.Mesh, session).ShowAsync(comparison, manifest, cancel).ConfigureAwait(false);
    }

    private async ValueTask<IReadOnlyList<ReplayLine>> ReadAgainAsync(LedgerRecord record, CancellationToken cancel)
    {
        var manifest = TreatyJson.Read<VersionManifest>(record.Entry.Body);
        var inForce = await LoadInForce.AsOfAsync(store, record.Number, cancel).ConfigureAwait(false);
        await using var session = await store.OpenSessionAsync(inForce.Mesh.Settings, [], writes: false, cancel).ConfigureAwait(false);
        var lines = new List<ReplayLine>();
        foreach (var table in manifest.Tables.Where(t => !t.Corrected))
        {
            var snapshot = await store.Lake.ReadAsync(table.Table, table.LakeVersion, cancel).ConfigureAwait(false)
                ?? throw new BackendException(BackendFault.Corrupt, $"table {table.Table} has no version {table.LakeVersion}",
                    "the lake was changed from outside; restore it from a backup");
            var columns = snapshot.Columns.Select(c => c.Name).Where(n => SystemColumns.All.All(s => s.Name != n));
            var found = snapshot.Files.Count == 0 ? ContentHash.Nothing
                : await ContentAsync(session, $"read_parquet({Quote.List(snapshot.Files.Select(f => f.Path))})", columns, cancel)
                    .ConfigureAwait(false);
            lines.Add(new($"{manifest.Ref}#{manifest.Version}", table.Object, "read-again", table.Content, found));
        }
        return lines;
    }

    private static async ValueTask<string> ContentAsync(IQuerySession session, string relation, IEnumerable<string> columns,
        CancellationToken cancel)
    {
        var row = (await session.QueryAsync(new SqlText(
            $"SELECT count(*), coalesce(sum(hash({string.Join(", ", columns.Select(Quote.Name))})::HUGEINT), 0)::VARCHAR FROM {relation}"), 1, cancel)
            .ConfigureAwait(false)).Rows[0];
        return ContentHash.Of(EngineValues.Count(row[0]), (string)row[1]!);
    }
}
