namespace Treaty.Operations.Reports;

/// <summary>Which proposals to list; null members do not filter.</summary>
/// <param name="Key">Only those of the row or group with this key, on either side.</param>
/// <param name="Rank">Only those among the first so many of either of their rows.</param>
public sealed record ProposalFilter(string? Comparison = null, string? Key = null, string? Reason = null, int? Rank = null, int Offset = 0,
    int Limit = 100);

/// <summary>Pairs of rows that may belong together and that a person must decide: totals by reason, one page of the likeliest, and what the
/// passes searched.</summary>
public sealed record ProposalsReport(
    long Total, long RowsA, long RowsB, IReadOnlyList<ProposalReasonLine> ByReason, IReadOnlyList<ProposalLine> Page,
    IReadOnlyList<ProposalSearch> Searches, ProposalFilter Filter);

/// <param name="Reason">several-partners, chance, subset-unique, subset-several.</param>
public sealed record ProposalReasonLine(string Reason, string Meaning, long Proposals);

/// <summary>The searches of one comparison.</summary>
public sealed record ProposalSearch(string Comparison, IReadOnlyList<SearchLine> Passes);

/// <param name="Days">Days from A's date to B's; null where a date is missing.</param>
/// <param name="Chance">How many partners chance alone would give.</param>
/// <param name="Likeness">Of the two texts, where they are likened; else 0.</param>
/// <param name="RankA">Rank among the proposals of A's row, 1 the likeliest.</param>
/// <param name="Why">Why it was not confirmed, as a sentence.</param>
public sealed record ProposalLine(
    string Id, string Comparison, int Pass, string Reason, string KeyA, string KeyB, long RowA, long RowB, decimal AmountA, decimal AmountB,
    string Currency, DateOnly? DateA, DateOnly? DateB, int? Days, decimal Chance, decimal Likeness, decimal Score, int RankA, int RankB,
    string Why)
{
    /// <summary>The open discrepancies of the two rows, which a decision about the pair is about; null where it is settled.</summary>
    public string? DiscrepancyA { get; init; }

    public string? DiscrepancyB { get; init; }

    /// <summary>The texts that were likened; null where none were.</summary>
    public string? TextA { get; init; }

    public string? TextB { get; init; }

    /// <summary>Where the pair is part of a subset: what all its lines share; null otherwise.</summary>
    public string? Subset { get; init; }

    /// <summary>The side of the row that the subset's other rows add up to; null for a pair.</summary>
    public string? SubsetTotal { get; init; }

    /// <summary>How many rows add up to it.</summary>
    public int SubsetRows { get; init; }

    /// <summary>The open discrepancies of the subset's other rows, which are decided together with those of this pair.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>True where the amount is over the limit up to which one person decides.</summary>
    public bool NeedsSecond { get; init; }

    /// <summary>What was proposed of both rows together and waits for approval; null where nothing was.</summary>
    public ResolutionLine? Waiting { get; init; }
}
