using Treaty.Core.Findings;

namespace Treaty.Operations.Reports;

/// <summary>Records of the ledger, newest first.</summary>
/// <param name="Records">How many match in all.</param>
public sealed record AuditReport(long Records, IReadOnlyList<AuditLine> Lines);

/// <summary>One record: when, who, what was done to what, in words.</summary>
public sealed record AuditLine(long Number, DateTimeOffset At, string Kind, string Subject, string By, string Run, string What);

/// <summary>Whether the ledger is what was written, and whether everything in force got there by those who might decide it.</summary>
/// <param name="Head">The newest record's number and hash: kept elsewhere, it shows later that nothing before it was exchanged.</param>
/// <param name="Changes">How many changes of the mesh in force were judged again.</param>
/// <param name="Free">How many of them no principals decided, because none were in force.</param>
public sealed record VerificationReport(long Records, string Head, int Changes, int Free, IReadOnlyList<Finding> Findings)
{
    public bool Holds => !Findings.HasErrors();
}
