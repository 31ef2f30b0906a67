using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>Nobody is named who answers for an asset.</summary>
public sealed class NoOwner() : Sign(Found, FailureMode.NamedOwnership, Basis.Owners, Topic.Owners)
{
    public static readonly FindingKind Found = new("TRY1000", Severity.Error, "assets without an owner");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var made = estate.Made.ToList();
        if (made.Count == 0) return null;
        var bare = made.Where(a => a.Owners.Count == 0).ToList();
        return Seen(made.Count, bare.Select(a => new Evidence(a.Name, a.Place, "names no owner")),
            $"{bare.Count} of {made.Count} assets name nobody who answers for them",
            "give each a team that can change it, and retire those nobody wants").With(ByKind.Of("without owner", made, bare));
    }
}
