using System.Globalization;
using Treaty.Core.Findings;
using Treaty.Core.Reconciliation.Decisions;
using Treaty.Operations.Deciding;
using Treaty.Operations.Reports;

namespace Treaty.Server;

/// <summary>A step with discrepancies as a form sends it.</summary>
public sealed class StepForm
{
    /// <summary>The step, such as <c>investigate</c>.</summary>
    public string? Step { get; set; }

    public string? Resolution { get; set; }

    public string? Until { get; set; }

    public string? UpTo { get; set; }

    public string? To { get; set; }

    public string? Team { get; set; }

    public string? Person { get; set; }

    public string? Reason { get; set; }

    public string? Undoes { get; set; }

    /// <summary>The discrepancies that were marked.</summary>
    public string[]? Ids { get; set; }

    /// <summary>Present where everything that the filter of the page finds is meant.</summary>
    public string? All { get; set; }

    /// <summary>The stamp of what the page showed; without it no step is taken with all that its filter finds.</summary>
    public string? Seen { get; set; }

    /// <summary>What was asked for; else what is wrong with the form.</summary>
    /// <param name="filter">The filter of the page, for a step with all that it finds.</param>
    public (DecideRequest? Request, Finding? Refusal) Read(DiscrepancyFilter? filter)
    {
        if (DecisionWords.TryParseStep(Step ?? "") is not { } kind) return Refused("no step is chosen", "choose what is to be done");
        ResolutionKind? resolution = Given(Resolution) is { } word ? DecisionWords.TryParseResolution(word) : null;
        if (Given(Until) is { } day && !DateOnly.TryParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _))
            return Refused($"`{day}` is no day", "write it as 2026-12-31");
        if (Given(UpTo) is { } text && !decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out _))
            return Refused($"`{text}` is no amount", "write it as 12.50");
        if (kind != StepKind.Undo && All is null && Ids is not { Length: > 0 })
            return Refused("no discrepancy is marked", "mark some of the list, or choose all that the filter finds");
        if (kind != StepKind.Undo && All is not null && filter is not null && Given(Seen) is null)
            return Refused("the form does not say what its page showed", "look at the list again, then repeat the step");
        var about = kind == StepKind.Undo ? new DecideSelection([], null)
            : All is not null && filter is not null ? new DecideSelection([], filter) { Seen = Given(Seen) }
                : new DecideSelection(Ids ?? [], null);
        return (new(kind, about, Reason ?? "")
        {
            Team = Given(Team), Person = Given(Person), Resolution = resolution, To = Given(To), Undoes = Given(Undoes),
            Limit = Given(UpTo) is { } limit ? decimal.Parse(limit, NumberStyles.Number, CultureInfo.InvariantCulture) : null,
            Until = Given(Until) is { } until ? DateOnly.ParseExact(until, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null,
        }, null);
    }

    private static string? Given(string? text) => ConsoleApi.Given(text);

    private static (DecideRequest?, Finding?) Refused(string sentence, string help) =>
        (null, DiscrepancyDesk.Unreadable.At(null, sentence, help));
}
