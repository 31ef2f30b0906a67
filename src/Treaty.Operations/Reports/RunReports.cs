using Treaty.Core.Findings;

namespace Treaty.Operations.Reports;

/// <summary>What one run did, step by step, in order.</summary>
/// <param name="Run">The run id; empty where nothing was due.</param>
public sealed record RunReport(
    string Run, string Mesh, string MeshHash, DateTimeOffset At, string By, IReadOnlyList<StepReport> Steps,
        IReadOnlyList<Finding> Findings)
{
    /// <summary>How far the mappings of terms carry whose products were published.</summary>
    public IReadOnlyList<MappingLine> Mappings { get; init; } = [];

    /// <summary>True where every step was already up to date.</summary>
    public bool NothingDue => Steps.All(step => step.Outcome == StepOutcome.UpToDate);

    /// <summary>True where nothing was done: every step was up to date, or was refused before on what it would be given again.</summary>
    public bool NothingNew => Steps.All(step => step.Outcome is StepOutcome.UpToDate or StepOutcome.StillRefused);

    public bool Refused => Findings.HasErrors() || Steps.Any(step => step.Outcome is StepOutcome.Refused or StepOutcome.StillRefused);
}

/// <summary>How a step ended.</summary>
public enum StepOutcome
{
    Published,
    UpToDate,
    Refused,
    Skipped,

    /// <summary>Refused before, and not tried again because nothing that it reads has changed.</summary>
    StillRefused,
}

/// <summary>One product or feed in a run: its outcome, its figures, its findings.</summary>
/// <param name="Kind">publish, reconcile, snapshot or compare.</param>
/// <param name="Because">Why it was due: first publish, source changed, input changed, documents changed.</param>
public sealed record StepReport(
    string Ref, string Kind, StepOutcome Outcome, long? Version, string Because, RowFigures Rows, IReadOnlyList<CheckLine> Checks,
    IReadOnlyList<QuarantineLine> Quarantine, IReadOnlyList<ComparisonLine> Comparisons, IReadOnlyList<Finding> Findings, StepTimes Times);

/// <summary>Where the rows of a step went. Read = Mapped + Filtered where the select keeps rows one to one; Mapped + Rejected = Published
/// + Quarantined +
/// Unchanged always.</summary>
public sealed record RowFigures(long Read, long Mapped, long Published, long Quarantined, long Unchanged, long Added, long Changed,
    long Removed)
{
    public static RowFigures None { get; } = new(0, 0, 0, 0, 0, 0, 0, 0);

    public static RowFigures operator +(RowFigures a, RowFigures b) => new(
        a.Read + b.Read, a.Mapped + b.Mapped, a.Published + b.Published, a.Quarantined + b.Quarantined, a.Unchanged + b.Unchanged,
        a.Added + b.Added, a.Changed + b.Changed, a.Removed + b.Removed);
}

/// <summary>Seconds a step took, by stage. Shown while working, left out of what is compared between runs.</summary>
/// <param name="Asserting">What of the checking went into SQL assertions, which look at whole tables.</param>
public sealed record StepTimes(double Stage, double Check, double Write, double Total, double Asserting = 0)
{
    public static StepTimes None { get; } = new(0, 0, 0, 0);
}

/// <summary>A run as the list of runs shows it.</summary>
public sealed record RunLine(string Run, DateTimeOffset At, string By, int Steps, long Published, long Quarantined, bool Refused);

public sealed record RunsReport(IReadOnlyList<RunLine> Runs);

/// <summary>What is said while work goes on: a step begins, advances, ends.</summary>
public sealed record RunProgress(int Step, int Steps, string Ref, string Stage, double? Share);
