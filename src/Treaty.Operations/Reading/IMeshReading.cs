using Treaty.Core;
using Treaty.Core.Enforcement;
using Treaty.Core.Ownership;
using Treaty.Operations.Auditing;
using Treaty.Operations.Doctor;
using Treaty.Operations.Reports;

namespace Treaty.Operations.Reading;

/// <summary>
/// What console, API and command line read of a mesh in force. Every answer is of whole recorded versions. Ages are counted to the moment
/// given.
/// An unknown name is a null answer, never an exception.
/// </summary>
public interface IMeshReading : IDiscrepancyReading, ICloseReading, IContractReading
{
    ValueTask<MapReport> MapAsync(Moment moment, CancellationToken cancel);

    /// <param name="search">Words that must all occur in reference, title, purpose, columns or terms; null for everything.</param>
    ValueTask<CatalogReport> CatalogAsync(Moment moment, string? search, CancellationToken cancel);

    ValueTask<ProductReport?> ProductAsync(string reference, Moment moment, CancellationToken cancel);

    ValueTask<RunsReport> RunsAsync(int limit, CancellationToken cancel);

    ValueTask<RunReport?> RunAsync(string run, CancellationToken cancel);

    /// <summary>The pairs that a bridge can be drawn between: from, to, measures.</summary>
    ValueTask<IReadOnlyList<BridgePair>> BridgesAsync(CancellationToken cancel);

    /// <summary>The walk, with findings where the request cannot be met or the lines do not tie out.</summary>
    ValueTask<BridgeReport> BridgeAsync(BridgeRequest request, CancellationToken cancel);

    ValueTask<ExplainReport> ExplainAsync(string reference, string key, CancellationToken cancel);

    ValueTask<QueryReport> QueryAsync(string sql, int limit, CancellationToken cancel);

    /// <summary>Who decides what, on the day of the moment.</summary>
    ValueTask<RightsReport> RightsAsync(Moment moment, CancellationToken cancel);

    /// <param name="word">A term, a synonym, or <c>context.term</c>; null for every word.</param>
    ValueTask<TermsReport> TermsAsync(string? word, Moment moment, CancellationToken cancel);

    /// <summary>Who did and decided what, newest first.</summary>
    ValueTask<AuditReport> AuditAsync(AuditRequest request, CancellationToken cancel);

    /// <summary>What federation promises, measured from the ledger.</summary>
    ValueTask<Promises> PromisesAsync(Moment moment, CancellationToken cancel);

    /// <summary>Every declared clause, what holds someone to it, and what the records show.</summary>
    ValueTask<IReadOnlyList<JudgedClause>> ClausesAsync(Moment moment, CancellationToken cancel);

    /// <summary>The mesh examined for the eight failure modes, compared with how it stood after the run before the newest.</summary>
    ValueTask<ExaminationReport> DoctorAsync(Moment moment, CancellationToken cancel);

    ValueTask<ProposalsReport> ProposalsAsync(ProposalFilter filter, CancellationToken cancel);
}

public sealed record BridgePair(string From, string To, string Comparison, IReadOnlyList<string> Measures,
    IReadOnlyList<string> Currencies);
