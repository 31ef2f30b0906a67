namespace Treaty.Core.Reconciliation.Decisions;

/// <summary>Counts by a calendar: days on which business is done. A day of rest is as the business day before it.</summary>
/// <param name="calendar">The days of the week and the holidays of the document.</param>
/// <param name="listed">Further holidays, of the calendar's input.</param>
public sealed class BusinessDays(BusinessCalendar calendar, IEnumerable<DateOnly> listed)
{
    private const int DaysOfWeek = 7;

    /// <summary>Business days among the first so many days of a week that begins on Monday.</summary>
    private readonly int[] _inWeek = [.. Enumerable.Range(0, DaysOfWeek + 1)
        .Select(days => Enumerable.Range(1, days).Count(day => !calendar.Weekend.Contains(day)))];

    private readonly int[] _holidays = [.. calendar.Holidays.Concat(listed)
        .Where(day => !calendar.Weekend.Contains((day.DayNumber % DaysOfWeek) + 1)).Select(day => day.DayNumber).Distinct().Order()];

    /// <summary>How many business days have begun after one day, up to and with another; negative where that is earlier.</summary>
    public int Between(DateOnly from, DateOnly to) => Number(to) - Number(from);

    /// <summary>The day on which so many business days have begun after a day; the last day there is where there are fewer.</summary>
    public DateOnly After(DateOnly day, int count)
    {
        var (goal, at) = ((long)Number(day) + count, day);
        while (at < DateOnly.MaxValue && Number(at) < goal) at = at.AddDays(1);
        return at;
    }

    /// <summary>Business days from the first of year 1, a Monday, up to and with a day.</summary>
    private int Number(DateOnly day)
    {
        var days = day.DayNumber + 1;
        var found = Array.BinarySearch(_holidays, day.DayNumber);
        return (days / DaysOfWeek * _inWeek[DaysOfWeek]) + _inWeek[days % DaysOfWeek] - (found >= 0 ? found + 1 : ~found);
    }
}
