using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>A check only warns: bad data are published all the same, and the warning is read by nobody in particular.</summary>
public sealed class ChecksOnlyWarn() : Sign(Found, FailureMode.GovernanceTheatre, Basis.Checks, Topic.Checks)
{
    public static readonly FindingKind Found = new("TRY1061", Severity.Warning, "checks that stop nothing");

    private const int LeastChecks = 5;

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var checks = estate.Assets.SelectMany(a => a.Checks.Where(c => c.Enabled).Select(c => (Asset: a, Check: c))).ToList();
        if (checks.Count < LeastChecks) return null;
        var mild = checks.Where(x => !x.Check.Stops).ToList();
        return Seen(checks.Count, mild.Select(x => new Evidence(x.Asset.Name, x.Check.Place, $"{x.Check.Kind} only warns")),
            $"{mild.Count} of {checks.Count} checks only warn", "let what must not be published stop the publication; drop the rest")
            .Graded(mild.Count * 2 >= checks.Count ? Severity.Warning : Severity.Info);
    }
}
