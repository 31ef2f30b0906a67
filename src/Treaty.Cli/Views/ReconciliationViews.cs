using Treaty.Operations.Reports;

namespace Treaty.Cli.Views;

/// <summary>The open discrepancies as text: totals, then the largest.</summary>
internal static class DiscrepancyView
{
    public static void Write(TextWriter to, DiscrepanciesReport report)
    {
        if (report.Total == 0)
        {
            to.WriteLine("no open discrepancies");
            return;
        }
        Totals(to, "class", report.ByClass);
        to.WriteLine();
        Totals(to, "team", report.ByTeam);
        to.WriteLine();
        TextTable.Write(to, ["id", "comparison", "class", "about", "key", "a", "b", "b − a", "", "date", "age", "team"],
        [
            .. report.Page.Select(d => (IReadOnlyList<string?>)
            [
                d.Id, d.Comparison, d.Class, d.Subject, d.GroupKey, d.ValueA, d.ValueB, d.Amount is { } amount ? Figures.Signed(amount)
                    : "", d.Currency,
                d.BusinessDate?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture), $"{d.AgeDays} d", d.Team,
            ]),
        ], new HashSet<int> { 5, 6, 7, 10 });
        if (report.Total > report.Page.Count)
            to.WriteLine($"… {Figures.Count(report.Total - report.Page.Count)} more; narrow with --class, --team, --comparison, or --limit");
    }

    private static void Totals(TextWriter to, string by, IReadOnlyList<DiscrepancyGroupLine> lines) =>
        TextTable.Write(to, [by, "open", "net b − a", "gross", "oldest"],
        [
            .. lines.Select(l => (IReadOnlyList<string?>)
            [
                l.Name, Figures.Count(l.Count), string.Join(", ",
                    l.Amounts.Select(a => $"{Figures.Signed(a.Amount)} {a.Currency}".TrimEnd())),
                string.Join(", ", l.Amounts.Select(a => $"{Figures.Amount(a.Gross)} {a.Currency}".TrimEnd())), $"{l.OldestDays} d",
            ]),
        ], new HashSet<int> { 1, 2, 3, 4 });
}

/// <summary>A bridge as text: the walk from total A to total B, amounts aligned, with a bar for each line.</summary>
internal static class BridgeView
{
    private const int BarWidth = 24;

    public static void Write(TextWriter to, BridgeReport bridge)
    {
        foreach (var walk in bridge.Walks)
        {
            var scope = string.Concat(new[] { bridge.Period, walk.Currency }.Where(part => !string.IsNullOrEmpty(part))
                .Select(part => ", " + part));
            to.WriteLine($"{bridge.Measure} from {bridge.From} to {bridge.To}{scope}");
            var largest = walk.Lines.Select(l => Math.Abs(l.Amount)).DefaultIfEmpty(0).Max();
            TextTable.Write(to, ["", "groups", "amount", "gross", "", "owner", "why"],
            [
                [bridge.From, "", Figures.Amount(walk.TotalA), "", "", "", ""],
                .. walk.Lines.Select(l => (IReadOnlyList<string?>)[$"  {l.Name}", Figures.Count(l.Groups), Figures.Signed(l.Amount),
                    Figures.Amount(l.Gross),
                    Bar(l.Amount, largest), l.Owner, l.Reason]),
                [bridge.To, "", Figures.Amount(walk.TotalB), Figures.Amount(walk.Gross), "", "", ""],
            ], new HashSet<int> { 1, 2, 3 });
            to.WriteLine();
        }
        if (bridge.Rows is { } rows) Rows(to, rows);
        FindingView.Write(to, bridge.Findings);
    }

    private static string Bar(decimal amount, decimal largest)
    {
        if (largest == 0 || amount == 0) return "";
        var length = Math.Max(1, (int)Math.Round(Math.Abs(amount) / largest * BarWidth));
        return new string(amount < 0 ? '░' : '█', length);
    }

    private static void Rows(TextWriter to, BridgeRowsReport rows)
    {
        to.WriteLine($"rows behind {rows.Line}{(rows.Currency == "" ? "" : $", {rows.Currency}")}");
        TextTable.Write(to, ["key", "class", "b − a", "a", "b", "date a", "date b", "status a", "status b"],
        [
            .. rows.Rows.Select(r => (IReadOnlyList<string?>)
                [r.GroupKey, r.Class, Figures.Signed(r.Amount), Figures.Amount(r.ReportedA), Figures.Amount(r.ReportedB), Date(r.DateA),
                    Date(r.DateB),
                    r.StatusA, r.StatusB]),
        ], new HashSet<int> { 2, 3, 4 });
        if (rows.Truncated) to.WriteLine("… more rows; raise --limit");
    }

    private static string? Date(DateOnly? date) => date?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
