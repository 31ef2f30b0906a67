using Treaty.Core.Findings;
using Treaty.Operations.Reports;

namespace Treaty.Cli.Views;

/// <summary>The discrepancies as text: totals by class and team, then a page of them.</summary>
internal static class DiscrepancyView
{
    public static void Write(TextWriter to, DiscrepanciesReport report) => Write(to, report, Wide.Standard);

    public static void Write(TextWriter to, DiscrepanciesReport report, int width)
    {
        if (report.Total == 0)
        {
            if (!report.Findings.HasErrors())
                to.WriteLine($"{(Narrowed(report.Filter) ? "the filter finds " : "")}no {report.Filter.State ?? "open"} discrepancies");
            FindingView.Write(to, report.Findings);
            return;
        }
        Totals(to, "class", report.ByClass, width);
        to.WriteLine();
        Totals(to, "team", report.ByTeam, width);
        to.WriteLine();
        if (report.ByState.Any(s => s.Name != "open"))
        {
            Totals(to, "state", report.ByState, width);
            to.WriteLine();
        }
        Lines(to, report.Page, width);
        if (report.Total > report.Page.Count)
            to.WriteLine($"{Figures.Count(report.Page.Count)} of {Figures.Count(report.Total)}; narrow with --class, --team or --comparison, or page with --offset and --limit");
        FindingView.Write(to, report.Findings);
    }

    private static bool Narrowed(DiscrepancyFilter filter) =>
        filter with { Sort = "amount", Offset = 0, Limit = 0, State = null } != new DiscrepancyFilter(Limit: 0);

    public static void Lines(TextWriter to, IReadOnlyList<DiscrepancyLine> lines, int width) =>
        TextTable.Write(to, ["id", "class", "key", "a", "b", "b - a", "", "date", "age", "state", "team"],
            [.. lines.Select(Row)], new HashSet<int> { 3, 4, 5, 7, 8 }, width: width);

    private static IReadOnlyList<string?> Row(DiscrepancyLine d) =>
    [
        d.Id, d.Definition is { Length: > 0 } ? $"{d.Class}:{d.Definition}" : $"{d.Class} {d.Subject}".TrimEnd(), d.GroupKey,
            Value(d.ValueA), Value(d.ValueB),
            d.Amount is { } amount ? Figures.Signed(amount) : "",
        d.Currency, Figures.Date(d.BusinessDate), $"{Figures.Count(d.AgeDays)} {(d.InBusinessDays ? "bd" : "d")}", d.State, d.Team,
    ];

    private static string Value(string? value) => Wide.Cut(value ?? "-", 24);

    /// <summary>A line for each currency, since amounts of different ones have no sum; count and age stand at the first.</summary>
    public static void Totals(TextWriter to, string by, IReadOnlyList<DiscrepancyGroupLine> lines, int width) =>
        TextTable.Write(to, [by, "count", "net b - a", "gross", "", "oldest"], [.. lines.SelectMany(Totals)],
            new HashSet<int> { 1, 2, 3, 5 }, width: width);

    private static IEnumerable<IReadOnlyList<string?>> Totals(DiscrepancyGroupLine line)
    {
        var name = line.Name.Length > 0 ? line.Name : "nobody";
        var (count, oldest) = (Figures.Count(line.Count), $"{Figures.Count(line.OldestDays)} d");
        if (line.Amounts.All(a => a.Amount == 0 && a.Gross == 0))
        {
            yield return [name, count, "", "", "", oldest];
            yield break;
        }
        foreach (var (a, first) in line.Amounts.Select((a, i) => (a, i == 0)))
            yield return [first ? name : "", first ? count : "", Figures.Signed(a.Amount), Figures.Amount(a.Gross),
                a.Currency, first ? oldest : ""];
    }
}
