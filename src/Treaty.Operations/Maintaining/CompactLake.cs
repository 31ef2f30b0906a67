using System.Globalization;
using Treaty.Core;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Planning;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Maintaining;

/// <summary>
/// Merges the small files of tables into large ones. The rows, their states and the content of every version stay as they are; only readers
/// open fewer files. Committed like a publish: whole, by a recorded run, finished by the next one after a crash.
/// </summary>
public sealed class CompactLake(MeshStore store, Mesh mesh)
{
    /// <summary>Files are merged up to about this size; larger ones are left alone.</summary>
    public const long WantedBytes = 128L << 20;

    /// <param name="products">By reference; all where none is named.</param>
    public async ValueTask<MaintenanceReport> RunAsync(
        IReadOnlyList<string> products, Actor actor, bool dryRun, Moment moment, CancellationToken cancel)
    {
        var refusals = MaintenanceRun.Refusals(mesh, actor, products, moment);
        if (refusals.Count > 0) return new("", "compact", moment.Now, actor.Id, dryRun, [], [], refusals);
        await using var maintenance = await MaintenanceRun.BeginAsync(store, actor, "compaction", moment, cancel).ConfigureAwait(false);
        var tables = new List<MaintainedTable>();
        foreach (var version in (await store.Ledger.NewestVersionsAsync(cancel)
            .ConfigureAwait(false)).Values.OrderBy(v => v.Ref, StringComparer.Ordinal)
            .Where(v => products.Count == 0 || products.Contains(v.Ref)))
            tables.AddRange(await ProductAsync(version, maintenance.Run, dryRun, cancel).ConfigureAwait(false));
        var report = new MaintenanceReport(tables.Count == 0 || dryRun ? "" : maintenance.Run.Id, "compact", moment.Now, actor.Id, dryRun, tables,
            [], []);
        if (report.Run != "")
            await store.Ledger.AppendAsync([MaintenanceRun.Entry(mesh, maintenance.Run, report)], CancellationToken.None)
                .ConfigureAwait(false);
        return report;
    }

    private async ValueTask<IReadOnlyList<MaintainedTable>> ProductAsync(VersionManifest version, RunIdentity run, bool dryRun,
        CancellationToken cancel)
    {
        var (done, commits, manifests) = (new List<MaintainedTable>(), new List<PreparedCommit>(), new List<TableManifest>());
        await using var session = await store.OpenSessionAsync(mesh.Settings, [], writes: true, cancel).ConfigureAwait(false);
        foreach (var table in version.Tables)
        {
            var snapshot = await store.Lake.ReadAsync(table.Table, null, cancel).ConfigureAwait(false);
            // A table that is ahead of its newest version was written by something else; it is not ours to tidy.
            var groups = snapshot is null || snapshot.Version != table.LakeVersion ? [] : Groups(snapshot.Files);
            if (groups.Count == 0)
            {
                manifests.Add(table);
                continue;
            }
            done.Add(new(table.Table.ToString(), groups.Sum(g => g.Count), groups.Sum(g => g.Sum(f => f.Bytes)), groups.Count));
            if (dryRun) continue;
            var commit = await MergeAsync(session, table.Table, snapshot!, groups, run, cancel).ConfigureAwait(false);
            commits.Add(commit);
            manifests.Add(table with { LakeVersion = commit.Becomes });
        }
        if (commits.Count == 0) return done;
        // The same version in other files: its number, instant and content stay.
        var step = new PreparedStep(version.Ref, run.Id, run.At, run.By, commits,
            [new LedgerEntry(RecordKind.Version, version.Ref, run.Id, run.At, run.By,
                TreatyJson.Write(version with { Tables = manifests }))]);
        await new CommitSteps(store).CommitAsync(step, cancel).ConfigureAwait(false);
        return done;
    }

    /// <summary>Neighbours in the order of the table that together stay below the wanted size; only groups of several files.</summary>
    private static List<List<LakeFile>> Groups(IReadOnlyList<LakeFile> files)
    {
        var (groups, open, bytes) = (new List<List<LakeFile>>(), new List<LakeFile>(), 0L);
        foreach (var file in files.Where(f => f.Bytes < WantedBytes / 2))
        {
            if (bytes + file.Bytes > WantedBytes)
            {
                groups.Add(open);
                (open, bytes) = ([], 0);
            }
            open.Add(file);
            bytes += file.Bytes;
        }
        groups.Add(open);
        return [.. groups.Where(g => g.Count > 1)];
    }

    private async ValueTask<PreparedCommit> MergeAsync(IQuerySession session, LakeTable table, LakeSnapshot snapshot,
        List<List<LakeFile>> groups, RunIdentity run, CancellationToken cancel)
    {
        var folder = store.Lake.DataFolder(table);
        var columns = snapshot.Columns.Select(c => new TableColumn(c.Name, CompactSql.EngineType(c.Type), c.Type, c.Nullable)).ToList();
        var add = new List<LakeFile>();
        foreach (var group in groups)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"part-{run.Id}-{add.Count + 1}.parquet");
            var (path, from) = (Path.Combine(folder, name), group.Select(f => f.Path).ToList());
            var typed = columns.Select(c => (c.Name, c.EngineType)).ToList();
            await session.ExecuteAsync(CompactSql.Merge(from, path, typed), cancel).ConfigureAwait(false);
            var same = (await session.QueryAsync(CompactSql.Same(from, path, typed), 1, cancel).ConfigureAwait(false)).Scalar;
            if (same is not true)
                throw new BackendException(BackendFault.Corrupt, $"merging files of table {table} would change its rows",
                    "nothing was changed; this is a fault of treaty, please report it with this message");
            add.Add(await new WriteTable(store, session, run.Id, run.At).DescribeAsync(path, columns, cancel).ConfigureAwait(false));
        }
        var commit = new LakeCommit(run.Id, run.At, snapshot.Columns, add, Replace: false, snapshot.Version)
        {
            Remove = [.. groups.SelectMany(g => g).Select(f => Path.GetRelativePath(folder, f.Path).Replace('\\', '/'))], DataChange = false,
        };
        return new(table, commit, snapshot.Version + 1);
    }
}
