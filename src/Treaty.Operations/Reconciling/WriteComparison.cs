using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reconciling;

/// <summary>Writes the results of a comparison to the lake: whole tables, or what has changed beside what is there.</summary>
internal sealed class WriteComparison(MeshStore store, Mesh mesh, IQuerySession session, RunIdentity run)
{
    private const string Superseded = "superseded";

    private readonly WriteTable _write = new(store, session, run.Id, run.At);

    /// <summary>Writes whole tables; the session then shows members and groups as they were written.</summary>
    public async ValueTask<IReadOnlyList<WrittenTable>> WholeAsync(ComparisonPlan plan, CancellationToken cancel)
    {
        var tables = new List<WrittenTable>();
        foreach (var (name, relation, columns) in ComparisonTables.Of(plan))
        {
            var file = "";
            tables.Add(await _write.RunAsync(Table(plan, name), name, Typed(columns), path => Copy(plan, relation, columns, file = path),
                null, replace: true, null, cancel).ConfigureAwait(false));
            if (tables[^1].Manifest.Rows > 0 && name is (Comparing.Agreed or Comparing.Groups or Comparing.Members))
                await session.ExecuteAsync(StoredSql.Written(plan.Table(relation), file), cancel).ConfigureAwait(false);
        }
        return tables;
    }

    /// <summary>Adds the changed groups to each table, and their keys to the table of superseded ones.</summary>
    public async ValueTask<IReadOnlyList<WrittenTable>> ChangesAsync(
        ComparisonPlan plan, ComparisonManifest before, CancellationToken cancel)
    {
        var first = before.Table(Comparing.Groups).Superseded is null;
        IReadOnlyList<(string Name, string Type)> key = [("group_key", "VARCHAR")];
        var superseded = await _write.RunAsync(Table(plan, Superseded), Superseded, Typed(key), path => Copy(plan, Superseded, key, path),
            null, replace: first, null, cancel).ConfigureAwait(false);
        var by = new SupersededTable(superseded.Manifest.Table, superseded.Manifest.LakeVersion);
        var tables = new List<WrittenTable>();
        foreach (var (name, relation, columns) in ComparisonTables.Of(plan))
        {
            var was = before.Table(name);
            var added = await _write.RunAsync(Table(plan, name), name, Typed(columns), path => Copy(plan, relation, columns, path), was,
                replace: false, null, cancel).ConfigureAwait(false);
            var content = ContentHash.Minus(added.Manifest.Content, await GoneAsync(plan, relation, columns, cancel).ConfigureAwait(false));
            tables.Add(added with
            {
                Manifest = added.Manifest with { Content = content, Rows = ContentHash.Rows(content), Superseded = by },
            });
        }
        return [.. tables, superseded];
    }

    /// <summary>The content of the rows whose groups are superseded.</summary>
    private async ValueTask<string> GoneAsync(ComparisonPlan plan, string relation, IReadOnlyList<(string Name, string Type)> columns,
        CancellationToken cancel)
    {
        var row = (await session.QueryAsync(new SqlText(
            $"""
            SELECT count(*), coalesce(sum(hash({string.Join(", ", columns.Select(c => Quote.Name(c.Name)))})::HUGEINT), 0)::VARCHAR
            FROM {plan.Table("before_" + relation)}
            WHERE group_key IN (SELECT group_key FROM {plan.Table(Superseded)})
            """), 1, cancel).ConfigureAwait(false)).Rows[0];
        return ContentHash.Of(EngineValues.Count(row[0]), (string)row[1]!);
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
