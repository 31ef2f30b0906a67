using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>
/// Nine tenths of the columns of two assets that are not made from one another are the same: the same thing under two names.
/// </summary>
public sealed class NearDuplicates() : Sign(Found, FailureMode.Sprawl, Basis.Metadata, Topic.Columns)
{
    public static readonly FindingKind Found = new("TRY1052", Severity.Warning, "tables with nearly the same columns");

    private const int LeastColumns = 6;
    private const double Near = 0.9;

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var shaped = estate.Made.Where(a => a.Columns is { Count: >= LeastColumns } && a.Kind != AssetKind.View).ToList();
        if (shaped.Count < 2) return null;
        var tied = estate.Edges.Select(e => (e.Downstream, e.Upstream)).Concat(estate.Edges.Select(e => (e.Upstream, e.Downstream)))
            .ToHashSet();
        var found = new Dictionary<string, (Asset Asset, string Other)>(StringComparer.Ordinal);
        foreach (var (a, b) in Pairs(shaped))
            if (!tied.Contains((a.Name, b.Name)) && AssetNames.Version(a.Name).Stem != AssetNames.Version(b.Name).Stem)
            {
                found.TryAdd(a.Name, (a, b.Name));
                found.TryAdd(b.Name, (b, a.Name));
            }
        return Seen(shaped.Count, found.Values.Select(x => new Evidence(x.Asset.Name, x.Asset.Place, $"has nearly the columns of {x.Other}")),
            $"{found.Count} of {shaped.Count} assets with declared columns have a near duplicate",
            "keep one and let the other read it, or say what tells them apart");
    }

    /// <summary>
    /// Pairs that are alike enough: two sets sharing nine tenths agree in at least one of the rarest columns of the first, so only assets
    /// with such a column in common are compared.
    /// </summary>
    private static IEnumerable<(Asset, Asset)> Pairs(List<Asset> shaped)
    {
        var usage = shaped.SelectMany(a => a.Columns!.Select(c => c.Name.ToLowerInvariant()).Distinct()).CountBy(c => c)
            .ToDictionary(StringComparer.Ordinal);
        var keys = shaped.Select(a => a.Columns!.Select(c => c.Name.ToLowerInvariant()).Distinct()
            .OrderBy(c => usage[c]).ThenBy(c => c, StringComparer.Ordinal).ToList()).Select(c => c.Take(c.Count / 10 + 1).ToList())
                .ToList();
        var byKey = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        for (var i = 0; i < shaped.Count; i++)
        {
            foreach (var other in keys[i].SelectMany(k => byKey.GetValueOrDefault(k) ?? []).Distinct())
                if (Shapes.Alike(shaped[other].Columns!, shaped[i].Columns!) >= Near) yield return (shaped[other], shaped[i]);
            foreach (var key in keys[i])
                if (byKey.TryGetValue(key, out var list)) list.Add(i);
                else byKey[key] = [i];
        }
    }
}
