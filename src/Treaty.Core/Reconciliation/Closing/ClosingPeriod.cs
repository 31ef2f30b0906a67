using System.Globalization;

namespace Treaty.Core.Reconciliation.Closing;

/// <summary>A month, or a single day, as it is named and what it spans.</summary>
/// <param name="To">The day after the last.</param>
public sealed record ClosingPeriod(string Name, DateOnly From, DateOnly To)
{
    /// <summary>Reads <c>2026-01</c> or <c>2026-01-31</c>; null where it is neither.</summary>
    public static ClosingPeriod? TryParse(string text)
    {
        if (Exact("yyyy-MM") is { } month) return new(text, month, month.AddMonths(1));
        return Exact("yyyy-MM-dd") is { } day ? new(text, day, day.AddDays(1)) : null;

        // The last month that can be written has no day after it.
        DateOnly? Exact(string form) => DateOnly.TryParseExact(text, form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            && date < DateOnly.MaxValue.AddMonths(-1) ? date : null;
    }
}
