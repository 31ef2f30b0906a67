using Treaty.Core.Contexts;
using Treaty.Core.Findings;
using Treaty.Core.Ownership;
using Treaty.Core.Products;

namespace Treaty.Core.Meshes.Rules;

/// <summary>The context map names what exists, and data of two contexts is joined only where it maps their terms.</summary>
internal static class ContextMapRules
{
    public static IEnumerable<Finding> Check(MeshScope scope) =>
    [
        .. scope.Mesh.Map.Relations.SelectMany(relation => (Finding[])
        [
            .. Context(scope, relation.Upstream, scope.Places.In(relation.Place, "upstream")),
            .. Context(scope, relation.Downstream, scope.Places.In(relation.Place, "downstream")),
        ]),
        .. scope.Mesh.Map.Terms.SelectMany(mapping => (Finding[])
        [
            .. Term(scope, mapping.From, scope.Places.In(mapping.Place, "from")),
            .. Term(scope, mapping.To, scope.Places.In(mapping.Place, "to")),
        ]),
        .. Joined(scope),
    ];

    private static IEnumerable<Finding> Context(MeshScope scope, string id, Spot place) => id.Length == 0 || scope.Context(id) is not null
        ? []
        : [ReferenceFindings.Context.At(place, $"the context `{id}` does not exist",
            Nearest.Help(id, scope.Mesh.Contexts.Select(c => c.Id), "name a folder of `contexts/`"))];

    private static IEnumerable<Finding> Term(MeshScope scope, string text, Spot place)
    {
        if (text.Length == 0) return [];
        if (Reference.TryParse(text) is not { Object: null } term)
            return [ReferenceFindings.NotAReference.At(place, $"`{text}` does not name a term", "write `context.term`")];
        if (scope.Context(term.Context) is not { } context) return Context(scope, term.Context, place);
        return context.Terms.Any(t => t.Id == term.Product) ? []
            : [ReferenceFindings.Term.At(place, $"the context `{context.Id}` has no term `{term.Product}`",
                Nearest.Help(term.Product, context.Terms.Select(t => t.Id), $"declare it under `terms` of the context `{context.Id}`"))];
    }

    private static IEnumerable<Finding> Joined(MeshScope scope)
    {
        var mapped = scope.Mesh.Map.Terms.Select(Pair).ToHashSet();
        foreach (var product in scope.Made)
            if (Unmapped(product, mapped) is var (port, from, to))
                yield return Missing(scope.Places.In(port.Place, "name"), $"`{product.Ref}` joins data of `{from}` and `{to}`", from, to);
        foreach (var comparison in scope.Mesh.Comparisons)
            if (IsContext(comparison.A.Object) && IsContext(comparison.B.Object)
                && comparison.A.Object.Context != comparison.B.Object.Context
                && !mapped.Contains(Sorted(comparison.A.Object.Context, comparison.B.Object.Context)))
                yield return Missing(scope.Places.In(comparison.Place, "b"),
                    $"the comparison `{comparison.Id}` joins data of `{comparison.A.Object.Context}` and `{comparison.B.Object.Context}`",
                    comparison.A.Object.Context, comparison.B.Object.Context);
    }

    // Contexts may be joined through a third whose terms are mapped to both.
    private static (InputPort Port, string From, string To)? Unmapped(Product product, HashSet<(string, string)> mapped)
    {
        var ports = product.Inputs.Where(port => IsContext(port.Product) && !ClassRules.References(product, port)).ToList();
        if (ports.Select(port => port.Product.Context).Distinct(StringComparer.Ordinal).Count() < 2) return null;
        var reached = new HashSet<string>(StringComparer.Ordinal) { ports[0].Product.Context };
        bool grown;
        do
        {
            grown = false;
            foreach (var port in ports)
                if (!reached.Contains(port.Product.Context)
                    && reached.Any(context => mapped.Contains(Sorted(context, port.Product.Context))))
                    grown = reached.Add(port.Product.Context);
        }
        while (grown);
        return ports.Find(port => !reached.Contains(port.Product.Context)) is { } apart
            ? (apart, ports[0].Product.Context, apart.Product.Context) : null;
    }

    private static Finding Missing(SourcePlace place, string sentence, string from, string to) => OwnershipFindings.NoMapping.At(place,
        $"{sentence}, but no terms of the two are mapped",
        $"add to `terms` of context-map.yaml: `{{from: {from}.<term>, to: {to}.<term>, relation: same, key: {{from: <column>, to: <column>}}}}`");

    private static bool IsContext(Reference reference) => reference.Context is not (Reference.LegacyContext or Reference.ZoneContext);

    private static (string, string) Pair(TermMapping mapping) => Sorted(mapping.From.Split('.')[0], mapping.To.Split('.')[0]);

    private static (string, string) Sorted(string a, string b) => string.CompareOrdinal(a, b) <= 0 ? (a, b) : (b, a);
}
