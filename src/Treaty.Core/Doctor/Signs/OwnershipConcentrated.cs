using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>So few people own half of everything that the names cannot mean attention.</summary>
public sealed class OwnershipConcentrated() : Sign(Found, FailureMode.NamedOwnership, Basis.Owners, Topic.Owners)
{
    public static readonly FindingKind Found = new("TRY1003", Severity.Error, "a few persons hold most ownerships");

    private const int LeastAssets = 40;

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var tables = Main(estate);
        var held = tables.SelectMany(a => a.Owners.Select(o => (Owner: o.Name, Asset: a))).GroupBy(x => x.Owner)
            .Select(g => (Owner: g.Key, Count: g.Count(), First: g.First().Asset)).OrderByDescending(x => x.Count)
            .ThenBy(x => x.Owner, StringComparer.Ordinal).ToList();
        var all = held.Sum(h => h.Count);
        if (all < LeastAssets || held.Count < 2) return null;
        var (half, sum) = (0, 0);
        while (sum * 2 < all) sum += held[half++].Count;
        // A twelfth of the owners with half of everything: by an even spread it would be half of them.
        var few = half * 12 <= held.Count || half == 1 ? half : 0;
        return Observation.Made(this, held.Count, [.. held.Take(few).Select(h => new Evidence(h.Owner, h.First.Place, $"owns {h.Count}"))],
                $"half of {all} ownerships are held by {half} of {held.Count} owners",
                "let those who know the business own it: move each group of assets to the team that answers for it")
            .Graded(few == 0 ? Severity.Info : half * 10 <= held.Count ? Severity.Error : Severity.Warning)
            .With(new Count("ownerships", all), new Count("owners who hold half", half, held.Count));
    }

    /// <summary>Tables where there are any: views repeat the owners of what they show.</summary>
    private static List<Asset> Main(Estate estate) => estate.Of(AssetKind.Table).ToList() is { Count: > 0 } tables ? tables
        : [.. estate.Made];
}
