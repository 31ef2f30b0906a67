using Treaty.Operations.Reports;

namespace Treaty.Cli.Views;

/// <summary>A run as text: a line a step, then what needs a look.</summary>
internal static class RunView
{
    public static void Write(TextWriter to, RunReport run)
    {
        foreach (var step in run.Steps) Step(to, step);
        FindingView.Write(to, run.Findings);
        to.WriteLine(Summary(run));
    }

    private static void Step(TextWriter to, StepReport step)
    {
        if (step.Outcome == StepOutcome.UpToDate) return;
        var (version, because) = (step.Version is { } v ? $"#{v}" : "", step.Because == "" ? "" : $"  ({step.Because})");
        to.WriteLine($"{Mark(step),-10} {step.Ref}{version}  {RowsOf(step)}{because}");
        foreach (var line in step.Quarantine)
        {
            var what = line.Object + (line.Column is { } column ? "." + column : "");
            to.WriteLine($"             {Figures.Count(line.Rows)} in quarantine: {what} {line.Reason}, for example {Example(line)}");
        }
        foreach (var comparison in step.Comparisons)
        {
            var classes = comparison.Classes.Select(c => $"{Figures.Count(c.Groups)} {c.Class}");
            to.WriteLine($"             {comparison.Ref.Split(':')[^1]}: {string.Join(", ", classes)}");
        }
        FindingView.Write(to, step.Findings);
    }

    private static string RowsOf(StepReport step) => step.Outcome == StepOutcome.Refused || step.Kind == "compare"
        ? "" : $"{Figures.Count(step.Rows.Published)} rows" + (step.Rows.Changed + step.Rows.Removed > 0
            ? $" (+{Figures.Count(step.Rows.Added)} ~{Figures.Count(step.Rows.Changed)} −{Figures.Count(step.Rows.Removed)})" : "");

    private static string Mark(StepReport step) => step.Outcome switch
    {
        StepOutcome.Published => step.Kind switch { "reconcile" => "reconciled", "snapshot" => "snapshot", "compare" => "compared", _ =>
            "published" },
        StepOutcome.Refused => "REFUSED",
        _ => "skipped",
    };

    private static string Example(QuarantineLine line) => line.Examples.Count == 0 ? "—"
        : $"{line.Examples[0].Source}:{line.Examples[0].Record}" + (line.Examples[0].Value is { } value ? $" `{Cut(value)}`" : "");

    private static string Cut(string value) => value.Length <= 40 ? value : value[..39] + "…";

    private static string Summary(RunReport run)
    {
        if (run.Findings.Count > 0 && run.Steps.Count == 0) return "nothing was done";
        if (run.NothingDue) return "nothing is due: every product is up to date";
        var done = run.Steps.Count(s => s.Outcome == StepOutcome.Published);
        var refused = run.Steps.Count(s => s.Outcome == StepOutcome.Refused);
        var seconds = run.Steps.Sum(s => s.Times.Total).ToString("0.0", System.Globalization.CultureInfo.InvariantCulture);
        return $"run {run.Run}: {done} done, {run.Steps.Count(s => s.Outcome == StepOutcome.UpToDate)} up to date, {refused} refused, in {seconds} s";
    }
}
