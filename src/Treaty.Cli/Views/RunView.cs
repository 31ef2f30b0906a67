using System.Globalization;
using Treaty.Operations.Reports;

namespace Treaty.Cli.Views;

/// <summary>A run as text: a line a step, under it what needs a look, at the end one line of totals.</summary>
internal static class RunView
{
    private const string Under = "            ";

    public static void Write(TextWriter to, RunReport run)
    {
        foreach (var step in run.Steps.Where(step => step.Outcome != StepOutcome.UpToDate)) Step(to, step);
        foreach (var m in run.Mappings)
            to.WriteLine($"{"measured",-10}  {m.From} {m.Relation} {m.To}: {TermsView.Share(m.FromShare)} and {TermsView.Share(m.ToShare)} of keys translate");
        FindingView.Write(to, run.Findings);
        to.WriteLine(Summary(run));
    }

    private static void Step(TextWriter to, StepReport step)
    {
        string?[] parts =
        [
            step.Ref + (step.Version is { } version ? "#" + version.ToString(CultureInfo.InvariantCulture) : ""),
            step.Outcome == StepOutcome.Published && step.Kind != "compare" ? Rows(step.Rows) : null,
            step.Because == "" ? null : $"({step.Because})",
        ];
        to.WriteLine($"{Mark(step),-10}  {string.Join("  ", parts.OfType<string>())}");
        foreach (var check in step.Checks.Where(check => check.Verdict != "pass"))
            to.WriteLine(Under + CheckText.Of(check));
        foreach (var line in step.Quarantine)
            to.WriteLine($"{Under}quarantine: {Figures.Count(line.Rows, "row")} of {line.Object}{Column(line.Column)} {line.Reason}{Example(line)}");
        foreach (var comparison in step.Comparisons)
            to.WriteLine($"{Under}{comparison.Ref}: "
                + string.Join(", ", comparison.Classes.Select(c => $"{Figures.Count(c.Groups)} {c.Class}")));
        foreach (var comparison in step.Comparisons.Where(comparison => comparison.Whole.Length > 0))
            to.WriteLine($"{Under}{comparison.Ref} was compared whole: {comparison.Whole}");
        foreach (var search in step.Comparisons.SelectMany(comparison => comparison.Searches).Where(search => search.NotSearchedBlocks > 0))
            to.WriteLine($"{Under}pass {search.Pass}: {ProposalView.Searched(search)}");
        FindingView.Write(to, step.Findings, Under);
    }

    private static string Rows(RowFigures rows) => Figures.Count(rows.Published + rows.Unchanged, "row")
        + (rows.Added + rows.Changed + rows.Removed > 0
            ? $" (+{Figures.Count(rows.Added)} ~{Figures.Count(rows.Changed)} -{Figures.Count(rows.Removed)})" : "")
        + (rows.Quarantined > 0 ? $", {Figures.Count(rows.Quarantined)} in quarantine" : "");

    private static string Mark(StepReport step) => (step.Outcome, step.Kind) switch
    {
        (StepOutcome.Refused or StepOutcome.StillRefused, _) => "REFUSED",
        (StepOutcome.Skipped, _) => "skipped",
        (_, "reconcile") => "reconciled",
        (_, "compare") => "compared",
        (_, "snapshot") => "snapshot",
        _ => "published",
    };

    private static string Column(string? column) => column is null ? "" : "." + column;

    private static string Example(QuarantineLine line) =>
        line.Examples is not [var first, ..] || (first.Source is null && first.Value is null) ? ""
        : ", for example" + (first.Source is { } source ? $" {source}:{first.Record?.ToString(CultureInfo.InvariantCulture)}" : "")
            + (first.Value is { } value ? $" `{Wide.Cut(value.ReplaceLineEndings("⏎"), 40)}`" : "");

    private static string Summary(RunReport run)
    {
        if (run.Steps.Count == 0) return run.Findings.Count > 0 ? "nothing was done" : "nothing is due: the mesh has no products";
        if (run.NothingDue) return "nothing is due: every product is up to date";
        if (run.NothingNew)
            return $"nothing is new: {Figures.Count(run.Steps.Count(s => s.Outcome == StepOutcome.StillRefused))} still refused, the rest up to date;"
                + " mend what is said above, or try the same again with --retry";
        string? Part(StepOutcome outcome, string word) =>
            run.Steps.Count(s => s.Outcome == outcome) is var n and > 0 ? $"{n} {word}" : null;
        string?[] parts = [Part(StepOutcome.Published, "done"), Part(StepOutcome.UpToDate, "up to date"),
            Part(StepOutcome.Refused, "refused"),
            Part(StepOutcome.StillRefused, "still refused"), Part(StepOutcome.Skipped, "skipped")];
        var seconds = run.Steps.Sum(s => s.Times.Total).ToString("0.0", CultureInfo.InvariantCulture);
        return $"run {run.Run}: {string.Join(", ", parts.OfType<string>())}, in {seconds} s";
    }
}

/// <summary>A check that did not pass, in one line.</summary>
internal static class CheckText
{
    public static string Of(CheckLine check) =>
        $"{check.Verdict}: {check.Object}{(check.Column is null ? "" : "." + check.Column)} {check.Check}, measured {check.Measured}";
}

/// <summary>The runs on record as text.</summary>
internal static class RunsView
{
    public static void Write(TextWriter to, RunsReport report)
    {
        if (report.Runs.Count == 0) to.WriteLine("no run is on record; start one: treaty run");
        else
            TextTable.Write(to, ["run", "at", "by", "steps", "published", "quarantined", "outcome"],
                [.. report.Runs.Select(Row)], new HashSet<int> { 3, 4, 5 });
    }

    private static IReadOnlyList<string?> Row(RunLine r) =>
    [
        r.Run, Figures.At(r.At), r.By, Figures.Count(r.Steps), Figures.Count(r.Published), Figures.Count(r.Quarantined),
        r.Refused ? "refused" : "done",
    ];
}
