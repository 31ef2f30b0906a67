using System.Collections.Immutable;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Reconciliation;

namespace Treaty.Core.Meshes.Rules;

/// <summary>Plain columns named by comparisons and measures exist; what is more than a column is left to the parser of SQL.</summary>
internal static class ComparedColumns
{
    public static IEnumerable<Finding> Check(MeshScope scope) => scope.Mesh.Comparisons.SelectMany(comparison => (Finding[])
    [
        .. Side(scope, comparison, comparison.A, "a"),
        .. Side(scope, comparison, comparison.B, "b"),
    ]).Concat(scope.Mesh.Products.SelectMany(product => Measures(scope, product.Contract)));

    private static IEnumerable<Finding> Side(MeshScope scope, Comparison comparison, ComparisonSide side, string key)
    {
        if (Objects.Of(scope, side.Object) is not { } of) return [];
        var places = scope.Places;
        return
        [
            .. All(of, side.Key, i => places.In(comparison.Place, "key", key, $"{i}")),
            .. All(of, side.Identity ?? [], i => places.In(comparison.Place, "identity", key, $"{i}")),
            .. comparison.Passes.SelectMany(pass =>
                All(of, (key == "a" ? pass.KeyA : pass.KeyB) ?? [], i => places.In(pass.Place, "key", key, $"{i}"))),
            .. All(of, comparison.Status is { } status ? [key == "a" ? status.A : status.B] : [], _ =>
                places.In(comparison.Place, "status", key)),
            .. All(of, [.. comparison.Attributes.Select(a => key == "a" ? a.A : a.B)], i =>
                places.In(comparison.Place, "attributes", $"{i}", key)),
        ];
    }

    private static IEnumerable<Finding> Measures(MeshScope scope, Contract contract) => contract.Measures.SelectMany(measure =>
        contract.Object(measure.Object) is { } of ? All(of, [measure.Expression], _ => scope.Places.In(measure.Place, "expression")) : []);

    private static IEnumerable<Finding> All(SchemaObject of, ImmutableArray<string> expressions, Func<int, Spot> place) =>
        expressions.SelectMany((expression, i) => Reference.IsId(expression) ? MeshScope.Column(of, expression, place(i)) : []);
}
