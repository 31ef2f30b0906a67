using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Products;

namespace Treaty.Core.Meshes.Rules;

/// <summary>Sources have a system and a root that exist, products read sources of their own context, and every object comes from
/// somewhere.</summary>
internal static class SourceRules
{
    public static IEnumerable<Finding> Check(MeshScope scope) =>
    [
        .. scope.Mesh.Contexts.SelectMany(c =>
            c.Sources).Concat(scope.Mesh.FeedSources.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => f.Value).SelectMany(s =>
                s)).SelectMany(source => (Finding[])
        [
            .. scope.System(source.System, scope.Places.In(source.Place, "system")),
            .. Root(scope, source),
        ]),
        .. scope.Drafts.FeedSystems.SelectMany(system => scope.Team(system.Owner, scope.Places.In(system.Place, "owner"))),
        .. scope.Made.SelectMany(product => Declared(scope, product)),
        .. scope.Mesh.Products.SelectMany(product => product.Contract.Objects.SelectMany(of => Origin(scope, product, of))),
    ];

    private static IEnumerable<Finding> Root(MeshScope scope, Source source) => source.Root is not { } root
        || scope.Mesh.Settings.Roots.ContainsKey(root) ? []
        : [SourceFindings.UnknownRoot.At(scope.Places.In(source.Place, "root"), $"the root `{root}` is not declared",
            Nearest.Help(root, scope.Mesh.Settings.Roots.Keys, "declare it under `roots` of treaty.yaml"))];

    private static IEnumerable<Finding> Declared(MeshScope scope, Product product)
    {
        var known = scope.Context(product.Ref.Context)?.Sources ?? [];
        for (var i = 0; i < product.Sources.Length; i++)
            if (known.All(source => source.Name != product.Sources[i]))
                yield return ReferenceFindings.Source.At(scope.Places.In(product.Place, "@treatySources", $"{i}"),
                    $"the context `{product.Ref.Context}` has no source `{product.Sources[i]}`",
                    Nearest.Help(product.Sources[i], known.Select(s => s.Name),
                        $"declare it in contexts/{product.Ref.Context}/sources.yaml"));
        foreach (var (of, source) in product.SourceOf.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            var place = scope.Places.In(product.Place, "@treatySourceOf", of);
            if (product.Contract.Object(of) is null)
                yield return ReferenceFindings.Object.At(place, $"the contract has no object `{of}`",
                    Nearest.Help(of, product.Contract.Objects.Select(o => o.Name), "name an object of the contract"));
            if (!product.Sources.Contains(source))
                yield return ReferenceFindings.Source.At(place, $"the source `{source}` is not among `treatySources`",
                    Nearest.Help(source, product.Sources, "add it there"));
        }
    }

    private static IEnumerable<Finding> Origin(MeshScope scope, Product product, SchemaObject of)
    {
        if (product.Class == ProductClass.Reconciled || product.Select(of.Name) is not null || product.SourceOf.ContainsKey(of.Name)
            || product.Sources.Length == 1) yield break;
        yield return SelectFindings.NoSelect.At(of.Place, product.Sources.IsEmpty
            ? $"the object `{of.Name}` has no select and the product no source"
                : $"the object `{of.Name}` has no select and the product several sources",
            product.Sources.IsEmpty ? $"write its select in rows.sql after a line `-- object: {of.Name}`"
                : $"write its select after a line `-- object: {of.Name}`, or name its source in `treatySourceOf`");
    }
}
