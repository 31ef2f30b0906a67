using Treaty.Core.Findings;

namespace Treaty.Operations.Reports;

/// <summary>What a maintenance of the lake did, or would do.</summary>
/// <param name="Run">The run id; empty where nothing was done.</param>
/// <param name="Kind">compact or vacuum.</param>
/// <param name="DryRun">True where it only says what it would do.</param>
/// <param name="Removed">Versions that can no longer be read, as <c>sales.orders#3</c>.</param>
public sealed record MaintenanceReport(
    string Run, string Kind, DateTimeOffset At, string By, bool DryRun, IReadOnlyList<MaintainedTable> Tables,
        IReadOnlyList<string> Removed,
    IReadOnlyList<Finding> Findings)
{
    public bool Refused => Findings.HasErrors();
}

/// <summary>One table: files and bytes that were merged into fewer, or deleted.</summary>
/// <param name="Into">Files they became; 0 where they were deleted.</param>
public sealed record MaintainedTable(string Table, int Files, long Bytes, int Into);
