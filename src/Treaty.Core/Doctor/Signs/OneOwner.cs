using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>One single person is named: nobody can decide when that person is away.</summary>
public sealed class OneOwner() : Sign(Found, FailureMode.NamedOwnership, Basis.Owners, Topic.Owners)
{
    public static readonly FindingKind Found = new("TRY1002", Severity.Warning, "assets with exactly one owner");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var made = estate.Made.ToList();
        var owned = made.Where(a => a.Owners.Count > 0).ToList();
        if (owned.Count == 0) return null;
        var single = made.Where(a => a.Owners.Count == 1).ToList();
        var persons = single.Where(a => a.Owners[0].IsTeam != true).ToList();
        return Seen(owned.Count, persons.Where(a => a.Owners[0].IsTeam == false).Select(a =>
                new Evidence(a.Name, a.Place, $"{a.Owners[0].Name} alone")),
            $"{persons.Count} of {owned.Count} owned assets rest on one name",
            "name the team, or a second person who may decide")
            .With(ByKind.Of("with exactly one owner", made, single));
    }
}
