using Treaty.Core.Meshes;
using Treaty.Core.Ownership;

namespace Treaty.Core.Plans;

/// <summary>The kinds of documents that a mesh consists of.</summary>
public enum DocumentKind
{
    Settings, Constitution, Principals, ContextMap, Accord, Context, Sources, Product, Contract, Select, Reconciliation, Feed, Policy,
    Cutover, ReferenceData, Parties, Unknown,
}

/// <summary>What a document is and what it speaks of, by its path.</summary>
public sealed record DocumentScope(DocumentKind Kind, RightScope Scope)
{
    /// <summary>The product whose folder the document lies in; null for others.</summary>
    public Reference? Product => Scope.Product is { } product ? new Reference(Scope.Context, product) : null;

    public static DocumentScope Of(string path) => path.Split('/') switch
    {
        ["treaty.yaml"] => new(DocumentKind.Settings, RightScope.Mesh),
        ["constitution.yaml"] => new(DocumentKind.Constitution, RightScope.Mesh),
        ["principals.yaml"] => new(DocumentKind.Principals, RightScope.Mesh),
        ["context-map.yaml"] => new(DocumentKind.ContextMap, RightScope.Mesh),
        ["accords", _] => new(DocumentKind.Accord, RightScope.Mesh),
        ["policies", _] => new(DocumentKind.Policy, RightScope.Mesh),
        ["cutovers", _] => new(DocumentKind.Cutover, RightScope.Mesh),
        ["contexts", var context, "context.yaml"] => new(DocumentKind.Context, new(context)),
        ["contexts", var context, "sources.yaml"] => new(DocumentKind.Sources, new(context)),
        ["contexts", var context, var product, var file] => new(InProduct(file), new(context, product)),
        ["zone", "team.yaml"] => new(DocumentKind.Context, new(Reference.ZoneContext)),
        ["zone", "parties", _] => new(DocumentKind.Parties, new(Reference.ZoneContext)),
        ["zone", "reference", _] => new(DocumentKind.ReferenceData, new(Reference.ZoneContext)),
        ["zone", var product, var file] => new(InProduct(file), new(Reference.ZoneContext, product)),
        ["legacy", var feed, var file] => new(InProduct(file), new(Reference.LegacyContext, feed)),
        _ => new(DocumentKind.Unknown, RightScope.Mesh),
    };

    private static DocumentKind InProduct(string file) => file switch
    {
        "product.odps.yaml" => DocumentKind.Product,
        "reconciliation.yaml" => DocumentKind.Reconciliation,
        "feed.yaml" => DocumentKind.Feed,
        _ when file.EndsWith(".odcs.yaml", StringComparison.Ordinal) => DocumentKind.Contract,
        _ when file.EndsWith(".sql", StringComparison.Ordinal) => DocumentKind.Select,
        _ => DocumentKind.Unknown,
    };
}
