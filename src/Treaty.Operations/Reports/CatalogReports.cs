using Treaty.Core.Findings;

namespace Treaty.Operations.Reports;

/// <summary>The mesh in force as a map: contexts as territories with their products, the treaty zone, the old estate, and what flows
/// where.</summary>
public sealed record MapReport(
    string Mesh, string Title, string MeshHash, IReadOnlyList<Territory> Territories, IReadOnlyList<Flow> Flows,
        IReadOnlyList<MapRelation> Relations);

/// <summary>A bounded context, the treaty zone (<c>zone</c>) or the old estate (<c>legacy</c>).</summary>
public sealed record Territory(string Context, string? Domain, string? Purpose, IReadOnlyList<CatalogEntry> Products,
    IReadOnlyList<string> Teams);

/// <summary>One product reads another (or a source, where <see cref="FromSource"/>).</summary>
public sealed record Flow(string From, string To, bool FromSource);

/// <summary>How two contexts relate, in the words of the context map.</summary>
public sealed record MapRelation(string Upstream, string Downstream, string Relation);

/// <summary>A product as the catalog lists it. What was never published has no version and no figures.</summary>
/// <param name="Class">authoritative-fact, context-view, derived, reconciled, or legacy-feed.</param>
/// <param name="FreshAsOf">The newest business time in the data, UTC; null where the product names no such column.</param>
/// <param name="Verdict">pass, warn or fail over the checks of the newest version; none before the first publish.</param>
public sealed record CatalogEntry(
    string Ref, string Title, string Class, string Context, string? Team, string? Purpose, string ContractVersion, string Status,
    long? Version, DateTimeOffset? PublishedAt, DateTimeOffset? FreshAsOf, long? Rows, long? Quarantined, string Verdict,
        int OpenDiscrepancies);

public sealed record CatalogReport(string Mesh, IReadOnlyList<CatalogEntry> Entries);

/// <summary>Everything the product page shows.</summary>
public sealed record ProductReport(
    CatalogEntry Entry,
    string? Usage,
    string? Limitations,
    TeamLine? Team,
    IReadOnlyList<SupportLine> Support,
    ContractLine Contract,
    IReadOnlyList<ObjectLine> Objects,
    IReadOnlyList<MeasureLine> Measures,
    IReadOnlyList<CheckLine> Checks,
    IReadOnlyList<VersionLine> Versions,
    IReadOnlyList<string> ReadsFrom,
    IReadOnlyList<string> ReadBy,
    IReadOnlyList<ComparisonLine> Comparisons,
    IReadOnlyList<QuarantineLine> Quarantine,
    string QueryExample)
{
    /// <summary>What each check of the newest version said in the versions before it, oldest first.</summary>
    public IReadOnlyList<CheckHistory> History { get; init; } = [];
}

/// <summary>One check over the versions that made it.</summary>
public sealed record CheckHistory(string Object, string? Column, string Check, IReadOnlyList<CheckPoint> Points);

/// <param name="Measured">What the check counted, in its own words.</param>
public sealed record CheckPoint(long Version, DateTimeOffset At, string Verdict, string Measured);

public sealed record TeamLine(string Id, string Name, string? Contact);

public sealed record SupportLine(string Channel, string? Url);

public sealed record ContractLine(string Id, string Version, string Status, IReadOnlyList<string> Objectives);

/// <summary>A schema object with its columns and, per column, what it is computed from.</summary>
public sealed record ObjectLine(string Name, string? Fact, string? Description, string QueryName, IReadOnlyList<ColumnLine> Columns,
    long? Rows);

/// <param name="From">Origins as <c>relation.column</c>, empty where unknown.</param>
public sealed record ColumnLine(string Name, string Type, bool Key, bool Required, string? Description, string? Classification,
    IReadOnlyList<string> From);

public sealed record MeasureLine(string Name, string Object, string Expression, string? Filter, string? Currency);

/// <summary>One check of the contract with its verdict in the newest version.</summary>
/// <param name="Verdict">pass, warn, fail, error, skip, not-enforced.</param>
/// <param name="Clause">The clause of the standard, as block and key: property/required, quality/query, sla:freshness/value.</param>
/// <param name="Dimension">The side of quality, where the contract names one.</param>
public sealed record CheckLine(
    string Object, string? Column, string Check, string Verdict, string Measured, string Severity, string Clause = "",
    string? Dimension = null);

/// <param name="Rows">Rows of all objects together.</param>
public sealed record VersionLine(
    long Version, string Run, DateTimeOffset PublishedAt, string ContractVersion, long Rows, long Quarantined, long Added, long Changed,
        long Removed,
    IReadOnlyList<string> Inputs);

/// <summary>The newest outcome of one comparison.</summary>
/// <param name="Proofs">Groups by how they were put together: key, key-tolerance, group-sum, none.</param>
public sealed record ComparisonLine(string Ref, string A, string B, IReadOnlyList<ClassCount> Classes, IReadOnlyList<ProofCount> Proofs)
{
    public IReadOnlyList<SearchLine> Searches { get; init; } = [];

    /// <summary>Totals from elsewhere that the sides must come to.</summary>
    public IReadOnlyList<ControlLine> Controls { get; init; } = [];

    /// <summary>How many changes were added since everything was compared; 0 where it was this time.</summary>
    public int Changes { get; init; }

    /// <summary>Why everything was compared although it had been before; empty where only changes were, or it was the first time.</summary>
    public string Whole { get; init; } = "";
}

/// <summary>A total from elsewhere beside what a side comes to, in one currency.</summary>
public sealed record ControlLine(string Id, string Side, string Measure, string Currency, decimal Control, decimal Total, string Owner)
{
    /// <summary>What is missing from a tie-out: total less control.</summary>
    public decimal Gap => Total - Control;

    /// <summary>The first day of what the total is stated for; null for one total over all dates.</summary>
    public DateOnly? Period { get; init; }

    /// <summary>False where no total is stated.</summary>
    public bool Stated { get; init; } = true;
}

/// <summary>What a pass by unique pairs or by subset sums did.</summary>
/// <param name="Pass">Its number, from 1.</param>
/// <param name="Several">Candidates that were not confirmed because others fit as well.</param>
/// <param name="Chance">Candidates that nothing else fits as well, and that chance alone gives too often.</param>
/// <param name="NotSearchedBlocks">Blocks with more pairs to look at than the pass allows.</param>
/// <param name="NotSearchedRows">Rows of both sides in those blocks.</param>
/// <param name="LargestBlock">Pairs to look at in the largest block.</param>
public sealed record SearchLine(int Pass, long Blocks, long Rows, long Candidates, long Confirmed, long Several, long Chance,
    long NotSearchedBlocks, long NotSearchedRows, long LargestBlock)
{
    /// <summary>Rows for which a pass by subset sums looked for subsets; null for a pass by unique pairs. Candidates are then subsets,
    /// several, chance and rows not searched are totals, and the largest block is the most rows that stand beside one.</summary>
    public long? Totals { get; init; }
}

/// <summary>Groups of one class that were put together in one way.</summary>
public sealed record ProofCount(string Class, string Proof, long Groups);

/// <summary>Groups and discrepancies of one class, amounts per currency as exact text of B − A.</summary>
public sealed record ClassCount(string Class, long Groups, long Discrepancies, IReadOnlyList<AmountLine> Amounts);

/// <param name="Amount">Net, exact decimal text.</param>
/// <param name="Gross">Sum of absolute amounts, exact decimal text.</param>
public sealed record AmountLine(string Currency, decimal Amount, decimal Gross);

/// <summary>Rows in quarantine of one object for one reason, with a few of them.</summary>
public sealed record QuarantineLine(string Object, string Reason, string? Column, long Rows, IReadOnlyList<QuarantinedRow> Examples);

public sealed record QuarantinedRow(string? Source, long? Record, string? Value, string Row);

/// <summary>A refusal of an operation: nothing was changed, and why.</summary>
public sealed record Refusal(IReadOnlyList<Finding> Findings);
