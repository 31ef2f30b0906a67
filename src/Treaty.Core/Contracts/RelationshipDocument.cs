using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Products;

namespace Treaty.Core.Contracts;

/// <summary>Reads references: of one column, which declares only where it leads, and of an object, which declares both ends.</summary>
internal static partial class RelationshipDocument
{
    public static readonly FindingKind Uneven = new("TRY1303", Severity.Error, "the two ends of a relationship do not fit");

    public static Relationship? OfProperty(Fields f)
    {
        var severity = SeverityOf(f);
        var to = f.Required("to");
        f.End("type", "id", "customProperties", "description");
        return End(f, to) is { } end ? new(end.Product, end.Object, end.Property, severity, f.Place) : null;
    }

    public static Relationship? OfObject(Fields f, string schemaObject)
    {
        var severity = SeverityOf(f);
        var from = f.Texts("from").Select(text => Own(f, text, schemaObject)).ToList();
        var to = f.Texts("to").Select(text => End(f, text)).ToList();
        f.End("type", "id", "customProperties", "description");
        if (from.Contains(null) || to.Contains(null)) return null;
        if (from.Count == 0 || from.Count != to.Count || to.DistinctBy(t => (t!.Value.Product, t.Value.Object)).Count() != 1)
        {
            f.Findings.Add(Uneven.At(f.Place, $"`from` names {from.Count} and `to` names {to.Count} columns",
                "name as many columns under `to`, all of one object, as under `from`"));
            return null;
        }
        return new(to[0]!.Value.Product, to[0]!.Value.Object, to[0]!.Value.Property, severity, f.Place)
        {
            Pairs = [.. from.Zip(to, (a, b) => (a!, b!.Value.Property))],
        };
    }

    private static Severity SeverityOf(Fields f) => ContractDocument.SeverityOf(CustomProperties.Read(f).Text("treatySeverity"));

    /// <summary>The column of this object that a reference begins at, with or without the object before it.</summary>
    private static string? Own(Fields f, string text, string schemaObject)
    {
        if (!text.Contains('.', StringComparison.Ordinal) && !text.Contains('/', StringComparison.Ordinal)) return text;
        if (End(f, text) is not { } end) return null;
        if (end.Product is null && end.Object == schemaObject) return end.Property;
        f.Findings.Add(Uneven.At(f.PlaceOf("from"), $"`{text}` is no column of `{schemaObject}`",
            "a relationship of an object begins at its own columns"));
        return null;
    }

    private static (Reference? Product, string Object, string Property)? End(Fields f, string text)
    {
        if (Target().Match(text) is { Success: true } target)
            return (target.Groups[1].Success ? Reference.TryParse(target.Groups[1].Value) : null, target.Groups[2].Value,
                target.Groups[3].Value);
        if (Path().Match(text) is { Success: true } path) return (null, path.Groups[1].Value, path.Groups[2].Value);
        f.Findings.Add(ContractDocument.BadReference.At(f.PlaceOf("to"), $"`{text}` is no reference",
            "write <object>.<property>, or <context>.<product>/<object>.<property>"));
        return null;
    }

    [GeneratedRegex(@"^(?:([a-z][a-z0-9_]*\.[a-z][a-z0-9_]*)/)?([A-Za-z0-9_]+)\.([A-Za-z0-9_]+)\z")]
    private static partial Regex Target();

    /// <summary>The long form of the standard, inside this document.</summary>
    [GeneratedRegex(@"^/?schema/([A-Za-z0-9_-]+)/properties/([A-Za-z0-9_-]+)\z")]
    private static partial Regex Path();
}
