using System.Collections;
using System.Globalization;
using System.Numerics;
using DuckDB.NET.Data;

namespace Treaty.Backends.DuckDb;

/// <summary>Reads values as the door promises them; what has no counterpart is text.</summary>
internal static class DuckDbValues
{
    public static object? Read(DuckDBDataReader reader, int column) => reader.IsDBNull(column) ? null
        : reader.GetDataTypeName(column) switch
    {
        "Decimal" => Decimal(reader, column),
        "BigInt" => reader.GetInt64(column),
        "Varchar" => reader.GetString(column),
        "Date" => reader.GetFieldValue<DateOnly>(column),
        "TimestampTz" or "Timestamp" => new DateTimeOffset(DateTime.SpecifyKind(reader.GetDateTime(column), DateTimeKind.Utc)),
        _ => Other(reader.GetValue(column)),
    };

    /// <summary>With the digits of its scale, which the driver's own reading drops for wide columns. More digits than a decimal holds are
    /// kept as text,
    /// exactly.</summary>
    private static object Decimal(DuckDBDataReader reader, int column)
    {
        var value = reader.GetFieldValue<DuckDB.NET.Native.DuckDBDecimal>(column);
        var digits = value.Value.ToBigInteger();
        var magnitude = BigInteger.Abs(digits);
        if (magnitude >> 96 != 0) return Text(digits, value.Scale);
        var bits = (UInt128)magnitude;
        return new decimal((int)(uint)bits, (int)(uint)(bits >> 32), (int)(uint)(bits >> 64), digits.Sign < 0, value.Scale);
    }

    private static string Text(BigInteger digits, int scale)
    {
        var text = BigInteger.Abs(digits).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return (digits.Sign < 0 ? "-" : "") + (scale == 0 ? text : $"{text[..^scale]}.{text[^scale..]}");
    }

    private static object Other(object value) => value switch
    {
        bool or double or BigInteger or string => value,
        float f => (double)f,
        sbyte or byte or short or ushort or int or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        ulong u => new BigInteger(u),
        _ => Text(value),
    };

    private static string Text(object? value) => value switch
    {
        null => "null",
        string text => text,
        IDictionary map => "{" + string.Join(", ", map.Keys.Cast<object>().Select(key => $"{Text(key)}: {Text(map[key])}")) + "}",
        Stream stream => Hex(stream),
        IEnumerable list => "[" + string.Join(", ", list.Cast<object?>().Select(Text)) + "]",
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    private static string Hex(Stream stream)
    {
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return Convert.ToHexStringLower(memory.ToArray());
    }
}
