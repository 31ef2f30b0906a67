using System.Collections.Immutable;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Products;

/// <summary>Reads product.odps.yaml (ODPS 1.0, tolerating 1.1) with Treaty's custom properties.</summary>
public static class ProductDocument
{
    public static readonly FindingKind NoClass = new("TRY0301", Severity.Error, "a product has no class");
    public static readonly FindingKind ClassConflict = new("TRY0302", Severity.Error, "a product's ODPS type contradicts its class");
    public static readonly FindingKind BadInput = new("TRY0101", Severity.Error, "an input port is no reference to a product");

    public static Product Read(YamlNode root, Reference reference, Contract contract, ImmutableArray<ObjectSelect> selects,
        List<Finding> findings)
    {
        var f = new Fields(root, root.Place, findings);
        f.Word("kind", "DataProduct");
        f.Required("apiVersion");
        f.Required("id");
        var custom = CustomProperties.Read(f);
        var description = f.Map("description");
        var product = new Product(
            reference, Class(f, custom), f.Text("title") ?? f.Text("name") ?? reference.Product, f.Text("version") ?? contract.Version,
                f.Text("status")
                ?? "active", f.Map("team").Text("name"),
            new ProductMeaning(description.Text("purpose"), description.Text("usage"), description.Text("limitations")),
            [.. f.Maps("support").Select(s => new SupportChannel(s.Required("channel"), s.Text("url")))],
            [.. f.Maps("inputPorts").Select(Input).OfType<InputPort>()],
            [.. custom.Texts("treatySources")], custom.Dictionary("treatySourceOf"), contract, selects, root.Place);
        if (product.Class is { } @class && f.Text("type") is { } type && Expected(@class) is { } expected
            && type is "sourceAligned" or "aggregate" or "consumerAligned" && type != expected)
            findings.Add(ClassConflict.At(f.PlaceOf("type"), $"type `{type}` contradicts the class {@class.Text()}",
                $"write `{expected}`, or correct treatyClass"));
        f.End("name", "tenant", "domain", "tags", "authoritativeDefinitions", "outputPorts", "managementPorts", "productCreatedTs",
            "deprecated", "synonyms",
            "context", "type", "customProperties");
        return product;
    }

    private static string? Expected(ProductClass value) => value switch
    {
        ProductClass.AuthoritativeFact => "sourceAligned",
        ProductClass.ContextView => "consumerAligned",
        _ => "aggregate",
    };

    private static ProductClass? Class(Fields f, CustomProperties custom)
    {
        var text = custom.Text("treatyClass");
        if (ProductClasses.TryParse(text) is { } value) return value;
        string[] classes = ["authoritative-fact", "context-view", "derived", "reconciled"];
        f.Findings.Add(NoClass.At(custom.PlaceOf("treatyClass"), text is null ? "the product has no class" : $"`{text}` is no class",
            text is null
            ? "add the customProperty treatyClass: authoritative-fact, context-view, derived or reconciled" : Nearest.Help(text, classes)));
        return ProductClass.Derived;
    }

    private static InputPort? Input(Fields f)
    {
        var name = f.Required("name");
        if (Reference.TryParse(name) is { } reference)
            return new(reference.Bare, f.Text("version"), f.Place)
            {
                ReliesOn = [.. CustomProperties.Read(f).Maps(RelianceDocument.Property).Select(RelianceDocument.Read)],
            };
        f.Findings.Add(BadInput.At(f.PlaceOf("name"), $"`{name}` is no reference to a product",
            "write <context>.<product>; raw sources go into the customProperty treatySources"));
        return null;
    }
}

/// <summary>The customProperties of a block: foreign ones are left alone, Treaty's are read by name.</summary>
public sealed class CustomProperties
{
    public static readonly FindingKind UnknownTreaty = new("TRY0014", Severity.Error, "a custom property of Treaty is not known");

    private static readonly string[] Known =
    [
        "treatyClass", "treatySources", "treatySourceOf", "treatyFact", "treatyOccurredAt", "treatyRecordedAt", "treatyCurrency",
            "treatyMeasures",
            "treatyQuarantine", "treatySeverity", RelianceDocument.Property,
    ];

    private readonly Fields _values;
    private readonly SourcePlace _place;

    private CustomProperties(Fields values, SourcePlace place) => (_values, _place) = (values, place);

    public static CustomProperties Read(Fields block)
    {
        var entries = ImmutableArray.CreateBuilder<YamlEntry>();
        foreach (var property in block.Maps("customProperties"))
            if (property.Text("property") is { } name && property.Node("value") is { } value)
            {
                if (name.StartsWith("treaty", StringComparison.Ordinal) && !Known.Contains(name))
                    block.Findings.Add(UnknownTreaty.At(property.PlaceOf("property"), $"`{name}` is not known", Nearest.Help(name, Known)));
                if (entries.All(e => e.Key != name)) entries.Add(new(name, property.Place, value));
            }
        var place = block.Place;
        return new(new Fields(new YamlNode.Map(entries.ToImmutable(), place), place, block.Findings), place);
    }

    public SourcePlace PlaceOf(string name) => _values.Has(name) ? _values.PlaceOf(name) : _place;

    public string? Text(string name) => _values.Text(name);

    public IReadOnlyList<string> Texts(string name) => _values.Texts(name);

    public IEnumerable<Fields> Maps(string name) => _values.Maps(name);

    public Fields Map(string name) => _values.Map(name);

    public ImmutableDictionary<string, string> Dictionary(string name)
    {
        var map = _values.Map(name);
        return map.Entries.Where(e => e.Value is YamlNode.Scalar).ToImmutableDictionary(e => e.Key, e => ((YamlNode.Scalar)e.Value).Text);
    }
}
