using Treaty.Core.Meshes;
using Treaty.Core.Products;

namespace Treaty.Operations.Running;

/// <summary>The order of a run: what a product reads comes before it; otherwise by reference, so that equal meshes run in equal
/// order.</summary>
public static class DependencyOrder
{
    /// <summary>The products a product reads: its input ports, and the inputs of its reconciliation.</summary>
    public static IReadOnlyList<Reference> Reads(Mesh mesh, Product product) =>
    [
        .. product.Inputs.Select(i => i.Product.Bare)
            .Concat(mesh.Reconciliation(product.Ref)?.Inputs.Select(i => i.Object.Bare) ?? [])
            .Distinct().OrderBy(r => r.ToString(), StringComparer.Ordinal),
    ];

    public static IReadOnlyList<Product> Of(Mesh mesh)
    {
        var ordered = new List<Product>();
        var seen = new HashSet<Reference>();
        foreach (var product in mesh.Products.OrderBy(p => p.Ref.ToString(), StringComparer.Ordinal)) Visit(product);
        return ordered;

        void Visit(Product product)
        {
            if (!seen.Add(product.Ref.Bare)) return;
            foreach (var read in Reads(mesh, product))
                if (mesh.Product(read) is { } input) Visit(input);
            ordered.Add(product);
        }
    }
}
