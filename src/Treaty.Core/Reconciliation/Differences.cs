using System.Collections.Immutable;
using System.Globalization;
using Treaty.Core.Sql;

namespace Treaty.Core.Reconciliation;

/// <summary>Conditions over aligned groups that say where two sides differ; each assumes that both sides are there.</summary>
internal static class Differences
{
    internal static string Status(ComparedStatus status)
    {
        var cases = string.Concat(status.Same
            .GroupBy(pair => pair.A, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $" WHEN {Quote.Text(group.Key)} THEN status_b IN ({Texts(group.Select(pair => pair.B))})"));
        return cases.Length == 0
            ? "status_a IS DISTINCT FROM status_b"
            : $"status_a IS DISTINCT FROM status_b AND NOT COALESCE(CASE status_a{cases} END, false)";
    }

    internal static string? Currency(ComparisonShape shape) =>
        shape.Plan.HasCurrency ? $"{shape.Currencies(Side.A)} <> {shape.Currencies(Side.B)}" : null;

    internal static string? Period(Comparison comparison) => comparison.Period switch
    {
        PeriodGrain.Day => "date_a IS DISTINCT FROM date_b",
        PeriodGrain.Month => "date_trunc('month', date_a) IS DISTINCT FROM date_trunc('month', date_b)",
        _ => null,
    };

    internal static string Attribute(ComparedAttribute attribute) =>
        $"{Quote.Name($"attribute_{attribute.Name}_a")} IS DISTINCT FROM {Quote.Name($"attribute_{attribute.Name}_b")}";

    internal static string Amount(ComparisonShape shape, PlannedMeasure measure) =>
        $"{shape.Kept(measure, Side.A)} <> {shape.Kept(measure, Side.B)}";

    /// <summary>Every reason to look at a group at all.</summary>
    internal static IEnumerable<string> All(ComparisonShape shape)
    {
        yield return "first_row_a IS NULL";
        yield return "first_row_b IS NULL";
        foreach (var side in Sides.Both)
            if (shape.HasCopies(side)) yield return $"surplus_{side.Letter()} > 0";
        foreach (var measure in shape.Plan.Measures) yield return Amount(shape, measure);
        if (shape.Plan.Comparison.Status is { } status) yield return $"({Status(status)})";
        if (Currency(shape) is { } currency) yield return currency;
        if (Period(shape.Plan.Comparison) is { } period) yield return period;
        foreach (var attribute in shape.Plan.Comparison.Attributes) yield return Attribute(attribute);
    }

    /// <summary>True where a date is so young against the other side's newest that its partner may still come.</summary>
    internal static string Young(ComparisonPlan plan, Side side)
    {
        var newest = $"newest_{side.Other().Letter()}";
        if (plan.Comparison.Calendar is { Days: > 0 }) return $"date_{side.Letter()} > old_{side.Other().Letter()}";
        var grace = plan.Comparison.Grace;
        var limit = grace.Ticks % TimeSpan.TicksPerDay == 0
            ? $"{newest} - {grace.Days.ToString(CultureInfo.InvariantCulture)}"
            : $"{newest} - INTERVAL {((long)grace.TotalSeconds).ToString(CultureInfo.InvariantCulture)} SECONDS";
        return $"date_{side.Letter()} > {limit}";
    }

    private static string Texts(IEnumerable<string> values) =>
        string.Join(", ", values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(Quote.Text));
}
