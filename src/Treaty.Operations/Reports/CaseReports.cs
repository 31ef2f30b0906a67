namespace Treaty.Operations.Reports;

/// <summary>The open discrepancies as cases of a probable common cause each, the largest first.</summary>
public sealed record CasesReport(long Discrepancies, IReadOnlyList<CaseLine> Cases);

/// <summary>One case.</summary>
/// <param name="Id">The same as long as its kind and cause are.</param>
/// <param name="Dimension">What stands out: <c>file of a</c>, <c>date</c> …; empty where nothing does.</param>
/// <param name="Words">Why these are one case.</param>
public sealed record CaseLine(
    string Id, string Comparison, string Class, string Subject, string Definition, string Dimension, string Value, long Count,
    IReadOnlyList<AmountLine> Amounts, string Team, string Words);

/// <summary>One case with the discrepancies in it.</summary>
public sealed record CaseReport(CaseLine Line, IReadOnlyList<string> Ids);
