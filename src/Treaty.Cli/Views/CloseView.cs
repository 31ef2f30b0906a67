using Treaty.Core;
using Treaty.Core.Reconciliation.Closing;
using Treaty.Operations.Reports;

namespace Treaty.Cli.Views;

/// <summary>Closes of periods as text.</summary>
internal static class CloseView
{
    public static void Write(TextWriter to, CloseReport report)
    {
        if (report.Certificate is not { } certificate || report.Refused)
        {
            FindingView.Write(to, report.Findings);
            to.WriteLine("nothing was closed");
            return;
        }
        to.WriteLine(report.SignedBy is { } signer
            ? $"closed {report.Period} of {report.Product}: {report.Id}, prepared by {report.PreparedBy}, signed by {signer}"
            : $"prepared the close of {report.Period} of {report.Product}: {report.Id} by {report.PreparedBy}; a second person signs it by the same command");
        Content(to, certificate);
    }

    public static void WriteReopened(TextWriter to, CloseReport report)
    {
        if (report.Refused) FindingView.Write(to, report.Findings);
        else to.WriteLine($"reopened {report.Period} of {report.Product}; {report.Id} stays on record and no longer holds");
    }

    public static void WriteList(TextWriter to, IReadOnlyList<CloseLine> closes)
    {
        if (closes.Count == 0) to.WriteLine("no period was closed");
        foreach (var c in closes)
        {
            to.WriteLine($"{c.Id}  {c.Period} of {c.Product}, {c.Reopened ?? "holds"}");
            to.WriteLine($"              prepared by {c.PreparedBy}, signed by {c.SignedBy} at {Figures.At(c.SignedAt)}");
            to.WriteLine($"              {Totals(c.Totals)}");
        }
    }

    public static void WriteDetail(TextWriter to, CloseDetailReport report)
    {
        var (line, certificate) = (report.Line, report.Certificate);
        to.WriteLine($"{line.Id}: {line.Period} of {line.Product}, {line.Reopened ?? "holds"}");
        to.WriteLine($"  prepared by {line.PreparedBy}, signed by {line.SignedBy} at {Moment.InstantText(line.SignedAt)}; sha256 {report.Hash}");
        Content(to, certificate);
        to.WriteLine("\nrests on");
        foreach (var version in certificate.Versions) to.WriteLine($"  {version.Ref}, contract {version.ContractVersion}");
        foreach (var comparison in certificate.Comparisons) to.WriteLine(
            $"  {comparison.Ref} of {comparison.Run}: {comparison.A} against {comparison.B}");
        if (report.Checks.Count == 0) return;
        to.WriteLine("\nproved again");
        foreach (var check in report.Checks) to.WriteLine($"  {(check.Holds ? "holds" : "FAILS")}  {check.What}: {check.Found}");
        FindingView.Write(to, report.Findings);
    }

    /// <summary>What came to closed periods, under the bridge of the period that reports it.</summary>
    public static void WritePeriod(TextWriter to, PeriodReport period)
    {
        if (period.ClosedBy is { } id) to.WriteLine($"{period.Period} of {period.Product} was closed by {id} at {Totals(period.Stated)}");
        Restatements(to, period.Restatements, $"what came to closed periods of {period.Product} and is reported in {period.Period}");
    }

    private static void Content(TextWriter to, Certificate certificate)
    {
        foreach (var total in certificate.Totals) to.WriteLine(
            $"  {total.Measure} {Figures.Amount(total.Amount)} {total.Currency}".TrimEnd());
        Restatements(to, certificate.Restatements, "restates");
        foreach (var comparison in certificate.Comparisons)
        {
            to.WriteLine($"\n{comparison.Ref}");
            TextTable.Write(to, ["measure", "", "line", "groups", "b - a", "gross"],
                [.. comparison.Lines.Select(l => (IReadOnlyList<string?>)
                    [l.Measure, l.Currency, l.Line, Figures.Count(l.Groups), Figures.Signed(l.Amount), Figures.Amount(l.Gross)])],
                new HashSet<int> { 3, 4, 5 }, "  ");
            if (comparison.Controls is { Count: > 0 } controls)
            {
                to.WriteLine();
                TextTable.Write(to, ["control total", "of", "measure", "", "from", "stated", "comes to", "gap"],
                    [.. controls.Select(c => (IReadOnlyList<string?>)
                        [c.Id, c.Side, c.Measure, c.Currency, Figures.Date(c.Period), c.Control is { } stated ? Figures.Amount(stated) : "nothing",
                            Figures.Amount(c.Total), Figures.Signed(c.Total - (c.Control ?? 0))])],
                    new HashSet<int> { 5, 6, 7 }, "  ");
            }
            if (comparison.Discrepancies.Length == 0) continue;
            to.WriteLine();
            TextTable.Write(to, ["class", "settled", "", "count", "gross"],
                [.. comparison.Discrepancies.Select(d => (IReadOnlyList<string?>)
                    [d.Class, d.How, d.Currency, Figures.Count(d.Count), Figures.Amount(d.Gross)])],
                new HashSet<int> { 3, 4 }, "  ");
        }
    }

    private static void Restatements(TextWriter to, IReadOnlyList<RestatedPeriod> periods, string title)
    {
        if (periods.Count == 0) return;
        to.WriteLine($"\n{title}");
        TextTable.Write(to, ["period", "certificate", "measure", "", "line", "rows", "amount", "gross"],
        [
            .. periods.SelectMany(p => p.Lines.Select(l => (IReadOnlyList<string?>)
                [p.Period, p.Certificate, l.Measure, l.Currency, l.Line, Figures.Count(l.Rows), Figures.Signed(l.Amount),
                    Figures.Amount(l.Gross)])),
        ], new HashSet<int> { 5, 6, 7 }, "  ");
    }

    private static string Totals(IReadOnlyList<CertifiedTotal> totals) =>
        Figures.Amounts(totals.Select(t => (t.Amount, t.Currency)));
}
