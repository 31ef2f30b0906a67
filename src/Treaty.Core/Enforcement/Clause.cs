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
/// <param name="Key">The key under which evidence of its exercise is found; empty where there can be none.</param>
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
    /// <summary>This and one more exercise.</summary>
    /// <param name="refused">What was refused, in words; null where it passed.</param>
    public static Exercise With(Exercise? before, DateTimeOffset at, string? refused) => before is null
        ? new(at, 1, refused is null ? null : at, refused is null ? 0 : 1, refused)
        : new(at > before.Last ? at : before.Last, before.Times + 1,
            refused is null || before.LastRefusal > at ? before.LastRefusal : at, before.Refusals + (refused is null ? 0 : 1),
            refused is null || before.LastRefusal > at ? before.Refused : refused);
}

/// <summary>How a clause stands.</summary>
public enum Standing
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
public sealed record ClauseStanding(Clause Clause, Standing Standing, Exercise? Exercise);

/// <summary>Holds clauses against the evidence of their exercise.</summary>
public static class Enforcing
{
    public static IReadOnlyList<ClauseStanding> Judge(IEnumerable<Clause> clauses, IReadOnlyDictionary<string, Exercise> evidence) =>
        [.. clauses.Select(c => Of(c, evidence)).OrderByDescending(s => s.Standing).ThenBy(s => s.Clause.Kind, StringComparer.Ordinal)
            .ThenBy(s => s.Clause.Subject, StringComparer.Ordinal).ThenBy(s => s.Clause.Text, StringComparer.Ordinal)];

    private static ClauseStanding Of(Clause clause, IReadOnlyDictionary<string, Exercise> evidence)
    {
        var exercise = clause.Key == "" ? null : evidence.GetValueOrDefault(clause.Key);
        var standing = clause.Mechanism == Mechanism.None ? Standing.NotEnforced
            : exercise is { Refusals: > 0 } ? Standing.Proved
            : exercise is not null ? Standing.Exercised
            : clause.After != "" && !evidence.ContainsKey(clause.After) ? Standing.Pending : Standing.Theatre;
        return new(clause, standing, exercise);
    }
}
