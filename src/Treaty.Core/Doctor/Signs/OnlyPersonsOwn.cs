using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>The owners of an asset are named persons: who leaves takes the ownership along.</summary>
public sealed class OnlyPersonsOwn() : Sign(Found, FailureMode.NamedOwnership, Basis.Owners, Topic.Owners)
{
    public static readonly FindingKind Found = new("TRY1001", Severity.Warning, "owners are persons, not teams");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var made = estate.Made.ToList();
        var owned = made.Where(a => a.Owners.Count > 0).ToList();
        if (owned.Count == 0) return null;
        var persons = owned.Where(a => a.Owners.All(o => o.IsTeam == false)).ToList();
        var teams = owned.Where(a => a.Owners.Any(o => o.IsTeam == true)).ToList();
        return Seen(owned.Count, persons.Select(a => new Evidence(a.Name, a.Place,
                $"owned by {string.Join(", ", a.Owners.Select(o => o.Name))}")),
            $"{persons.Count} of {owned.Count} owned assets are owned by named persons only",
            "name the team that decides; keep the person as a contact")
            .With([.. ByKind.Of("owned by persons only", made, persons), .. ByKind.Of("with a team among the owners", made, teams)]);
    }
}
