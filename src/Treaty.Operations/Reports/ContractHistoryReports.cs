using Treaty.Core.Contracts.Changes;
using Treaty.Core.Findings;

namespace Treaty.Operations.Reports;

/// <summary>The editions of a product's contract, oldest first, and what changed between two of them.</summary>
/// <param name="Comparison">Null where fewer than two editions are compared.</param>
/// <param name="Breaks">Per breaking change, by its path: the products that read this one and are hit by it.</param>
public sealed record ContractHistoryReport(
    string Ref, IReadOnlyList<ContractEdition> Editions, string? From, string? To, ContractComparison? Comparison,
    IReadOnlyList<ContractBreak> Breaks, IReadOnlyList<Finding> Findings);

/// <summary>A text of a contract that came into force.</summary>
/// <param name="Name">Its version; where several texts had the same version, with <c>~2</c>, <c>~3</c> … behind it.</param>
/// <param name="Since">When it first came into force.</param>
public sealed record ContractEdition(string Name, string Version, string Document, string Run, DateTimeOffset Since, string By);

public sealed record ContractBreak(string Path, IReadOnlyList<string> Products);
