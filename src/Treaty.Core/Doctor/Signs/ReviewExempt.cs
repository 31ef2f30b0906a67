using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>
/// CODEOWNERS lets assets be changed without anybody having to agree: the owner named in their metadata decides nothing.
/// </summary>
public sealed class ReviewExempt() : Sign(Found, FailureMode.NamedOwnership, Basis.Review, Topic.Review)
{
    public static readonly FindingKind Found = new("TRY1004", Severity.Error, "changes that nobody must review");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var rule = ReviewRules.Finder(estate.ReviewRules);
        var placed = estate.Made.Where(a => a.Place.File != "").ToList();
        if (estate.ReviewRules.Count == 0 || placed.Count == 0) return null;
        var free = placed.Select(a => (Asset: a, Rule: rule(a.Sql?.File ?? a.Place.File)))
            .Where(x => x.Rule is null or { Owners.Count: 0 }).ToList();
        var exempting = free.Where(x => x.Rule is not null).CountBy(x => x.Rule!.Pattern)
            .Select(x => new Count($"exempt by `{x.Key}`", x.Value, placed.Count)).ToList();
        return Seen(placed.Count, free.Select(x => new Evidence(x.Asset.Name, x.Rule?.Place ?? x.Asset.Place,
                x.Rule is null ? "no rule covers it" : $"`{x.Rule.Pattern}` has no owner")),
            $"{free.Count} of {placed.Count} assets can be changed without anybody's review",
            "let the rule for each path name the team that owns it").With(exempting);
    }
}
