using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>Assets of one name in several contexts share less than half of their columns: the same word for different things.</summary>
public sealed class SameNameOtherColumns() : Sign(Found, FailureMode.SharedEntities, Basis.Metadata, Topic.Columns)
{
    public static readonly FindingKind Found = new("TRY1022", Severity.Warning, "one name, different columns");

    /// <summary>In a Treaty mesh contexts keep names apart, and words without a mapping are a sign of their own.</summary>
    public override bool CanExamine(Estate estate) => estate.OfMesh is null && base.CanExamine(estate);

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var shaped = estate.Made.Where(a => a.Columns is { Count: >= 3 } && Layers.Context(a) != "")
            .GroupBy(a => AssetNames.Singular(Entity(a)))
            .Select(g => (Name: g.Key, All: g.DistinctBy(Layers.Context).ToList())).Where(x => x.All.Count > 1).ToList();
        if (shaped.Count == 0) return null;
        var differing = shaped.Select(x => (x.Name, x.All, Least: Least(x.All))).Where(x => x.Least.Share < 0.5).ToList();
        return Seen(shaped.Count, differing.Select(x => new Evidence(x.Name, x.Least.A.Place,
                $"{x.Least.A.Name} and {x.Least.B.Name} share {x.Least.Share * 100:0} % of their columns")),
            $"{differing.Count} of {shaped.Count} names used in several contexts mean different columns",
            "keep each meaning in its context and map what corresponds; do not merge them into one");
    }

    private static string Entity(Asset asset) => AssetNames.Version(asset.ShortName[(asset.ShortName.LastIndexOf("__",
        StringComparison.Ordinal)
        is >= 0 and var at ? at + 2 : 0)..]).Stem;

    private static (Asset A, Asset B, double Share) Least(List<Asset> all) =>
        (from i in Enumerable.Range(0, all.Count)
         from j in Enumerable.Range(i + 1, all.Count - i - 1)
         select (all[i], all[j], Shapes.Alike(all[i].Columns!, all[j].Columns!))).MinBy(x => x.Item3);
}
