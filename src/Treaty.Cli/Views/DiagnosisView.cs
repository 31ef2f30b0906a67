using Treaty.Core.Doctor;
using Treaty.Core.Findings;

namespace Treaty.Cli.Views;

/// <summary>The doctor's report as text: the verdicts first, then the three worst things, then every sign with its evidence.</summary>
internal static class DiagnosisView
{
    private const int EvidenceShown = 5;

    public static void Write(TextWriter to, Diagnosis report)
    {
        var size = string.Join(", ", report.Size.Counts.Select(c => Figures.Count(c.Number, c.What.TrimEnd('s'), c.What)));
        var unread = report.Size.Unread.Count > 0 ? $", {report.Size.Unread.Count} could not be read" : "";
        to.WriteLine($"{report.Estate}, as of {Figures.Date(report.AsOf)}: {size}");
        to.WriteLine($"read {Figures.Count(report.Size.FilesRead, "file")}{unread}");
        to.WriteLine();
        TextTable.Write(to, ["failure mode", "verdict", "confidence", "signs"], [.. report.Modes.Select(Row)], new HashSet<int>());
        if (report.Worst.Count > 0) Worst(to, report);
        if (report.Trend is { } trend) Trend(to, trend);
        if (report.Budget.Count > 0) Budget(to, report.Budget);
        foreach (var mode in report.Modes.Where(m => m.Present.Any())) Mode(to, mode);
        if (report.Size.Unread.Count > 0) Unread(to, report.Size.Unread);
    }

    public static string Word(Verdict verdict) => verdict switch
    {
        Verdict.NotExamined => "not examined",
        Verdict.Clear => "clear",
        Verdict.Traces => "traces",
        Verdict.Suspected => "suspected",
        _ => "established",
    };

    private static IReadOnlyList<string?> Row(ModeDiagnosis mode) =>
    [
        $"{(int)mode.Mode} {mode.Title}", Word(mode.Verdict),
        mode.Verdict == Verdict.NotExamined ? "" : mode.Confidence.ToString().ToLowerInvariant(),
        $"{mode.Present.Count()} of {mode.Examined} seen",
    ];

    private static void Worst(TextWriter to, Diagnosis report)
    {
        to.WriteLine();
        to.WriteLine("the worst, and what to do first");
        foreach (var (i, worst) in report.Worst.Index())
        {
            to.WriteLine($"  {i + 1}. {worst.Sentence}");
            to.WriteLine($"     do: {worst.Help}");
        }
    }

    private static void Mode(TextWriter to, ModeDiagnosis mode)
    {
        to.WriteLine();
        to.WriteLine($"{(int)mode.Mode} {mode.Title}: {Word(mode.Verdict)}");
        foreach (var seen in mode.Present)
        {
            to.WriteLine($"  {Word(seen.Severity)} {seen.Code} {seen.Sentence}");
            foreach (var count in seen.Counts) to.WriteLine($"      {count.What}: {Figures.Count(count.Number)}{Of(count)}");
            foreach (var evidence in seen.Evidence.Take(EvidenceShown))
                to.WriteLine($"      {Place(evidence.Place)}{evidence.Subject}: {evidence.Note}");
            if (seen.Evidence.Count > EvidenceShown)
                to.WriteLine($"      … {Figures.Count(seen.Evidence.Count - EvidenceShown)} more; --format json lists all");
            to.WriteLine($"      help: {seen.Help}");
        }
    }

    private static void Trend(TextWriter to, Trend trend)
    {
        to.WriteLine();
        to.WriteLine($"since {Figures.Date(trend.Since)}: {trend.Worse} worse, {trend.Better} better");
        foreach (var line in trend.Lines)
            to.WriteLine($"  {line.Code} {line.Title}: {Figures.Count(line.Before)} -> {Figures.Count(line.Now)}");
    }

    private static void Budget(TextWriter to, IReadOnlyList<BudgetLine> budget)
    {
        to.WriteLine();
        to.WriteLine($"budget: {budget.Count(l => l.Over)} of {budget.Count} codes over it");
        foreach (var line in budget.Where(l => l.Over))
            to.WriteLine($"  {line.Code}: {Figures.Count(line.Found)} found, {Figures.Count(line.Allowed)} allowed");
    }

    private static void Unread(TextWriter to, IReadOnlyList<Unread> unread)
    {
        to.WriteLine();
        to.WriteLine("not read");
        foreach (var file in unread.Take(20)) to.WriteLine($"  {file.Place}: {file.Why}");
        if (unread.Count > 20) to.WriteLine($"  … {unread.Count - 20} more");
    }

    private static string Of(Count count) => count.Of is { } of ? $" of {Figures.Count(of)}" : "";

    private static string Place(SourcePlace? place) => place is { } at ? $"{at.File}:{at.Line} " : "";

    private static string Word(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "note",
    };
}
