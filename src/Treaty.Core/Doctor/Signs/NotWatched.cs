using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>Neither age nor volume is watched: late or missing data are noticed by consumers.</summary>
public sealed class NotWatched() : Sign(Found, FailureMode.TablesAsProducts, Basis.Checks, Topic.Monitoring)
{
    public static readonly FindingKind Found = new("TRY1018", Severity.Warning, "freshness nobody watches");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        // Where sources are declared, their age is what can be watched; else the tables themselves.
        var sources = estate.Of(AssetKind.Source).ToList();
        var watched = sources.Count > 0 ? sources : [.. estate.Made.Where(a => a.Kind
            is AssetKind.Table or AssetKind.View or AssetKind.Topic)];
        if (watched.Count == 0) return null;
        var blind = watched.Where(a => !a.Monitored).ToList();
        return Seen(watched.Count, blind.Select(a => new Evidence(a.Name, a.Place, "its age is not watched")),
            $"{blind.Count} of {watched.Count} {(sources.Count > 0 ? "sources" : "assets")} have no watch on their age",
            "say how old it may be, and who is told when it is older").With(ByKind.Of("watched", watched, watched.Except(blind)));
    }
}
