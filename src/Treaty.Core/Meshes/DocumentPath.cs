namespace Treaty.Core.Meshes;

/// <summary>What a document is about, by its path.</summary>
public enum DocumentKind
{
    Treaty, Constitution, Principals, ContextMap, Context, Sources, ZoneTeam, Product, Contract, FactsSql, RowsSql, Feed, Reconciliation,
    /// <summary>A YAML or SQL file in a product's folder that is none of its documents.</summary>
    Stray,
}

/// <summary>A path of a mesh, taken apart: its kind, and the context and product (or feed) whose folder holds it.</summary>
public readonly record struct DocumentPath(DocumentKind Kind, string Context, string Product)
{
    /// <summary>Null for everything that is no document of a mesh.</summary>
    public static DocumentPath? Classify(string path) => path.Split('/') switch
    {
        ["treaty.yaml"] => new(DocumentKind.Treaty, "", ""),
        ["constitution.yaml"] => new(DocumentKind.Constitution, "", ""),
        ["principals.yaml"] => new(DocumentKind.Principals, "", ""),
        ["context-map.yaml"] => new(DocumentKind.ContextMap, "", ""),
        ["contexts", var context, "context.yaml"] => new(DocumentKind.Context, context, ""),
        ["contexts", var context, "sources.yaml"] => new(DocumentKind.Sources, context, ""),
        ["zone", "team.yaml"] => new(DocumentKind.ZoneTeam, Reference.ZoneContext, ""),
        ["contexts", var context, var product, var file] => InFolder(file, context, product, DocumentKind.FactsSql),
        ["zone", var product, var file] => InFolder(file, Reference.ZoneContext, product, DocumentKind.Reconciliation),
        ["legacy", var feed, var file] => InFolder(file, Reference.LegacyContext, feed, DocumentKind.Feed),
        _ => null,
    };

    public Reference Ref => new(Context, Product);

    private static DocumentPath? InFolder(string file, string context, string product, DocumentKind own)
    {
        DocumentKind? kind = file switch
        {
            "contract.odcs.yaml" => DocumentKind.Contract,
            "rows.sql" => DocumentKind.RowsSql,
            "product.odps.yaml" when own != DocumentKind.Feed => DocumentKind.Product,
            "facts.sql" when own == DocumentKind.FactsSql => DocumentKind.FactsSql,
            "feed.yaml" when own == DocumentKind.Feed => DocumentKind.Feed,
            // Also in a context, so that a misplaced one can be reported.
            "reconciliation.yaml" when own != DocumentKind.Feed => DocumentKind.Reconciliation,
            _ when file.EndsWith(".yaml", StringComparison.Ordinal) || file.EndsWith(".yml", StringComparison.Ordinal)
                || file.EndsWith(".sql", StringComparison.Ordinal) => DocumentKind.Stray,
            _ => null,
        };
        return kind is { } known ? new DocumentPath(known, context, product) : null;
    }
}
