using Treaty.Core.Findings;

namespace Treaty.Core.Enforcement;

/// <summary>What holds someone to a clause.</summary>
public enum Mechanism
{
    /// <summary>Nothing does; the clause says why.</summary>
    None,

    /// <summary>Documents that break it cannot come into force.</summary>
    Check,

    /// <summary>A change of it needs a decision of whoever holds the right.</summary>
    Plan,

    /// <summary>Rows that break it are held back, or the version is.</summary>
    Publish,

    /// <summary>A run or a step of a person is refused.</summary>
    Run,
}

/// <summary>Something that a document of the mesh declares to hold.</summary>
/// <param name="Kind">What kind of clause: <c>row rule</c>, <c>quality</c>, <c>demanded right</c> …</param>
/// <param name="Subject">What it is about: a product, an object and column, a right.</param>
/// <param name="Text">What it demands, in words.</param>
/// <param name="Mechanism">What holds someone to it.</param>
/// <param name="By">How, in words; or why nothing does.</param>
/// <param name="Key">The keys, parted by <c>|</c>, under which evidence of its exercise is found; empty where there can be none.</param>
public sealed record Clause(string Kind, string Subject, string Text, Mechanism Mechanism, string By, string Key, SourcePlace? Place)
{
    /// <summary>What lets things pass although they break it: waivers, lowered severities, warnings; in words.</summary>
    public IReadOnlyList<string> Bypasses { get; init; } = [];

    /// <summary>What must have happened before the clause could be exercised at all, as a key of evidence; empty where it always
    /// can.</summary>
    public string After { get; init; } = "";
}

/// <summary>That clauses were exercised, gathered from records under one key.</summary>
public sealed record Exercise(DateTimeOffset Last, int Times, DateTimeOffset? LastRefusal, int Refusals, string? Refused)
{
    /// <summary>What was gathered under two keys of one clause: it ran, and refused, as often as under the one that did more
    /// often.</summary>
    public static Exercise Of(Exercise? one, Exercise other) => one is null ? other
        : new(one.Last > other.Last ? one.Last : other.Last, Math.Max(one.Times, other.Times), Later(one, other).LastRefusal,
            Math.Max(one.Refusals, other.Refusals), Later(one, other).Refused);

    private static Exercise Later(Exercise one, Exercise other) =>
        other.LastRefusal is { } at && !(one.LastRefusal >= at) ? other : one;

    /// <summary>This and one more exercise.</summary>
    /// <param name="refused">What was refused, in words; null where it passed.</param>
    public static Exercise With(Exercise? before, DateTimeOffset at, string? refused) => before is null
        ? new(at, 1, refused is null ? null : at, refused is null ? 0 : 1, refused)
        : new(at > before.Last ? at : before.Last, before.Times + 1,
            refused is null || before.LastRefusal > at ? before.LastRefusal : at, before.Refusals + (refused is null ? 0 : 1),
            refused is null || before.LastRefusal > at ? before.Refused : refused);
}

/// <summary>How a clause stands.</summary>
public enum ClauseState
{
    /// <summary>It was exercised, and refused something.</summary>
    Proved,

    /// <summary>It was exercised, and nothing broke it yet.</summary>
    Exercised,

    /// <summary>What it is about has not happened yet.</summary>
    Pending,

    /// <summary>It is said to be enforced and never ran.</summary>
    Theatre,

    /// <summary>Nothing holds anyone to it.</summary>
    NotEnforced,
}

/// <summary>A clause against what the records show of it.</summary>
public sealed record JudgedClause(Clause Clause, ClauseState State, Exercise? Exercise);

/// <summary>Holds clauses against the evidence of their exercise.</summary>
public static class Enforcing
{
    public static IReadOnlyList<JudgedClause> Judge(IEnumerable<Clause> clauses, IReadOnlyDictionary<string, Exercise> evidence) =>
        [.. clauses.Select(c => Of(c, evidence)).OrderByDescending(s => s.State).ThenBy(s => s.Clause.Kind, StringComparer.Ordinal)
            .ThenBy(s => s.Clause.Subject, StringComparer.Ordinal).ThenBy(s => s.Clause.Text, StringComparer.Ordinal)];

    private static JudgedClause Of(Clause clause, IReadOnlyDictionary<string, Exercise> evidence)
    {
        var exercise = clause.Key == "" ? null
            : clause.Key.Split('|').Select(evidence.GetValueOrDefault).OfType<Exercise>().Aggregate((Exercise?)null, Exercise.Of);
        var state = clause.Mechanism == Mechanism.None ? ClauseState.NotEnforced
            : exercise is { Refusals: > 0 } ? ClauseState.Proved
            : exercise is not null ? ClauseState.Exercised
            : clause.After != "" && !evidence.ContainsKey(clause.After) ? ClauseState.Pending : ClauseState.Theatre;
        return new(clause, state, exercise);
    }
}
