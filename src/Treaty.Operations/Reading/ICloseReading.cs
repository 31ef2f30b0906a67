using Treaty.Operations.Reports;

namespace Treaty.Operations.Reading;

/// <summary>What finance reads of closed periods.</summary>
public interface ICloseReading
{
    /// <summary>What was closed, oldest first.</summary>
    ValueTask<IReadOnlyList<CloseLine>> ClosesAsync(CancellationToken cancel);

    /// <summary>One certificate whole; null where there is none of this id.</summary>
    /// <param name="verify">Compute everything again that it says.</param>
    ValueTask<CloseDetailReport?> CloseAsync(string certificate, bool verify, CancellationToken cancel);
}
