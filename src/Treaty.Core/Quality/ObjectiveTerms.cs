using System.Globalization;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;

namespace Treaty.Core.Quality;

/// <summary>What an objective is about, in the standard's words.</summary>
public enum ObjectiveKind
{
    Freshness, Latency, Frequency, Retention, ErrorRate, Completeness, TimeToDetect, TimeOfAvailability, GeneralAvailability, EndOfSupport,
    EndOfLife, Unmeasured,
}

/// <summary>An objective read: its kind, and the length of time, share, day or time of day that it promises.</summary>
/// <param name="Fault">Why it cannot be measured; null where it can.</param>
public sealed record ObjectiveTerm(
    Objective Objective, ObjectiveKind Kind, Period? Within, decimal? Percent, DateTimeOffset? At, TimeSpan? Clock, string? Fault);

/// <summary>Reads objectives: the standard's words in any case, with their two-letter synonyms, and values with units.</summary>
public static class ObjectiveTerms
{
    public static readonly FindingKind Unmeasured = new("TRY1305", Severity.Warning, "an objective is not measured");
    public static readonly FindingKind Unclear = new("TRY1306", Severity.Warning, "the value or unit of an objective is unclear");

    private static readonly (string[] Words, ObjectiveKind Kind)[] Kinds =
    [
        (["freshness", "fr"], ObjectiveKind.Freshness), (["latency", "ly"], ObjectiveKind.Latency),
        (["frequency", "fy"], ObjectiveKind.Frequency), (["retention", "re"], ObjectiveKind.Retention),
        (["errorrate", "er"], ObjectiveKind.ErrorRate), (["completeness", "co"], ObjectiveKind.Completeness),
        (["timetodetect", "td"], ObjectiveKind.TimeToDetect), (["timeofavailability", "ta"], ObjectiveKind.TimeOfAvailability),
        (["generalavailability", "ga"], ObjectiveKind.GeneralAvailability), (["endofsupport", "es"], ObjectiveKind.EndOfSupport),
        (["endoflife", "el"], ObjectiveKind.EndOfLife),
    ];

    public static ObjectiveTerm Read(Objective objective)
    {
        var known = Kinds.FirstOrDefault(k => k.Words.Contains(objective.Property, StringComparer.OrdinalIgnoreCase));
        var kind = known.Words is null ? ObjectiveKind.Unmeasured : known.Kind;
        var term = new ObjectiveTerm(objective, kind, null, null, null, null, null);
        return kind switch
        {
            ObjectiveKind.Unmeasured => term with { Fault = "no publish can measure it" },
            ObjectiveKind.ErrorRate or ObjectiveKind.Completeness => Share(term),
            ObjectiveKind.GeneralAvailability or ObjectiveKind.EndOfSupport or ObjectiveKind.EndOfLife => Day(term),
            ObjectiveKind.TimeOfAvailability => Clock(term),
            _ => Period.Read(objective.Value, objective.Unit) is var (period, fault) ? term with { Within = period, Fault = fault } : term,
        };
    }

    /// <summary>What cannot be measured, and elements that lead nowhere.</summary>
    public static IEnumerable<Finding> Judge(Contract contract)
    {
        foreach (var term in contract.Objectives.Select(Read))
        {
            var (place, name) = (term.Objective.Place, term.Objective.Property);
            if (term.Kind == ObjectiveKind.Unmeasured)
                yield return Unmeasured.At(place, $"the objective `{name}` is not measured",
                    $"Treaty measures {string.Join(", ", Kinds.Select(k => char.ToLowerInvariant(k.Kind.ToString()[0]) + k.Kind.ToString()[1..]))}");
            else if (term.Fault is { } fault)
                yield return Unclear.At(place, $"the objective `{name}` is not measured: {fault}",
                    "write a number with a unit such as s, min, h, d, week, month, year or percent, or a duration such as PT15M");
            if (term.Objective.Element is { Length: > 0 } element && Elements(contract, element).Count == 0)
                yield return Unclear.At(place, $"`{element}` of the objective `{name}` is no column of the contract",
                    "write <object>.<column>");
        }
    }

    /// <summary>The columns of time that an objective is about; without an element, the business time of each object.</summary>
    public static IReadOnlyList<(SchemaObject Object, Property Column)> Elements(Contract contract, string? element)
    {
        if (string.IsNullOrWhiteSpace(element))
            return [.. contract.Objects.Where(o => o.OccurredAt is not null && o.Property(o.OccurredAt) is not null)
                .Select(o => (o, o.Property(o.OccurredAt!)!))];
        return [.. from one in element.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            let parts = one.Split('.')
            from o in contract.Objects
            where parts.Length == 1 || o.Name == parts[^2]
            let column = o.Property(parts[^1]) ?? (parts.Length == 1 && o.Name == one && o.OccurredAt is { } at ? o.Property(at) : null)
            where column is not null
            select (o, column)];
    }

    private static ObjectiveTerm Share(ObjectiveTerm term)
    {
        var unit = term.Objective.Unit?.Trim().ToLowerInvariant();
        var text = term.Objective.Value.Trim();
        var hasSign = text.EndsWith('%');
        if (!decimal.TryParse(text.TrimEnd('%', ' '), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            || number > 100) return term with { Fault = $"`{text}` is no share" };
        return hasSign || unit is "%" or "percent" or "percentage" ? term with { Percent = number }
            : term with { Fault = unit is null ? $"`{text}` has no unit" : $"`{unit}` is no unit of a share" };
    }

    private static ObjectiveTerm Day(ObjectiveTerm term) =>
        DateTimeOffset.TryParse(term.Objective.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            ? term with { At = at } : term with { Fault = $"`{term.Objective.Value}` is no day" };

    /// <summary>A time of day with its offset, such as 09:00-08:00; without one, UTC. Kept as the time after midnight in UTC.</summary>
    private static ObjectiveTerm Clock(ObjectiveTerm term) =>
        DateTimeOffset.TryParse("2000-01-02T" + term.Objective.Value.Trim(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal,
            out var at)
            ? term with { Clock = at.UtcDateTime.TimeOfDay } : term with { Fault = $"`{term.Objective.Value}` is no time of day" };
}
