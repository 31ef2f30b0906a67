using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>The day on which an asset should be gone has passed, and it is still there.</summary>
public sealed class ExpiredDates() : Sign(Found, FailureMode.GovernanceTheatre, Basis.Dates, Topic.Dates)
{
    public static readonly FindingKind Found = new("TRY1063", Severity.Error, "dates that passed without effect");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var dated = estate.Assets.Where(a => a.GoneBy is not null && a.Enabled).ToList();
        if (dated.Count == 0) return null;
        var passed = dated.Where(a => a.GoneBy < day).ToList();
        var range = passed.Count == 0 ? "" : $" ({passed.Min(a => a.GoneBy):yyyy-MM-dd} to {passed.Max(a => a.GoneBy):yyyy-MM-dd})";
        return Seen(dated.Count, passed.Select(a => new Evidence(a.Name, a.Place, $"was to be gone by {a.GoneBy:yyyy-MM-dd}")),
            $"{passed.Count} of {dated.Count} dates of removal have passed{range}, and the assets are still there",
            "remove them, or let somebody answer for a new day");
    }
}
