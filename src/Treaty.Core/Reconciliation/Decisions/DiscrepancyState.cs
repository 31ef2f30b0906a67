namespace Treaty.Core.Reconciliation.Decisions;

/// <summary>Where a discrepancy stands. All but the last two are open: someone has to do something.</summary>
public enum DiscrepancyState
{
    /// <summary>Found, and nobody has touched it.</summary>
    Open,

    /// <summary>Someone was asked to look at it.</summary>
    Assigned,

    /// <summary>Someone looks at it.</summary>
    Investigating,

    /// <summary>A resolution waits for approval.</summary>
    Proposed,

    /// <summary>A resolution is approved and waits for its effect: a correction, a match, a changed rule.</summary>
    Approved,

    /// <summary>It was closed, and is open again.</summary>
    Reopened,

    /// <summary>Closed by a decision.</summary>
    Resolved,

    /// <summary>Closed by a run that no longer found it.</summary>
    AutoClosed,
}

/// <summary>What a person does to discrepancies.</summary>
public enum StepKind { Assign, Investigate, Propose, Approve, Reject, Resolve, Reopen, Undo }

/// <summary>How a discrepancy is brought to an end.</summary>
public enum ResolutionKind
{
    /// <summary>The domain at fault corrects its fact; closed when the corrected row arrives and aligns.</summary>
    CorrectAtSource,

    /// <summary>A person says which rows belong together; closed by the next run, which obeys.</summary>
    ManualMatch,

    /// <summary>A person says that rows of the two sides do not belong together; the next run obeys.</summary>
    NoMatch,

    /// <summary>The difference stands, up to an amount and until a day.</summary>
    Accept,

    /// <summary>The difference is given up and booked away.</summary>
    WriteOff,

    /// <summary>It is of another class than the rules say.</summary>
    Reclassify,

    /// <summary>The rows are two true rows, not copies; the next run obeys.</summary>
    NotDuplicate,

    /// <summary>The row should not exist (a test, a mistake); it stays on record.</summary>
    Void,

    /// <summary>A rule changes; closed when the changed rule no longer finds it.</summary>
    RuleChange,

    /// <summary>It belongs to a later period.</summary>
    CarryForward,
}

/// <summary>The words for states, steps and resolutions in commands, tables and pages, and what each means for the others.</summary>
public static class DecisionWords
{
    public static string Text(this DiscrepancyState state) => Kebab(state.ToString());

    public static string Text(this StepKind kind) => Kebab(kind.ToString());

    public static string Text(this ResolutionKind kind) => Kebab(kind.ToString());

    public static bool IsOpen(this DiscrepancyState state) => state is not (DiscrepancyState.Resolved or DiscrepancyState.AutoClosed);

    /// <summary>True where the resolution takes effect only when a later run no longer finds the discrepancy.</summary>
    public static bool Waits(this ResolutionKind kind) => kind is ResolutionKind.CorrectAtSource or ResolutionKind.ManualMatch
        or ResolutionKind.NoMatch or ResolutionKind.NotDuplicate or ResolutionKind.RuleChange;

    /// <summary>True where the resolution lets an amount stand, which needs the right to accept differences.</summary>
    public static bool Accepts(this ResolutionKind kind) => kind is ResolutionKind.Accept or ResolutionKind.WriteOff
        or ResolutionKind.CarryForward;

    /// <summary>True where a later run must obey the decision about the rows.</summary>
    public static bool Locks(this ResolutionKind kind) => kind.Pairs() || kind == ResolutionKind.NotDuplicate;

    /// <summary>True where the decision is about the rows of several discrepancies at once: all of them, or none.</summary>
    public static bool Pairs(this ResolutionKind kind) => kind is ResolutionKind.ManualMatch or ResolutionKind.NoMatch;

    public static DiscrepancyState? TryParseState(string text) => Parse<DiscrepancyState>(text);

    public static StepKind? TryParseStep(string text) => Parse<StepKind>(text);

    public static ResolutionKind? TryParseResolution(string text) => Parse<ResolutionKind>(text);

    private static T? Parse<T>(string text) where T : struct, Enum
    {
        foreach (var value in Enum.GetValues<T>())
            if (Kebab(value.ToString()) == text) return value;
        return null;
    }

    private static string Kebab(string name) =>
        string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));
}
