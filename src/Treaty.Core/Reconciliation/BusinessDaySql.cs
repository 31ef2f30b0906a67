using System.Globalization;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>Counts business days back from a date.</summary>
internal static class BusinessDaySql
{
    /// <summary>The most business days that a grace may be.</summary>
    internal const int MostDays = 366;

    /// <summary>
    /// The last day that is <paramref name="calendar"/>'s grace of business days before <paramref name="newest"/>: what is dated later is
    /// young. Rows of the day itself and of the days of rest after it are not. Null where there is no newest date, or too few business days
    /// before it.
    /// </summary>
    internal static string Limit(BusinessCalendar calendar, string newest)
    {
        // A week without one business day after another would need more than this; holidays come on top.
        var reach = (calendar.Days + 4) * 7 + calendar.Holidays.Length + 31;
        var rest = string.Join(" AND ", new[]
        {
            calendar.Weekend.IsEmpty ? null
                : $"isodow(_day) NOT IN ({string.Join(", ", calendar.Weekend.Distinct().Order().Select(d => Quote.Number((long)d)))})",
            calendar.Holidays.IsEmpty ? null : $"_day NOT IN ({string.Join(", ", calendar.Holidays.Select(Date))})",
            calendar.Read is { } read
                ? $"NOT EXISTS (SELECT 1 FROM {Quote.Name(read.Name)} AS h WHERE CAST(h.{Quote.Name(calendar.Column!)} AS DATE) = _day)" : null,
        }.OfType<string>().DefaultIfEmpty("true"));
        return $"(SELECT min(_day) FROM (SELECT _day FROM (SELECT CAST({newest} AS DATE) - CAST(back AS INTEGER) AS _day "
            + $"FROM range(0, {Quote.Number((long)reach)}) AS t(back)) WHERE {rest} ORDER BY _day DESC LIMIT {Quote.Number((long)calendar.Days + 1)}) "
            + $"HAVING count(*) = {Quote.Number((long)calendar.Days + 1)})";
    }

    private static string Date(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"DATE '{day:yyyy-MM-dd}'");
}
