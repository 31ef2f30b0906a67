using Treaty.Operations.Reports;

namespace Treaty.Cli.Views;

/// <summary>Cases as text.</summary>
internal static class CaseView
{
    public static void Write(TextWriter to, CasesReport report, int limit)
    {
        if (report.Cases.Count == 0)
        {
            to.WriteLine("no open discrepancies");
            return;
        }
        TextTable.Write(to, ["case", "comparison", "team", "count", "gross", "why"],
        [
            .. report.Cases.Take(limit).Select(c => (IReadOnlyList<string?>)
                [c.Id, c.Comparison, c.Team, Figures.Count(c.Count), Figures.Amounts(c.Amounts.Select(a => (a.Gross, a.Currency))),
                    c.Words]),
        ], new HashSet<int> { 3, 4, 5 });
        to.WriteLine($"{Figures.Count(report.Discrepancies, "discrepancy", "discrepancies")} in {Figures.Count(report.Cases.Count, "case")}");
    }

    public static void WriteIds(TextWriter to, CaseReport report)
    {
        foreach (var id in report.Ids) to.WriteLine(id);
    }
}
