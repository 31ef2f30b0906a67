using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>A page of tasks is still open, or admits that its own status was wrong.</summary>
public sealed class StalledPlans() : Sign(Found, FailureMode.MigrationFatigue, Basis.Pages, Topic.Pages)
{
    public static readonly FindingKind Found = new("TRY1072", Severity.Warning, "plans that stall or contradict themselves");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var plans = estate.Pages.Select(Backlog.Of).OfType<Backlog>().ToList();
        if (plans.Count == 0) return null;
        var open = plans.Where(p => p.Wrong > 0 || p.Open > 0 && (p.Moves || p.Latest is { } latest && latest < day.AddDays(-180)))
            .ToList();
        return Seen(plans.Count, open.Select(p => new Evidence(p.Page.Path, new(p.Page.Path, p.Wrong > 0 ? p.Wrong : p.FirstOpen, 1),
            p.Note)),
            $"{open.Count} of {plans.Count} pages of tasks have stalled, or say that their status was wrong",
            "keep the status where it is measured: in the build, not on a page")
            .Graded(open.Any(p => p.Wrong > 0) || open.Count >= 2 ? Severity.Warning : Severity.Info);
    }
}
