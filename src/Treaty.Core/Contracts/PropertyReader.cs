using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Contracts;

/// <summary>Reads one column of a schema object.</summary>
internal static partial class PropertyReader
{
    private const int MaxPrecision = 38;

    private static readonly (string, LogicalType)[] Types =
    [
        ("string", LogicalType.String), ("integer", LogicalType.Integer), ("number", LogicalType.Number), ("boolean", LogicalType.Boolean),
        ("date", LogicalType.Date), ("timestamp", LogicalType.Timestamp), ("time", LogicalType.Time),
    ];

    private static readonly string[] NotRead =
    [
        "id", "businessName", "partitioned", "partitionKeyPosition", "encryptedName", "transformSourceObjects", "transformLogic",
            "transformDescription", "examples", "criticalDataElement",
        "tags", "authoritativeDefinitions", "items", "properties", "deprecated", "synonyms", "context",
    ];

    public static Property Read(Fields fields)
    {
        fields.Allow(NotRead);
        var name = fields.Required("name");
        var type = Type(fields, name);
        var (precision, scale) = Digits(fields, type);
        var options = fields.Inside("logicalTypeOptions", Options) ?? new TypeOptions(PropertyLimits.None, null);
        var own = fields.Customs(own =>
            new OwnProperties(own.Text("treatyCurrency"), own.Word<Severity>("treatySeverity", ConstitutionReader.Words)));
        if (own?.Currency is not null && type is not (LogicalType.Number or LogicalType.Integer))
            fields.Report(ContractFindings.MoneyType.At(fields.At("name"), $"`{name}` has a currency but is no number",
                "write `logicalType: number` with `physicalType: decimal(18,2)`"));
        var inKey = fields.Flag("primaryKey") ?? false;
        var position = fields.Int("primaryKeyPosition");
        return new Property(name, fields.Text("physicalName"), fields.Text("description"), type, precision, scale,
            fields.Flag("required") ?? false, fields.Flag("unique") ?? false, inKey ? position ?? -1 : null, options.Limits, own?.Currency,
            fields.Text("classification"), options.TimeZone, fields.Each("relationships", RelationshipReader.OfProperty),
            fields.Each("quality", rule => QualityReader.Read(rule, name, name)), own?.Severity ?? Severity.Error, fields.Place);
    }

    private static LogicalType Type(Fields fields, string name)
    {
        var said = fields.Text("logicalType");
        if (said is not ("object" or "array")) return said is null ? LogicalType.String : Known(fields);
        fields.Report(ContractFindings.AsText.At(fields.At("logicalType"), $"`{name}` is of type `{said}` and is kept as text",
            "give its parts columns of their own where they matter"));
        return LogicalType.String;
    }

    private static LogicalType Known(Fields fields) =>
        fields.Word<LogicalType>("logicalType", Types) ?? LogicalType.String;

    // A physical type that is no decimal (float, money) says how others store it; Treaty keeps decimal(18,6).
    private static (int, int) Digits(Fields fields, LogicalType type)
    {
        var physical = fields.Text("physicalType");
        if (type == LogicalType.Integer) return (18, 0);
        if (type != LogicalType.Number || physical is null || DecimalWord().Match(physical) is not { Success: true }) return (18, 6);
        if (DecimalForm().Match(physical) is { Success: true } match)
        {
            if (!match.Groups["p"].Success) return (18, 6);
            var precision = int.Parse(match.Groups["p"].Value, CultureInfo.InvariantCulture);
            var scale = match.Groups["s"] is { Success: true, Value: var digits } ? int.Parse(digits, CultureInfo.InvariantCulture) : 0;
            if (precision is >= 1 and <= MaxPrecision && scale <= precision) return (precision, scale);
        }
        fields.Report(ContractFindings.PhysicalType.At(fields.At("physicalType"), $"`{physical}` is not a decimal that can be kept",
            $"write `decimal(p,s)` with p up to {MaxPrecision} and s up to p"));
        return (18, 6);
    }

    private static TypeOptions Options(Fields fields)
    {
        fields.Allow("format", "multipleOf", "timezone", "minProperties", "maxProperties", "required", "minItems", "maxItems",
            "uniqueItems");
        var limits = new PropertyLimits(fields.Int("minLength"), fields.Int("maxLength"), fields.Text("pattern"), fields.Text("minimum"),
            fields.Text("maximum"),
            fields.Text("exclusiveMinimum"), fields.Text("exclusiveMaximum"));
        if (limits.MinLength < 0 || limits.MinLength > limits.MaxLength)
            fields.Report(ContractFindings.Limit.At(fields.Place, "the limits of length make no sense",
                "write `minLength` from 0 and not above `maxLength`"));
        return new TypeOptions(limits, fields.Text("defaultTimezone"));
    }

    [GeneratedRegex(@"^\s*(decimal|numeric)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex DecimalWord();

    [GeneratedRegex(@"^\s*(decimal|numeric)\s*(\(\s*(?<p>[0-9]{1,3})\s*(,\s*(?<s>[0-9]{1,3})\s*)?\))?\s*\z",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex DecimalForm();

    private sealed record TypeOptions(PropertyLimits Limits, string? TimeZone);

    private sealed record OwnProperties(string? Currency, Severity? Severity);
}
