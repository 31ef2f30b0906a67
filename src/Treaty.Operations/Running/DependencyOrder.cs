using Treaty.Core.Meshes;
using Treaty.Core.Products;

namespace Treaty.Operations.Running;

/// <summary>The order of a run: what a product reads comes before it; otherwise by reference, so that equal meshes run in equal
/// order.</summary>
public static class DependencyOrder
{
    public static IReadOnlyList<Product> Of(Mesh mesh)
    {
        var ordered = new List<Product>();
        var seen = new HashSet<Reference>();
        foreach (var product in mesh.Products.OrderBy(p => p.Ref.ToString(), StringComparer.Ordinal)) Visit(product);
        return ordered;

        void Visit(Product product)
        {
            if (!seen.Add(product.Ref.Bare)) return;
            foreach (var read in mesh.Reads(product))
                if (mesh.Product(read) is { } input) Visit(input);
            ordered.Add(product);
        }
    }
}
