using Treaty.Core.Findings;

namespace Treaty.Operations.Reports;

/// <summary>Which rows held back are asked for; null members do not filter.</summary>
/// <param name="Reason">type, required, length, pattern, format, range, multiple, valid-values, key, unique, reference, malformed.</param>
/// <param name="Place">A file, or a file and a record as <c>orders.csv:12</c>.</param>
/// <param name="Closed">True where rows that were mended are asked for too.</param>
public sealed record QuarantineFilter(string? Product, string? Reason, string? Place, bool Closed, int Limit)
{
    public string? Column { get; init; }

    /// <summary>How many rows that match are passed over first.</summary>
    public int Offset { get; init; }
}

/// <summary>Rows held back, by product, reason and place.</summary>
/// <param name="Total">All that match; <paramref name="Rows"/> may be fewer.</param>
public sealed record QuarantineReport(long Total, IReadOnlyList<QuarantineEntry> Rows, IReadOnlyList<Finding> Findings)
{
    /// <summary>What is held back of the product that is asked for, or of all, whatever else is asked.</summary>
    public IReadOnlyList<QuarantineCount> Counts { get; init; } = [];
}

public sealed record QuarantineCount(string Product, string Object, string Reason, string? Column, long Open, long Closed);

/// <summary>One row held back, with classified values masked.</summary>
/// <param name="State">open or closed.</param>
/// <param name="OpenedRun">The run that held it back first.</param>
/// <param name="ClosedRun">The run that found it mended.</param>
public sealed record QuarantineEntry(
    string Product, string Object, string Reason, string? Column, string? Rule, string? Value, string? Source, long? Record, string Row,
    string State, string OpenedRun, string? ClosedRun);
