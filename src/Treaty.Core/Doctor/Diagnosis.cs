using Treaty.Core.Findings;

namespace Treaty.Core.Doctor;

/// <summary>What is said of one failure mode.</summary>
public enum Verdict
{
    /// <summary>Nothing that was read could have shown it.</summary>
    NotExamined,

    /// <summary>Looked for, not found.</summary>
    Clear,

    /// <summary>Traces: nothing to act on yet.</summary>
    Traces,

    /// <summary>Signs enough to act on.</summary>
    Suspected,

    /// <summary>Several independent signs, at least one of them grave.</summary>
    Established,
}

/// <summary>How far a verdict can be trusted.</summary>
public enum Confidence { Low, Medium, High }

/// <summary>The verdict on one failure mode, with what it rests on.</summary>
/// <param name="Independent">How many different bases the present signs draw on.</param>
/// <param name="Examined">How many signs could be looked for.</param>
/// <param name="Known">How many signs there are for this mode.</param>
public sealed record ModeDiagnosis(FailureMode Mode, Verdict Verdict, Confidence Confidence, int Independent, int Examined, int Known)
{
    public string Title => Mode.Title();

    /// <summary>Present signs first, the gravest first; then those that found nothing.</summary>
    public IReadOnlyList<Observation> Observations { get; init; } = [];

    /// <summary>Signs that could not be looked for, and what they would have needed.</summary>
    public IReadOnlyList<NotExamined> NotExamined { get; init; } = [];

    public IEnumerable<Observation> Present => Observations.Where(o => o.Present);
}

/// <summary>A sign that could not be looked for.</summary>
public sealed record NotExamined(string Code, string Title, Topic Needs);

/// <summary>What an estate consists of, in numbers.</summary>
public sealed record EstateSize(IReadOnlyList<Count> Counts, int FilesRead, IReadOnlyList<Unread> Unread, double ShareRead)
{
    /// <summary>How much SQL there was and how much of it is made by macros the doctor cannot see into.</summary>
    public int SqlTexts { get; init; }

    public int SqlPartlyRead { get; init; }
}

/// <summary>The doctor's whole report on an estate as it stood on a day.</summary>
public sealed record Diagnosis(string Estate, EstateKind Kind, DateOnly AsOf, EstateSize Size, IReadOnlyList<ModeDiagnosis> Modes)
{
    public IEnumerable<Observation> Present => Modes.SelectMany(m => m.Present);

    /// <summary>The three gravest things: by severity, then by how much is affected.</summary>
    public IReadOnlyList<Observation> Worst { get; init; } = [];

    /// <summary>How it differs from an earlier diagnosis; null where there is none to compare with.</summary>
    public Trend? Trend { get; init; }

    /// <summary>Codes with a budget; empty where none was given.</summary>
    public IReadOnlyList<BudgetLine> Budget { get; init; } = [];

    public bool OverBudget => Budget.Any(l => l.Over);

    public Severity? Gravest => Present.Select(o => (Severity?)o.Severity).Max();
}
