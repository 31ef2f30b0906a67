using System.Globalization;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;

namespace Treaty.Core.Quality;

/// <summary>What a publish knows about the service it gives.</summary>
/// <param name="At">The instant of the publish.</param>
/// <param name="Before">The instant of the version before; null for the first.</param>
/// <param name="Arrived">When the newest source file it read was written; null where it read none.</param>
/// <param name="Rows">Rows that came in.</param>
/// <param name="Quarantined">Rows held back.</param>
/// <param name="Span">Oldest and newest instant of a column of a published object; nulls where unknown.</param>
public sealed record ServiceFigures(
    DateTimeOffset At, DateTimeOffset? Before, DateTimeOffset? Arrived, long Rows, long Quarantined,
    Func<SchemaObject, Property, (DateTimeOffset? Oldest, DateTimeOffset? Newest)> Span);

/// <summary>
/// Measures every objective of a contract at a publish. A missed objective is a warning: refusing late data would only leave readers with
/// older.
/// </summary>
public static class MeasureObjectives
{
    public static IEnumerable<CheckResult> Of(Contract contract, ServiceFigures figures) =>
        contract.Objectives.Select(ObjectiveTerms.Read).SelectMany(term => Of(contract, term, figures));

    private static IEnumerable<CheckResult> Of(Contract contract, ObjectiveTerm term, ServiceFigures f)
    {
        if (term.Fault is { } fault) return [Line(term, null, null, Verdict.NotEnforced, fault)];
        return term.Kind switch
        {
            ObjectiveKind.Freshness or ObjectiveKind.Latency => Spans(contract, term, f, (span, at) => Age(term, span.Newest, at)),
            ObjectiveKind.Retention => Spans(contract, term, f, (span, at) => Age(term, span.Oldest, at)),
            ObjectiveKind.Frequency => [One(term, Age(term, f.Before, f.At))],
            ObjectiveKind.TimeToDetect => [One(term, Age(term, f.Arrived, f.At))],
            ObjectiveKind.ErrorRate => [One(term, Rate(f.Quarantined, f, share => share <= term.Percent))],
            ObjectiveKind.Completeness => [One(term, Rate(f.Rows - f.Quarantined, f, share => share >= term.Percent))],
            ObjectiveKind.TimeOfAvailability => [One(term, (f.At.UtcDateTime.TimeOfDay <= term.Clock ? Verdict.Pass : Verdict.Warn,
                $"published at {f.At.UtcDateTime:HH:mm} UTC"))],
            ObjectiveKind.GeneralAvailability => [One(term, (Verdict.Pass, f.At >= term.At ? "available" : $"from {term.At:yyyy-MM-dd}"))],
            _ => [One(term, f.At >= term.At ? (Verdict.Warn, $"past since {term.At:yyyy-MM-dd}") : (Verdict.Pass, $"until {term.At:yyyy-MM-dd}"))],
        };
    }

    private static IEnumerable<CheckResult> Spans(
        Contract contract, ObjectiveTerm term, ServiceFigures f,
        Func<(DateTimeOffset? Oldest, DateTimeOffset? Newest), DateTimeOffset, (Verdict, string)> judge)
    {
        var elements = ObjectiveTerms.Elements(contract, term.Objective.Element);
        if (elements.Count == 0)
            return [Line(term, null, null, Verdict.NotEnforced, "no object says which column is its business time")];
        return elements.Select(e => judge(f.Span(e.Object, e.Column), f.At) is var (verdict, measured)
            ? Line(term, e.Object, e.Column, verdict, measured) : null!);
    }

    private static (Verdict, string) Age(ObjectiveTerm term, DateTimeOffset? since, DateTimeOffset at) => since is not { } from
        ? (Verdict.Skip, "nothing to measure yet")
        : (from >= term.Within!.Value.Before(at) ? Verdict.Pass : Verdict.Warn, Text(at - from));

    private static (Verdict, string) Rate(long part, ServiceFigures f, Func<decimal, bool> holds)
    {
        if (f.Rows == 0) return (Verdict.Skip, "no row came in");
        var share = part * 100m / f.Rows;
        return (holds(share) ? Verdict.Pass : Verdict.Warn, string.Create(CultureInfo.InvariantCulture, $"{decimal.Round(share, 4)} %"));
    }

    private static CheckResult One(ObjectiveTerm term, (Verdict Verdict, string Measured) found) =>
        Line(term, null, null, found.Verdict, found.Measured);

    private static CheckResult Line(ObjectiveTerm term, SchemaObject? o, Property? column, Verdict verdict, string measured)
    {
        var (objective, word) = (term.Objective, term.Kind == ObjectiveKind.Unmeasured ? term.Objective.Property
            : char.ToLowerInvariant(term.Kind.ToString()[0]) + term.Kind.ToString()[1..]);
        var words = $"{word} {objective.Value}{(objective.Unit is { } unit ? " " + unit : "")}";
        return new(o?.Name ?? "", column?.Name, words, verdict, measured, Severity.Warning)
        {
            Clause = $"sla:{word}/value",
        };
    }

    private static string Text(TimeSpan age) => age < TimeSpan.Zero ? "in the future"
        : age.TotalDays >= 2 ? string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(age.TotalDays)} d {age.Hours} h")
        : string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(age.TotalHours)} h {age.Minutes} min");
}
