using System.Collections.Immutable;

namespace Treaty.Core.Contracts.Clauses;

/// <summary>What Treaty does with a clause of a contract.</summary>
public enum ClauseTreatment
{
    /// <summary>A mechanism refuses what breaks it.</summary>
    Enforced,

    /// <summary>It is shown to people and promises nothing that could be broken.</summary>
    Descriptive,

    /// <summary>It promises something that Treaty does not hold anyone to; the table says why.</summary>
    NotEnforced,
}

/// <summary>The mechanism that holds someone to a clause.</summary>
public enum ClauseMechanism
{
    None,

    /// <summary>The document itself is refused, in <c>check</c>, <c>plan</c> and <c>contract check</c>.</summary>
    Document,

    /// <summary>A row that breaks it goes to quarantine in the publish; the publish fails beyond the limit.</summary>
    EachRow,

    /// <summary>A number over the published rows is held against a threshold in the publish.</summary>
    Metric,

    /// <summary>An SQL assertion runs in the publish.</summary>
    Assertion,

    /// <summary>An objective is measured at each publish.</summary>
    Objective,

    /// <summary>A change of it is judged by the table of compatibility in <c>plan</c> and <c>run</c>.</summary>
    Change,

    /// <summary>It decides who may read, in every query.</summary>
    Access,
}

/// <summary>One clause of ODCS and what Treaty does with it.</summary>
/// <param name="Block">The block of the standard's table that it stands in; <c>sla:latency</c> for one property of the SLA.</param>
/// <param name="Key">Its key in that block.</param>
/// <param name="By">What enforces it, what it is for, or why it is not enforced; one sentence without a full stop.</param>
public sealed record ContractClause(string Block, string Key, ClauseTreatment Treatment, ClauseMechanism Mechanism, string By);

/// <summary>
/// Every clause of the standard, once. The tests hold this list against the table of the standard in both directions, so no clause can be
/// forgotten, and write docs/contract-clauses.md from it. Whoever makes a mechanism for a clause changes its line here, in the part file
/// of its block: <see cref="ClausesOfSchema"/>, <see cref="ClausesOfQuality"/>, <see cref="ClausesOfTerms"/>.
/// </summary>
public static class ContractClauses
{
    public static ImmutableArray<ContractClause> All { get; } = [.. ClausesOfTerms.All, .. ClausesOfSchema.All, .. ClausesOfQuality.All];

    private static readonly Dictionary<(string, string), ContractClause> ByKey = All.ToDictionary(c => (c.Block, c.Key));

    public static ContractClause? Of(string block, string key) => ByKey.GetValueOrDefault((block, key));

    internal static ContractClause Enforced(string block, string key, ClauseMechanism mechanism, string by) =>
        new(block, key, ClauseTreatment.Enforced, mechanism, by);

    internal static ContractClause Descriptive(string block, string key, string by) =>
        new(block, key, ClauseTreatment.Descriptive, ClauseMechanism.None, by);

    internal static ContractClause NotEnforced(string block, string key, string by) =>
        new(block, key, ClauseTreatment.NotEnforced, ClauseMechanism.None, by);
}
