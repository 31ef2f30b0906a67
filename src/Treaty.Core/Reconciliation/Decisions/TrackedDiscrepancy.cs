namespace Treaty.Core.Reconciliation.Decisions;

/// <summary>A discrepancy as a run found it. Its id is made of comparison, class, measure and group, so it is the same in every
/// run.</summary>
/// <param name="Comparison">Canonical: <c>zone.revenue:order_payment</c>.</param>
/// <param name="Side">The side at fault, <c>a</c> or <c>b</c>; empty where the rules do not say.</param>
/// <param name="Amount">What it adds to B − A.</param>
/// <param name="Gross">The amount at stake, without sign.</param>
public sealed record FoundDiscrepancy(
    string Id, string Comparison, string GroupKey, string Class, string Subject, string Side, string? ValueA, string? ValueB,
    decimal Amount, decimal Gross, string Currency, DateOnly? BusinessDate, string Definition);

/// <summary>A run, and when it was.</summary>
public sealed record SeenAt(string Run, DateTimeOffset At);

/// <summary>A discrepancy with what has happened to it over runs and by people.</summary>
public sealed record TrackedDiscrepancy(FoundDiscrepancy Found, SeenAt First, SeenAt Last, Standing Standing);

/// <summary>Where a discrepancy stands and how it came there.</summary>
/// <param name="Decision">The last decision about it; null where nobody took one.</param>
/// <param name="Proposal">The resolution that is proposed or holds.</param>
/// <param name="Why">In words, where no person decided: why it closed or opened again.</param>
/// <param name="Reopened">How often it was opened again.</param>
/// <param name="Before">How it stood before the last decision, so that this can be undone.</param>
public sealed record Standing(
    DiscrepancyState State, string? Team, string? Person, string? Decision, Proposal? Proposal, string? Why, int Reopened, Standing? Before)
{
    /// <summary>How a run closed it; none while it is open or where a person closed it.</summary>
    public Ending Ending { get; init; }

    /// <summary>True where it is open again because the resolution's last day is over.</summary>
    public bool Expired { get; init; }

    public static Standing New { get; } = new(DiscrepancyState.Open, null, null, null, null, null, 0, null);
}

/// <summary>Why a run no longer found a discrepancy.</summary>
public enum Ending
{
    None,

    /// <summary>The row that was missing came.</summary>
    Arrived,

    /// <summary>The sides agree now, because a row was corrected or removed.</summary>
    Corrected,

    /// <summary>The group differs in another way now, which is a discrepancy of its own.</summary>
    Superseded,

    /// <summary>The same rows, judged by changed rules or by a person's decision.</summary>
    Rules,
}

/// <summary>Says how a discrepancy ended that a run no longer found.</summary>
public static class Endings
{
    /// <param name="class">The class the discrepancy had.</param>
    /// <param name="now">The class its group has now; null where there is no such group any more.</param>
    /// <param name="sameRows">True where the run compared the same versions as the one before.</param>
    public static (Ending Ending, string Why) Of(string @class, string? now, bool sameRows) => now switch
    {
        _ when @class == DiscrepancyClass.Control.Text() => (Ending.Corrected, "the total ties out now"),
        _ when sameRows => (Ending.Rules, "the same rows no longer differ by the rules and decisions in force"),
        null => (Ending.Corrected, "its rows are gone"),
        not "matched" when now != @class => (Ending.Superseded, $"its rows are now {now}"),
        _ => ReconciliationWords.TryParseClass(@class) switch
        {
            DiscrepancyClass.Late or DiscrepancyClass.MissingA or DiscrepancyClass.MissingB or DiscrepancyClass.UnmatchedKey =>
                (Ending.Arrived, "its partner arrived"),
            DiscrepancyClass.Duplicate => (Ending.Corrected, "the copy is gone"),
            _ => (Ending.Corrected, "the two sides agree now"),
        },
    };
}

/// <summary>A resolution.</summary>
/// <param name="By">Who proposed it.</param>
/// <param name="Gross">The amount it was about.</param>
/// <param name="Limit">The most that the amount may become before the resolution no longer holds.</param>
/// <param name="Until">The last day on which it holds; null for ever.</param>
public sealed record Proposal(
    string Decision, string By, ResolutionKind Kind, string Reason, decimal Gross, decimal? Limit, DateOnly? Until, string? To)
{
    /// <summary>Whether the resolution still covers an amount.</summary>
    public bool Covers(decimal gross) => gross <= (Limit ?? Gross);

    public bool HoldsOn(DateOnly day) => Until is not { } until || day <= until;
}
