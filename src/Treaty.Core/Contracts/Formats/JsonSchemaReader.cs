using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Nodes;
using Treaty.Core.Findings;

namespace Treaty.Core.Contracts.Formats;

/// <summary>Reads JSON Schema. References are followed inside the document only, and not without end.</summary>
internal sealed class JsonSchemaReader(JsonObject root, string file, List<Finding> findings)
{
    private const int MaxDepth = 32;

    public PortableContract? Read(string id)
    {
        var description = root.String("description");
        var listed = Listed();
        ImmutableArray<PortableTable> tables = listed.Count > 0
            ? [.. listed.Select(t => Table(t.Name, t.Schema))] : Resolve(root, 0) is { } only
                && only["properties"] is JsonObject { Count: > 0 } ? [Table(root.String("title") ?? id, only)] : [];
        if (tables.IsEmpty)
        {
            findings.Add(
                FormatFindings.NothingIn.At(new(file, 1, 1), "the schema describes no object with properties",
                    "give it `type: object` and `properties`"));
            return null;
        }
        return findings.HasErrors() ? null
            : new(id, listed.Count > 0 ? root.String("title") : null, root.String("x-version") ?? "1.0.0", listed.Count > 0 ? description
                : null, tables);
    }

    /// <summary>The tables of an object of arrays of objects: what a contract of several tables is written as.</summary>
    private List<(string Name, JsonObject Schema)> Listed()
    {
        if (root["properties"] is not JsonObject { Count: > 0 } properties || root["x-primaryKey"] is not null) return [];
        var tables = properties.Select(p =>
            (p.Key, Schema: p.Value is JsonObject list && TypeOf(list).Word == "array" && list["items"] is JsonObject items
                ? Resolve(items, 0) : null))
            .ToList();
        return tables.All(t => t.Schema?["properties"] is JsonObject) && root["$defs"] is not null
            ? [.. tables.Select(t => (t.Key, t.Schema!))] : [];
    }

    private PortableTable Table(string name, JsonObject schema)
    {
        var key = (schema["x-primaryKey"] as JsonArray)?.Select(k => k?.ToString()).ToList() ?? [];
        var fields = Members(schema, 1).Select(f => key.IndexOf(f.Name) is >= 0 and var at ? f with { KeyPosition = at + 1 } : f);
        return new(name, schema.String("x-physicalName"), schema.String("description"), [.. fields])
        {
            Questions = key.Count == 0 ? ["which columns identify a row? mark them with primaryKey: true"] : [],
        };
    }

    private IEnumerable<PortableField> Members(JsonObject schema, int depth)
    {
        var required = (schema["required"] as JsonArray)?.Select(r => r?.ToString()).ToHashSet() ?? [];
        foreach (var (name, node) in schema["properties"] as JsonObject ?? [])
            if (node is JsonObject member && Resolve(member, depth) is { } resolved)
                yield return Field(name, resolved, required.Contains(name), depth);
    }

    private PortableField Field(string name, JsonObject schema, bool required, int depth)
    {
        var (word, nullable) = TypeOf(schema);
        var kind = Kind(word, schema);
        var numbers = kind is PortableKind.Integer or PortableKind.Number;
        var digits = kind == PortableKind.Number ? Digits(schema) : null;
        var questions = new List<string>();
        if (word is null && kind == PortableKind.Text
            && schema["enum"] is null) questions.Add("of which type is this? the schema allows several");
        if (kind == PortableKind.Number && digits is null
            && schema.String("x-width") is null) questions.Add("how many digits, and how many after the point? physicalType: decimal(p,s)");
        return new(name, kind, required && !nullable)
        {
            Description = schema.String("description"), PhysicalName = schema.String("x-physicalName"), Digits = digits,
                Width = schema.String("x-width"),
            Format = kind == PortableKind.Text ? schema.String("format") : null, Unique = schema.True("x-unique"), Values = Values(schema),
            Pattern = Pattern(schema.String("pattern")), MinLength = schema.Integer("minLength"), MaxLength = schema.Integer("maxLength"),
            Minimum = Bound(schema, numbers, "minimum"), Maximum = Bound(schema, numbers, "maximum"),
            ExclusiveMinimum = Bound(schema, numbers, "exclusiveMinimum"), ExclusiveMaximum = Bound(schema, numbers, "exclusiveMaximum"),
            Zoned = schema["x-timezone"]?.ToString() is not "false", Classification = schema.String("x-classification"),
                RefersTo = schema.String("x-references"),
            Fields = kind == PortableKind.Object ? [.. Members(schema, depth + 1)]
                : [], Item = Item(kind, schema, depth), Questions = [.. questions],
        };
    }

    private PortableField? Item(PortableKind kind, JsonObject schema, int depth)
    {
        var node = kind switch { PortableKind.Array => schema["items"], PortableKind.Map => schema["additionalProperties"], _ => null };
        return node is JsonObject item && Resolve(item, depth + 1) is { } resolved ? Field("", resolved, false, depth + 1) : null;
    }

    private static PortableKind Kind(string? word, JsonObject schema) => word switch
    {
        "integer" => PortableKind.Integer,
        "number" => PortableKind.Number,
        "boolean" => PortableKind.Boolean,
        "array" => PortableKind.Array,
        "object" => schema["properties"] is null && schema["additionalProperties"] is JsonObject ? PortableKind.Map : PortableKind.Object,
        null when schema["properties"] is not null => PortableKind.Object,
        _ => schema.String("format") switch { "date" => PortableKind.Date, "date-time" => PortableKind.Timestamp, "time" =>
            PortableKind.Time, _ => PortableKind.Text },
    };

    /// <summary>The one type besides null; null where there is none or several.</summary>
    private static (string? Word, bool Nullable) TypeOf(JsonObject schema)
    {
        if (schema["type"] is JsonArray several)
        {
            var words = several.Select(t => t?.ToString()).ToList();
            return (words.Where(w => w != "null").ToList() is [var only] ? only : null, words.Contains("null") || schema.True("nullable"));
        }
        return (schema.String("type"), schema.True("nullable"));
    }

    private static (int, int)? Digits(JsonObject schema)
    {
        if (schema["multipleOf"]?.ToString() is not { } step
            || !decimal.TryParse(step, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)) return null;
        for (var scale = 0; scale <= 18; scale++, value *= 10)
            if (value == 1) return (schema.Integer("x-precision") ?? Math.Min(38, 18 + scale), scale);
        return null;
    }

    private static ImmutableArray<string> Values(JsonObject schema) =>
        schema["const"] is { } one ? [one.ToString()]
        : schema["enum"] is JsonArray list ? [.. list.Where(v => v is not null).Select(v => v!.ToString())] : [];

    /// <summary>ODCS patterns are of the whole text.</summary>
    internal static string? Pattern(string? pattern) => pattern is null ? null
        : pattern.StartsWith("^(?:", StringComparison.Ordinal) && pattern.EndsWith(")$", StringComparison.Ordinal) ? pattern[4..^2]
        : (pattern.StartsWith('^') ? "" : ".*") + pattern.TrimStart('^').TrimEnd('$') + (pattern.EndsWith('$') ? "" : ".*");

    private static string? Bound(JsonObject schema, bool numbers, string word) =>
        schema.String(numbers ? word : "format" + char.ToUpperInvariant(word[0]) + word[1..]);

    /// <summary>A schema with its reference followed and its parts put together; null where that leads out or round.</summary>
    private JsonObject? Resolve(JsonObject schema, int depth)
    {
        if (depth > MaxDepth)
        {
            findings.Add(FormatFindings.Circular.At(new(file, 1, 1), $"the schema is nested more than {MaxDepth} deep, or contains itself",
                "break the circle: a contract's columns have an end"));
            return null;
        }
        if (schema.String("$ref") is { } reference) return Target(reference) is { } target
            ? Resolve(With(target, schema, "$ref"), depth + 1) : null;
        if (schema["allOf"] is JsonArray parts)
        {
            var whole = With(new JsonObject(), schema, "allOf");
            foreach (var part in parts.Objects().Select(p => Resolve(p, depth + 1)).OfType<JsonObject>()) Merge(whole, part);
            return Resolve(whole, depth + 1);
        }
        foreach (var word in new[] { "anyOf", "oneOf" })
            if (schema[word] is JsonArray choices && choices.Objects().Where(c => c.String("type") != "null").ToList() is [var only])
            {
                var one = With((JsonObject)only.DeepClone(), schema, word);
                if (choices.Count > 1) one["nullable"] = true;
                return Resolve(one, depth + 1);
            }
        return schema;
    }

    private JsonObject? Target(string reference)
    {
        if (!reference.StartsWith('#'))
        {
            findings.Add(
                FormatFindings.Outward.At(new(file, 1, 1), $"`{reference}` is outside of this schema, and is not fetched",
                    "bundle the schemas into one document"));
            return null;
        }
        JsonNode? node = root;
        foreach (var step in reference[1..].Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString))
            node = (node as JsonObject)?[step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)];
        if (node is JsonObject target) return target;
        findings.Add(FormatFindings.NotReadable.At(new(file, 1, 1), $"`{reference}` leads to no schema", "define it under `$defs`"));
        return null;
    }

    private static JsonObject With(JsonObject target, JsonObject besides, string without)
    {
        var whole = target.Parent is null && target.Count == 0 ? target : (JsonObject)target.DeepClone();
        foreach (var (key, value) in besides.Where(p => p.Key != without)) whole[key] = value?.DeepClone();
        return whole;
    }

    private static void Merge(JsonObject whole, JsonObject part)
    {
        foreach (var (key, value) in part)
            if (key == "properties" && whole[key] is JsonObject mine && value is JsonObject theirs)
                foreach (var (name, member) in theirs) mine[name] = member?.DeepClone();
            else if (key == "required" && whole[key] is JsonArray named && value is JsonArray more)
                foreach (var name in more) named.Add(name?.DeepClone());
            else whole[key] = value?.DeepClone();
    }
}
