using Treaty.Core.Findings;

namespace Treaty.Operations.Reports;

/// <summary>Which discrepancies to list; null members do not filter.</summary>
public sealed record DiscrepancyFilter(
    string? Comparison = null, string? Class = null, string? Team = null, string? Currency = null, string? Text = null, int Offset = 0,
        int Limit = 100);

/// <summary>The open discrepancies: totals by class and team over all that match, and one page of them, largest amount first.</summary>
public sealed record DiscrepanciesReport(
    long Total, IReadOnlyList<DiscrepancyGroupLine> ByClass, IReadOnlyList<DiscrepancyGroupLine> ByTeam,
        IReadOnlyList<DiscrepancyLine> Page,
        DiscrepancyFilter Filter);

/// <summary>Discrepancies counted under one name (class or team), with the age of the oldest in days of business time.</summary>
public sealed record DiscrepancyGroupLine(string Name, long Count, IReadOnlyList<AmountLine> Amounts, int OldestDays);

/// <summary>One thing that did not align.</summary>
/// <param name="Comparison">Canonical: owner and comparison id, <c>zone.revenue:order_payment</c>.</param>
/// <param name="Subject">The measure or attribute it is about; empty for a whole group.</param>
/// <param name="Amount">B − A.</param>
public sealed record DiscrepancyLine(
    string Id, string Comparison, string GroupKey, string Class, string Subject, string Side, string? ValueA, string? ValueB,
        decimal? Amount, string? Currency,
    DateOnly? BusinessDate, int AgeDays, string? Definition, string Team);

/// <param name="From">Canonical reference of end A.</param>
/// <param name="Period">From inclusive, to exclusive; null for all time.</param>
/// <param name="Rows">The line to open into rows, by its name; null for the walk alone.</param>
public sealed record BridgeRequest(string From, string To, string? Measure, DateOnly? PeriodFrom, DateOnly? PeriodTo, string? Currency,
    string? Rows,
    int Limit = 100);

/// <summary>The exact walk from total A to total B, one per currency.</summary>
public sealed record BridgeReport(
    string From, string To, string Measure, string Comparison, string? Period, IReadOnlyList<BridgeWalk> Walks, BridgeRowsReport? Rows,
        IReadOnlyList<Finding> Findings);

/// <summary>The lines sum exactly from <paramref name="TotalA"/> to <paramref name="TotalB"/>.</summary>
public sealed record BridgeWalk(string Currency, decimal TotalA, decimal TotalB, IReadOnlyList<BridgeLineReport> Lines, long Groups,
    decimal Gross);

/// <param name="Name">The line's stable name, as <c>--rows</c> takes it: <c>timing</c>, <c>definition:shipping</c>, <c>missing-b</c>
/// …</param>
public sealed record BridgeLineReport(string Name, string Title, long Groups, decimal Amount, decimal Gross, string? Owner, string? Reason);

public sealed record BridgeRowsReport(string Line, string Currency, IReadOnlyList<BridgeRow> Rows, bool Truncated);

public sealed record BridgeRow(string GroupKey, string Class, decimal Amount, decimal ReportedA, decimal ReportedB, DateOnly? DateA,
    DateOnly? DateB,
    string? StatusA, string? StatusB);

/// <summary>Where one row of a product came from, column by column, down to the source records.</summary>
public sealed record ExplainReport(
    string Ref, string Key, IReadOnlyList<ExplainedValue> Values, IReadOnlyList<ExplainedRow> Origins,
        IReadOnlyList<DiscrepancyLine> Discrepancies,
    IReadOnlyList<string> Versions, IReadOnlyList<Finding> Findings);

/// <param name="From">Which columns of which inputs it is computed from.</param>
/// <param name="Rule">The document place of the select or rule that made it.</param>
public sealed record ExplainedValue(string Column, string? Value, IReadOnlyList<string> From, string Rule);

/// <summary>A row of an input that went into it, with its own source record: file, record number, and whether the file is still as it was
/// read.</summary>
public sealed record ExplainedRow(string Ref, string Key, IReadOnlyList<ExplainedCell> Cells, string? Source, long? Record,
    string? SourceText,
    bool SourceUnchanged);

public sealed record ExplainedCell(string Column, string? Value);

/// <summary>Rows of an ad-hoc query and what kind of truth was read.</summary>
public sealed record QueryReport(
    IReadOnlyList<string> Columns, IReadOnlyList<string> Types, IReadOnlyList<IReadOnlyList<string?>> Rows, bool Truncated,
        IReadOnlyList<TruthLine> Truth,
        IReadOnlyList<Finding> Findings);

/// <summary>One product that a query read: class, version, freshness.</summary>
public sealed record TruthLine(string Ref, string Class, long Version, DateTimeOffset PublishedAt, DateTimeOffset? FreshAsOf,
    string Verdict);
