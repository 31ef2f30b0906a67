using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Treaty.Core.Reconciliation.Closing;

/// <summary>
/// What a closed period rests on: the versions that were read, the groups that were made, what they come to, and how each discrepancy was
/// settled. Its hash is over all of it, so that nothing in it can change without being another certificate.
/// </summary>
/// <param name="Product">The reconciled product, <c>zone.revenue</c>.</param>
/// <param name="Period">As it was named: <c>2026-01</c>.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The day after the last.</param>
/// <param name="TimeZone">Where those days begin.</param>
/// <param name="Rules">Hash of the product's documents.</param>
/// <param name="Previous">The certificate before it; null for the first of the product.</param>
public sealed record Certificate(
    string Product, string Period, DateOnly From, DateOnly To, string TimeZone, string Rules, string? Previous,
    ImmutableArray<PinnedVersion> Versions, ImmutableArray<CertifiedComparison> Comparisons, ImmutableArray<CertifiedTotal> Totals,
    ImmutableArray<RestatedPeriod> Restatements)
{
    /// <summary>The version of the product itself.</summary>
    public PinnedVersion Own => Versions.First(v => v.Ref.StartsWith(Product + "#", StringComparison.Ordinal));

    /// <summary>All tables that it rests on.</summary>
    public IEnumerable<PinnedTable> Tables => Versions.SelectMany(v => v.Tables).Concat(Comparisons.SelectMany(c => c.Tables));
}

/// <summary>A product version that was read, directly or through others.</summary>
/// <param name="Ref">With its version: <c>sales.orders#4</c>.</param>
public sealed record PinnedVersion(string Ref, string ContractVersion, ImmutableArray<PinnedTable> Tables);

/// <summary>A table as it stood.</summary>
/// <param name="Table">Its place in the lake.</param>
/// <param name="Content">Order-independent hash of its rows.</param>
public sealed record PinnedTable(string Object, string Table, long LakeVersion, long Rows, string Content);

/// <summary>A comparison as it was made, and what it came to in the period.</summary>
public sealed record CertifiedComparison(
    string Ref, string Run, string A, string B, ImmutableArray<PinnedTable> Tables, ImmutableArray<CertifiedLine> Lines,
    ImmutableArray<SettledCount> Discrepancies)
{
    /// <summary>Totals from elsewhere that the sides were held against; null where none is declared.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<CertifiedControl>? Controls { get; init; }
}

/// <summary>A total from elsewhere beside what a side comes to.</summary>
/// <param name="Period">The first day of what it is stated for; null for all dates.</param>
/// <param name="Control">Null where none is stated.</param>
public sealed record CertifiedControl(
    string Id, string Side, string Measure, string Currency, DateOnly? Period, decimal? Control, decimal Total);

/// <summary>A line of a bridge over the period; totals are lines too.</summary>
public sealed record CertifiedLine(string Measure, string Currency, string Line, long Groups, decimal Amount, decimal Gross);

/// <summary>Discrepancies up to the end of the period by how they were settled.</summary>
/// <param name="How">A resolution, <c>auto-closed</c>, or <c>accepted by rule</c> and <c>carried by rule</c>.</param>
public sealed record SettledCount(string Class, string How, string Currency, long Count, decimal Gross);

/// <summary>What the product comes to in the period.</summary>
public sealed record CertifiedTotal(string Measure, string Currency, decimal Amount);

/// <summary>What came to an earlier, closed period since it was last stated.</summary>
public sealed record RestatedPeriod(string Period, string Certificate, ImmutableArray<RestatementLine> Lines);

/// <summary>One reason for which a closed period comes to something else.</summary>
/// <param name="Line">late, removed, moved, currency, recounted or amount.</param>
public sealed record RestatementLine(string Measure, string Currency, string Line, long Rows, decimal Amount, decimal Gross);
