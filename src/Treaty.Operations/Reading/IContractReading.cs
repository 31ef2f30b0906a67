using Treaty.Operations.Contracts;
using Treaty.Operations.Reports;

namespace Treaty.Operations.Reading;

/// <summary>What is read of a product's promises: the contract as a person reads it, what holds it, how it changed, what it holds
/// back.</summary>
public interface IContractReading
{
    /// <summary>The contract in force as a person reads it; null for an unknown product.</summary>
    ValueTask<ShownContract?> ContractAsync(string reference, CancellationToken cancel);

    ValueTask<ContractStatusReport> ContractStatusAsync(string reference, CancellationToken cancel);

    /// <summary>The editions of a contract that were in force, and what changed between two of them.</summary>
    /// <param name="from">An edition's name; null for the one before <paramref name="to"/>.</param>
    /// <param name="to">An edition's name; null for the newest.</param>
    ValueTask<ContractHistoryReport> ContractHistoryAsync(string reference, string? from, string? to, CancellationToken cancel);

    ValueTask<QuarantineReport> QuarantineAsync(QuarantineFilter filter, CancellationToken cancel);
}
