using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reconciling;

/// <summary>Writes the results of a comparison to the lake: whole tables, or what has changed beside what is there.</summary>
internal sealed class WriteComparison(MeshStore store, Mesh mesh, IQuerySession session, RunIdentity run)
{
    private const string Superseded = "superseded";

    private readonly WriteTable _write = new(store, session, run.Id, run.At);

    /// <summary>Carries out the comparison; agreeing groups go to the file of their table as they are found.</summary>
    public ValueTask<IReadOnlyList<SearchLine>> CompareAsync(ComparisonPlan plan, CancellationToken cancel) =>
        RunSteps.Async(session, plan, cancel, stream => _write.FileAsync(Table(plan, Comparing.Agreed),
            async path => await WriteAgreed.Async(session, stream, path, store.ScratchFolder, cancel).ConfigureAwait(false)));

    /// <summary>After <see cref="CompareAsync"/>: writes whole tables; the session then shows members and groups as they were
    /// written.</summary>
    public async ValueTask<IReadOnlyList<WrittenTable>> WholeAsync(ComparisonPlan plan, CancellationToken cancel)
    {
        var tables = new List<WrittenTable>();
        foreach (var table in ComparisonTables.Of(plan))
            tables.Add(table.Name == Comparing.Agreed ? await AgreedAsync(plan, table, cancel).ConfigureAwait(false)
                : await WriteAsync(plan, table, null, cancel).ConfigureAwait(false));
        return tables;
    }

    /// <summary>Adds the changed groups to each table; the session then shows them as they were written.</summary>
    public async ValueTask<IReadOnlyList<WrittenTable>> ChangesAsync(ComparisonPlan plan, ComparisonManifest before,
        CancellationToken cancel)
    {
        var tables = new List<WrittenTable>();
        foreach (var table in ComparisonTables.Of(plan))
            tables.Add(await WriteAsync(plan, table, before.Table(table.Name), cancel).ConfigureAwait(false));
        return tables;
    }

    /// <summary>Writes which groups were superseded, and accounts for what is gone with them; tables to which nothing came stay as they
    /// are. The table of superseded groups is last; its rows and content are those that this run has added.</summary>
    public async ValueTask<IReadOnlyList<WrittenTable>> SupersedeAsync(
        ComparisonPlan plan, ComparisonManifest before, IReadOnlyList<WrittenTable> changes, CancellationToken cancel)
    {
        IReadOnlyList<(string Name, string Type)> key = [("group_key", "VARCHAR")];
        var last = before.Table(Comparing.Groups).Superseded;
        var superseded = await _write.RunAsync(Table(plan, Superseded), Superseded, Typed(key), path => Copy(plan, Superseded, key, path),
            null, replace: last is null, null, cancel).ConfigureAwait(false);
        var by = last is not null && IsSame(superseded) ? last : new(superseded.Manifest.Table, superseded.Manifest.LakeVersion);
        var tables = new List<WrittenTable>();
        foreach (var (table, (_, relation, columns)) in changes.Zip(ComparisonTables.Of(plan)))
        {
            var gone = await TableContent.OfAsync(session, plan.Table("gone_" + relation), columns.Select(c => c.Name), cancel)
                .ConfigureAwait(false);
            var content = ContentHash.Minus(table.Manifest.Content, gone);
            var version = IsSame(table) ? before.Table(table.Manifest.Object).LakeVersion : table.Manifest.LakeVersion;
            tables.Add(table with
            {
                Manifest = table.Manifest with
                {
                    Content = content, Rows = ContentHash.Rows(content), Superseded = by, LakeVersion = version,
                },
            });
        }
        // Of a table that nothing is committed to, the version that is there.
        return [.. tables.Append(superseded with { Manifest = superseded.Manifest with { LakeVersion = by.LakeVersion } })];
    }

    /// <summary>True of a table that nothing is to be committed to.</summary>
    public static bool IsSame(WrittenTable table) => table.Commit.Commit is { Replace: false, Add.Count: 0 };

    /// <summary>The file is there; one read gives its content and what <see cref="ConservationSql"/> needs of it.</summary>
    private async ValueTask<WrittenTable> AgreedAsync(ComparisonPlan plan, ComparisonTable table, CancellationToken cancel)
    {
        var (name, _, columns) = table;
        await session.ExecuteAsync(ConservationSql.Sums(plan, [.. columns.Select(c => c.Name)]), cancel).ConfigureAwait(false);
        var sums = (await session.QueryAsync(ConservationSql.Content(plan), 1, cancel).ConfigureAwait(false)).Rows[0];
        return await _write.PrepareAsync(Table(plan, name), name, Typed(columns), null, replace: true,
            ContentHash.Of(EngineValues.Count(sums[0]), (string)sums[1]!), cancel).ConfigureAwait(false);
    }

    private async ValueTask<WrittenTable> WriteAsync(ComparisonPlan plan, ComparisonTable table, TableManifest? before,
        CancellationToken cancel)
    {
        var (name, relation, columns) = table;
        var file = "";
        var written = await _write.RunAsync(Table(plan, name), name, Typed(columns), path => Copy(plan, relation, columns, file = path),
            before, replace: before is null, null, cancel).ConfigureAwait(false);
        if (written.Commit.Commit.Add.Count > 0 && name is (Comparing.Agreed or Comparing.Groups or Comparing.Members))
            await session.ExecuteAsync(StoredSql.Written(plan.Table(relation), file), cancel).ConfigureAwait(false);
        return written;
    }

    private LakeTable Table(ComparisonPlan plan, string name)
    {
        var owner = mesh.Product(plan.Comparison.Owner)!;
        return new(owner.Ref.Context, owner.Ref.Product, owner.Major, $"{plan.Comparison.Id}__{name}");
    }

    private static SqlText Copy(ComparisonPlan plan, string relation, IReadOnlyList<(string Name, string Type)> columns, string path)
    {
        var list = string.Join(", ", columns.Select(c => Quote.Name(c.Name)));
        return new($"COPY (SELECT {list} FROM {plan.Table(relation)}) TO {Quote.Text(path)} (FORMAT parquet, COMPRESSION zstd)");
    }

    private static IReadOnlyList<TableColumn> Typed(IReadOnlyList<(string Name, string Type)> columns) =>
        [.. columns.Select(c => new TableColumn(c.Name, c.Type, LakeType(c.Type), true))];

    private static string LakeType(string engineType) => engineType switch
    {
        "VARCHAR" => "string",
        "BIGINT" => "long",
        "BOOLEAN" => "boolean",
        "DATE" => "date",
        _ => engineType.ToLowerInvariant().Replace(" ", "", StringComparison.Ordinal),
    };
}
