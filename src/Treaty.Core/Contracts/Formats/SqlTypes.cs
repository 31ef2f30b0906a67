using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Treaty.Core.Contracts.Formats;

/// <summary>Columns by the names of their types in SQL: PostgreSQL's, DuckDB's with nested ones, and the common words of
/// warehouses.</summary>
internal static partial class SqlTypes
{
    private const int MaxDepth = 32;

    /// <summary>A column of a type by its name, such as <c>numeric(12,2)</c>, <c>timestamp with time zone</c>, <c>STRUCT(a
    /// INTEGER)[]</c>.</summary>
    public static PortableField Field(string name, string type, int depth = 0)
    {
        type = type.Trim();
        if (depth > MaxDepth) return new(name, PortableKind.Text) { PhysicalType = type };
        if (type.EndsWith("[]", StringComparison.Ordinal)) return new(name, PortableKind.Array) { Item = Field("", type[..^2], depth + 1) };
        if (Inner(type, "STRUCT") is { } members)
            return new(name,
                PortableKind.Object) { Fields = [.. Parts(members).Select(Member).Select(m => Field(m.Name, m.Type, depth + 1))] };
        if (Inner(type, "MAP") is { } entry
            && Parts(entry) is [_, var value]) return new(name, PortableKind.Map) { Item = Field("", value, depth + 1) };
        if (Inner(type, "ARRAY") is { } item
            && type.EndsWith('>')) return new(name, PortableKind.Array) { Item = Field("", item, depth + 1) };
        return Scalar(name, type);
    }

    private static PortableField Scalar(string name, string type)
    {
        var match = Sized().Match(type);
        var (word, size, scale) = ((match.Groups["word"].Value + match.Groups["more"].Value).Trim().ToLowerInvariant(),
            Number(match, "size"), Number(match, "scale"));
        return word switch
        {
            "smallint" or "int2" or "tinyint" or "smallserial" => Integer(name, "i16"),
            "integer" or "int" or "int4" or "serial" or "mediumint" => Integer(name, "i32"),
            "bigint" or "int8" or "long" or "int64" or "bigserial" or "utinyint" or "usmallint" or "uinteger" => Integer(name, "i64"),
            "hugeint" or "ubigint" or "uhugeint" => new(name, PortableKind.Number) { Digits = (38, 0) },
            "numeric" or "decimal" or "number" or "dec" or "bignumeric" => Decimal(name, size, scale),
            "real" or "float4" => new(name, PortableKind.Number) { Width = "f32", Questions = [Floating] },
            "double precision" or "double" or "float8" or "float" or "float64" =>
                new(name, PortableKind.Number) { Width = "f64", Questions = [Floating] },
            "money" => new(name, PortableKind.Number) { Digits = (19, 2) },
            "boolean" or "bool" => new(name, PortableKind.Boolean),
            "date" => new(name, PortableKind.Date),
            "timestamp with time zone" or "timestamptz" or "timestamp_tz" => new(name, PortableKind.Timestamp),
            "timestamp" or "timestamp without time zone" or "datetime" or "timestamp_ntz" or "timestamp_ns" or "timestamp_ms" or "timestamp_s" =>
                new(name, PortableKind.Timestamp) { Zoned = false,
                    Questions = ["in which zone are these instants? logicalTypeOptions.defaultTimezone"] },
            "time" or "time without time zone" or "time with time zone" or "timetz" => new(name, PortableKind.Time),
            "uuid" => new(name, PortableKind.Text) { Format = "uuid" },
            "bytea" or "blob" or "binary" or "varbinary" or "bytes" => new(name, PortableKind.Text) { Format = "binary" },
            "varchar" or "character varying" or "nvarchar" or "text" or "string" or "clob" =>
                new(name, PortableKind.Text) { MaxLength = size },
            "char" or "character" or "bpchar" or "nchar" => new(name, PortableKind.Text) { MaxLength = size ?? 1 },
            "json" or "jsonb" or "variant" =>
                new(name, PortableKind.Text) { PhysicalType = type, Questions = ["this holds documents; which members are promised?"] },
            _ => new(name, PortableKind.Text) { PhysicalType = type.Length == 0 ? null : type },
        };
    }

    private const string Floating = "a binary fraction is not exact; is this a measurement, or should it be decimal(p,s)?";

    private static PortableField Integer(string name, string width) => new(name, PortableKind.Integer) { Width = width };

    private static PortableField Decimal(string name, int? size, int? scale) => size is { } digits
        ? new(name, PortableKind.Number) { Digits = (Math.Min(digits, 38), scale ?? 0) }
        : new(name, PortableKind.Number) { Questions = ["how many digits, and how many after the point? physicalType: decimal(p,s)"] };

    /// <summary>The type of a column in PostgreSQL.</summary>
    public static string Postgres(PortableField field) => field.Kind switch
    {
        PortableKind.Text when field.Format == "uuid" => "uuid",
        PortableKind.Text when field.Format == "binary" => "bytea",
        PortableKind.Text =>
            field.MaxLength is { } length and > 0 ? string.Create(CultureInfo.InvariantCulture, $"varchar({length})") : "text",
        PortableKind.Integer =>
            field.Width switch { "i8" or "i16" or "u8" => "smallint", "i32" or "u16" => "integer", "u64" or "i128" or "u128" =>
                "numeric(38,0)", _ => "bigint" },
        PortableKind.Number when field.Digits is { } d => string.Create(CultureInfo.InvariantCulture, $"numeric({d.Precision},{d.Scale})"),
        PortableKind.Number => field.Width switch { "f32" => "real", "f64" => "double precision", _ => "numeric" },
        PortableKind.Boolean => "boolean",
        PortableKind.Date => "date",
        PortableKind.Time => "time",
        PortableKind.Timestamp => field.Zoned ? "timestamp with time zone" : "timestamp without time zone",
        PortableKind.Array when field.Item is { Kind: not (PortableKind.Object or PortableKind.Array or PortableKind.Map) } item =>
            Postgres(item) + "[]",
        _ => "jsonb",
    };

    private static string? Inner(string type, string word)
    {
        if (!type.StartsWith(word, StringComparison.OrdinalIgnoreCase) || type.Length < word.Length + 2) return null;
        return (type[word.Length], type[^1]) is ('(', ')') or ('<', '>') ? type[(word.Length + 1)..^1] : null;
    }

    /// <summary>The parts between commas that stand in no brackets and no quotes.</summary>
    private static List<string> Parts(string text)
    {
        var (parts, depth, start, quoted) = (new List<string>(), 0, 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"') quoted = !quoted;
            else if (quoted) continue;
            else if (text[i] is '(' or '<' or '[') depth++;
            else if (text[i] is ')' or '>' or ']') depth--;
            else if (text[i] == ',' && depth == 0)
            {
                parts.Add(text[start..i].Trim());
                start = i + 1;
            }
        }
        parts.Add(text[start..].Trim());
        return parts;
    }

    private static (string Name, string Type) Member(string part)
    {
        if (part.StartsWith('"')
            && part.IndexOf('"', 1) is > 0 and var end) return (part[1..end].Replace("\"\"", "\"", StringComparison.Ordinal),
                part[(end + 1)..].Trim());
        var space = part.IndexOfAny([' ', ':']);
        return space < 0 ? (part, "VARCHAR") : (part[..space], part[(space + 1)..].Trim());
    }

    private static int? Number(Match match, string group) =>
        int.TryParse(match.Groups[group].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(
        @"^(?<word>[A-Za-z_0-9]+(?: [A-Za-z]+)*?)\s*(?:\(\s*(?<size>[0-9]{1,9})\s*(?:,\s*(?<scale>[0-9]{1,9})\s*)?\))?(?<more> with(?:out)? time zone)?\s*$")]
    private static partial Regex Sized();
}
