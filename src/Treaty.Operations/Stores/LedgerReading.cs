using Treaty.Core.Meshes;
using Treaty.Operations.Doors;
using Treaty.Operations.Reports;

namespace Treaty.Operations.Stores;

/// <summary>The kinds of ledger records.</summary>
public static class RecordKind
{
    /// <summary>The mesh in force changed; the body lists its documents by hash.</summary>
    public const string Mesh = "mesh";

    /// <summary>A step is about to change the lake; the body is everything needed to finish it.</summary>
    public const string Intent = "intent";

    /// <summary>An intent that cannot be finished is given up.</summary>
    public const string Abandon = "abandon";

    /// <summary>A product version became visible; the body is its manifest.</summary>
    public const string Version = "version";

    /// <summary>A comparison was made; the body is its manifest.</summary>
    public const string Comparison = "comparison";

    /// <summary>A step was refused; the body says what it was given and why.</summary>
    public const string Refusal = "refusal";

    /// <summary>Documents were refused that someone wanted to act on; the body says for which errors.</summary>
    public const string CheckRefusal = "check-refusal";

    /// <summary>It was measured how far a mapping of terms carries; the body is its manifest.</summary>
    public const string Mapping = "mapping";

    /// <summary>Files of the lake were merged or deleted; the body is the report, written before anything is deleted.</summary>
    public const string Maintenance = "maintenance";

    /// <summary>Versions must stay, or need no longer; the body says which and why.</summary>
    public const string Pin = "pin";

    /// <summary>A run ended; the body is its report.</summary>
    public const string Run = "run";
}

/// <summary>What the ledger says, read as the records it is made of.</summary>
public static class LedgerReading
{
    public static async ValueTask<VersionManifest?> VersionAsync(this ILedger ledger, Reference product, CancellationToken cancel)
    {
        if (product.ProductVersion is { } version)
            return (await ledger.VersionsAsync(product, cancel).ConfigureAwait(false)).FirstOrDefault(v => v.Version == version);
        return (await ledger.ReadAsync(new(RecordKind.Version, product.Bare.ToString(), Last: true), cancel)
            .ConfigureAwait(false)) is [var record]
            ? TreatyJson.Read<VersionManifest>(record.Entry.Body) : null;
    }

    /// <summary>All versions of a product, oldest first; one whose files were merged since as it stands now.</summary>
    public static async ValueTask<IReadOnlyList<VersionManifest>> VersionsAsync(this ILedger ledger, Reference product,
        CancellationToken cancel) =>
        [.. (await ledger.ReadAsync(new(RecordKind.Version, product.Bare.ToString()), cancel).ConfigureAwait(false))
            .Select(r => TreatyJson.Read<VersionManifest>(r.Entry.Body)).GroupBy(v => v.Version).Select(same => same.Last())];

    /// <summary>The version of a product that was the newest at an instant; null where there was none yet.</summary>
    public static async ValueTask<VersionManifest?> VersionAtAsync(this ILedger ledger, Reference product, DateTimeOffset at,
        CancellationToken cancel) =>
        (await ledger.VersionsAsync(product, cancel).ConfigureAwait(false)).LastOrDefault(v => v.At <= at);

    /// <summary>Versions that a vacuum made unreadable, as <c>sales.orders#3</c>, each with the run that did.</summary>
    public static async ValueTask<IReadOnlyDictionary<string,
        string>> RemovedVersionsAsync(this ILedger ledger, CancellationToken cancel) =>
        (await ledger.ReadAsync(new(RecordKind.Maintenance), cancel).ConfigureAwait(false))
            .Select(r => TreatyJson.Read<MaintenanceReport>(r.Entry.Body)).SelectMany(m => m.Removed.Select(version => (version, m.Run)))
            .DistinctBy(r => r.version).ToDictionary(r => r.version, r => r.Run, StringComparer.Ordinal);

    /// <summary>The newest version of every product.</summary>
    public static async ValueTask<IReadOnlyDictionary<string, VersionManifest>> NewestVersionsAsync(this ILedger ledger,
        CancellationToken cancel) =>
        (await ledger.ReadAsync(new(RecordKind.Version, Last: true), cancel).ConfigureAwait(false))
            .ToDictionary(r => r.Entry.Subject, r => TreatyJson.Read<VersionManifest>(r.Entry.Body), StringComparer.Ordinal);

    /// <summary>The newest refusal of every product and comparison that ever was refused.</summary>
    public static async ValueTask<IReadOnlyDictionary<string, RefusalManifest>> NewestRefusalsAsync(this ILedger ledger,
        CancellationToken cancel) =>
        (await ledger.ReadAsync(new(RecordKind.Refusal, Last: true), cancel).ConfigureAwait(false))
            .ToDictionary(r => r.Entry.Subject, r => TreatyJson.Read<RefusalManifest>(r.Entry.Body), StringComparer.Ordinal);

    public static async ValueTask<ComparisonManifest?> ComparisonAsync(this ILedger ledger, string comparison, CancellationToken cancel) =>
        (await ledger.ReadAsync(new(RecordKind.Comparison, comparison, Last: true), cancel).ConfigureAwait(false)) is [var record]
            ? TreatyJson.Read<ComparisonManifest>(record.Entry.Body) : null;
}
