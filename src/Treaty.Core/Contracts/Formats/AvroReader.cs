using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Treaty.Core.Findings;

namespace Treaty.Core.Contracts.Formats;

/// <summary>Reads Avro schemas: records, and unions of records.</summary>
internal sealed class AvroReader(JsonNode root, string file, List<Finding> findings)
{
    private const int MaxDepth = 32;

    private readonly Dictionary<string, JsonObject> _named = new(StringComparer.Ordinal);

    public PortableContract? Read(string id)
    {
        var records = (root is JsonArray union ? union.Objects() : root is JsonObject one ? [one] : [])
            .Where(r => r.String("type") == "record").ToList();
        if (records.Count == 0)
        {
            findings.Add(FormatFindings.NothingIn.At(new(file, 1, 1), "the schema is no record", "give a record, or a union of records"));
            return null;
        }
        var tables = records.Select(Table).ToImmutableArray();
        return findings.HasErrors() ? null : new(id, null, records[0].String("x-version") ?? "1.0.0", null, tables);
    }

    private PortableTable Table(JsonObject record)
    {
        var fields = Fields(record, 0);
        return new(record.String("x-name") ?? record.String("name") ?? "", record.String("x-physicalName"), record.String("doc"), fields)
        {
            Questions = fields.All(f => f.KeyPosition == 0) ? ["which columns identify a row? mark them with primaryKey: true"] : [],
        };
    }

    private ImmutableArray<PortableField> Fields(JsonObject record, int depth)
    {
        Name(record);
        return [.. record["fields"].Objects().Select(f => Field(f, depth))];
    }

    private PortableField Field(JsonObject field, int depth)
    {
        var name = field.String("x-name") ?? field.String("name") ?? "";
        var (type, nullable, several) = NotNull(field["type"]);
        var typed = Type(name, type, depth);
        return typed with
        {
            Required = !nullable, KeyPosition = field.Integer("x-primaryKeyPosition") ?? 0, Description = field.String("doc"),
            PhysicalName = field.String("x-physicalName"), Unique = field.True("x-unique"), Pattern = field.String("x-pattern"),
            Format = typed.Format ?? field.String("x-format"), MinLength = field.Integer("x-minLength"), MaxLength = typed.MaxLength
                ?? field.Integer("x-maxLength"),
            Minimum = field.String("x-minimum"), Maximum = field.String("x-maximum"), ExclusiveMinimum = field.String("x-exclusiveMinimum"),
            ExclusiveMaximum = field.String("x-exclusiveMaximum"), RefersTo = field.String("x-references"),
                Classification = field.String("x-classification"),
            Width = field.String("x-width") ?? typed.Width, Digits = field.True("x-undecided") ? null : typed.Digits,
            Values = field["x-values"] is JsonArray values ? [.. values.Select(v => v!.ToString())] : typed.Values,
            Questions = several ? [.. typed.Questions, "of which type is this? the schema allows several"] : typed.Questions,
        };
    }

    private static (JsonNode? Type, bool Nullable, bool Several) NotNull(JsonNode? type)
    {
        if (type is not JsonArray union) return (type, false, false);
        var others = union.Where(t => t?.ToString() != "null").ToList();
        return (others.FirstOrDefault(), others.Count < union.Count, others.Count > 1);
    }

    private PortableField Type(string name, JsonNode? type, int depth)
    {
        if (depth > MaxDepth)
        {
            findings.Add(FormatFindings.Circular.At(new(file, 1, 1), $"`{name}` is nested more than {MaxDepth} deep, or contains itself",
                "break the circle: a contract's columns have an end"));
            return new(name, PortableKind.Text);
        }
        if (type is JsonObject schema) return schema["type"] is JsonObject inner ? Type(name, inner, depth + 1)
            : Schema(name, schema, depth);
        var word = type?.ToString() ?? "";
        if (_named.TryGetValue(word, out var named)) return Schema(name, named, depth + 1);
        return word switch
        {
            "boolean" => new(name, PortableKind.Boolean),
            "int" => new(name, PortableKind.Integer) { Width = "i32" },
            "long" => new(name, PortableKind.Integer) { Width = "i64" },
            "float" => new(name, PortableKind.Number) { Width = "f32" },
            "double" => new(name, PortableKind.Number) { Width = "f64" },
            "string" => new(name, PortableKind.Text),
            "bytes" => new(name, PortableKind.Text) { Format = "binary" },
            _ => Unknown(name, word),
        };
    }

    private PortableField Unknown(string name, string word)
    {
        findings.Add(
            FormatFindings.NotReadable.At(new(file, 1, 1), $"`{name}` is of type `{word}`, which is not defined before it",
                "define the type first"));
        return new(name, PortableKind.Text);
    }

    private PortableField Schema(string name, JsonObject schema, int depth)
    {
        Name(schema);
        return (schema.String("type"), schema.String("logicalType")) switch
        {
            (_, "date") => new(name, PortableKind.Date),
            (_, "time-millis" or "time-micros" or "time-nanos") => new(name, PortableKind.Time),
            (_, "timestamp-millis" or "timestamp-micros" or "timestamp-nanos") => new(name, PortableKind.Timestamp),
            (_, "local-timestamp-millis" or "local-timestamp-micros" or "local-timestamp-nanos") =>
                new(name, PortableKind.Timestamp) { Zoned = false },
            (_, "decimal") => new(name, PortableKind.Number) { Digits = (schema.Integer("precision") ?? 38, schema.Integer("scale") ?? 0) },
            (_, "uuid") => new(name, PortableKind.Text) { Format = "uuid" },
            ("record", _) => new(name, PortableKind.Object) { Fields = Fields(schema, depth + 1) },
            ("enum", _) => new(name, PortableKind.Text) { Values = [.. (schema["symbols"] as JsonArray ?? []).Select(s => s!.ToString())] },
            ("array", _) => new(name, PortableKind.Array) { Item = Item(schema["items"], depth) },
            ("map", _) => new(name, PortableKind.Map) { Item = Item(schema["values"], depth) },
            ("fixed", _) => new(name, PortableKind.Text) { Format = "binary", MaxLength = schema.Integer("size") },
            var (word, _) => Type(name, word, depth + 1),
        };
    }

    private PortableField? Item(JsonNode? type, int depth) => type is null ? null : Type("", NotNull(type).Type, depth + 1);

    /// <summary>Named types may be used again by name, with or without their namespace.</summary>
    private void Name(JsonObject schema)
    {
        if (schema.String("name") is not { } name || schema.String("type") is not ("record" or "enum" or "fixed")) return;
        _named.TryAdd(name, schema);
        if (schema.String("namespace") is { } space) _named.TryAdd($"{space}.{name}", schema);
    }
}
