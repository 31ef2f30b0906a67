using System.Globalization;

namespace Treaty.Core.Reconciliation.Closing;

/// <summary>A month, or a single day, as it is named and what it spans.</summary>
/// <param name="To">The day after the last.</param>
public sealed record ClosingPeriod(string Name, DateOnly From, DateOnly To)
{
    /// <summary>Reads <c>2026-01</c> or <c>2026-01-31</c>; null where it is neither.</summary>
    public static ClosingPeriod? TryParse(string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM", CultureInfo.InvariantCulture, DateTimeStyles.None, out var month))
            return new(text, month, month.AddMonths(1));
        return DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? new(text, day, day.AddDays(1)) : null;
    }
}
