using Treaty.Core;
using Treaty.Core.Enforcement;
using Treaty.Core.Findings;
using Treaty.Core.Ownership;
using Treaty.Operations.Auditing;
using Treaty.Operations.Contracts;
using Treaty.Operations.Reading;
using Treaty.Operations.Reports;

namespace Treaty.Acceptance.Tests.OnTheConsole;

/// <summary>
/// An invented mesh with every state a page or view can meet: long names, other scripts, nothing published, nothing found, a thousand
/// discrepancies.
/// </summary>
/// <param name="more">So many contexts of ten products each besides.</param>
/// <param name="discrepancies">So many like ones in place of the thousand.</param>
internal sealed class SampleReading(int more = 0, int discrepancies = 0) : IMeshReading
{
    public static readonly DateTimeOffset Now = new(2026, 4, 2, 8, 30, 0, TimeSpan.Zero);

    public const string LastRun = "r-20260402-0630-7f3a";

    public ValueTask<MapReport> MapAsync(Moment moment, CancellationToken cancel) => new(SampleCatalog.Map with
    {
        Territories = [.. SampleCatalog.Map.Territories, .. More().GroupBy(e => e.Context).Select(g => new Territory(g.Key, "More", null, [.. g], []))],
        Flows = [.. SampleCatalog.Map.Flows, .. Enumerable.Range(0, Math.Max(0, more - 1)).Select(i => new Flow($"more{i}.p0", $"more{i + 1}.p1", false))],
    });

    private IEnumerable<CatalogEntry> More() => from context in Enumerable.Range(0, more)
        from product in Enumerable.Range(0, 10)
        select SampleCatalog.Entries[0] with { Ref = $"more{context}.p{product}", Context = $"more{context}", OpenDiscrepancies = 0 };

    public ValueTask<CatalogReport> CatalogAsync(Moment moment, string? search, CancellationToken cancel) =>
        new(new CatalogReport("order_to_cash", [.. SampleCatalog.Entries.Concat(More()).Where(e => search is null
            || search.Split(' ').All(word => $"{e.Ref} {e.Title} {e.Purpose}".Contains(word, StringComparison.OrdinalIgnoreCase)))]));

    public ValueTask<ProductReport?> ProductAsync(string reference, Moment moment, CancellationToken cancel) =>
        reference == "zone.broken" ? throw new Operations.Doors.BackendException(Operations.Doors.BackendFault.Unreachable,
            "the lake folder is gone", "bring it back, or run the mesh again")
        : reference == "zone.refused" ? throw new Operations.Doors.BackendException(Operations.Doors.BackendFault.Refused,
            "`soon` is no line of this bridge", "use one of missing-a, missing-b")
        : reference == "zone.bug" ? throw new InvalidOperationException("an inside detail")
        : new(SampleCatalog.Entries.FirstOrDefault(e => e.Ref == reference.Split('/', '#')[0]) is { } entry ? SampleProducts.Of(entry)
            : null);

    public ValueTask<RunsReport> RunsAsync(int limit, CancellationToken cancel) => new(new RunsReport([.. SampleRuns.Lines.Take(limit)]));

    public ValueTask<RunReport?> RunAsync(string run, CancellationToken cancel) => new(SampleRuns.All.FirstOrDefault(r => r.Run == run));

    public ValueTask<DiscrepanciesReport> DiscrepanciesAsync(DiscrepancyFilter filter, Moment moment, CancellationToken cancel) =>
        new(discrepancies == 0 ? SampleDiscrepancies.Of(filter) : new(discrepancies, [], [],
            [.. Enumerable.Repeat(SampleDiscrepancies.All[0], Math.Clamp(discrepancies - filter.Offset, 0, filter.Limit))], filter));

    public ValueTask<DiscrepancyReport?> DiscrepancyAsync(string id, Moment moment, CancellationToken cancel) =>
        new(SampleDiscrepancies.Whole(id));

    public ValueTask<HealthReport> HealthAsync(Moment moment, CancellationToken cancel) => new(SampleDiscrepancies.Health);

    public ValueTask<IReadOnlyList<BridgePair>> BridgesAsync(CancellationToken cancel) => new(SampleBridges.Pairs);

    public ValueTask<BridgeReport> BridgeAsync(BridgeRequest request, CancellationToken cancel) => new(SampleBridges.Of(request));

    public ValueTask<ExplainReport> ExplainAsync(string reference, string key, CancellationToken cancel) =>
        new(SampleRows.Explain(reference, key));

    public ValueTask<QueryReport> QueryAsync(string sql, int limit, CancellationToken cancel) => new(SampleRows.Query(sql));

    public ValueTask<TermsReport> TermsAsync(string? word, Moment moment, CancellationToken cancel) => new(SampleWords.Of(word));

    public ValueTask<AuditReport> AuditAsync(AuditRequest request, CancellationToken cancel) => new(SampleWords.Audit);

    public ValueTask<Promises> PromisesAsync(Moment moment, CancellationToken cancel) => new(SampleWords.Promises);

    public ValueTask<ProposalsReport> ProposalsAsync(ProposalFilter filter, CancellationToken cancel) => new(SampleWords.Proposals(filter));

    public ValueTask<IReadOnlyList<JudgedClause>> ClausesAsync(Moment moment, CancellationToken cancel) => new(SampleCloses.Clauses);

    public ValueTask<Operations.Doctor.ExaminationReport> DoctorAsync(Moment moment, CancellationToken cancel) => new(SampleDoctor.Report);

    public ValueTask<IReadOnlyList<CloseLine>> ClosesAsync(CancellationToken cancel) => new([SampleCloses.Line]);

    public ValueTask<CloseDetailReport?> CloseAsync(string certificate, bool verify, CancellationToken cancel) =>
        new(certificate == SampleCloses.Line.Id ? SampleCloses.Whole(verify) : null);

    public ValueTask<ShownContract?> ContractAsync(string reference, CancellationToken cancel) => new(SampleContracts.Shown(reference));

    public ValueTask<ContractStatusReport> ContractStatusAsync(string reference, CancellationToken cancel) =>
        new(SampleContracts.Status(reference));

    public ValueTask<ContractHistoryReport> ContractHistoryAsync(string reference, string? from, string? to, CancellationToken cancel) =>
        new(SampleContracts.History(reference, from, to));

    public ValueTask<QuarantineReport> QuarantineAsync(QuarantineFilter filter, CancellationToken cancel) =>
        new(SampleContracts.Quarantine(filter));

    public ValueTask<RightsReport> RightsAsync(Moment moment, CancellationToken cancel) => new(SampleRights.Of(moment.Day) is var few && more == 0 ? few
        : few with { Rows = [.. few.Rows, .. More().Select(e => few.Rows[0] with { Context = e.Context, Name = e.Ref })] });

    public static Finding Finding(string code, Severity severity, string? file, string sentence, string help) =>
        new(code, severity, file is null ? null : new SourcePlace(file, 14, 5), sentence, help);
}
