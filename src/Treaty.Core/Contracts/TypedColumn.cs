using Treaty.Core.Sql;

namespace Treaty.Core.Contracts;

/// <summary>
/// How one promised column is read from the column that the select yields. A text is held against the form of its type, because a cast
/// alone would read '1.234' as 1.23 and '5.7' as 6 without a word; what the type writes in the same letters again needs no look at its
/// form.
/// </summary>
/// <param name="Value">The typed value, over the source's column; NULL where it cannot be read.</param>
/// <param name="Broken">
/// Over the raw and the typed value: true where a value is there but is not of the type, else false or NULL; null where every value is.
/// </param>
public sealed record TypedColumn(string Value, string? Broken)
{
    /// <summary>
    /// Over the raw value: true where a readable instant does not say its offset as the contract wants it; null without such a wish.
    /// </summary>
    public (string Words, string Broken)? Misspelled { get; init; }

    private const string DateText = "[0-9]{4}-[0-9]{2}-[0-9]{2}";
    private const string ClockText = "[0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?";
    private const string DayClockText = "([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?";
    private const string ZoneText = " ?(Z|[+-][0-9]{2}(:?[0-9]{2})?)";
    private const string PlainText = DateText + "[T ]" + ClockText;

    /// <summary>The name under which the checked rows are given the value as it came.</summary>
    public static string Raw(string column) => Quote.Name("_raw_" + column);

    /// <param name="property">The promise.</param>
    /// <param name="source">The quoted expression of the source's value.</param>
    /// <param name="engineType">Its type in the engine.</param>
    public static TypedColumn Of(Property property, string source, string engineType)
    {
        var (raw, value) = (Raw(property.Name), Quote.Name(property.Name));
        var text = engineType is "VARCHAR" or "JSON";
        return property.Type switch
        {
            LogicalType.String => text ? new(source, null) : new($"CAST({source} AS VARCHAR)", null),
            LogicalType.Time => Time(source, raw, text, engineType),
            LogicalType.Integer when text => FromText(source, raw, value, "BIGINT", "[+-]?[0-9]+"),
            LogicalType.Number when text => FromText(source, raw, value, property.EngineType(), DecimalText(property)),
            LogicalType.Boolean when text => Boolean(source, raw, value),
            LogicalType.Date or LogicalType.Timestamp when text && Form(property) is { } form =>
                OfForm(property, source, raw, value, form),
            LogicalType.Date when text => FromText(source, raw, value, "DATE", DateText),
            LogicalType.Timestamp when text =>
                Timestamp(source, raw, value, property.TimeZone) with { Misspelled = Spelled(property, raw) },
            LogicalType.Object or LogicalType.Array => Json(property, source, raw, engineType),
            LogicalType.Date => Date(source, raw, value, engineType),
            LogicalType.Timestamp => TimestampFrom(source, raw, value, engineType, property.TimeZone),
            _ => FromNumber(source, raw, value, property.EngineType(), engineType),
        };
    }

    private static TypedColumn FromText(string source, string raw, string value, string type, string pattern) => new(
        $"TRY_CAST({source} AS {type})",
        $"({value} IS NULL AND {raw} IS NOT NULL) OR (CAST({value} AS VARCHAR) <> {raw} AND NOT regexp_full_match({raw}, {Quote.Text(pattern)}))"
            + (type == "DATE" ? $" OR NOT isfinite({value})" : ""));

    /// <summary>
    /// The form that the contract gives a date or an instant, in the engine's letters; null for ISO 8601, which needs none.
    /// </summary>
    private static string? Form(Property property) =>
        property.Limits.Format is { } format && !DateForms.IsIso(format) ? DateForms.Engine(format) : null;

    /// <summary>Text of a form of its own is one where writing the value in that form gives the same text.</summary>
    private static TypedColumn OfForm(Property property, string source, string raw, string value, string form)
    {
        var (read, again) = ($"try_strptime({source}, {Quote.Text(form)})", $"try_strptime({raw}, {Quote.Text(form)})");
        var typed = property.Type == LogicalType.Date ? $"CAST({read} AS DATE)"
            : DateForms.HasZone(form) ? $"CAST({read} AS TIMESTAMPTZ)"
            : $"CAST({read} AS TIMESTAMP) AT TIME ZONE {Quote.Text(property.TimeZone ?? "UTC")}";
        // An offset is written in several ways, so a text with one is only read, not compared.
        return new(typed, DateForms.HasZone(form) ? $"{raw} IS NOT NULL AND {value} IS NULL"
            : $"{raw} IS NOT NULL AND strftime({again}, {Quote.Text(form)}) IS DISTINCT FROM {raw}");
    }

    private static (string Words, string Broken)? Spelled(Property property, string raw) => property.StatesZone switch
    {
        true => ("says its offset", $"NOT regexp_full_match({raw}, {Quote.Text(PlainText + ZoneText)})"),
        false => ("says no offset", $"NOT regexp_full_match({raw}, {Quote.Text(PlainText)})"),
        _ => null,
    };

    /// <summary>Objects and arrays are kept as JSON text; a nested type of the engine is written as JSON.</summary>
    private static TypedColumn Json(Property property, string source, string raw, string engineType)
    {
        var isObject = property.Type == LogicalType.Object;
        if (engineType is "VARCHAR" or "JSON")
        {
            var text = $"CAST({raw} AS VARCHAR)";
            return new($"CASE WHEN json_valid(CAST({source} AS VARCHAR)) THEN CAST({source} AS VARCHAR) END",
                $"{raw} IS NOT NULL AND CASE WHEN json_valid({text}) THEN json_type({text}) <> '{(isObject ? "OBJECT" : "ARRAY")}' ELSE true END");
        }
        bool Is(string type) => engineType.StartsWith(type, StringComparison.Ordinal);
        var fits = isObject ? Is("STRUCT") || Is("MAP") : engineType.EndsWith(']');
        return new($"CAST(to_json({source}) AS VARCHAR)", fits ? null : $"{raw} IS NOT NULL");
    }

    private static string DecimalText(Property property)
    {
        if (property.Scale == 0) return "[+-]?[0-9]+";
        var scale = Quote.Number(property.Scale);
        return $"[+-]?([0-9]+([.][0-9]{{0,{scale}}})?|[.][0-9]{{1,{scale}}})";
    }

    /// <summary>A number of another type is read only where casting it back gives the same number; NaN and infinity are none.</summary>
    private static TypedColumn FromNumber(string source, string raw, string value, string type, string engineType) =>
        engineType == type ? new(source, null)
            : new($"TRY_CAST({source} AS {type})", $"{raw} IS NOT NULL AND TRY_CAST({value} AS {engineType}) IS DISTINCT FROM {raw}");

    private static TypedColumn Boolean(string source, string raw, string value) => new(
        $"CASE WHEN lower({source}) IN ('true', 't', 'yes', '1') THEN true WHEN lower({source}) IN ('false', 'f', 'no', '0') THEN false END",
        $"{value} IS NULL AND {raw} IS NOT NULL");

    private static TypedColumn Date(string source, string raw, string value, string engineType) => engineType == "DATE"
        ? new(source, $"NOT isfinite({value})")
        : new($"TRY_CAST({source} AS DATE)", $"{raw} IS NOT NULL AND CAST({value} AS {engineType}) IS DISTINCT FROM {raw}");

    /// <summary>A time of day stays text, as the lake has no such type.</summary>
    private static TypedColumn Time(string source, string raw, bool text, string engineType) => !text
        ? new($"CAST({source} AS VARCHAR)", engineType.StartsWith("TIME", StringComparison.Ordinal) ? null : $"{raw} IS NOT NULL")
        : new(source, $"NOT regexp_full_match({raw}, {Quote.Text(DayClockText + $"({ZoneText})?")})");

    /// <summary>The two usual spellings are told by their separators, the rest by the full form.</summary>
    private static TypedColumn Timestamp(string source, string raw, string value, string? zone)
    {
        var read = zone is null or "UTC" ? $"TRY_CAST({source} AS TIMESTAMPTZ)"
            : $"CASE WHEN regexp_full_match({source}, {Quote.Text(PlainText + ZoneText)}) THEN TRY_CAST({source} AS TIMESTAMPTZ) "
                + $"ELSE TRY_CAST({source} AS TIMESTAMP) AT TIME ZONE {Quote.Text(zone)} END";
        return new(read, $"({value} IS NULL AND {raw} IS NOT NULL) OR (NOT ({raw} >= '0' AND ({raw} LIKE '____-__-__T__:__:__Z' OR {raw} LIKE '____-__-__ __:__:__')) "
            + $"AND NOT regexp_full_match({raw}, {Quote.Text(PlainText + $"({ZoneText})?")}))");
    }

    private static TypedColumn TimestampFrom(string source, string raw, string value, string engineType, string? zone) => engineType switch
    {
        "TIMESTAMP WITH TIME ZONE" or "TIMESTAMPTZ" => new(source, $"NOT isfinite({value})"),
        _ => new($"TRY_CAST({source} AS TIMESTAMP) AT TIME ZONE {Quote.Text(zone ?? "UTC")}", $"{raw} IS NOT NULL AND ({value} IS NULL OR NOT isfinite({value}))"),
    };
}
