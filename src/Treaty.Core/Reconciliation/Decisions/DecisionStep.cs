using System.Globalization;

namespace Treaty.Core.Reconciliation.Decisions;

/// <summary>One step that a person took with one or many discrepancies, as the ledger keeps it.</summary>
/// <param name="Decision">Its id.</param>
/// <param name="List">Hash of the frozen list of discrepancies it is about, each with the amount it had (see <see
/// cref="FrozenList"/>).</param>
/// <param name="Count">How many.</param>
/// <param name="Filter">In words, how the list was chosen.</param>
/// <param name="By">The principal, or the local user.</param>
/// <param name="Reason">Why, in his words.</param>
public sealed record DecisionStep(
    string Decision, StepKind Kind, string List, long Count, string Filter, string By, DateTimeOffset At, string Reason)
{
    /// <summary>Assign: the team that gets them; null to leave them with their team.</summary>
    public string? Team { get; init; }

    /// <summary>Assign: the person who gets them.</summary>
    public string? Person { get; init; }

    /// <summary>Propose and resolve: how they end.</summary>
    public ResolutionKind? Resolution { get; init; }

    /// <summary>Accept: the most that the amount of each may be, without sign; null for the amount it has now.</summary>
    public decimal? Limit { get; init; }

    /// <summary>Accept: the last day on which it holds. Carry forward: the last day before it must have come to an end.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Reclassify: the class it has in truth. Carry forward: the period it belongs to.</summary>
    public string? To { get; init; }

    /// <summary>Undo: the decision that is taken back.</summary>
    public string? Undoes { get; init; }

    /// <summary>The text that its maker signs: everything it says.</summary>
    public string SignedText() => string.Create(CultureInfo.InvariantCulture,
        $"treaty decision\n{Decision}\n{Kind.Text()}\n{List}\n{Count}\n{Filter}\n{By}\n{Moment.InstantText(At)}\n{Reason}\n{Team}\n{Person}\n")
        + string.Create(CultureInfo.InvariantCulture, $"{Resolution?.Text()}\n{Limit}\n{Until:yyyy-MM-dd}\n{To}\n{Undoes}");
}

/// <summary>One discrepancy on a frozen list.</summary>
/// <param name="Gross">The amount without sign that it had when the step was taken.</param>
public sealed record FrozenLine(string Id, decimal Gross);

/// <summary>The list a step is about, as text under its own hash: what is approved in bulk is these discrepancies and no others.</summary>
public static class FrozenList
{
    /// <summary>One line a discrepancy, by id: the id, a blank, the amount.</summary>
    public static string Write(IEnumerable<FrozenLine> lines) => string.Concat(lines.OrderBy(l => l.Id, StringComparer.Ordinal)
        .Select(l => string.Create(CultureInfo.InvariantCulture, $"{l.Id} {l.Gross}\n")));

    public static IEnumerable<FrozenLine> Read(string text)
    {
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var blank = line.IndexOf(' ', StringComparison.Ordinal);
            yield return new(line[..blank], decimal.Parse(line.AsSpan(blank + 1), NumberStyles.Number, CultureInfo.InvariantCulture));
        }
    }
}
