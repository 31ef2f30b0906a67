namespace Treaty.Operations.Samples.OrderToCash;

/// <summary>The calendar day in London, by the rule in force since 1996, so that the sample does not depend on a machine's time zone
/// data.</summary>
internal static class LondonTime
{
    public static DateOnly Day(DateTime utc) => DateOnly.FromDateTime(IsSummer(utc) ? utc.AddHours(1) : utc);

    /// <summary>Summer time runs from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last Sunday of October.</summary>
    private static bool IsSummer(DateTime utc) => utc >= LastSunday(utc.Year, 3).AddHours(1) && utc < LastSunday(utc.Year, 10).AddHours(1);

    private static DateTime LastSunday(int year, int month)
    {
        var last = new DateTime(year, month, DateTime.DaysInMonth(year, month), 0, 0, 0, DateTimeKind.Utc);
        return last.AddDays(-(int)last.DayOfWeek);
    }
}
