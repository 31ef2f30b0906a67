using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>An asset is marked as going and no day says when: the mark binds nobody.</summary>
public sealed class DeprecatedWithoutDate() : Sign(Found, FailureMode.GovernanceTheatre, Basis.Dates, Topic.Dates)
{
    public static readonly FindingKind Found = new("TRY1067", Severity.Warning, "deprecated without an end");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var going = estate.Assets.Where(a => a.Deprecated && a.Enabled).ToList();
        if (going.Count == 0) return null;
        var open = going.Where(a => a.GoneBy is null).ToList();
        return Seen(going.Count, open.Select(a => new Evidence(a.Name, a.Place, "deprecated, and no day of removal")),
            $"{open.Count} of {going.Count} deprecated assets have no day of removal", "set the day, tell the readers, and remove it on that day");
    }
}
