using System.Collections.Immutable;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;

namespace Treaty.Core.Products;

/// <summary>What kind of truth a data product states.</summary>
public enum ProductClass { AuthoritativeFact, ContextView, Derived, Reconciled }

/// <summary>
/// Something published under a contract: a data product with its class, or, where <see cref="Class"/> is null, a legacy feed, which is
/// snapshotted like a product and is never an authority.
/// </summary>
public sealed record Product(
    Reference Ref,
    ProductClass? Class,
    string Title,
    string Version,
    string Status,
    string? Team,
    ProductMeaning Meaning,
    ImmutableArray<SupportChannel> Support,
    ImmutableArray<InputPort> Inputs,
    ImmutableArray<string> Sources,
    ImmutableDictionary<string, string> SourceOf,
    Contract Contract,
    ImmutableArray<ObjectSelect> Selects,
    SourcePlace Place)
{
    public bool IsFeed => Class is null;

    /// <summary>The product of which this is an older major version, still served; null for every other.</summary>
    public Reference? OlderOf { get; init; }

    /// <summary>The name of its folders: an older major version lies beside the newest one, under its own number.</summary>
    public string Folder => (OlderOf ?? Ref).Product;

    /// <summary>The number before the first dot of the contract's version; versions of one major are compatible and share lake
    /// tables.</summary>
    public int Major => Contract.Major;

    public ObjectSelect? Select(string schemaObject) => Selects.FirstOrDefault(select => select.Object == schemaObject);
}

/// <summary>What a product is, how to use it, and what not to use it for.</summary>
public sealed record ProductMeaning(string? Purpose, string? Usage, string? Limitations);

/// <summary>Where its consumers ask for help.</summary>
public sealed record SupportChannel(string Channel, string? Url);

/// <summary>Another product that this one reads, with the version it was built against.</summary>
public sealed record InputPort(Reference Product, string? Version, SourcePlace Place)
{
    /// <summary>What this product relies on of the other's contract; empty where it does not say.</summary>
    public ImmutableArray<Reliance> ReliesOn { get; init; } = [];
}

/// <summary>The select that makes the rows of one schema object, with the place of its first line.</summary>
public sealed record ObjectSelect(string Object, string Sql, SourcePlace Place);

/// <summary>Names of classes as documents write them.</summary>
public static class ProductClasses
{
    public static string Text(this ProductClass value) => value switch
    {
        ProductClass.AuthoritativeFact => "authoritative-fact",
        ProductClass.ContextView => "context-view",
        ProductClass.Derived => "derived",
        _ => "reconciled",
    };

    /// <summary>The class, or <c>legacy-feed</c> for what has none.</summary>
    public static string ClassText(this Product product) => product.Class?.Text() ?? "legacy-feed";

    public static ProductClass? TryParse(string? text) => text switch
    {
        "authoritative-fact" => ProductClass.AuthoritativeFact,
        "context-view" => ProductClass.ContextView,
        "derived" => ProductClass.Derived,
        "reconciled" => ProductClass.Reconciled,
        _ => null,
    };
}
