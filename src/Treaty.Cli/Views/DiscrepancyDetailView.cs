using Treaty.Core;
using Treaty.Operations.Deciding;
using Treaty.Operations.Reports;

namespace Treaty.Cli.Views;

/// <summary>One discrepancy as text.</summary>
internal static class DiscrepancyDetailView
{
    public static void Write(TextWriter to, DiscrepancyReport report)
    {
        var line = report.Line;
        to.WriteLine($"{line.Id}: {line.Class} of {line.GroupKey} in {line.Comparison}");
        var team = line.Team.Length > 0 ? line.Team : "nobody";
        to.WriteLine($"  {line.State}, {line.Severity}, with {team}{(line.Person is { } who ? $" ({who})" : "")}");
        var net = line.Amount is { } amount ? Figures.Signed(amount) : "";
        var stake = Figures.Amount(line.Gross);
        to.WriteLine($"  a {line.ValueA ?? "-"}, b {line.ValueB ?? "-"}, b - a {net} {line.Currency}, at stake {stake}");
        var age = Figures.Count(line.AgeDays, line.InBusinessDays ? "business day" : "day");
        to.WriteLine($"  of {Figures.Date(line.BusinessDate)}, {age} old; first seen by {line.FirstSeen}, last by {line.LastSeen}");
        to.WriteLine($"  by {report.Rule}");
        if (report.RuleText is { } rule) BehindView.Rule(to, rule, "    ");
        if (line.Why is { } why) to.WriteLine($"  {why}");
        if (report.Resolution is { } r) Resolution(to, r);
        foreach (var row in report.Rows)
        {
            to.WriteLine($"\n{row.Ref} {row.Key}");
            to.WriteLine("  " + string.Join(", ", row.Cells.Select(c => $"{c.Column}={c.Value ?? "-"}")));
            var changed = row.SourceUnchanged ? "" : " (the file has changed since)";
            if (row.Source is not null) to.WriteLine($"  from {row.Source}, record {row.Record}{changed}");
        }
        if (report.Others.Count > 0)
        {
            to.WriteLine("\nof the same rows");
            DiscrepancyView.Lines(to, report.Others, Wide.Standard);
        }
        to.WriteLine("\nhistory");
        foreach (var h in report.History)
            to.WriteLine($"  {Moment.InstantText(h.At)}  {h.By}{(h.Run.Length > 0 ? $" in {h.Run}" : "")}: {h.Words}");
        to.WriteLine($"\nit can be: {string.Join(", ", report.Steps)}");
        FindingView.Write(to, report.Findings);
    }

    private static void Resolution(TextWriter to, ResolutionLine r)
    {
        var until = r.Until is { } last ? $" until {Figures.Date(last)}" : "";
        var target = r.To is { } what ? $", {what}" : "";
        to.WriteLine($"  {r.Kind} by {r.By}, up to {Figures.Amount(r.Limit)}{until}{target}: {r.Reason} ({r.Decision})");
    }
}

/// <summary>What a step came to.</summary>
internal static class StepView
{
    public static void Write(TextWriter to, DecideReport report)
    {
        if (report.Refused)
        {
            FindingView.Write(to, report.Findings);
            to.WriteLine("nothing was recorded");
            return;
        }
        var count = Figures.Count(report.Count, "discrepancy", "discrepancies");
        var states = string.Join(", ", report.States.Select(s => $"{Figures.Count(s.Count)} {s.State}"));
        to.WriteLine($"{report.Step} {report.Decision}: {count}, now {states}");
        to.WriteLine($"  take it back with: treaty discrepancies undo {report.Decision}");
    }
}

/// <summary>The health of reconciliation as text.</summary>
internal static class HealthView
{
    public static void Write(TextWriter to, HealthReport report)
    {
        TextTable.Write(to, ["comparison", "rows", "matched by itself", "by amount"],
        [
            .. report.Comparisons.Select(c => (IReadOnlyList<string?>)
                [c.Comparison, Figures.Count(c.Rows), Percent(c.MatchedRows),
                    string.Join(", ", c.Amounts.Select(a => $"{a.Currency} {Percent(a.MatchedAmount)}".Trim()))]),
        ], new HashSet<int> { 1, 2 });
        to.WriteLine();
        var gross = Figures.Amounts(report.GrossOpen.Select(a => (a.Gross, a.Currency)));
        to.WriteLine($"{Figures.Count(report.Open)} open, gross {gross}, the oldest {Figures.Count(report.OldestDays, "day")}");
        to.Write($"{Figures.Count(report.Closed)} closed, {Percent(report.CorrectedAtSource)} of them corrected at source; ");
        to.WriteLine($"{Percent(report.ReopenRate)} of what was closed was opened again");
        to.WriteLine();
        DiscrepancyView.Totals(to, "days old", report.ByAge, Wide.Standard);
    }

    private static string Percent(decimal value) => value.ToString("0.00", System.Globalization.CultureInfo.InvariantCulture) + " %";
}
