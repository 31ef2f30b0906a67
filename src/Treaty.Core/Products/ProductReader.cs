using System.Collections.Immutable;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Products;

/// <summary>What product.odps.yaml (or feed.yaml) says, before its contract and selects are joined to it.</summary>
internal sealed record ProductDocument(
    string Id, string Title, ProductClass? Class, string Version, string Status, string? Team, ProductMeaning Meaning,
    ImmutableArray<SupportChannel> Support, ImmutableArray<InputPort> Inputs, ImmutableArray<OutputPort> Outputs,
    ImmutableArray<string> Sources, ImmutableDictionary<string, string> SourceOf, SourcePlace Place);

/// <summary>A port of a product with the contract that holds for it.</summary>
internal sealed record OutputPort(string Name, string? Version, string? ContractId, SourcePlace Place);

/// <summary>Reads product.odps.yaml: ODPS 1.0 and 1.1. All keys of the standard are known; those that Treaty does not act on are not
/// looked into.</summary>
internal static class ProductReader
{
    private static readonly (string, ProductClass)[] Classes = [.. Enum.GetValues<ProductClass>().Select(value => (value.Text(), value))];

    /// <summary>Null where the class is missing or unknown: nothing else can be judged without it.</summary>
    public static ProductDocument? Read(Fields fields, Reference product)
    {
        Standards.Format(fields, "DataProduct", "v1.", "v0.9");
        fields.Allow("tenant", "authoritativeDefinitions", "tags", "managementPorts", "productCreatedTs", "deprecated", "synonyms",
            "context");
        if (fields.Text("name") is { } name) FolderNames.Check(fields, "name", name, product.Product);
        if (fields.Text("domain") is { } domain && domain != product.Context)
            fields.Report(ProductFindings.WrongDomain.At(fields.At("domain"),
                $"the domain is `{domain}` but the folder belongs to `{product.Context}`",
                $"write `domain: {product.Context}`, or move the folder"));
        var id = fields.Required("id");
        var own = fields.Customs(Own);
        if (!fields.Has(CustomProperties.Key)) NoClass(fields);
        CheckType(fields, own?.Class);
        var document = new ProductDocument(id, fields.Text("name") ?? id, own?.Class, fields.Version(), fields.Required("status"),
            Standards.Team(fields), fields.Inside("description", Meaning) ?? new ProductMeaning(null, null, null),
            fields.Each("support", Channel), fields.Each("inputPorts", Input), fields.Each("outputPorts", Output),
            own?.Sources ?? [], own?.SourceOf ?? ImmutableDictionary<string, string>.Empty, fields.Place);
        return own is null ? null : document;
    }

    private static OwnProperties? Own(Fields fields)
    {
        if (!fields.Has("treatyClass")) NoClass(fields);
        var productClass = fields.Word<ProductClass>("treatyClass", Classes);
        var sources = fields.Texts("treatySources");
        var sourceOf = fields.Inside("treatySourceOf", SourceOf) ?? ImmutableDictionary<string, string>.Empty;
        return productClass is { } known ? new OwnProperties(known, sources, sourceOf) : null;
    }

    private static void NoClass(Fields fields) => fields.Report(ProductFindings.NoClass.At(fields.Place, "the product has no `treatyClass`",
        "add `{property: treatyClass, value: …}` to `customProperties`: authoritative-fact, context-view, derived or reconciled"));

    private static ImmutableDictionary<string, string> SourceOf(Fields fields)
    {
        fields.AllowAll();
        return fields.Entries.ToImmutableDictionary(entry => entry.Key, entry => fields.Required(entry.Key), StringComparer.Ordinal);
    }

    private static ProductMeaning Meaning(Fields fields)
    {
        fields.Allow("authoritativeDefinitions", "customProperties");
        return new ProductMeaning(fields.Text("purpose"), fields.Text("usage"), fields.Text("limitations"));
    }

    private static SupportChannel Channel(Fields fields)
    {
        fields.Allow("id", "description", "tool", "scope", "invitationUrl", "tags", "authoritativeDefinitions", "customProperties");
        return new SupportChannel(fields.Required("channel"), fields.Text("url"));
    }

    private static InputPort? Input(Fields fields)
    {
        fields.Allow("id", "contractId", "description", "tags", "customProperties", "authoritativeDefinitions");
        var name = fields.Required("name");
        var version = fields.Text("version");
        if (Standards.Reference(fields, "name", name) is not { } reference) return null;
        if (reference != reference.Bare)
            fields.Report(ReferenceFindings.NotAReference.At(fields.At("name"), $"the input port `{name}` names more than a product",
                $"write `{reference.Bare}`"));
        return new InputPort(reference.Bare, version, fields.Place);
    }

    private static OutputPort Output(Fields fields)
    {
        fields.Allow("id", "description", "type", "sbom", "inputContracts", "tags", "customProperties", "authoritativeDefinitions",
            "deprecated", "servers");
        return new OutputPort(fields.Required("name"), fields.Text("version"), fields.Text("contractId"), fields.Place);
    }

    // The standard's type cannot tell derived from reconciled, so it may only not contradict the class.
    private static void CheckType(Fields fields, ProductClass? productClass)
    {
        if (fields.Text("type") is not { } type || productClass is not { } known) return;
        ProductClass[]? fits = type switch
        {
            "sourceAligned" => [ProductClass.AuthoritativeFact],
            "consumerAligned" => [ProductClass.ContextView, ProductClass.Derived],
            "aggregate" => [ProductClass.Derived, ProductClass.Reconciled],
            _ => null,
        };
        if (fits?.Contains(known) == false)
            fields.Report(ProductFindings.TypeConflict.At(fields.At("type"), $"the type `{type}` contradicts the class `{known.Text()}`",
                "remove `type`, or correct one of the two"));
    }

    private sealed record OwnProperties(ProductClass Class, ImmutableArray<string> Sources, ImmutableDictionary<string, string> SourceOf);
}
