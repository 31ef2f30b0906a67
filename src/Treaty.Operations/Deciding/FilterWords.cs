using System.Globalization;
using Treaty.Operations.Reports;

namespace Treaty.Operations.Deciding;

/// <summary>A filter of discrepancies in words, as the record of a step keeps it.</summary>
public static class FilterWords
{
    public static string Of(DiscrepancyFilter filter)
    {
        var words = new[]
        {
            filter.State is { } state ? $"in state {state}" : filter.Decision is null ? "open" : null,
                Word("on the list of", filter.Decision), Word("of class", filter.Class), Word("in", filter.Comparison),
            Word("with team", filter.Team), Word("in", filter.Currency), Word("holding", filter.Text),
            filter.Before is { } day ? string.Create(CultureInfo.InvariantCulture, $"before {day:yyyy-MM-dd}") : null,
        };
        return string.Join(", ", words.OfType<string>());
    }

    private static string? Word(string word, string? value) => value is null ? null : $"{word} `{value}`";
}
