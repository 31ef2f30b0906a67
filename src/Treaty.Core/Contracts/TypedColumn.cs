using Treaty.Core.Sql;

namespace Treaty.Core.Contracts;

/// <summary>How one promised column is read from the column that the select yields: the expression of its typed value, and when the text
/// or number is not
/// one.</summary>
/// <param name="Value">The typed value; NULL where it cannot be read.</param>
/// <param name="Broken">True where a value is there but is not of the type; never NULL.</param>
public sealed record TypedColumn(string Value, string Broken)
{
    private const string TimestampText =
        "[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]{1,9})?)?";
    private const string ZoneText = " ?(Z|[+-][0-9]{2}(:?[0-9]{2})?)";

    /// <summary>Text is checked before it is cast, because the engine would read '1.234' as 1.23 and '5.7' as 6 without a word.</summary>
    /// <param name="property">The promise.</param>
    /// <param name="raw">The quoted expression of the source value.</param>
    /// <param name="engineType">Its type in the engine.</param>
    public static TypedColumn Of(Property property, string raw, string engineType)
    {
        var text = engineType is "VARCHAR" or "JSON";
        return property.Type switch
        {
            LogicalType.String or LogicalType.Time => new(text ? raw : $"CAST({raw} AS VARCHAR)", "false"),
            LogicalType.Integer => text ? FromText(raw, "BIGINT", "[+-]?[0-9]+") : FromNumber(raw, "BIGINT", engineType),
            LogicalType.Number => text ? FromText(raw, property.EngineType(), DecimalText(property))
                : FromNumber(raw, property.EngineType(), engineType),
            LogicalType.Boolean => text ? Boolean(raw) : FromNumber(raw, "BOOLEAN", engineType),
            LogicalType.Date => text ? FromText(raw, "DATE", "[0-9]{4}-[0-9]{2}-[0-9]{2}") : Date(raw, engineType),
            _ => text ? Timestamp(raw, property.TimeZone) : TimestampFrom(raw, engineType, property.TimeZone),
        };
    }

    private static TypedColumn FromText(string raw, string type, string pattern)
    {
        var value = $"TRY_CAST({raw} AS {type})";
        return new(value, $"({raw} IS NOT NULL AND ({value} IS NULL OR NOT regexp_full_match({raw}, {Quote.Text(pattern)})))");
    }

    private static string DecimalText(Property property)
    {
        if (property.Scale == 0) return "[+-]?[0-9]+";
        var scale = Quote.Number(property.Scale);
        return $"[+-]?([0-9]+([.][0-9]{{0,{scale}}})?|[.][0-9]{{1,{scale}}})";
    }

    /// <summary>A number of another type is read only where casting it back gives the same number.</summary>
    private static TypedColumn FromNumber(string raw, string type, string engineType)
    {
        if (engineType == type) return new(raw, "false");
        var value = $"TRY_CAST({raw} AS {type})";
        return new(value, $"({raw} IS NOT NULL AND (TRY_CAST({value} AS {engineType}) IS DISTINCT FROM {raw}))");
    }

    private static TypedColumn Boolean(string raw) => new(
        $"CASE WHEN lower({raw}) IN ('true', 't', 'yes', '1') THEN true WHEN lower({raw}) IN ('false', 'f', 'no', '0') THEN false END",
        $"({raw} IS NOT NULL AND lower({raw}) NOT IN ('true', 't', 'yes', '1', 'false', 'f', 'no', '0'))");

    private static TypedColumn Date(string raw, string engineType) => engineType switch
    {
        "DATE" => new(raw, "false"),
        _ => new($"TRY_CAST({raw} AS DATE)",
            $"({raw} IS NOT NULL AND CAST(TRY_CAST({raw} AS DATE) AS {engineType}) IS DISTINCT FROM {raw})"),
    };

    private static TypedColumn Timestamp(string raw, string? zone)
    {
        var plain = $"regexp_full_match({raw}, {Quote.Text(TimestampText)})";
        var zoned = $"regexp_full_match({raw}, {Quote.Text(TimestampText + ZoneText)})";
        var value = zone is null or "UTC"
            ? $"TRY_CAST({raw} AS TIMESTAMPTZ)"
            : $"CASE WHEN {zoned} THEN TRY_CAST({raw} AS TIMESTAMPTZ) ELSE TRY_CAST({raw} AS TIMESTAMP) AT TIME ZONE {Quote.Text(zone)} END";
        return new(value, $"({raw} IS NOT NULL AND (({value}) IS NULL OR NOT ({plain} OR {zoned})))");
    }

    private static TypedColumn TimestampFrom(string raw, string engineType, string? zone) => engineType switch
    {
        "TIMESTAMP WITH TIME ZONE" or "TIMESTAMPTZ" => new(raw, "false"),
        _ => new($"CAST({raw} AS TIMESTAMP) AT TIME ZONE {Quote.Text(zone ?? "UTC")}", "false"),
    };
}
