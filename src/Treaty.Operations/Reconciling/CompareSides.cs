using Treaty.Core.Meshes;
using Treaty.Core.Findings;
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
/// <param name="Groups">The relation of the session that shows all its groups, quoted.</param>
public sealed record Compared(ComparisonManifest Manifest, IReadOnlyList<PreparedCommit> Commits, LedgerEntry Record, string Groups);

/// <summary>
/// Carries out one comparison in a session that shows both sides, and writes members, groups and discrepancies to the lake. Where it was
/// made before by the same rules, only the rows that have changed since and what they touch are compared; the result is the same.
/// </summary>
public sealed class CompareSides(MeshStore store, Mesh mesh, IQuerySession session, RunIdentity run)
{
    /// <summary>Hash of the documents that shape the comparison.</summary>
    public string Rules { get; init; } = "";

    /// <summary>The versions that it reads besides its sides, where no product version names them.</summary>
    public IReadOnlyList<VersionManifest> Read { get; init; } = [];

    /// <summary>The versions of what it reads besides its sides, by product.</summary>
    public IReadOnlyDictionary<string, VersionManifest> Inputs { get; init; } = new Dictionary<string, VersionManifest>();

    /// <param name="viewA">The view of side A's rows, not quoted.</param>
    /// <param name="versions">The versions that the views show.</param>
    public async ValueTask<Compared> RunAsync(
        Comparison comparison, string viewA, string viewB, string fingerprint, (VersionManifest A, VersionManifest B) versions,
        List<Finding> findings, CancellationToken cancel)
    {
        var reference = Comparing.RefOf(comparison);
        var locks = new MatchLocks(await store.Ledger.LocksAsync(reference, cancel).ConfigureAwait(false));
        var plan = Plan(mesh, comparison, comparison.Id + "_", viewA, viewB) with { Locks = locks };
        var last = await BeforeAsync(reference, cancel).ConfigureAwait(false);
        var (changes, whole) = last is null || Rules.Length == 0 ? (null, "") : last.Manifest.Rules != Rules ? (null, "its rules changed")
            : await new ChangedRows(store, mesh, session).FindAsync(plan, last, new(versions.A, versions.B, Inputs), cancel)
                .ConfigureAwait(false);
        var before = last?.Manifest;
        var made = changes is not null ? await ChangesAsync(changes, before!, findings, cancel).ConfigureAwait(false)
            : await WholeAsync(plan, findings, cancel).ConfigureAwait(false);
        plan = changes ?? plan;
        var newest = await ComparisonFigures.NewestAsync(session, plan, cancel).ConfigureAwait(false);
        var manifest = new ComparisonManifest(reference, run.Id, run.At, fingerprint, $"{versions.A.Ref}#{versions.A.Version}",
            $"{versions.B.Ref}#{versions.B.Version}", [.. made.Tables.Select(t => t.Manifest)], made.Figures.Classes, made.Figures.Proofs,
            made.Totals)
        {
            Rules = Rules, Locks = Hash(locks), Searches = made.Searches,
            Changes = changes is null ? 0 : before!.Changes + 1, NewestA = newest.A, NewestB = newest.B, Whole = whole,
        };
        manifest = manifest with
        {
            Inputs = [.. Read.Select(v => $"{v.Ref}#{v.Version}").Order(StringComparer.Ordinal)],
            Holidays = await ComparisonInputs.HolidaysAsync(session, comparison, cancel).ConfigureAwait(false),
            Controls = await ControlTotals.ReadAsync(session, plan, findings, cancel).ConfigureAwait(false),
        };
        findings.AddRange(SubsetsNotSearched.Judge(comparison, made.Searches));
        await ComparisonInputs.JudgeAsync(session, plan, findings, cancel).ConfigureAwait(false);
        return new(manifest, [.. made.Tables.Where(t => !WriteComparison.IsSame(t)).Select(t => t.Commit)],
            new LedgerEntry(RecordKind.Comparison, reference, run.Id, run.At, run.By, TreatyJson.Write(manifest)), made.Groups);
    }

    /// <summary>The last comparison; one whose decisions are no longer known as it obeyed them counts as made by other rules.</summary>
    private async ValueTask<ComparisonBefore?> BeforeAsync(string reference, CancellationToken cancel)
    {
        var records = await store.Ledger.ReadAsync(new(RecordKind.Comparison, reference, Last: true), cancel).ConfigureAwait(false);
        if (records is not [var record]) return null;
        var manifest = TreatyJson.Read<ComparisonManifest>(record.Entry.Body);
        var locks = new MatchLocks(await store.Ledger.LocksAsync(reference, cancel, record.Number).ConfigureAwait(false));
        return new(Hash(locks) == manifest.Locks ? manifest : manifest with { Rules = "" }, locks);
    }

    private static string Hash(MatchLocks locks) => locks.IsEmpty ? "" : InForce.Hash([locks.Text]);

    public static ComparisonPlan Plan(Mesh mesh, Comparison comparison, string prefix, string viewA, string viewB) =>
        ComparisonPlan.For(comparison, mesh.Product(comparison.A.Object)!, mesh.Product(comparison.B.Object)!, prefix, viewA, viewB);

    private sealed record Made(
        IReadOnlyList<WrittenTable> Tables, ComparisonFigures Figures, IReadOnlyList<MeasureTotals> Totals,
        IReadOnlyList<SearchLine> Searches, string Groups);

    private async ValueTask<Made> WholeAsync(ComparisonPlan plan, List<Finding> findings, CancellationToken cancel)
    {
        var write = new WriteComparison(store, mesh, session, run);
        var searches = await write.CompareAsync(plan, cancel).ConfigureAwait(false);
        var totals = await ComparisonFigures.TotalsAsync(session, mesh, plan, [], cancel).ConfigureAwait(false);
        var tables = await write.WholeAsync(plan, cancel).ConfigureAwait(false);
        await ConserveAsync(plan, findings, cancel).ConfigureAwait(false);
        var figures = await FiguresAsync(plan, cancel).ConfigureAwait(false);
        return new(tables, figures, totals, searches, plan.Table(Comparing.Groups));
    }

    private async ValueTask<Made> ChangesAsync(ComparisonPlan changes, ComparisonManifest before, List<Finding> findings,
        CancellationToken cancel)
    {
        var plan = ChangeSql.PartOf(changes);
        var simple = ChangeSql.IsSimple(plan);
        if (simple) await session.ExecuteAllAsync(ChangeSql.Gone(plan), cancel).ConfigureAwait(false);
        await session.ExecuteAllAsync(ChangeSql.Parts(changes), cancel).ConfigureAwait(false);
        await RunSteps.Async(session, plan, cancel).ConfigureAwait(false);
        var write = new WriteComparison(store, mesh, session, run);
        var tables = await write.ChangesAsync(plan, before, cancel).ConfigureAwait(false);
        await session.ExecuteAsync(ConservationSql.Sums(plan), cancel).ConfigureAwait(false);
        await ConserveAsync(plan, findings, cancel).ConfigureAwait(false);
        if (!simple) await session.ExecuteAllAsync(ChangeSql.Gone(plan), cancel).ConfigureAwait(false);
        var totals = await ComparisonFigures.TotalsAsync(session, mesh, plan, before.Totals, cancel).ConfigureAwait(false);
        var change = await AmountsAsync(ChangeSql.Amounts(plan), cancel).ConfigureAwait(false);
        var converted = await AmountsAsync(ChangeSql.Converted(changes), cancel).ConfigureAwait(false);
        findings.AddRange(Core.Reconciliation.Conservation.JudgeChange(plan.Comparison, change, (side, measure) =>
            converted.Where(c => c.Side == side && c.Measure == measure).Select(c => (decimal?)c.Amount).FirstOrDefault()
                ?? Of(totals, side, measure) - Of(before.Totals, side, measure)));
        var gone = await ComparisonFigures.ReadAsync(session, plan.Table("gone_groups"), plan.Table("gone_discrepancies"), cancel)
            .ConfigureAwait(false);
        var come = await FiguresAsync(plan, cancel).ConfigureAwait(false);
        tables = await write.SupersedeAsync(plan, before, tables, cancel).ConfigureAwait(false);
        await session.ExecuteAsync(ChangeSql.Merged(plan), cancel).ConfigureAwait(false);
        return new(tables, new ComparisonFigures(before.Classes, before.Proofs).Changed(gone, come), totals, [], plan.Table("merged"));

        static decimal Of(IReadOnlyList<MeasureTotals> totals, string side, string measure) =>
            totals.Where(t => t.Side == side && t.Measure == measure).Sum(t => t.Amount);
    }

    private async ValueTask<IReadOnlyList<(string Side, string Measure, decimal Amount)>> AmountsAsync(SqlText? select,
        CancellationToken cancel) => select is null ? []
        : [.. (await session.QueryAsync(select, 1000, cancel).ConfigureAwait(false)).Rows
            .Select(r => ((string)r[0]!, (string)r[1]!, EngineValues.Number(r[2]) ?? 0))];

    private ValueTask<ComparisonFigures> FiguresAsync(ComparisonPlan plan, CancellationToken cancel) =>
        ComparisonFigures.ReadAsync(session, plan.Table(Comparing.Groups), plan.Table(Comparing.Discrepancies), cancel);

    private async ValueTask ConserveAsync(ComparisonPlan plan, List<Finding> findings, CancellationToken cancel)
    {
        var counts = await session.QueryAsync(ConservationSql.Statement(plan), 100_000, cancel).ConfigureAwait(false);
        findings.AddRange(Core.Reconciliation.Conservation.Judge(plan.Comparison, counts.Rows.Select(ConservationCount.Read)));
    }
}
