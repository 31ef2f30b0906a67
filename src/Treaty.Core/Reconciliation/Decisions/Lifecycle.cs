using System.Globalization;

namespace Treaty.Core.Reconciliation.Decisions;

/// <summary>
/// The life of a discrepancy as a pure function of what is on record: what runs found, what people decided, and the day. Folding the same
/// records gives the same standing, whenever and wherever it is done.
/// </summary>
public static class Lifecycle
{
    /// <summary>How the discrepancy stands after a step; unchanged where the step cannot be taken.</summary>
    /// <param name="line">The discrepancy as it stood on the step's list.</param>
    public static Standing After(Standing standing, DecisionStep step, FrozenLine line)
    {
        standing = On(standing, DateOnly.FromDateTime(step.At.UtcDateTime));
        if (standing.Decision == step.Decision) return standing; // taken in already
        if (step.Kind == StepKind.Undo)
            return standing.Before is { } before && standing.Decision == step.Undoes ? before with { Reopened = standing.Reopened }
                : standing;
        if (Transitions.Of(standing.State, step.Kind) is not { } state) return standing;
        var next = standing with { State = state, Decision = step.Decision, Why = null, Ending = Ending.None, Expired = false,
            Before = standing };
        return step.Kind switch
        {
            StepKind.Assign => next with { Team = step.Team ?? standing.Team, Person = step.Person },
            StepKind.Investigate => next with { Person = standing.Person ?? step.By },
            StepKind.Propose => next with { Proposal = Proposed(step, line) },
            StepKind.Approve when standing.Proposal is { } p && !p.Kind.Waits() => next with { State = DiscrepancyState.Resolved },
            StepKind.Reject => next with { Proposal = null },
            StepKind.Resolve when standing.State != DiscrepancyState.Approved => Ended(next, Proposed(step, line)),
            StepKind.Reopen => next with { Proposal = null, Reopened = standing.Reopened + 1 },
            _ => next,
        };
    }

    /// <summary>How it stands after a run found it (again), with the amount it now has.</summary>
    public static Standing Found(Standing standing, decimal gross) => standing switch
    {
        { State: DiscrepancyState.AutoClosed } => Again(standing, "a run found it again"),
        { State: DiscrepancyState.Approved, Proposal.Kind: ResolutionKind.NoMatch } =>
            Again(standing, "the pair was taken apart, and the row is still without a partner"),
        { State: DiscrepancyState.Resolved, Proposal: { } p } when !p.Covers(gross) =>
            Again(standing, string.Create(CultureInfo.InvariantCulture, $"its amount {gross} is past {p.Limit ?? p.Gross}, which was decided on")),
        _ => standing,
    };

    /// <summary>How it stands after a run no longer found it. What was resolved stays so, in case it is found again.</summary>
    public static Standing Gone(Standing standing, Ending ending, string why) =>
        standing.State.IsOpen() ? standing with { State = DiscrepancyState.AutoClosed, Ending = ending, Why = why } : standing;

    /// <summary>How it stands on a day: what was let stand until an earlier day is open again, and only then.</summary>
    public static Standing On(Standing standing, DateOnly day) => standing switch
    {
        { State: DiscrepancyState.Resolved, Proposal: { } p } when !p.HoldsOn(day) =>
            Again(standing, string.Create(CultureInfo.InvariantCulture, $"it was let stand until {p.Until:yyyy-MM-dd}")) with { Expired = true },
        { Expired: true, State: DiscrepancyState.Reopened, Proposal: { } p } when p.HoldsOn(day) =>
            standing with { State = DiscrepancyState.Resolved, Expired = false, Why = null, Reopened = standing.Reopened - 1 },
        _ => standing,
    };

    private static Standing Again(Standing standing, string why) =>
        standing with { State = DiscrepancyState.Reopened, Ending = Ending.None, Why = why, Reopened = standing.Reopened + 1 };

    /// <summary>A resolution that waits for its effect is approved; any other has ended the matter.</summary>
    private static Standing Ended(Standing next, Proposal proposal) =>
        next with { Proposal = proposal, State = proposal.Kind.Waits() ? DiscrepancyState.Approved : DiscrepancyState.Resolved };

    private static Proposal Proposed(DecisionStep step, FrozenLine line) => new(
        step.Decision, step.By, step.Resolution ?? ResolutionKind.CorrectAtSource, step.Reason, line.Gross, step.Limit, step.Until,
            step.To);
}
