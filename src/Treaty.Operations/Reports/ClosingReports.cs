using Treaty.Core.Findings;
using Treaty.Core.Reconciliation.Closing;

namespace Treaty.Operations.Reports;

/// <summary>What a close came to: prepared, signed or refused.</summary>
/// <param name="Id">The certificate's id; empty where it was refused.</param>
/// <param name="Hash">What the signatures are over.</param>
/// <param name="SignedBy">Null while it waits for a second person.</param>
public sealed record CloseReport(
    string Product, string Period, string Id, string Hash, string? PreparedBy, string? SignedBy, Certificate? Certificate,
    IReadOnlyList<Finding> Findings)
{
    public bool Refused => Findings.HasErrors();
}

/// <summary>One close in the list.</summary>
/// <param name="Reopened">Why it no longer holds; null while it does.</param>
public sealed record CloseLine(
    string Id, string Product, string Period, string PreparedBy, string SignedBy, DateTimeOffset SignedAt,
        IReadOnlyList<CertifiedTotal> Totals,
    string? Reopened);

/// <summary>A close whole, and whether it can still be proved.</summary>
/// <param name="Checks">What was computed again, each with what came out; empty where that was not asked for.</param>
public sealed record CloseDetailReport(CloseLine Line, string Hash, Certificate Certificate, IReadOnlyList<CloseCheck> Checks,
    IReadOnlyList<Finding> Findings);

/// <param name="Holds">True where it is as the certificate says.</param>
public sealed record CloseCheck(string What, bool Holds, string Found);

/// <summary>What closed periods mean for a period that is looked at.</summary>
/// <param name="ClosedBy">The certificate that closed the period itself; null while it is open.</param>
/// <param name="Stated">What the period came to when it was closed.</param>
/// <param name="Restatements">What came to earlier, closed periods and is reported in this one.</param>
public sealed record PeriodReport(
    string Product, string Period, string? ClosedBy, IReadOnlyList<CertifiedTotal> Stated, IReadOnlyList<RestatedPeriod> Restatements);
