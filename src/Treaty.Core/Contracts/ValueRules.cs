using System.Globalization;
using Treaty.Core.Sql;

namespace Treaty.Core.Contracts;

/// <summary>A rule over one value: what it asks, which clause of the standard asks it, and when a value breaks it.</summary>
/// <param name="Clause">Block and key of the clause, such as <c>options/string/pattern</c>.</param>
/// <param name="Broken">True for a value that breaks it, false or NULL for one that does not or is absent.</param>
public sealed record ValueRule(RowRule Rule, string Clause, string Words, string Broken);

/// <summary>What the limits of a property ask of a value, as conditions over its typed expression.</summary>
public static class ValueRules
{
    /// <param name="property">The promise.</param>
    /// <param name="value">The typed value.</param>
    public static IEnumerable<ValueRule> Of(Property property, string value) => property.Type switch
    {
        LogicalType.String => Text(property.Limits, value).Concat(Enumerated(property, value)),
        LogicalType.Object => NestedRules.OfObject(property, value, 0),
        LogicalType.Array => NestedRules.OfArray(property, value, 0),
        LogicalType.Boolean => Enumerated(property, value),
        _ => Ranges(property, value).Concat(Multiple(property, value)).Concat(Width(property, value)).Concat(Enumerated(property, value)),
    };

    private static IEnumerable<ValueRule> Text(PropertyLimits limits, string value)
    {
        const string Options = "options/string/";
        if (limits.MinLength is { } least) yield return new(RowRule.Length, Options + "minLength", $"has at least {least} characters",
            $"length({value}) < {Quote.Number(least)}");
        if (limits.MaxLength is { } most) yield return new(RowRule.Length, Options + "maxLength", $"has at most {most} characters",
            $"length({value}) > {Quote.Number(most)}");
        if (limits.Pattern is { } pattern) yield return new(RowRule.Pattern, Options + "pattern", $"matches {pattern}",
            $"NOT regexp_full_match({value}, {Quote.Text(pattern)})");
        if (limits.Format is { } format && TextFormats.Pattern(format) is { } form)
            yield return new(RowRule.Format, Options + "format", $"is in the format {format}", Format(format, form, value));
    }

    private static string Format(string format, string form, string value)
    {
        var broken = $"NOT regexp_full_match({value}, {Quote.Text(form)})";
        return format.ToLowerInvariant() switch
        {
            "hostname" => $"{broken} OR length({value}) > 253",
            "date" => $"{broken} OR (TRY_CAST({value} AS DATE) IS NULL AND {value} IS NOT NULL)",
            "date-time" => $"{broken} OR (TRY_CAST(left({value}, 10) AS DATE) IS NULL AND {value} IS NOT NULL)",
            _ => broken,
        };
    }

    private static IEnumerable<ValueRule> Ranges(Property property, string value)
    {
        var (limits, options) = (property.Limits, $"options/{property.ReaderWord()}/");
        // A time of day is kept as text; its clock is compared, whatever zone stands behind it.
        var time = property.Type == LogicalType.Time;
        var compared = time ? $"TRY_CAST(regexp_extract({value}, '^[0-9:.]+') AS TIME)" : value;
        string Bound(string bound) => $"CAST({Quote.Text(bound)} AS {(time ? "TIME" : property.EngineType())})";
        if (limits.Minimum is { } minimum) yield return new(RowRule.Range, options + "minimum", $"is at least {minimum}",
            $"{compared} < {Bound(minimum)}");
        if (limits.Maximum is { } maximum) yield return new(RowRule.Range, options + "maximum", $"is at most {maximum}",
            $"{compared} > {Bound(maximum)}");
        if (limits.ExclusiveMinimum is { } above) yield return new(RowRule.Range, options + "exclusiveMinimum", $"is more than {above}",
            $"{compared} <= {Bound(above)}");
        if (limits.ExclusiveMaximum is { } below) yield return new(RowRule.Range, options + "exclusiveMaximum", $"is less than {below}",
            $"{compared} >= {Bound(below)}");
    }

    private static IEnumerable<ValueRule> Multiple(Property property, string value)
    {
        if (property.Limits.MultipleOf is { } step && property.Type is LogicalType.Integer or LogicalType.Number)
            yield return new(RowRule.Multiple, $"options/{property.ReaderWord()}/multipleOf",
                $"is a multiple of {step.ToString(CultureInfo.InvariantCulture)}", $"{value} % {Quote.Number(step)} <> 0");
    }

    /// <summary>Integers have 64 bits with a sign; a narrower format is a range, a wider one holds all of them.</summary>
    private static IEnumerable<ValueRule> Width(Property property, string value)
    {
        if (property is not { Type: LogicalType.Integer, Limits.Format: { } format }) yield break;
        (long Least, long Most)? range = format switch
        {
            "i8" => (sbyte.MinValue, sbyte.MaxValue),
            "i16" => (short.MinValue, short.MaxValue),
            "i32" => (int.MinValue, int.MaxValue),
            "u8" => (0, byte.MaxValue),
            "u16" => (0, ushort.MaxValue),
            "u32" => (0, uint.MaxValue),
            "u64" or "u128" => (0, long.MaxValue),
            _ => null,
        };
        if (range is var (least, most)) yield return new(RowRule.Range, "options/integer/format", $"fits {format}",
            $"{value} < {Quote.Number(least)} OR {value} > {Quote.Number(most)}");
    }

    private static IEnumerable<ValueRule> Enumerated(Property property, string value)
    {
        if (property.Enumeration.IsEmpty) yield break;
        var text = property.Type is LogicalType.String or LogicalType.Time;
        var values = string.Join(", ", property.Enumeration.Select(v => text ? Quote.Text(v)
            : $"TRY_CAST({Quote.Text(v)} AS {property.EngineType()})"));
        yield return new(RowRule.ValidValues, "property/enum", $"is one of {string.Join(", ", property.Enumeration)}",
            $"{value} IS NOT NULL AND ({value} IN ({values})) IS NOT TRUE");
    }
}
