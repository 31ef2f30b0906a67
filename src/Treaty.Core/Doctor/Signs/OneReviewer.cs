using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>Every change of nearly every asset needs the same team: the bottleneck that federation was to remove.</summary>
public sealed class OneReviewer() : Sign(Found, FailureMode.PlatformOverreach, Basis.Review, Topic.Review)
{
    public static readonly FindingKind Found = new("TRY1005", Severity.Warning, "one team reviews everything");

    private const int LeastAssets = 20;

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var rule = ReviewRules.Finder(estate.ReviewRules);
        var reviewed = estate.Made.Select(a => (Asset: a, Rule: rule(a.Sql?.File ?? a.Place.File)))
            .Where(x => x.Rule is { Owners.Count: > 0 }).ToList();
        if (reviewed.Count < LeastAssets) return null;
        var top = reviewed.Where(x => x.Rule!.Owners.Count == 1).GroupBy(x => x.Rule!.Owners[0]).OrderByDescending(g => g.Count())
            .ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault();
        var all = top is not null && top.Count() >= reviewed.Count * 0.9 ? top.ToList() : [];
        return Seen(reviewed.Count, all.Select(x => new Evidence(x.Asset.Name, x.Rule!.Place, $"only {x.Rule.Owners[0]} may approve")),
            $"{all.Count} of {reviewed.Count} reviewed assets need the approval of {(all.Count > 0 ? top!.Key : "one team")}",
            "let each domain approve its own; keep the platform for what is common");
    }
}
