using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Matching;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reconciling;

/// <summary>A comparison made but not yet visible.</summary>
public sealed record Compared(ComparisonManifest Manifest, IReadOnlyList<PreparedCommit> Commits, LedgerEntry Record);

/// <summary>Carries out one comparison in a session that shows both sides, and writes members, groups and discrepancies to the
/// lake.</summary>
public sealed class CompareSides(MeshStore store, Mesh mesh, IQuerySession session, RunIdentity run)
{
    /// <summary>Hash of the documents that hold the comparison's rules.</summary>
    public string Rules { get; init; } = "";

    /// <param name="viewA">The view of side A's rows, not quoted.</param>
    public async ValueTask<Compared> RunAsync(
        Comparison comparison, string viewA, string viewB, string fingerprint, (string A, string B) versions, List<Finding> findings,
            CancellationToken cancel)
    {
        var locks = new MatchLocks(await store.Ledger.LocksAsync(Comparing.RefOf(comparison), cancel).ConfigureAwait(false));
        var plan = Plan(mesh, comparison, comparison.Id + "_", viewA, viewB) with { Locks = locks };
        var searches = await StepsAsync(plan, cancel).ConfigureAwait(false);
        var totals = await TotalsAsync(comparison, viewA, viewB, cancel).ConfigureAwait(false);
        var counts = await session.QueryAsync(ConservationSql.Statement(plan), 100_000, cancel).ConfigureAwait(false);
        findings.AddRange(Core.Reconciliation.Conservation.Judge(comparison, counts.Rows.Select(ConservationCount.Read)));
        var tables = new List<WrittenTable>();
        foreach (var (name, columns) in Tables(plan)) tables.Add(await WriteAsync(plan, name, columns, cancel).ConfigureAwait(false));
        var reference = Comparing.RefOf(comparison);
        var manifest = new ComparisonManifest(reference, run.Id, run.At, fingerprint, versions.A, versions.B,
            [.. tables.Select(t => t.Manifest)],
            await ClassesAsync(plan, cancel).ConfigureAwait(false), await ProofsAsync(plan, cancel).ConfigureAwait(false), totals)
        {
            Rules = Rules, Locks = locks.Text.Length == 0 ? "" : InForce.Hash([locks.Text]), Searches = searches,
        };
        return new(manifest, [.. tables.Select(t => t.Commit)], new LedgerEntry(RecordKind.Comparison, reference, run.Id, run.At, run.By,
            TreatyJson.Write(manifest)));
    }

    public static ComparisonPlan Plan(Mesh mesh, Comparison comparison, string prefix, string viewA, string viewB) =>
        ComparisonPlan.For(comparison, mesh.Product(comparison.A.Object)!, mesh.Product(comparison.B.Object)!, prefix, viewA, viewB);

    /// <summary>Runs the steps in order; work on numbers is fed row by row.</summary>
    private async ValueTask<IReadOnlyList<SearchLine>> StepsAsync(ComparisonPlan plan, CancellationToken cancel)
    {
        var searches = new List<SearchLine>();
        foreach (var step in ComparisonSql.Steps(plan))
        {
            if (step.Sql is { } sql) await session.ExecuteAsync(sql, cancel).ConfigureAwait(false);
            if (step.Work is not { } work) continue;
            for (var i = 0; i < work.Reads.Count; i++)
            {
                var read = i;
                await session.ScanAsync(work.Reads[i], row => work.Take(read, row), cancel).ConfigureAwait(false);
            }
            await session.AppendAsync(work.Table, work.Results(), cancel).ConfigureAwait(false);
            if (work.Searched is var (pass, f))
                searches.Add(new(pass, f.Blocks, f.Rows, f.Candidates, f.Confirmed, f.Several, f.Chance, f.NotSearchedBlocks,
                    f.NotSearchedRows, f.LargestBlock));
        }
        return searches;
    }

    private static IEnumerable<(string Name, IReadOnlyList<(string Name, string Type)> Columns)> Tables(ComparisonPlan plan) =>
    [
        (Comparing.Members, ComparisonSql.MemberColumns(plan)), (Comparing.Groups, ComparisonSql.GroupColumns(plan)),
            (Comparing.Discrepancies, ComparisonSql.DiscrepancyColumns(plan)),
        .. plan.Proposes ? [(Comparing.Proposals, ComparisonSql.ProposalColumns(plan))]
            : Enumerable.Empty<(string, IReadOnlyList<(string, string)>)>(),
    ];

    private async ValueTask<WrittenTable> WriteAsync(ComparisonPlan plan, string name, IReadOnlyList<(string Name, string Type)> columns,
        CancellationToken cancel)
    {
        var comparison = plan.Comparison;
        var owner = mesh.Product(comparison.Owner)!;
        var table = new LakeTable(owner.Ref.Context, owner.Ref.Product, owner.Major, $"{comparison.Id}__{name}");
        var list = string.Join(", ", columns.Select(c => Quote.Name(c.Name)));
        return await new WriteTable(store, session, run.Id, run.At).RunAsync(
            table, name, [.. columns.Select(c => new TableColumn(c.Name, c.Type, LakeType(c.Type), true))],
            path => new SqlText($"COPY (SELECT {list} FROM {plan.Table(name)}) TO {Quote.Text(path)} (FORMAT parquet, COMPRESSION zstd)"),
                null, replace: true, null, cancel).ConfigureAwait(false);
    }

    private static string LakeType(string engineType) => engineType switch
    {
        "VARCHAR" => "string",
        "BIGINT" => "long",
        "BOOLEAN" => "boolean",
        "DATE" => "date",
        _ => engineType.ToLowerInvariant().Replace(" ", "", StringComparison.Ordinal),
    };

    private async ValueTask<IReadOnlyList<MeasureTotals>> TotalsAsync(Comparison comparison, string viewA, string viewB,
        CancellationToken cancel)
    {
        var totals = new List<MeasureTotals>();
        foreach (var measure in comparison.Measures)
            foreach (var (side, view) in new[] { (Side.A, viewA), (Side.B, viewB) })
            {
                var product = mesh.Product(comparison.On(side).Object)!;
                var resolved = product.Contract.Measure(side == Side.A ? measure.A : measure.B)!;
                var rows = await session.QueryAsync(MeasureSql.Totals(resolved, product.Contract.Object(resolved.Object)!, Quote.Name(view),
                    comparison.TimeZone), 1000, cancel).ConfigureAwait(false);
                totals.AddRange(rows.Rows.Select(r => new MeasureTotals(measure.Name, side == Side.A ? "a" : "b", (string?)r[0] ?? "",
                    EngineValues.Number(r[1])
                    ?? 0)));
            }
        return totals;
    }

    private async ValueTask<IReadOnlyList<ClassCount>> ClassesAsync(ComparisonPlan plan, CancellationToken cancel)
    {
        var groups = await session.QueryAsync(new SqlText($"SELECT class, count(*) FROM {plan.Table(Comparing.Groups)} GROUP BY 1"), 100,
            cancel)
            .ConfigureAwait(false);
        var found = await session.QueryAsync(new SqlText(
            $"SELECT class, coalesce(currency, ''), count(*), coalesce(sum(amount), 0), coalesce(sum(gross), 0) FROM {plan.Table(Comparing.Discrepancies)} GROUP BY 1, 2 ORDER BY 1, 2"), 10_000, cancel).ConfigureAwait(false);
        return
        [
            .. Enum.GetValues<DiscrepancyClass>().Select(c => c.Text()).Select(name => new ClassCount(
                    name, groups.Rows.Where(r => (string)r[0]! == name).Sum(r => EngineValues.Count(r[1])),
                    found.Rows.Where(r => (string)r[0]! == name).Sum(r => EngineValues.Count(r[2])),
                    [.. found.Rows.Where(r => (string)r[0]! == name).Select(r =>
                        new AmountLine((string)r[1]!, EngineValues.Number(r[3]) ?? 0, EngineValues.Number(r[4]) ?? 0))]))
                .Where(c => c.Groups > 0 || c.Discrepancies > 0),
        ];
    }

    private async ValueTask<IReadOnlyList<ProofCount>> ProofsAsync(ComparisonPlan plan, CancellationToken cancel)
    {
        var rows = await session.QueryAsync(new SqlText($"SELECT class, proof, count(*) FROM {plan.Table(Comparing.Groups)} GROUP BY 1, 2 ORDER BY 1, 2"), 100,
            cancel).ConfigureAwait(false);
        return [.. rows.Rows.Select(r => new ProofCount((string)r[0]!, (string)r[1]!, EngineValues.Count(r[2])))];
    }
}
