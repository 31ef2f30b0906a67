using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Products;

namespace Treaty.Core.Contracts;

/// <summary>Reads one property of a contract's schema object.</summary>
internal static partial class PropertyDocument
{
    public static readonly FindingKind UnknownForm = new("TRY1302", Severity.Warning, "a format is not enforced");

    private const int DefaultPrecision = 18;
    private const int DefaultScale = 6;

    /// <param name="position">The place that the next key column takes where none is written.</param>
    public static Property Read(Fields f, ref int position, bool nested = false)
    {
        var name = nested ? f.Text("name") ?? "" : f.Required("name");
        var custom = CustomProperties.Read(f);
        var (type, precision, scale) = Type(f);
        int? key = f.Flag("primaryKey") ? f.Integer("primaryKeyPosition") ?? position + 1 : null;
        if (key is { } taken) position = Math.Max(position, taken);
        else f.Integer("primaryKeyPosition");
        var options = f.Map("logicalTypeOptions");
        var property = new Property(
            name, f.Text("physicalName"), f.Text("description"), type, precision, scale, f.Flag("required"), f.Flag("unique"), key,
                Limits(options),
            custom.Text("treatyCurrency"), f.Text("classification"), options.Text("defaultTimezone"),
            [.. f.Maps("relationships").Select(RelationshipDocument.OfProperty).OfType<Relationship>()],
            [.. f.Maps("quality").Select(q => QualityDocument.Read(q, name)).OfType<QualityRule>()],
            ContractDocument.SeverityOf(custom.Text("treatySeverity")), f.Place)
        {
            Enumeration = [.. f.List("enum").Select(Value).OfType<string>()],
            Items = f.Has("items") ? Nested(f.Map("items")) : null,
            Members = [.. type == LogicalType.Object ? f.Maps("properties").Select(Nested) : []],
            StatesZone = type == LogicalType.Timestamp && options.Has("timezone") ? options.Flag("timezone") : null,
        };
        JudgeForm(property, options);
        if (property.Currency is not null && type != LogicalType.Number)
            f.Findings.Add(ContractDocument.BadType.At(f.Place, $"`{name}` is money and of type {type.ToString().ToLowerInvariant()}",
                "make it `logicalType: number` with `physicalType: decimal(p,s)`"));
        f.End("id", "physicalType", "businessName", "partitioned", "partitionKeyPosition", "encryptedName", "transformSourceObjects",
            "transformLogic",
            "transformDescription",
            "examples", "criticalDataElement", "items", "properties", "tags", "customProperties", "authoritativeDefinitions", "deprecated",
                "synonyms",
                "semanticType", "enum", "context");
        return property;
    }

    private static (LogicalType Type, int Precision, int Scale) Type(Fields f)
    {
        var physical = f.Text("physicalType") is { } text ? Decimal().Match(text) : Match.Empty;
        var precision = physical.Success ? ContractDocument.Int(physical.Groups[1].Value) ?? DefaultPrecision : DefaultPrecision;
        var scale = physical.Success ? ContractDocument.Int(physical.Groups[2].Value) ?? 0 : DefaultScale;
        if (precision is < 1 or > 38 || scale > precision)
        {
            f.Findings.Add(ContractDocument.BadType.At(f.PlaceOf("physicalType"), $"`{f.Text("physicalType")}` is no decimal",
                "write decimal(p,s) with p from 1 to 38 and s at most p"));
            (precision, scale) = (DefaultPrecision, DefaultScale);
        }
        var type = f.Text("logicalType")?.ToLowerInvariant() switch
        {
            null or "string" => LogicalType.String,
            "integer" => LogicalType.Integer,
            "number" => LogicalType.Number,
            "boolean" => LogicalType.Boolean,
            "date" => LogicalType.Date,
            "timestamp" => LogicalType.Timestamp,
            "time" => LogicalType.Time,
            "object" => LogicalType.Object,
            "array" => LogicalType.Array,
            _ => (LogicalType?)null,
        };
        if (type is null)
            f.Findings.Add(ContractDocument.BadType.At(f.PlaceOf("logicalType"), $"`{f.Text("logicalType")}` is not enforced",
                "use string, integer, number, boolean, date, timestamp, time, object or array"));
        return (type ?? LogicalType.String, precision, scale);
    }

    private static PropertyLimits Limits(Fields f)
    {
        var limits = new PropertyLimits(
            f.Integer("minLength"), f.Integer("maxLength"), f.Text("pattern"), f.Text("minimum"), f.Text("maximum"), Exclusive(f, "minimum"),
            Exclusive(f, "maximum"))
        {
            Format = f.Text("format"), MultipleOf = f.Number("multipleOf"), MinItems = f.Integer("minItems"), MaxItems = f.Integer("maxItems"),
            UniqueItems = f.Flag("uniqueItems"), MinProperties = f.Integer("minProperties"), MaxProperties = f.Integer("maxProperties"),
            RequiredMembers = [.. f.Texts("required")],
        };
        return limits with
        {
            Minimum = limits.ExclusiveMinimum == limits.Minimum ? null : limits.Minimum,
            Maximum = limits.ExclusiveMaximum == limits.Maximum ? null : limits.Maximum,
        };
    }

    /// <summary>An exclusive bound, also in the spelling before 3.1, where it was a flag beside the bound.</summary>
    private static string? Exclusive(Fields f, string bound)
    {
        var text = f.Text("exclusive" + char.ToUpperInvariant(bound[0]) + bound[1..]);
        return text switch { "true" => f.Text(bound), "false" => null, _ => text };
    }

    /// <summary>An item or a member: it has a name only where it is a member.</summary>
    private static Property Nested(Fields f)
    {
        var position = 0;
        return Read(f, ref position, nested: true);
    }

    private static string? Value(YamlNode node) => node switch
    {
        YamlNode.Scalar scalar => scalar.Text,
        YamlNode.Map map => (map["value"] as YamlNode.Scalar)?.Text,
        _ => null,
    };

    /// <summary>A format that no mechanism knows is said, not skipped.</summary>
    private static void JudgeForm(Property property, Fields options)
    {
        if (property.Limits.Format is not { } format) return;
        var known = property.Type switch
        {
            LogicalType.String => TextFormats.IsKnown(format),
            LogicalType.Date or LogicalType.Timestamp => DateForms.IsIso(format) || DateForms.Engine(format) is not null,
            LogicalType.Time => DateForms.IsIso(format),
            _ => true,
        };
        if (!known)
            options.Findings.Add(UnknownForm.At(options.PlaceOf("format"), $"the format `{format}` of `{property.Name}` is not enforced",
                property.Type == LogicalType.String ? $"write a pattern, or use one of {string.Join(", ", TextFormats.Known)}"
                    : "write it in the letters y, M, d, H, m, s, S and X, or map the text in facts.sql"));
    }

    [GeneratedRegex(@"^(?:decimal|numeric)\s*\(\s*([0-9]+)\s*(?:,\s*([0-9]+)\s*)?\)$", RegexOptions.IgnoreCase)]
    private static partial Regex Decimal();
}
