using Treaty.Core.Findings;
using Treaty.Core.Products;

namespace Treaty.Core.Meshes;

/// <summary>A piece of SQL in a document: an expression over the rows of one object (or of the two sides of a comparison), or a whole
/// query.</summary>
/// <param name="Object">The object whose columns it sees; of a comparison's definition, that of side a.</param>
/// <param name="Other">For a definition: the object of side b.</param>
public sealed record MeshExpression(Reference Object, Reference? Other, bool IsQuery, string Sql, SourcePlace Place);

/// <summary>Collects the SQL of a mesh that only an engine's parser can judge. The selects of products are in <see
/// cref="Product.Selects"/>.</summary>
public static class MeshExpressions
{
    public static IEnumerable<MeshExpression> Of(Compilation compilation) =>
        OfContracts(compilation).Concat(OfComparisons(compilation)).OrderBy(e => e.Place);

    private static IEnumerable<MeshExpression> OfContracts(Compilation compilation)
    {
        foreach (var product in compilation.Mesh.Products)
        {
            foreach (var measure in product.Contract.Measures)
                foreach (var (key, sql) in new[] { ("expression", measure.Expression), ("filter", measure.Filter) })
                    if (sql is { Length: > 0 })
                        yield return new(product.Ref.WithObject(measure.Object), null, false, sql,
                            compilation.Places.In(measure.Place, key));
            foreach (var of in product.Contract.Objects)
                foreach (var rule in of.Quality.Concat(of.Properties.SelectMany(p => p.Quality)))
                    if (rule.Query is { Length: > 0 } query)
                        yield return new(product.Ref.WithObject(of.Name), null, true, query, compilation.Places.In(rule.Place, "query"));
        }
    }

    private static IEnumerable<MeshExpression> OfComparisons(Compilation compilation)
    {
        foreach (var comparison in compilation.Mesh.Comparisons)
        {
            foreach (var definition in comparison.Definitions)
                foreach (var (key, sql) in new[] { ("when", definition.When), ("amount", definition.Amount) })
                    if (sql is { Length: > 0 })
                        yield return new(comparison.A.Object, comparison.B.Object, false, sql,
                            compilation.Places.In(definition.Place, key));
            foreach (var (side, key) in new[] { (comparison.A, "a"), (comparison.B, "b") })
                foreach (var expression in side.Key.Concat(side.Identity ?? []).Where(e => !Reference.IsId(e)))
                    yield return new(side.Object, null, false, expression, compilation.Places.In(comparison.Place, "key", key));
        }
    }
}
