using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Products;

namespace Treaty.Core.Meshes.Rules;

/// <summary>What the class of a product allows: who may state facts, who may read raw sources, what stands in the treaty zone.</summary>
internal static class ClassRules
{
    public static IEnumerable<Finding> Check(MeshScope scope) => scope.Made.SelectMany(product => (Finding[])
    [
        .. Zone(scope, product),
        .. Raw(scope, product),
        .. product.Contract.Objects.SelectMany(of => product.Class == ProductClass.AuthoritativeFact ? States(scope, product, of)
            : Claims(scope, product, of)),
        .. product.Class == ProductClass.AuthoritativeFact ? Foreign(scope, product) : [],
    ]);

    private static IEnumerable<Finding> Zone(MeshScope scope, Product product)
    {
        var inZone = product.Ref.Context == Reference.ZoneContext;
        if (inZone == (product.Class == ProductClass.Reconciled)) yield break;
        yield return ProductFindings.OutsideZone.At(scope.Places.In(product.Place, "@treatyClass"),
            inZone ? $"`{product.Ref}` is of class `{product.ClassText()}` but stands in the treaty zone"
                : $"`{product.Ref}` is reconciled but stands outside the treaty zone",
            inZone ? "move it to a context, or make it reconciled" : "move its folder to `zone/`, or class it as `derived`");
    }

    private static IEnumerable<Finding> Raw(MeshScope scope, Product product)
    {
        if (product.Class is ProductClass.Derived or ProductClass.Reconciled && !product.Sources.IsEmpty)
            yield return ProductFindings.RawSources.At(scope.Places.In(product.Place, "@treatySources"),
                $"`{product.Ref}` is {product.ClassText()} but reads raw sources",
                "read products through `inputPorts`, or class it as a `context-view`");
    }

    private static IEnumerable<Finding> Claims(MeshScope scope, Product product, SchemaObject of)
    {
        if (of.Fact is not { } fact) yield break;
        yield return ProductFindings.ClaimsAuthority.At(scope.Places.In(of.Place, "@treatyFact"),
            $"`{of.Name}` claims authority for the fact `{fact}` but its product is of class `{product.ClassText()}`",
            "remove `treatyFact`, or class the product as `authoritative-fact`");
    }

    private static IEnumerable<Finding> States(MeshScope scope, Product product, SchemaObject of)
    {
        var facts = scope.Context(product.Ref.Context)?.Facts ?? [];
        if (of.Fact is not { } name)
        {
            yield return ProductFindings.ObjectWithoutFact.At(of.Place, $"the object `{of.Name}` states no fact",
                "add `{property: treatyFact, value: <fact>}` to its `customProperties`");
            yield break;
        }
        var fact = facts.FirstOrDefault(f => f.Id == name);
        if (fact is null && scope.Context(product.Ref.Context) is not null)
            yield return ProductFindings.ForeignFact.At(scope.Places.In(of.Place, "@treatyFact"),
                $"the context `{product.Ref.Context}` does not assert the fact `{name}`", Asserted(scope, facts.Select(f => f.Id), name));
        else if (fact is not null && !of.Key.Select(p => p.Name).SequenceEqual(fact.Key))
            yield return ProductFindings.FactKey.At(of.Place,
                $"the key of `{of.Name}` is {Columns(of.Key.Select(p => p.Name))} but that of the fact `{name}` is {Columns(fact.Key)}",
                "make `primaryKey` columns and the `key` of the fact the same, in the same order");
    }

    private static string Asserted(MeshScope scope, IEnumerable<string> own, string name) =>
        scope.Mesh.Contexts.FirstOrDefault(context => context.Fact(name) is not null) is { } other
            ? $"the context `{other.Id}` asserts it: read its product, and class this one as a `context-view`"
            : Nearest.Help(name, own, "declare it under `facts` of the context");

    private static string Columns(IEnumerable<string> names) => names.ToList() is { Count: > 0 } list
        ? string.Join(", ", list.Select(n => $"`{n}`")) : "empty";

    private static IEnumerable<Finding> Foreign(MeshScope scope, Product product) =>
        from port in product.Inputs
        where port.Product.Context != product.Ref.Context && !References(product, port)
        select ProductFindings.ForeignInput.At(scope.Places.In(port.Place, "name"),
            $"`{product.Ref}` is authoritative but is built from `{port.Product}` of another context",
            "state only what this context knows first, or class the product as `derived` or `context-view`");

    /// <summary>True for an input that an authoritative product reads only to check its keys against; its facts do not come from
    /// there.</summary>
    public static bool References(Product product, InputPort port) => product.Class == ProductClass.AuthoritativeFact
        && product.Contract.Objects.Any(of => of.Properties.Any(p => p.Relationships.Any(r => r.Product == port.Product)));
}
