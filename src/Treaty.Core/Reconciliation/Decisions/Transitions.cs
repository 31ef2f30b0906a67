namespace Treaty.Core.Reconciliation.Decisions;

/// <summary>Which step leads from which state to which: the whole table. What is not in it cannot be done.</summary>
public static class Transitions
{
    private static readonly DiscrepancyState[] Untouched =
        [DiscrepancyState.Open, DiscrepancyState.Assigned, DiscrepancyState.Investigating, DiscrepancyState.Reopened];

    /// <summary>The state a step leads to; null where it cannot be taken.</summary>
    public static DiscrepancyState? Of(DiscrepancyState from, StepKind step) => step switch
    {
        StepKind.Assign when from.IsOpen() && from is not DiscrepancyState.Approved =>
            from == DiscrepancyState.Proposed ? from : DiscrepancyState.Assigned,
        StepKind.Investigate when Untouched.Contains(from) => DiscrepancyState.Investigating,
        StepKind.Propose when Untouched.Contains(from) || from == DiscrepancyState.Proposed => DiscrepancyState.Proposed,
        StepKind.Approve when from == DiscrepancyState.Proposed => DiscrepancyState.Approved,
        StepKind.Reject when from == DiscrepancyState.Proposed => DiscrepancyState.Investigating,
        StepKind.Resolve when Untouched.Contains(from) || from == DiscrepancyState.Approved => DiscrepancyState.Resolved,
        StepKind.Reopen when !Untouched.Contains(from) && from is not DiscrepancyState.Proposed => DiscrepancyState.Reopened,
        _ => null,
    };

    /// <summary>The steps that can be taken from a state, besides undoing the last.</summary>
    public static IEnumerable<StepKind> From(DiscrepancyState state) =>
        Enum.GetValues<StepKind>().Where(step => Of(state, step) is not null);
}
