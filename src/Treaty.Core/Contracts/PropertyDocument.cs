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
    private const int DefaultPrecision = 18;
    private const int DefaultScale = 6;

    /// <param name="position">The place that the next key column takes where none is written.</param>
    public static Property Read(Fields f, ref int position)
    {
        var name = f.Required("name");
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
            [.. f.Maps("relationships").Select(Relationship).OfType<Relationship>()],
            [.. f.Maps("quality").Select(q => QualityDocument.Read(q, name)).OfType<QualityRule>()],
            ContractDocument.SeverityOf(custom.Text("treatySeverity")), f.Place);
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
            _ => (LogicalType?)null,
        };
        if (type is null)
            f.Findings.Add(ContractDocument.BadType.At(f.PlaceOf("logicalType"), $"`{f.Text("logicalType")}` is not enforced",
                "use string, integer, number, boolean, date, timestamp or time"));
        return (type ?? LogicalType.String, precision, scale);
    }

    private static PropertyLimits Limits(Fields f) => new(
        f.Integer("minLength"), f.Integer("maxLength"), f.Text("pattern"),
        f.Text("minimum"), f.Text("maximum"), f.Text("exclusiveMinimum"), f.Text("exclusiveMaximum"));

    private static Relationship? Relationship(Fields f)
    {
        var custom = CustomProperties.Read(f);
        var to = f.Required("to");
        var match = Target().Match(to);
        var severity = ContractDocument.SeverityOf(custom.Text("treatySeverity"));
        if (!match.Success)
        {
            f.Findings.Add(ContractDocument.BadReference.At(f.PlaceOf("to"), $"`{to}` is no reference",
                "write <object>.<property>, or <context>.<product>/<object>.<property>"));
            return null;
        }
        var product = match.Groups[1].Success ? Reference.TryParse(match.Groups[1].Value) : null;
        f.End("type", "id", "customProperties", "description");
        return new(product, match.Groups[2].Value, match.Groups[3].Value, severity, f.Place);
    }

    [GeneratedRegex(@"^(?:decimal|numeric)\s*\(\s*([0-9]+)\s*(?:,\s*([0-9]+)\s*)?\)$", RegexOptions.IgnoreCase)]
    private static partial Regex Decimal();

    [GeneratedRegex(@"^(?:([a-z][a-z0-9_]*\.[a-z][a-z0-9_]*)/)?([A-Za-z0-9_]+)\.([A-Za-z0-9_]+)\z")]
    private static partial Regex Target();
}
