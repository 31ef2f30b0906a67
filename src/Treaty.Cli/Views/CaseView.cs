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
        foreach (var line in report.Cases.Take(limit)) Write(to, line);
        if (report.Cases.Count > limit) to.WriteLine($"{Figures.Count(report.Cases.Count - limit, "more case")}: --limit");
        to.WriteLine($"{Figures.Count(report.Discrepancies, "discrepancy", "discrepancies")} in {Figures.Count(report.Cases.Count, "case")}");
    }

    private static void Write(TextWriter to, CaseLine line)
    {
        to.WriteLine($"{line.Id}  {Figures.Count(line.Count)} {line.Class} in {line.Comparison}, for {(line.Team.Length > 0 ? line.Team : "nobody")}");
        to.WriteLine($"              {line.Words}");
        var gross = Figures.Amounts(line.Amounts.Select(a => (a.Gross, a.Currency)));
        if (gross.Length > 0) to.WriteLine($"              at stake {gross}");
    }

    public static void WriteIds(TextWriter to, CaseReport report)
    {
        foreach (var id in report.Ids) to.WriteLine(id);
    }
}
