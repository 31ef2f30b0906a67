using Treaty.Core;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Operations.Closing;
using Treaty.Operations.Doors;
using Treaty.Operations.Planning;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Maintaining;

/// <summary>
/// Deletes files that no version within retention, no held or certified version and no newest version reads. What will no longer be
/// readable is
/// recorded first, then deleted: after a crash between the two the next vacuum deletes the rest.
/// </summary>
public sealed class VacuumLake(MeshStore store, Mesh mesh)
{
    public async ValueTask<MaintenanceReport> RunAsync(Actor actor, bool dryRun, Moment moment, CancellationToken cancel)
    {
        var refusals = MaintenanceRun.Refusals(mesh, actor, [], moment);
        if (refusals.Count > 0) return new("", "vacuum", moment.Now, actor.Id, dryRun, [], [], refusals);
        await using var maintenance = await MaintenanceRun.BeginAsync(store, actor, "vacuum", moment, cancel).ConfigureAwait(false);
        var all = await VersionTables.AllAsync(store.Ledger, cancel).ConfigureAwait(false);
        var pinned = (await store.Ledger.PinsAsync(cancel)
            .ConfigureAwait(false)).SelectMany(p => p.Versions).ToHashSet(StringComparer.Ordinal);
        var keep = Retention.Keep([.. all.Select(v => v.Version)], pinned, moment.Now, mesh.Settings.RetentionDays);
        var gone = await store.Ledger.RemovedVersionsAsync(cancel).ConfigureAwait(false);
        var tables = Tables(all, keep);
        foreach (var (table, versions) in await store.Ledger.PinnedTablesAsync(cancel).ConfigureAwait(false))
            if (tables.TryGetValue(table, out var kept)) kept.UnionWith(versions);
        var (found, removed) = (new List<MaintainedTable>(), new SortedSet<string>(StringComparer.Ordinal));
        foreach (var (table, versions) in tables)
        {
            var vacuum = await store.Lake.VacuumAsync(table, versions, dryRun: true, cancel).ConfigureAwait(false);
            if (vacuum.Files > 0) found.Add(new(table.ToString(), vacuum.Files, vacuum.Bytes, 0));
            removed.UnionWith(Unreadable(all, keep, table, vacuum).Where(version => !gone.ContainsKey(version)));
        }
        var report = new MaintenanceReport(found.Count == 0 || dryRun ? "" : maintenance.Run.Id, "vacuum", moment.Now, actor.Id, dryRun, found,
            [.. removed], []);
        if (report.Run == "") return report;
        await store.Ledger.AppendAsync([MaintenanceRun.Entry(mesh, maintenance.Run, report)], cancel).ConfigureAwait(false);
        foreach (var (table, versions) in tables) await store.Lake.VacuumAsync(table, versions, dryRun: false, cancel)
            .ConfigureAwait(false);
        return report;
    }

    /// <summary>Per table the versions to keep.</summary>
    private static SortedDictionary<LakeTable, HashSet<long>> Tables(IReadOnlyList<VersionTables> all, IReadOnlySet<KeptVersion> keep)
    {
        var tables = new SortedDictionary<LakeTable, HashSet<long>>(
            Comparer<LakeTable>.Create((a, b) => string.CompareOrdinal(a.ToString(), b.ToString())));
        foreach (var version in all)
            foreach (var table in version.Tables)
            {
                Add(table.Table, table.LakeVersion, keep.Contains(version.Version));
                if (table.Superseded is { } by) Add(by.Table, by.LakeVersion, keep.Contains(version.Version));
            }
        return tables;

        void Add(LakeTable table, long version, bool kept)
        {
            if (!tables.TryGetValue(table, out var versions)) tables[table] = versions = [];
            if (kept) versions.Add(version);
        }
    }

    /// <summary>The product versions that cannot be read without what the vacuum deletes; one whose files were merged stands in
    /// others.</summary>
    private static IEnumerable<string> Unreadable(
        IReadOnlyList<VersionTables> all, IReadOnlySet<KeptVersion> keep, LakeTable table, LakeVacuum vacuum)
    {
        var kept = keep.Select(v => v.Name).ToHashSet(StringComparer.Ordinal);
        return all.Where(v => v.Version.Number > 0 && !kept.Contains(v.Version.Name)
                && v.Tables.Any(t => t.Table == table && vacuum.MakesUnreadable(t.LakeVersion)))
            .Select(v => v.Version.Name);
    }
}
