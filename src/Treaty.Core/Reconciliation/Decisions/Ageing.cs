namespace Treaty.Core.Reconciliation.Decisions;

/// <summary>Age in days, counted from the business date, and the buckets in which it is shown.</summary>
public static class Ageing
{
    /// <summary>The greatest age of each bucket; the last has none.</summary>
    private static readonly int[] Ends = [1, 5, 30, 60, 90];

    /// <summary>The names of the buckets, youngest first.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Ends.Select((end, i) => $"{(i == 0 ? 0 : Ends[i - 1] + 1)}-{end}"), $"over {Ends[^1]}"];

    /// <summary>Days from the business date to the day; 0 where there is no date or it is yet to come.</summary>
    /// <param name="counted">Where only business days count.</param>
    public static int Days(DateOnly? date, DateOnly today, BusinessDays? counted = null) =>
        date is { } day ? Math.Max(0, counted?.Between(day, today) ?? today.DayNumber - day.DayNumber) : 0;

    /// <summary>The bucket of an age.</summary>
    public static int Bucket(int days) => Ends.Count(end => days > end);
}
