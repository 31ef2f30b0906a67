using Treaty.Core.Enforcement;
using Treaty.Core.Meshes;
using Treaty.Core.Ownership;
using Treaty.Core;
using Treaty.Operations.Auditing;
using Treaty.Operations.Closing;
using Treaty.Operations.Contexts;
using Treaty.Operations.Contracts;
using Treaty.Operations.Doctor;
using Treaty.Operations.Doors;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>Who reads, and the clock by which it is remembered.</summary>
public sealed record Reader(string Who, Func<DateTimeOffset> Now);

/// <summary>All reading of one mesh in force.</summary>
/// <param name="reader">Null where reading is not remembered.</param>
public sealed class MeshReading(MeshStore store, InForce inForce, Reader? reader = null) : IMeshReading
{
    private readonly ExamineInForce _examine = new(store, inForce);

    public Mesh Mesh => inForce.Mesh;

    public MeshStore Store => store;

    public InForce InForce => inForce;

    /// <summary>Reads the mesh in force; null where none is.</summary>
    public static async ValueTask<MeshReading?> OpenAsync(MeshStore store, CancellationToken cancel, Reader? reader = null) =>
        await LoadInForce.FromLedgerAsync(store, cancel).ConfigureAwait(false) is { } inForce ? new(store, inForce, reader) : null;

    public ValueTask<MapReport> MapAsync(Moment moment, CancellationToken cancel) => new ReadCatalog(store, inForce.Mesh)
        .MapAsync(moment, cancel);

    public ValueTask<CatalogReport> CatalogAsync(Moment moment, string? search, CancellationToken cancel) =>
        new ReadCatalog(store, inForce.Mesh)
        .ListAsync(search, moment, cancel);

    public ValueTask<ProductReport?> ProductAsync(string reference, Moment moment, CancellationToken cancel) =>
        new ReadProduct(store, inForce.Mesh)
        .RunAsync(reference, moment, cancel);

    public ValueTask<RunsReport> RunsAsync(int limit, CancellationToken cancel) => new ReadRuns(store.Ledger).ListAsync(limit, cancel);

    public ValueTask<RunReport?> RunAsync(string run, CancellationToken cancel) => new ReadRuns(store.Ledger).OneAsync(run, cancel);

    public ValueTask<DiscrepanciesReport> DiscrepanciesAsync(DiscrepancyFilter filter, Moment moment, CancellationToken cancel) =>
        new ReadDiscrepancies(store, inForce.Mesh).RunAsync(filter, moment, cancel);

    public ValueTask<IdenticalReport> IdenticalAsync(string comparison, CancellationToken cancel) =>
        new ReadIdentical(store, inForce.Mesh).RunAsync(comparison, cancel);

    public ValueTask<ReplayReport> ReplayAsync(string run, IProgress<RunProgress>? progress, CancellationToken cancel) =>
        new Replaying.ReplayRun(store, progress).RunAsync(run, null, cancel);

    public ValueTask<ProposalsReport> ProposalsAsync(ProposalFilter filter, CancellationToken cancel) =>
        new ReadProposals(store, inForce.Mesh).RunAsync(filter, cancel);

    public ValueTask<DiscrepancyReport?> DiscrepancyAsync(string id, Moment moment, CancellationToken cancel) =>
        new ReadDiscrepancy(store, inForce).RunAsync(id, moment, cancel);

    public ValueTask<IReadOnlyList<CloseLine>> ClosesAsync(CancellationToken cancel) => new ReadCloses(store, inForce).ListAsync(cancel);

    public ValueTask<CloseDetailReport?> CloseAsync(string certificate, bool verify, CancellationToken cancel) =>
        new ReadCloses(store, inForce).ShowAsync(certificate, verify, cancel);

    public ValueTask<ShownContract?> ContractAsync(string reference, CancellationToken cancel) =>
        new(ShowContract.InForce(inForce.Mesh, inForce.Documents, reference));

    public ValueTask<ContractHistoryReport> ContractHistoryAsync(string reference, string? from, string? to, CancellationToken cancel) =>
        new ReadContractHistory(store.Ledger, inForce.Mesh).RunAsync(reference, from, to, cancel);

    /// <summary>A product's contract clause by clause.</summary>
    public ValueTask<ContractStatusReport> ContractStatusAsync(string reference, CancellationToken cancel) =>
        new ReadContractStatus(store.Ledger, inForce).RunAsync(reference, cancel);

    /// <summary>The rows that the newest versions hold back.</summary>
    public ValueTask<QuarantineReport> QuarantineAsync(QuarantineFilter filter, CancellationToken cancel) =>
        new ReadQuarantine(store, inForce.Mesh).RunAsync(filter, cancel);

    public ValueTask<HealthReport> HealthAsync(Moment moment, CancellationToken cancel) =>
        new ReadHealth(store, inForce.Mesh).RunAsync(moment, cancel);

    public ValueTask<IReadOnlyList<BridgePair>> BridgesAsync(CancellationToken cancel) => new ReadBridge(store, inForce.Mesh)
        .PairsAsync(cancel);

    public async ValueTask<BridgeReport> BridgeAsync(BridgeRequest request, CancellationToken cancel)
    {
        var report = await new ReadBehindLine(store, inForce).RunAsync(
            await new ReadBridge(store, inForce.Mesh).RunAsync(request, cancel).ConfigureAwait(false), cancel).ConfigureAwait(false);
        if (request is not { PeriodFrom: { } from, PeriodTo: { } to }) return report;
        var periods = new List<PeriodReport>();
        foreach (var end in new[] { request.From, request.To }.Select(Reference.TryParse).OfType<Reference>())
            if (await new ReadCloses(store, inForce).PeriodAsync(end, from, to, cancel)
                .ConfigureAwait(false) is { } period) periods.Add(period);
        return report with { Periods = periods };
    }

    public async ValueTask<ExplainReport> ExplainAsync(string reference, string key, CancellationToken cancel)
    {
        var report = await new ExplainRow(store, inForce.Mesh).RunAsync(reference, key, cancel).ConfigureAwait(false);
        return inForce.Mesh.Comparisons.FirstOrDefault(c => c.Ref == reference) is { } comparison
            ? report with { RuleText = inForce.RuleAt(comparison.Place) } : report;
    }

    public ValueTask<TermsReport> TermsAsync(string? word, Moment moment, CancellationToken cancel) =>
        new ReadTerms(inForce.Mesh, store.Engine, store.Ledger).RunAsync(word, moment.Day, cancel);

    public ValueTask<AuditReport> AuditAsync(AuditRequest request, CancellationToken cancel) =>
        new ReadAudit(store.Ledger).RunAsync(request, cancel);

    public ValueTask<IReadOnlyList<JudgedClause>> ClausesAsync(Moment moment, CancellationToken cancel) =>
        ReadEvidence.Of(store.Ledger, inForce).JudgeAsync(moment.Day, cancel);

    public ValueTask<ExaminationReport> DoctorAsync(Moment moment, CancellationToken cancel) =>
        _examine.RunAsync(moment, cancel);

    public ValueTask<Promises> PromisesAsync(Moment moment, CancellationToken cancel) =>
        new MeasurePromises(store.Ledger, inForce.Mesh).RunAsync(moment, cancel);

    public ValueTask<RightsReport> RightsAsync(Moment moment, CancellationToken cancel) =>
        new(new ReadRights(inForce.Mesh).Run(moment.Day));

    public ValueTask<QueryReport> QueryAsync(string sql, int limit, CancellationToken cancel) => QueryAsync(sql, [], limit, cancel);

    /// <summary>A query that was answered is remembered as a use of what it read, where the store can be written.</summary>
    public async ValueTask<QueryReport> QueryAsync(string sql, IReadOnlyList<string> asOf, int limit, CancellationToken cancel)
    {
        var report = await new RunQuery(store, inForce.Mesh).RunAsync(sql, asOf, limit, cancel).ConfigureAwait(false);
        if (reader is not null && !store.IsReadOnly && store.Use is { } use && report.Truth.Count > 0)
            await use.NoteAsync([.. report.Truth.Select(t => new ProductUse(DateOnly.FromDateTime(reader.Now().UtcDateTime), reader.Who,
                t.Ref))],
                cancel).ConfigureAwait(false);
        return report;
    }
}
