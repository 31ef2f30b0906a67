using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>A source is declared, perhaps loaded and paid for, and nothing reads it.</summary>
public sealed class UnusedSources() : Sign(Found, FailureMode.Sprawl, Basis.Lineage, Topic.Lineage | Topic.Sql)
{
    public static readonly FindingKind Found = new("TRY1055", Severity.Info, "declared sources nobody reads");

    /// <summary>In a Treaty mesh a feed is there to be compared; what no one reads is a sign of its own.</summary>
    public override bool CanExamine(Estate estate) => estate.OfMesh is null && base.CanExamine(estate);

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var sources = estate.Of(AssetKind.Source).ToList();
        var read = estate.Edges.Select(e => e.Upstream).Concat(estate.Consumers.SelectMany(c => c.Reads)).ToHashSet(StringComparer.Ordinal);
        if (sources.Count == 0 || read.Count == 0) return null;
        var idle = sources.Where(a => !read.Contains(a.Name)).ToList();
        return Seen(sources.Count, idle.Select(a => new Evidence(a.Name, a.Place, "no asset reads it")),
            $"{idle.Count} of {sources.Count} declared sources are read by nothing", "stop loading what nobody reads, or remove the declaration");
    }
}
