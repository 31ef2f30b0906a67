using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>A check is declared and switched off: it counts in reports and refuses nothing.</summary>
public sealed class ChecksDisabled() : Sign(Found, FailureMode.GovernanceTheatre, Basis.Checks, Topic.Checks)
{
    public static readonly FindingKind Found = new("TRY1062", Severity.Warning, "checks switched off");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var checks = estate.Assets.SelectMany(a => a.Checks.Select(c => (Asset: a, Check: c))).ToList();
        if (checks.Count == 0) return null;
        var off = checks.Where(x => !x.Check.Enabled).ToList();
        return Seen(checks.Count, off.Select(x => new Evidence(x.Asset.Name, x.Check.Place, $"{x.Check.Kind} is switched off")),
            $"{off.Count} of {checks.Count} checks are switched off", "mend the data or the rule and switch it on, or delete it");
    }
}
