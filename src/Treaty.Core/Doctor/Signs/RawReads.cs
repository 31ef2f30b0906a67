using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>
/// Where there is a layer that names and types raw data, others read the raw sources past it: the source table itself is the product.
/// </summary>
public sealed class RawReads() : Sign(Found, FailureMode.TablesAsProducts, Basis.Lineage, Topic.Lineage | Topic.Sql)
{
    public static readonly FindingKind Found = new("TRY1015", Severity.Error, "raw sources read outside the entry layer");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var declared = estate.Of(AssetKind.Source).Select(a => a.Name).ToList();
        var sources = declared.Concat(estate.Made.SelectMany(a => a.Sql?.Sources ?? []).Select(c => $"{c.Arguments[0]}.{c.Arguments[1]}"))
            .ToHashSet(StringComparer.Ordinal);
        var made = estate.Made.ToDictionary(a => a.Name, StringComparer.Ordinal);
        var reads = estate.Edges.Where(e => sources.Contains(e.Upstream) && made.ContainsKey(e.Downstream))
            .DistinctBy(e => (e.Downstream, e.Upstream)).ToList();
        if (reads.Count == 0 || !made.Values.Any(Layers.IsEntry)) return null;
        var past = reads.Where(e => !Layers.IsEntry(made[e.Downstream]) && made[e.Downstream].Kind != AssetKind.Snapshot).ToList();
        var readBy = reads.GroupBy(e => e.Upstream).Count(g => g.Count() > 1);
        return Seen(reads.Count, past.Select(e => new Evidence(e.Downstream, e.Place, $"reads the source {e.Upstream}")),
            $"{past.Count} of {reads.Count} reads of raw sources are outside the entry layer",
            "read the entry model instead; where there is none, that is the product to make")
            .With([.. past.CountBy(e => Layers.Of(made[e.Downstream])).OrderByDescending(x => x.Value)
                .ThenBy(x => x.Key, StringComparer.Ordinal).Select(x => new Count($"in {x.Key}", x.Value, past.Count)),
                new("sources read by more than one asset", readBy, declared.Count)]);
    }
}
