using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>A named owner has changed nothing in the whole estate for a year, though others have.</summary>
public sealed class OwnersGone() : Sign(Found, FailureMode.NamedOwnership, Basis.History, Topic.Owners | Topic.History)
{
    public static readonly FindingKind Found = new("TRY1007", Severity.Warning, "owners who are no longer active");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var last = estate.Changes.Where(c => c.Day <= day).GroupBy(c => c.Author).Select(g => (Author: g.Key, Last: g.Max(c => c.Day)))
            .ToList();
        var owned = estate.Made.Where(a => a.Owners.Count > 0 && a.Owners.All(o => o.IsTeam == false)).ToList();
        if (last.Count == 0 || owned.Count == 0 || last.Max(l => l.Last) < day.AddYears(-1)) return null;
        var active = owned.SelectMany(a => a.Owners.Select(o => o.Name)).Distinct()
            .ToDictionary(o => o, o => last.Any(l => l.Last > day.AddYears(-1) && Persons.Same(o, l.Author)), StringComparer.Ordinal);
        var gone = owned.Where(a => a.Owners.All(o => !active[o.Name])).ToList();
        return Seen(owned.Count, gone.Select(a => new Evidence(a.Name, a.Place,
                $"{string.Join(", ", a.Owners.Select(o => o.Name))} changed nothing here since {day.AddYears(-1):yyyy-MM-dd}")),
            $"{gone.Count} of {owned.Count} assets owned by persons have no owner who was active within a year",
            "ask whether they are still there, and name who decides now");
    }
}
