using System.Globalization;
using System.Numerics;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Treaty.Backends.DuckDb;

/// <summary>
/// Turns DuckDB's values into the few kinds the door speaks of. A decimal keeps its scale; one too large for .NET's decimal becomes its
/// exact
/// text. A timestamp without zone is read as UTC. Lists, structs, times and intervals are cast to text by DuckDB itself.
/// </summary>
internal static class DuckDbValues
{
    private static readonly BigInteger DecimalBound = BigInteger.One << 96;

    public static Func<DuckDBDataReader, int, object?> For(string type) => type switch
    {
        "Boolean" => (r, i) => r.GetBoolean(i),
        "TinyInt" or "SmallInt" or "Integer" or "BigInt" or "UnsignedTinyInt" or "UnsignedSmallInt" or "UnsignedInteger" =>
            (r, i) => Convert.ToInt64(r.GetValue(i), CultureInfo.InvariantCulture),
        "UnsignedBigInt" => (r, i) => (BigInteger)r.GetFieldValue<ulong>(i),
        "HugeInt" or "UnsignedHugeInt" => (r, i) => r.GetFieldValue<BigInteger>(i),
        "Float" or "Double" => (r, i) => Convert.ToDouble(r.GetValue(i), CultureInfo.InvariantCulture),
        "Decimal" => (r, i) => Number(r.GetFieldValue<DuckDBDecimal>(i)),
        "Date" => (r, i) => Day(r.GetFieldValue<DuckDBDateOnly>(i)),
        "Timestamp" or "TimestampTz" or "TimestampS" or "TimestampMs" or "TimestampNs" => Instant,
        "Blob" => (r, i) => Bytes(r.GetStream(i)),
        "Uuid" => (r, i) => r.GetGuid(i).ToString("D"),
        _ => (r, i) => r.GetValue(i) as string,
    };

    /// <summary>True for types that only DuckDB can write as text: nested ones, where .NET refuses nulls in lists, and spans of
    /// time.</summary>
    public static bool NeedsCast(string type) => type is "List" or "Array" or "Struct" or "Map" or "Union" or "Interval" or "Time" or "TimeTz" or "Variant";

    /// <summary>The name as DuckDB's SQL spells it.</summary>
    public static string TypeName(string type, byte? width, byte? scale) => type switch
    {
        "Decimal" when width is not null => string.Create(CultureInfo.InvariantCulture, $"DECIMAL({width},{scale})"),
        "TimestampTz" => "TIMESTAMP WITH TIME ZONE",
        "TimeTz" => "TIME WITH TIME ZONE",
        "TimestampS" or "TimestampMs" or "TimestampNs" => "TIMESTAMP_" + type["Timestamp".Length..].ToUpperInvariant(),
        _ when type.StartsWith("Unsigned", StringComparison.Ordinal) => "U" + type["Unsigned".Length..].ToUpperInvariant(),
        _ => type.ToUpperInvariant(),
    };

    private static object Number(DuckDBDecimal value)
    {
        var digits = value.Value.ToBigInteger();
        if (BigInteger.Abs(digits) >= DecimalBound || value.Scale > 28) return ExactText(digits, value.Scale);
        var bits = decimal.GetBits((decimal)BigInteger.Abs(digits));
        return new decimal(bits[0], bits[1], bits[2], digits.Sign < 0, value.Scale);
    }

    private static string ExactText(BigInteger digits, int scale)
    {
        var text = BigInteger.Abs(digits).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return (digits.Sign < 0 ? "-" : "") + (scale == 0 ? text : text[..^scale] + "." + text[^scale..]);
    }

    private static object Day(DuckDBDateOnly day) =>
        Infinite(day.IsPositiveInfinity, day.IsNegativeInfinity)
        ?? (object)(day.Year is >= 1 and <= 9999 ? day.ToDateOnly()
            : string.Create(CultureInfo.InvariantCulture, $"{day.Year}-{day.Month:00}-{day.Day:00}"));

    private static object Instant(DuckDBDataReader reader, int field)
    {
        var value = reader.GetFieldValue<DuckDBTimestamp>(field);
        return Infinite(value.IsPositiveInfinity, value.IsNegativeInfinity)
            ?? (object)(value.Date.Year is >= 1 and <= 9999
                ? new DateTimeOffset(DateTime.SpecifyKind(value.ToDateTime(), DateTimeKind.Unspecified), TimeSpan.Zero)
                : string.Create(CultureInfo.InvariantCulture,
                    $"{Day(value.Date)} {value.Time.Hour:00}:{value.Time.Min:00}:{value.Time.Sec:00}"));
    }

    private static string? Infinite(bool positive, bool negative) => positive ? "infinity" : negative ? "-infinity" : null;

    private static string Bytes(Stream stream)
    {
        using (stream)
        {
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            return Convert.ToHexStringLower(memory.ToArray());
        }
    }
}
