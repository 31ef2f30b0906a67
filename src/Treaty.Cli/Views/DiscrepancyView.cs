using Treaty.Operations.Reports;

namespace Treaty.Cli.Views;

/// <summary>The open discrepancies as text: totals by class and team, then the largest.</summary>
internal static class DiscrepancyView
{
    public static void Write(TextWriter to, DiscrepanciesReport report) => Write(to, report, Wide.Standard);

    public static void Write(TextWriter to, DiscrepanciesReport report, int width)
    {
        if (report.Total == 0)
        {
            to.WriteLine("no open discrepancies");
            return;
        }
        Totals(to, "class", report.ByClass, width);
        to.WriteLine();
        Totals(to, "team", report.ByTeam, width);
        to.WriteLine();
        TextTable.Write(to, ["class", "key", "about", "a", "b", "b - a", "", "date", "age", "team", "comparison"],
            [.. report.Page.Select(Row)], new HashSet<int> { 3, 4, 5, 8 }, width: width);
        if (report.Total > report.Page.Count)
            to.WriteLine($"{Figures.Count(report.Page.Count)} of {Figures.Count(report.Total)}; narrow with --class, --team or --comparison, or raise --limit");
    }

    private static IReadOnlyList<string?> Row(DiscrepancyLine d) =>
    [
        d.Definition is { Length: > 0 } ? $"{d.Class}:{d.Definition}" : d.Class, d.GroupKey, d.Subject, Value(d.ValueA), Value(d.ValueB),
            d.Amount is { } amount ? Figures.Signed(amount) : "",
        d.Currency, Figures.Date(d.BusinessDate), $"{Figures.Count(d.AgeDays)} d", d.Team, d.Comparison,
    ];

    private static string Value(string? value) => Wide.Cut(value ?? "-", 24);

    private static void Totals(TextWriter to, string by, IReadOnlyList<DiscrepancyGroupLine> lines, int width) =>
        TextTable.Write(to, [by, "open", "net b - a", "gross", "oldest"],
        [
            .. lines.Select(l => (IReadOnlyList<string?>)
                [l.Name, Figures.Count(l.Count), Figures.Amounts(l.Amounts.Select(a => (a.Amount, a.Currency)), true),
                    Figures.Amounts(l.Amounts.Select(a => (a.Gross, a.Currency)), false), $"{Figures.Count(l.OldestDays)} d"]),
        ], new HashSet<int> { 1, 2, 3, 4 }, width: width);
}
