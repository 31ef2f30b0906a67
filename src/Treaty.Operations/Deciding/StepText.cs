using System.Globalization;
using Treaty.Core.Reconciliation.Decisions;

namespace Treaty.Operations.Deciding;

/// <summary>A step in words, as the history of a discrepancy shows it.</summary>
public static class StepText
{
    public static string Of(DecisionStep step, Standing after)
    {
        var what = step.Kind switch
        {
            StepKind.Assign => $"assigned to {string.Join(", ", new[] { step.Person, step.Team }.OfType<string>())}",
            StepKind.Investigate => "looks into it",
            StepKind.Propose => $"proposed: {Resolution(step)}",
            StepKind.Approve => $"approved: {after.Proposal?.Kind.Text()}",
            StepKind.Reject => "rejected what was proposed",
            StepKind.Resolve => after.State == DiscrepancyState.Approved ? $"decided: {Resolution(step)}" : $"resolved: {Resolution(step)}",
            StepKind.Reopen => "reopened",
            _ => $"took back {step.Undoes}",
        };
        return $"{what}{(step.Reason.Length > 0 ? $"; {step.Reason}" : "")} ({step.Decision}{(step.Count > 1 ? $", with {step.Count - 1} others" : "")})";
    }

    private static string Resolution(DecisionStep step) => (step.Resolution?.Text() ?? "as approved")
        + (step.To is { } to ? $" to {to}" : "")
        + (step.Limit is { } limit ? string.Create(CultureInfo.InvariantCulture, $" up to {limit}") : "")
        + (step.Until is { } until ? string.Create(CultureInfo.InvariantCulture, $" until {until:yyyy-MM-dd}") : "");
}
