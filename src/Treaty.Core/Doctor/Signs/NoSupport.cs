using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>A contract or product in use names no channel to ask in and no team: nobody is told when it breaks.</summary>
public sealed class NoSupport() : Sign(Found, FailureMode.TablesAsProducts, Basis.Contracts, Topic.Contracts)
{
    public static readonly FindingKind Found = new("TRY1017", Severity.Warning, "contracts and products nobody supports");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var active = estate.Assets.Where(a => a.Kind is AssetKind.Contract or AssetKind.Product && a.Status is "active" or "production" or "").ToList();
        if (active.Count == 0) return null;
        var bare = active.Where(a => a.Support.Count == 0 && a.Owners.Count == 0).ToList();
        return Seen(active.Count, bare.Select(a => new Evidence(a.Name, a.Place, "names neither support nor team")),
            $"{bare.Count} of {active.Count} contracts and products in use name neither support nor team",
            "name the channel in which questions are answered, and the team that answers");
    }
}
