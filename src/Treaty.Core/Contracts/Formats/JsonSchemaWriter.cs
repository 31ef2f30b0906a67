using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Treaty.Core.Contracts.Formats;

/// <summary>Writes a contract as JSON Schema (2020-12): one object schema for one table, else an object of arrays with a definition a
/// table. What the format has no word for stands under <c>x-</c> words.</summary>
internal static class JsonSchemaWriter
{
    public static string Write(PortableContract contract)
    {
        var root = new JsonObject { ["$schema"] = "https://json-schema.org/draft/2020-12/schema", ["$id"] = contract.Id };
        if (contract.Tables is [var only])
        {
            foreach (var (key, value) in Table(only)) root[key] = value?.DeepClone();
        }
        else
        {
            root["title"] = contract.Name ?? contract.Id;
            if (contract.Description is { } description) root["description"] = description;
            root["type"] = "object";
            root["properties"] = new JsonObject(contract.Tables.Select(t => KeyValuePair.Create(t.Name,
                (JsonNode?)new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["$ref"] = "#/$defs/" + Pointer(t.Name) } })));
            root["$defs"] = new JsonObject(contract.Tables.Select(t => KeyValuePair.Create(t.Name, (JsonNode?)Table(t))));
        }
        root["x-version"] = contract.Version;
        return root.ToJsonString(JsonText.Indented) + "\n";
    }

    private static JsonObject Table(PortableTable table)
    {
        var schema = new JsonObject { ["title"] = table.Name };
        if (table.Description is { } description) schema["description"] = description;
        if (table.PhysicalName is { } physical && physical != table.Name) schema["x-physicalName"] = physical;
        if (table.Key is { Length: > 0 } key) schema["x-primaryKey"] = new JsonArray([.. key.Select(f => (JsonNode)f.Name)]);
        Members(schema, table.Fields);
        return schema;
    }

    private static void Members(JsonObject schema, IReadOnlyCollection<PortableField> fields)
    {
        schema["type"] = "object";
        schema["properties"] = new JsonObject(fields.Select(f => KeyValuePair.Create(f.Name, (JsonNode?)Field(f, !f.Required))));
        if (fields.Any(f => f.Required)) schema["required"] = new JsonArray(
            [.. fields.Where(f => f.Required).Select(f => (JsonNode)f.Name)]);
        schema["additionalProperties"] = false;
    }

    private static JsonObject Field(PortableField field, bool nullable)
    {
        var schema = new JsonObject();
        switch (field.Kind)
        {
            case PortableKind.Object: Members(schema, field.Fields); break;
            case PortableKind.Array:
                schema["type"] = "array";
                if (field.Item is { } item) schema["items"] = Field(item, false);
                break;
            case PortableKind.Map:
                schema["type"] = "object";
                schema["additionalProperties"] = field.Item is { } value ? Field(value, false) : true;
                break;
            default: Scalar(schema, field); break;
        }
        if (nullable) schema["type"] = new JsonArray((JsonNode)schema["type"]!.GetValue<string>(), "null");
        Said(schema, field, nullable);
        return schema;
    }

    private static void Scalar(JsonObject schema, PortableField field)
    {
        schema["type"] = field.Kind switch
        {
            PortableKind.Integer => "integer",
            PortableKind.Number => "number",
            PortableKind.Boolean => "boolean",
            _ => "string",
        };
        if (field.Kind is PortableKind.Date or PortableKind.Time) schema["format"] = field.Kind.Word();
        if (field.Kind == PortableKind.Timestamp) schema["format"] = "date-time";
        if (field is { Kind: PortableKind.Timestamp, Zoned: false }) schema["x-timezone"] = false;
        if (field.Digits is { } digits)
        {
            schema["multipleOf"] = Number(digits.Scale == 0 ? "1" : "0." + new string('0', digits.Scale - 1) + "1");
            schema["x-precision"] = digits.Precision;
        }
        if (field.Width is { } width) schema["x-width"] = width;
        if (field is { Kind: PortableKind.Text, Format: { } format }) schema["format"] = format;
        if (field.MinLength is { } least) schema["minLength"] = least;
        if (field.MaxLength is { } most) schema["maxLength"] = most;
        if (field.Pattern is { } pattern) schema["pattern"] = $"^(?:{pattern})$";
        var numbers = field.Kind is PortableKind.Integer or PortableKind.Number;
        if (field.Minimum is { } low) schema[numbers ? "minimum" : "formatMinimum"] = Bound(low, numbers);
        if (field.Maximum is { } high) schema[numbers ? "maximum" : "formatMaximum"] = Bound(high, numbers);
        if (field.ExclusiveMinimum is { } above) schema[numbers ? "exclusiveMinimum" : "formatExclusiveMinimum"] = Bound(above, numbers);
        if (field.ExclusiveMaximum is { } below) schema[numbers ? "exclusiveMaximum" : "formatExclusiveMaximum"] = Bound(below, numbers);
    }

    private static void Said(JsonObject schema, PortableField field, bool nullable)
    {
        if (!field.Values.IsEmpty)
            schema["enum"] = new JsonArray(
                [.. field.Values.Select(v => field.Kind is PortableKind.Integer or PortableKind.Number ? Number(v) : (JsonNode?)v),
                .. nullable ? new JsonNode?[] { null } : []]);
        if (field.Description is { } description) schema["description"] = description;
        if (field.Unique) schema["x-unique"] = true;
        if (field.RefersTo is { } to) schema["x-references"] = to;
        if (field.Classification is { } classification) schema["x-classification"] = classification;
        if (field.PhysicalName is { } physical && physical != field.Name) schema["x-physicalName"] = physical;
    }

    private static JsonNode? Bound(string text, bool number) => number ? Number(text) : text;

    private static JsonNode? Number(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number) : text;

    private static string Pointer(string name) =>
        Uri.EscapeDataString(name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal));
}

/// <summary>How JSON is written and read: indented, with plain letters; depth and comments bounded.</summary>
internal static class JsonText
{
    public static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonDocumentOptions Reading { get; } = new() { MaxDepth = 128, AllowTrailingCommas = false,
        CommentHandling = JsonCommentHandling.Disallow };

    public static string? String(this JsonObject? map, string key) =>
        map?[key] is JsonValue value ? value.TryGetValue<string>(out var text) ? text : value.ToJsonString() : null;

    public static int? Integer(this JsonObject? map, string key) =>
        map?[key] is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    public static bool True(this JsonObject? map, string key) =>
        map?[key] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    public static IEnumerable<JsonObject> Objects(this JsonNode? node) => node is JsonArray list ? list.OfType<JsonObject>() : [];
}
