using System.Text.Json;
using System.Text.Json.Nodes;
using Treaty.Core.Contracts.Standard;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Plans;

namespace Treaty.Core.Contracts.Formats;

/// <summary>The formats a contract can be drafted from and written as.</summary>
public enum ContractFormat { Odcs, JsonSchema, Avro, Dbt, PostgresDdl, Csv, Parquet, Ndjson, PostgresTable }

/// <summary>Drafts contracts from texts of other formats, and writes contracts as them.</summary>
public static class ContractFormats
{
    /// <summary>Writes a contract in a format.</summary>
    /// <param name="contract">A document of ODCS 3.</param>
    /// <param name="findings">What the format cannot say.</param>
    public static string Write(YamlNode contract, ContractFormat format, string file, List<Finding> findings)
    {
        var portable = OdcsReader.Read(contract);
        findings.AddRange(Losses(portable, format, file));
        return format switch
        {
            ContractFormat.JsonSchema => JsonSchemaWriter.Write(portable),
            ContractFormat.Avro => AvroWriter.Write(portable),
            ContractFormat.Dbt => DbtWriter.Write(portable),
            ContractFormat.PostgresDdl => PostgresDdlWriter.Write(portable),
            _ => OdcsWriter.Write(portable),
        };
    }

    /// <summary>Drafts a contract from a text; null where it cannot be read, and the findings say why.</summary>
    /// <param name="only">The models to take, of a source that holds many; empty for all.</param>
    public static PortableContract? Read(string text, ContractFormat format, string file, string id, IReadOnlyCollection<string> only,
        List<Finding> findings)
    {
        if (format == ContractFormat.Dbt)
        {
            // JSON is YAML, and its reader has bounds.
            if (YamlReader.Read(new MeshDocument(file, text), findings) is YamlNode.Map map) return new DbtReader(map, file, only,
                findings).Read(id);
            if (!findings.HasErrors()) findings.Add(
                FormatFindings.NotReadable.At(new(file, 1, 1), "this is no manifest and no properties of dbt",
                    "name target/manifest.json"));
            return null;
        }
        if (Json(text, file, findings) is not { } root) return null;
        if (format == ContractFormat.Avro) return new AvroReader(root, file, findings).Read(id);
        if (root is JsonObject schema) return new JsonSchemaReader(schema, file, findings).Read(id);
        findings.Add(FormatFindings.NotReadable.At(new(file, 1, 1), "a JSON schema is an object", "name a JSON schema"));
        return null;
    }

    /// <summary>What other formats can say of a contract of ODCS 3.</summary>
    public static PortableContract Portable(YamlNode contract) => OdcsReader.Read(contract);

    /// <summary>A column by the name of its type in SQL.</summary>
    public static PortableField Column(string name, string type) => SqlTypes.Field(name, type);

    /// <summary>The draft as a contract of ODCS 3.1 that a person can finish.</summary>
    public static string Draft(PortableContract contract) => OdcsWriter.Write(contract);

    /// <summary>Which format a text is of, by what it says of itself; null where that is not clear.</summary>
    public static ContractFormat? Of(string name, string text)
    {
        var start = text.AsSpan().TrimStart();
        if (name.EndsWith(".avsc", StringComparison.OrdinalIgnoreCase)) return ContractFormat.Avro;
        if (start.IsEmpty || start[0] is not ('{' or '['))
            return text.Contains("models:", StringComparison.Ordinal) ? ContractFormat.Dbt
                : text.Contains("DataContract", StringComparison.Ordinal) ? ContractFormat.Odcs : null;
        var head = text[..Math.Min(text.Length, 4000)];
        return head.Contains("dbt_schema_version", StringComparison.Ordinal) ? ContractFormat.Dbt
            : head.Contains("\"record\"", StringComparison.Ordinal) && head.Contains("\"fields\"", StringComparison.Ordinal)
                ? ContractFormat.Avro
            : text.Contains("\"properties\"", StringComparison.Ordinal) || head.Contains("$schema", StringComparison.Ordinal)
                ? ContractFormat.JsonSchema : null;
    }

    private static JsonNode? Json(string text, string file, List<Finding> findings)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: JsonText.Reading)
                ?? throw new JsonException("null");
        }
        catch (JsonException e)
        {
            findings.Add(
                FormatFindings.NotReadable.At(new(file, (int)(e.LineNumber ?? 0) + 1, (int)(e.BytePositionInLine ?? 0) + 1),
                    $"this is not JSON: {e.Message.Split(". Path")[0].TrimEnd('.')}",
                "check brackets, quotes and commas at this place"));
            return null;
        }
    }

    private static IEnumerable<Finding> Losses(PortableContract contract, ContractFormat format, string file)
    {
        foreach (var (table, field) in contract.Tables.SelectMany(t => t.Fields.Select(f => (t, f))))
        {
            if (format is ContractFormat.PostgresDdl or ContractFormat.Dbt && field.Kind is PortableKind.Object or PortableKind.Map
                || (format is ContractFormat.PostgresDdl or ContractFormat.Dbt
                    && field is { Kind: PortableKind.Array, Item.Kind: PortableKind.Object or PortableKind.Map or PortableKind.Array }))
                yield return FormatFindings.Loses.At(new(file, 1, 1), $"`{table.Name}.{field.Name}` becomes jsonb without its members",
                    "nothing to do, or flatten it");
            if (format == ContractFormat.Avro && field is { Kind: PortableKind.Number, Digits: null, Width: null })
                yield return FormatFindings.Loses.At(new(file, 1, 1),
                    $"`{table.Name}.{field.Name}` says no digits and becomes decimal(38,9)", "say `physicalType: decimal(p,s)`");
        }
        if (format != ContractFormat.Odcs)
            yield return FormatFindings.Loses.At(new(file, 1, 1), "quality checks, objectives, roles and custom properties are left out",
                "keep the contract as the source");
    }
}
