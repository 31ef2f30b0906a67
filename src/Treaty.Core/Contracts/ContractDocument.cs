using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Products;

namespace Treaty.Core.Contracts;

/// <summary>Reads contract.odcs.yaml (ODCS 3.x) with Treaty's custom properties.</summary>
public static partial class ContractDocument
{
    public static readonly FindingKind NoObjects = new("TRY0401", Severity.Error, "a contract has no schema object");
    public static readonly FindingKind BadType = new("TRY0402", Severity.Error, "a column's type is not one that is enforced");
    public static readonly FindingKind BadReference = new("TRY0403", Severity.Error, "a relationship leads nowhere");
    public static readonly FindingKind BadVersion = new("TRY0404", Severity.Error, "a version is not a semantic version");

    public static Contract Read(YamlNode root, List<Finding> findings)
    {
        var f = new Fields(root, root.Place, findings);
        f.Word("kind", "DataContract");
        f.Required("apiVersion");
        var custom = CustomProperties.Read(f);
        var version = f.Required("version");
        if (version != "" && !Version().IsMatch(version))
            findings.Add(BadVersion.At(f.PlaceOf("version"), $"`{version}` is not a semantic version",
                "write major.minor.patch, such as 1.0.0"));
        var objects = f.Maps("schema").Select(Object).ToImmutableArray();
        if (objects.IsEmpty) findings.Add(NoObjects.At(root.Place, "the contract has no schema object",
            "list the product's tables under `schema`"));
        var contract = new Contract(
            f.Required("id"), version, f.Text("status") ?? "active", f.Map("description").Text("purpose"), objects,
            [.. custom.Maps("treatyMeasures").Select(m => Measure(m, objects))], [.. f.Maps("slaProperties").Select(Objective)],
                Quarantine(custom.Map("treatyQuarantine")), root.Place);
        f.End("name", "tenant", "tags", "servers", "dataProduct", "domain", "support", "price", "team", "roles", "slaDefaultElement",
            "authoritativeDefinitions", "customProperties", "contractCreatedTs", "status");
        return contract;
    }

    private static SchemaObject Object(Fields f)
    {
        var custom = CustomProperties.Read(f);
        var position = 0;
        var properties = f.Maps("properties").Select(p => PropertyDocument.Read(p, ref position)).ToImmutableArray();
        var name = f.Required("name");
        var schemaObject = new SchemaObject(
            name, custom.Text("treatyFact"), f.Text("description"), custom.Text("treatyOccurredAt"),
                custom.Text("treatyRecordedAt"),
            properties, [.. f.Maps("quality").Select(q => QualityDocument.Read(q, null)).OfType<QualityRule>()], f.Place)
        {
            Relationships = [.. f.Maps("relationships").Select(r => RelationshipDocument.OfObject(r, name)).OfType<Relationship>()],
        };
        f.End("id", "physicalName", "physicalType", "businessName", "dataGranularityDescription", "logicalType", "tags",
            "customProperties",
            "authoritativeDefinitions", "deprecated", "synonyms", "context");
        return schemaObject;
    }

    private static Measure Measure(Fields f, ImmutableArray<SchemaObject> objects)
    {
        var name = f.Required("object");
        var expression = f.Required("expression");
        var column = objects.FirstOrDefault(o => o.Name == name)?.Property(expression);
        var sign = f.Integer("sign") ?? 1;
        var measure = new Measure(f.Required("name"), name, expression, f.Text("filter"), f.Text("date"), f.Text("currency"), sign < 0 ? -1
            : 1,
            f.Integer("scale") ?? (column is { Type: LogicalType.Number } ? column.Scale : column is null ? 6 : 0), f.Place);
        f.End("description");
        return measure;
    }

    private static Objective Objective(Fields f) => new(f.Required("property"), f.Text("value") ?? "", f.Text("unit"), f.Text("element"),
        f.Place);

    private static QuarantineLimit Quarantine(Fields f)
    {
        var limit = new QuarantineLimit(f.Integer("maxRows"), f.Number("maxPercent"));
        f.End();
        return limit;
    }

    public static Severity SeverityOf(string? text) => text?.ToLowerInvariant() is "warning" or "warn" or "info" ? Severity.Warning
        : Severity.Error;

    public static int? Int(string? text) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
        ? value : null;

    [GeneratedRegex(@"^v?[0-9]+(\.[0-9]+){0,2}([-+][0-9A-Za-z.-]+)?\z")]
    private static partial Regex Version();
}
