using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>A check passes whatever the data are: its condition always holds, or it looks at no row.</summary>
public sealed class ChecksCannotFail() : Sign(Found, FailureMode.GovernanceTheatre, Basis.Checks, Topic.Checks)
{
    public static readonly FindingKind Found = new("TRY1060", Severity.Error, "checks that cannot fail");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var checks = estate.Assets.SelectMany(a => a.Checks.Select(c => (Asset: a, Check: c))).ToList();
        if (checks.Count == 0) return null;
        var empty = checks.Where(x => x.Check.CannotFail is not null).ToList();
        return Seen(checks.Count, empty.Select(x => new Evidence(x.Asset.Name, x.Check.Place, $"{x.Check.Kind}: {x.Check.CannotFail}")),
            $"{empty.Count} of {checks.Count} checks cannot fail", "make them say something, or remove them from what is counted")
            .Graded(empty.Count == 0 ? Severity.Info : empty.Count * 20 >= checks.Count ? Severity.Error : Severity.Warning);
    }
}
