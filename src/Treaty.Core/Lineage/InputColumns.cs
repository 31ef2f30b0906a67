using Treaty.Core.Contracts;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation;
using Treaty.Core.Sql;

namespace Treaty.Core.Lineage;

/// <summary>What a product's selects may read, with the columns of each relation under the name that SQL has for it.</summary>
public static class InputColumns
{
    /// <param name="sources">The columns of each raw source by its name; what is not known is left out.</param>
    public static Dictionary<string, IReadOnlyList<string>> Of(Mesh mesh, Product product,
        IReadOnlyDictionary<string, IReadOnlyList<string>> sources)
    {
        var tables = sources.ToDictionary(s => $"source.{s.Key}", s =>
            (IReadOnlyList<string>)[.. s.Value, SystemColumns.Source, SystemColumns.Record],
            StringComparer.OrdinalIgnoreCase);
        foreach (var input in product.Inputs.Select(i => mesh.Product(i.Product)).OfType<Product>())
            foreach (var o in input.Contract.Objects)
                foreach (var name in SelectRules.NamesOf(input).Where(n => n == input.Ref.ToString()
                    || n.EndsWith("__" + o.Name, StringComparison.Ordinal)))
                    tables[name] = Columns(o);
        if (mesh.Reconciliation(product.Ref) is not { } rules) return tables;
        foreach (var input in rules.Inputs)
            if (input.Object.Object is { } name
                && mesh.Product(input.Object)?.Contract.Object(name) is { } o) tables[input.Alias] = Columns(o);
        foreach (var comparison in rules.Comparisons.Where(c => IsSound(mesh, c)))
            tables[$"groups.{comparison.Id}"] = [.. ComparisonSql.GroupColumns(ComparisonPlan.For(comparison, mesh.Product(comparison.A.Object)!,
                mesh.Product(comparison.B.Object)!, "", "a", "b")).Select(c => c.Name), .. comparison.Status is null
                    ? Array.Empty<string>() : ["status"]];
        return tables;
    }

    /// <summary>What is wrong with a comparison is said of it; until it is mended, its groups have no columns.</summary>
    private static bool IsSound(Mesh mesh, Comparison comparison) =>
        mesh.Product(comparison.A.Object) is { } a && mesh.Product(comparison.B.Object) is { } b && !comparison.Measures.IsEmpty
        && comparison.Measures.All(m => a.Contract.Measure(m.A) is not null && b.Contract.Measure(m.B) is not null);

    private static IReadOnlyList<string> Columns(SchemaObject o) =>
        [.. o.Properties.Select(p => p.Name), .. SystemColumns.All.Select(c => c.Name)];
}
