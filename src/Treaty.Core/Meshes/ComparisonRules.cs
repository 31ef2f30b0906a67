using Treaty.Core.Findings;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Walks;

namespace Treaty.Core.Meshes;

/// <summary>The two sides of a comparison exist, and have the measures that are compared.</summary>
public static class ComparisonRules
{
    public static IEnumerable<Finding> Judge(Mesh mesh)
    {
        foreach (var twice in mesh.Comparisons.GroupBy(c => (c.Owner, c.Id)).Where(g => g.Count() > 1))
            yield return MeshRules.Duplicate.At(twice.Last().Place, $"the comparison `{twice.Key.Id}` is declared twice", "keep one");
        foreach (var c in mesh.Comparisons)
        {
            foreach (var finding in Sides(mesh, c).Concat(MeasureRules.Judge(c))) yield return finding;
            if (c.Owner.Context == Reference.LegacyContext && c.A.Object.Bare != c.Owner.Bare && c.B.Object.Bare != c.Owner.Bare)
                yield return ReconciliationDocument.BadComparison.At(c.Place,
                    $"`{c.Id}` is declared by `{c.Owner}` and does not compare it",
                    "make the feed one of the two sides");
            foreach (var twice in c.Definitions.GroupBy(d => d.Id).Where(g => g.Count() > 1))
                yield return MeshRules.Duplicate.At(twice.Last().Place, $"the definition `{twice.Key}` is declared twice", "keep one");
            foreach (var m in c.Measures.Where(m => ComparisonPlan.ReservedMeasures.Contains(m.Name)
                || c.Measures.Any(o => m.Name == o.Name + "_kept" || m.Name == o.Name + "_counted")))
                yield return ReconciliationDocument.BadComparison.At(c.Place, $"a compared measure cannot be called `{m.Name}`",
                    "give it another name under `measures`: {name: …, a: …, b: …}");
            foreach (var control in c.Controls.Where(control => c.Measures.All(m => m.Name != control.Measure)))
                yield return MeshRules.Unknown(control.Place, "measure", control.Measure, [.. c.Measures.Select(m => m.Name)]);
            foreach (var finding in InputRules.Judge(mesh, c)) yield return finding;
            foreach (var d in c.Definitions.Where(d => d.Measure is { } m && c.Measures.All(x => x.Name != m)))
                yield return MeshRules.Unknown(d.Place, "measure", d.Measure!, [.. c.Measures.Select(m => m.Name)]);
        }
    }

    private static IEnumerable<Finding> Sides(Mesh mesh, Comparison c)
    {
        foreach (var side in Reconciliation.Sides.Both)
        {
            var reference = c.On(side).Object;
            if (mesh.Product(reference) is not { } product)
            {
                if (mesh.Lacks(reference)) yield return MeshRules.Unknown(c.Place, "product", reference.Bare.ToString(),
                    [.. mesh.Products.Select(p => p.Ref.ToString())]);
                continue;
            }
            if (ObjectOf(product, reference) is not { } name)
            {
                yield return MeshRules.Unknown(c.Place, "object", reference.ToString(),
                    [.. product.Contract.Objects.Select(o => $"{product.Ref}/{o.Name}")]);
                continue;
            }
            foreach (var finding in MeasureRules.Columns(c, side, product.Contract.Object(name)!)) yield return finding;
            foreach (var measure in c.Measures.Select(m => side == Side.A ? m.A : m.B))
                if (product.Contract.Measure(measure) is not { } m || m.Object != name)
                    yield return MeshRules.Unknown(c.Place, $"measure of `{product.Ref}/{name}`", measure,
                        [.. product.Contract.Measures.Where(x => x.Object == name).Select(x => x.Name)]);
        }
    }

    /// <summary>The object a side names: its own word, or the product's only object.</summary>
    public static string? ObjectOf(Product product, Reference reference) =>
        reference.Object is { } name ? product.Contract.Object(name)?.Name : product.Contract.Objects is [var only] ? only.Name : null;
}
