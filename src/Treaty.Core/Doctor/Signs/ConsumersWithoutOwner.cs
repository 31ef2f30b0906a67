using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>Something declared that reads assets has nobody to tell when they change.</summary>
public sealed class ConsumersWithoutOwner() : Sign(Found, FailureMode.NamedOwnership, Basis.Metadata, Topic.Owners)
{
    public static readonly FindingKind Found = new("TRY1008", Severity.Warning, "dashboards and exports without an owner");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var declared = estate.Consumers.Where(c => c.Kind == "exposure").ToList();
        if (declared.Count == 0) return null;
        var bare = declared.Where(c => c.Owners.Count == 0).ToList();
        return Seen(declared.Count, bare.Select(c => new Evidence(c.Name, c.Place, "names no owner")),
            $"{bare.Count} of {declared.Count} declared consumers name nobody", "name who must agree when what they read changes");
    }
}
