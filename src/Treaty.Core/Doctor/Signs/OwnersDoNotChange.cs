using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>In the year before the day, an asset was changed by others only: the named owner does not exercise the right.</summary>
public sealed class OwnersDoNotChange() : Sign(Found, FailureMode.NamedOwnership, Basis.History, Topic.Owners | Topic.History)
{
    public static readonly FindingKind Found = new("TRY1006", Severity.Warning, "the owners are not those who change it");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var year = estate.Changes.Where(c => c.Day <= day && c.Day > day.AddYears(-1)).ToLookup(c => c.File);
        var judged = estate.Made.Select(a => (Asset: a, Changes: year[a.Sql?.File ?? a.Place.File].ToList()))
            .Where(x => x.Changes.Count > 0 && x.Asset.Owners.Count > 0 && x.Asset.Owners.All(o => o.IsTeam == false)).ToList();
        if (judged.Count == 0) return null;
        var strangers = judged.Where(x => !x.Changes.Any(c => x.Asset.Owners.Any(o => Persons.Same(o.Name, c.Author)))).ToList();
        return Seen(judged.Count, strangers.Select(x => new Evidence(x.Asset.Name, x.Asset.Place,
                $"owned by {string.Join(", ", x.Asset.Owners.Select(o => o.Name))}, changed by "
                + string.Join(", ", x.Changes.Select(c => c.Author).Distinct().Order(StringComparer.Ordinal).Take(3)))),
            $"{strangers.Count} of {judged.Count} assets changed within a year were changed by others than their owners alone",
            "make those who change it the owners, or give the owners the say over changes");
    }
}
