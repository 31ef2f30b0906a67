using System.Text.Json;
using System.Text.RegularExpressions;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Delta;

/// <summary>A table's columns as Delta's schema string, a JSON text inside the JSON of <c>metaData</c>.</summary>
internal static partial class DeltaSchema
{
    public static string Write(IReadOnlyList<LakeColumn> columns)
    {
        Check(columns);
        return DeltaJson.Text(json =>
        {
            json.WriteStartObject();
            json.WriteString("type", "struct");
            json.WriteStartArray("fields");
            foreach (var column in columns)
            {
                json.WriteStartObject();
                json.WriteString("name", column.Name);
                json.WriteString("type", column.Type);
                json.WriteBoolean("nullable", column.Nullable);
                json.WriteStartObject("metadata");
                json.WriteEndObject();
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    /// <exception cref="JsonException">Where the text is no schema of primitive columns.</exception>
    public static IReadOnlyList<LakeColumn> Read(string schema) =>
        [.. (JsonSerializer.Deserialize<Struct>(schema, DeltaJson.Reading) ?? throw new JsonException("the schema is null"))
            .Fields.Select(f => new LakeColumn(f.Name, Primitive(f), f.Nullable))];

    /// <summary>Names and types of any schema; the type of a nested column is null.</summary>
    /// <exception cref="JsonException">Where the text is no schema.</exception>
    public static IReadOnlyList<(string Name, string? Type)> Names(string schema) =>
        [.. (JsonSerializer.Deserialize<Struct>(schema, DeltaJson.Reading) ?? throw new JsonException("the schema is null"))
            .Fields.Select(f => (f.Name, f.Type.ValueKind == JsonValueKind.String ? f.Type.GetString() : null))];

    private static string Primitive(Field field) => field.Type is { ValueKind: JsonValueKind.String } type
        ? type.GetString()!
        : throw new JsonException($"column {field.Name} is nested, which Treaty does not read");

    private static void Check(IReadOnlyList<LakeColumn> columns)
    {
        if (columns.FirstOrDefault(c => !TypePattern().IsMatch(c.Type)) is { } odd)
            throw new ArgumentException($"column {odd.Name} has type {odd.Type}, which is no Delta primitive");
        if (columns.GroupBy(c => c.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
            throw new ArgumentException($"column {twice.Key} stands twice; Delta does not tell case apart");
    }

    private sealed record Struct(IReadOnlyList<Field> Fields);

    private sealed record Field(string Name, JsonElement Type, bool Nullable);

    [GeneratedRegex(@"\A(string|long|integer|boolean|date|timestamp|double|binary|decimal\([0-9]{1,2},[0-9]{1,2}\))\z")]
    private static partial Regex TypePattern();
}
