using System.Globalization;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>Counts business days back from a date, and between dates.</summary>
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
        var rest = IsBusiness(calendar);
        return $"(SELECT min(_day) FROM (SELECT _day FROM (SELECT CAST({newest} AS DATE) - CAST(back AS INTEGER) AS _day "
            + $"FROM range(0, {Quote.Number((long)reach)}) AS t(back)) WHERE {rest} ORDER BY _day DESC LIMIT {Quote.Number((long)calendar.Days + 1)}) "
            + $"HAVING count(*) = {Quote.Number((long)calendar.Days + 1)})";
    }

    /// <summary>The expression over a table's business date that numbers it; null dates have none.</summary>
    internal static string Number(ComparisonPlan plan) =>
        $"CAST((SELECT d.number FROM {Table(plan)} AS d WHERE d.day = business_date) AS BIGINT)";

    /// <summary>Numbers every day from the first business date of either side to the last: a business day is one more than the day before
    /// it, a day of rest is as the day before it. So as many business days lie between two days as their numbers differ.</summary>
    internal static SqlText Numbered(ComparisonPlan plan, IEnumerable<string> rows) => new SqlLines()
        .Line($"-- {plan.Reference}: days numbered by business days; a day of rest has the number of the business day before it")
        .Line($"CREATE OR REPLACE TEMP TABLE {Table(plan)} AS")
        .Line("SELECT _day AS day, count(*) FILTER (business) OVER (ORDER BY _day) AS number")
        .Line("FROM (")
        .Line($"SELECT _day, {IsBusiness(plan.Comparison.Calendar ?? BusinessCalendar.Standard)} AS business", 1)
        .Line("FROM (", 1)
        .Line("SELECT CAST(UNNEST(generate_series(min(business_date), max(business_date), INTERVAL 1 DAY)) AS DATE) AS _day", 2)
        .Line($"FROM ({string.Join(" UNION ALL ", rows.Select(row => $"SELECT business_date FROM {row}"))})", 2)
        .Line(")", 1)
        .Line(")")
        .Done();

    private static string Table(ComparisonPlan plan) => plan.Table("business_days");

    /// <summary>Whether business is done on the date in <c>_day</c>.</summary>
    private static string IsBusiness(BusinessCalendar calendar) => string.Join(" AND ", new[]
    {
        calendar.Weekend.IsEmpty ? null
            : $"isodow(_day) NOT IN ({string.Join(", ", calendar.Weekend.Distinct().Order().Select(d => Quote.Number((long)d)))})",
        calendar.Holidays.IsEmpty ? null : $"_day NOT IN ({string.Join(", ", calendar.Holidays.Select(Date))})",
        calendar.Read is { } read
            ? $"NOT EXISTS (SELECT 1 FROM {Quote.Name(read.Name)} AS h WHERE CAST(h.{Quote.Name(calendar.Column!)} AS DATE) = _day)" : null,
    }.OfType<string>().DefaultIfEmpty("true"));

    private static string Date(DateOnly day) => string.Create(CultureInfo.InvariantCulture, $"DATE '{day:yyyy-MM-dd}'");
}
