using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Treaty.Core.Contracts.Formats;

/// <summary>Writes a contract as Avro: a record a table, several as a union. What Avro has no word for stands as attributes of the field,
/// which its readers keep.</summary>
internal static partial class AvroWriter
{
    public static string Write(PortableContract contract)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var records = contract.Tables.Select(t => (JsonNode)Table(t, contract, names)).ToList();
        return (records is [var only] ? only : new JsonArray([.. records])).ToJsonString(JsonText.Indented) + "\n";
    }

    private static JsonObject Table(PortableTable table, PortableContract contract, HashSet<string> names)
    {
        var record = Record(table.Name, table.Fields, names);
        record["x-version"] = contract.Version;
        if (table.Description is { } doc) record["doc"] = doc;
        if (table.PhysicalName is { } physical) record["x-physicalName"] = physical;
        return record;
    }

    private static JsonObject Record(string name, IEnumerable<PortableField> fields, HashSet<string> names) => new()
    {
        ["type"] = "record", ["name"] = Unique(name, names), ["x-name"] = name,
        ["fields"] = new JsonArray([.. fields.Select(f => (JsonNode)Field(f, name, names))]),
    };

    private static JsonObject Field(PortableField field, string parent, HashSet<string> names)
    {
        var type = Type(field, parent + "_" + field.Name, names);
        var said = new JsonObject { ["name"] = Valid(field.Name), ["type"] = field.Required ? type : new JsonArray("null", type) };
        if (!field.Required) said["default"] = null;
        if (field.Name != Valid(field.Name)) said["x-name"] = field.Name;
        if (field.Description is { } doc) said["doc"] = doc;
        Attributes(said, field);
        return said;
    }

    private static void Attributes(JsonObject said, PortableField field)
    {
        if (field.KeyPosition > 0) said["x-primaryKeyPosition"] = field.KeyPosition;
        if (field.Unique) said["x-unique"] = true;
        if (!field.Values.IsEmpty && !IsEnum(field)) said["x-values"] = new JsonArray([.. field.Values.Select(v => (JsonNode)v)]);
        foreach (var (key, value) in new[]
        {
            ("pattern", field.Pattern), ("format", field.Format), ("minimum", field.Minimum), ("maximum", field.Maximum),
            ("exclusiveMinimum", field.ExclusiveMinimum), ("exclusiveMaximum", field.ExclusiveMaximum), ("references", field.RefersTo),
            ("classification", field.Classification), ("width", field.Width), ("physicalName", field.PhysicalName),
        })
            if (value is not null) said["x-" + key] = value;
        if (field.MinLength is { } least) said["x-minLength"] = least;
        if (field.MaxLength is { } most) said["x-maxLength"] = most;
        if (field is { Kind: PortableKind.Number, Digits: null, Width: null }) said["x-undecided"] = true;
    }

    private static JsonNode Type(PortableField field, string name, HashSet<string> names) => field.Kind switch
    {
        PortableKind.Text when IsEnum(field) => new JsonObject
        {
            ["type"] = "enum", ["name"] = Unique(name, names), ["symbols"] = new JsonArray([.. field.Values.Select(v => (JsonNode)v)]),
        },
        PortableKind.Text => "string",
        PortableKind.Integer => field.Width is "i8" or "i16" or "i32" or "u8" or "u16" ? "int" : "long",
        PortableKind.Number when field.Width == "f32" => "float",
        PortableKind.Number when field.Width == "f64" => "double",
        PortableKind.Number =>
            Logical("bytes", "decimal", ("precision", field.Digits?.Precision ?? 38), ("scale", field.Digits?.Scale ?? 9)),
        PortableKind.Boolean => "boolean",
        PortableKind.Date => Logical("int", "date"),
        PortableKind.Time => Logical("long", "time-micros"),
        PortableKind.Timestamp => Logical("long", field.Zoned ? "timestamp-micros" : "local-timestamp-micros"),
        PortableKind.Object => Record(name, field.Fields, names),
        PortableKind.Array =>
            new JsonObject { ["type"] = "array", ["items"] = field.Item is { } item ? Type(item, name + "_item", names) : "string" },
        _ => new JsonObject { ["type"] = "map", ["values"] = field.Item is { } value ? Type(value, name + "_value", names) : "string" },
    };

    private static JsonObject Logical(string type, string logical, params (string Key, int Value)[] more)
    {
        var said = new JsonObject { ["type"] = type, ["logicalType"] = logical };
        foreach (var (key, value) in more) said[key] = value;
        return said;
    }

    private static bool IsEnum(PortableField field) =>
        field.Kind == PortableKind.Text && !field.Values.IsEmpty && field.Values.Distinct().Count() == field.Values.Length
            && field.Values.All(v => Name().IsMatch(v));

    private static string Valid(string name)
    {
        var text = Other().Replace(name, "_");
        return text.Length == 0 || char.IsAsciiDigit(text[0]) ? "_" + text : text;
    }

    private static string Unique(string name, HashSet<string> names)
    {
        var (valid, n) = (Valid(name), 2);
        while (!names.Add(valid)) valid = string.Create(CultureInfo.InvariantCulture, $"{Valid(name)}_{n++}");
        return valid;
    }

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*\\z")]
    private static partial Regex Name();

    [GeneratedRegex("[^A-Za-z0-9_]")]
    private static partial Regex Other();
}
