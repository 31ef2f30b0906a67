using Treaty.Core.Findings;

namespace Treaty.Operations.Reports;

/// <summary>What a product's contract promises, clause by clause: what holds it, what it said last, what it refused last.</summary>
/// <param name="Checked">Promises that each publish measures, in the order of the contract.</param>
/// <param name="Other">Clauses that are held otherwise: by the document's check, by the judgement of changes, by access.</param>
/// <param name="NotEnforced">Clauses that are declared and hold no one, with why.</param>
/// <param name="Descriptive">How many clauses only describe.</param>
public sealed record ContractStatusReport(
    string Ref, string Contract, string ContractVersion, long? Version, DateTimeOffset? At, string Run, IReadOnlyList<ClauseStatus> Checked,
    IReadOnlyList<ClauseLine> Other, IReadOnlyList<ClauseLine> NotEnforced, int Descriptive, RefusalLine? LastRefusal,
    IReadOnlyList<Finding> Findings);

/// <summary>One promise and its evidence.</summary>
/// <param name="Clause">Block and key of the standard: property/required.</param>
/// <param name="Mechanism">each row, metric, assertion, objective.</param>
/// <param name="Verdict">pass, warn, fail, error, skip, not-enforced; never where no publish has measured it yet.</param>
/// <param name="Measured">Figures of the last measurement.</param>
/// <param name="LastBreach">When it last held something back or failed; null where it never did.</param>
public sealed record ClauseStatus(
    string Clause, string Object, string? Column, string Promise, string Mechanism, string Severity, string? Dimension, string Verdict,
    string Measured, RefusalLine? LastBreach);

/// <summary>A clause of the document that no measurement belongs to.</summary>
/// <param name="Path">Where it stands: schema.orders.amount.classification.</param>
/// <param name="Why">What holds it, or why nothing does.</param>
public sealed record ClauseLine(string Clause, string Path, string Place, string Why);

/// <summary>A publish in which something was held back or refused.</summary>
/// <param name="Refused">True where the whole publish was refused.</param>
public sealed record RefusalLine(string Run, DateTimeOffset At, bool Refused, string What);
