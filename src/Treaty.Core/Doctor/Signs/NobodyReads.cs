using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>An asset that is there only for others to build on has no reader; with a query log, also one that nobody queried.</summary>
public sealed class NobodyReads() : Sign(Found, FailureMode.Sprawl, Basis.Reads, Topic.Lineage)
{
    public static readonly FindingKind Found = new("TRY1053", Severity.Warning, "assets nobody reads");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var read = estate.Edges.Select(e => e.Upstream).Concat(estate.Consumers.SelectMany(c => c.Reads)).Concat(estate.Reads
            .Select(r => r.Asset))
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        var logged = estate.Can(Topic.QueryLog);
        var meant = estate.Made.Where(a => a.Kind is AssetKind.Table or AssetKind.View && (logged || Layers.IsEntry(a)
            || Layers.IsMiddle(a))).ToList();
        if (meant.Count == 0 || read.Count == 0) return null;
        var unread = meant.Where(a => !IsRead(read, a)).ToList();
        return Seen(meant.Count, unread.Select(a => new Evidence(a.Name, a.Place, logged ? "neither built on nor queried" : "nothing is built on it")),
            $"{unread.Count} of {meant.Count} assets {(logged ? "are neither built on nor queried" : "meant for others to build on have no reader")}",
            "ask once more for its readers, then retire it");
    }

    private static bool IsRead(HashSet<string> read, Asset asset) => read.Contains(asset.Name)
        || asset.Version is not null && read.Contains(AssetNames.Version(asset.Name).Stem);
}
