using System.Globalization;
using Treaty.Operations.Reports;

namespace Treaty.Acceptance.Tests.OnTheConsole;

/// <summary>A thousand invented discrepancies.</summary>
internal static class SampleDiscrepancies
{
    private static readonly string[] Classes = ["missing-b", "amount", "definition", "status", "period", "duplicate", "late"];
    private static readonly string[] Teams =
        ["payment_operations", "order_management", "finance_control", "the_team_with_an_unusually_long_name_for_settlement_exceptions"];

    public static IReadOnlyList<DiscrepancyLine> All { get; } =
        [.. Enumerable.Range(0, 1000).Select(Line).OrderByDescending(d => Math.Abs(d.Amount ?? 0))
        .ThenBy(d => d.Id, StringComparer.Ordinal)];

    public static DiscrepanciesReport Of(DiscrepancyFilter filter)
    {
        var found = All.Where(d => (filter.Comparison ?? d.Comparison) == d.Comparison && (filter.Class ?? d.Class) == d.Class
            && (filter.Team ?? d.Team) == d.Team
            && (filter.Currency ?? d.Currency) == d.Currency
                && (filter.Text is null || d.GroupKey.Contains(filter.Text, StringComparison.OrdinalIgnoreCase))).ToList();
        return new(found.Count, Totals(found, d => d.Class), Totals(found, d => d.Team), [.. found.Skip(filter.Offset).Take(filter.Limit)],
            filter);
    }

    private static DiscrepancyLine Line(int i)
    {
        var kind = Classes[(i * 5 + i / 7) % 7];
        var amount = kind is "status" ? (decimal?)null : (i * 7919 % 100_003 - 50_000) / 100m;
        var key = i == 17 ? "O1000017|注文|Ärger <b>&" : "O" + (1_000_000 + i).ToString(CultureInfo.InvariantCulture);
        return new("d" + i.ToString("0000", CultureInfo.InvariantCulture), i % 5 == 0 ? "legacy.revenue_mart:mart"
            : "zone.revenue:order_payment", key, kind, kind == "missing-b" ? "" : kind == "status" ? "status" : "order_value", "b",
            kind == "status" ? "paid" : "120.00", kind == "missing-b" ? null : kind == "status"
                ? "authorised_but_not_yet_captured_by_the_provider" : "119.10", amount, amount is null ? null : i % 9 == 0 ? "GBP" : "EUR",
            i % 11 == 0 ? null : new DateOnly(2026, 3, 1).AddDays(i % 31), i % 33, kind == "definition" ? "shipping" : null, Teams[i % 4]);
    }

    private static List<DiscrepancyGroupLine> Totals(List<DiscrepancyLine> found, Func<DiscrepancyLine, string> by) =>
    [
        .. found.GroupBy(by).Select(g => new DiscrepancyGroupLine(g.Key, g.LongCount(),
            [.. g.Where(d => d.Amount is not null).GroupBy(d => d.Currency!).OrderBy(c => c.Key, StringComparer.Ordinal)
                .Select(c => new AmountLine(c.Key, c.Sum(d => d.Amount!.Value), c.Sum(d => Math.Abs(d.Amount!.Value))))],
            g.Max(d => d.AgeDays))).OrderByDescending(l => l.Count).ThenBy(l => l.Name, StringComparer.Ordinal),
    ];
}
