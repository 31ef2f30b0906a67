using Treaty.Core.Findings;
using Treaty.Core.Reconciliation;

namespace Treaty.Core.Meshes.Rules;

/// <summary>The two sides of a comparison exist and differ, and measures, columns and teams that it names exist.</summary>
internal static class ComparisonRules
{
    public static IEnumerable<Finding> Check(MeshScope scope) => scope.Mesh.Comparisons.SelectMany(comparison => (Finding[])
    [
        .. Sides(scope, comparison),
        .. comparison.Measures.SelectMany((measure, i) => Measures(scope, comparison, measure, i)),
        .. comparison.Definitions.SelectMany(definition => Definition(scope, comparison, definition)),
        .. comparison.Routes.OrderBy(route => route.Key).SelectMany(route =>
            scope.Team(route.Value, scope.Places.In(comparison.Place, "routes", route.Key.Text()))),
        .. comparison.Measures.IsEmpty
            ? [ReconciliationFindings.NothingCompared.At(comparison.Place, $"the comparison `{comparison.Id}` compares no measure",
            "add `measures`, if amounts should agree too")] : Array.Empty<Finding>(),
    ]);

    private static IEnumerable<Finding> Sides(MeshScope scope, Comparison comparison)
    {
        var feed = comparison.Owner.Context == Reference.LegacyContext;
        if (feed)
            foreach (var (side, key) in new[] { (comparison.A, "a"), (comparison.B, "b") })
                foreach (var finding in Objects.Finding(scope, side.Object, scope.Places.In(comparison.Place, key))) yield return finding;
        if (feed && comparison.A.Object.Bare != comparison.Owner && comparison.B.Object.Bare != comparison.Owner)
            yield return ReconciliationFindings.NotTheFeed.At(scope.Places.In(comparison.Place, "a"),
                $"the comparison `{comparison.Id}` does not compare `{comparison.Owner}`",
                    $"write `{comparison.Owner}` as one of its sides");
        if (comparison.A.Object == comparison.B.Object)
            yield return ReconciliationFindings.SameSides.At(scope.Places.In(comparison.Place, "b"),
                $"the comparison `{comparison.Id}` compares `{comparison.A.Object}` with itself", "name another object on one side");
    }

    private static IEnumerable<Finding> Measures(MeshScope scope, Comparison comparison, ComparedMeasure measure, int index) =>
    [
        .. Measure(scope, comparison.A, measure.A, scope.Places.In(comparison.Place, "measures", $"{index}", "a")),
        .. Measure(scope, comparison.B, measure.B, scope.Places.In(comparison.Place, "measures", $"{index}", "b")),
    ];

    private static IEnumerable<Finding> Measure(MeshScope scope, ComparisonSide side, string name, Spot place)
    {
        if (scope.Product(side.Object)?.Contract is not { } contract || Objects.Of(scope, side.Object) is not { } of) yield break;
        if (contract.Measure(name) is not { } measure)
            yield return ReferenceFindings.Measure.At(place, $"the contract of `{side.Object.Bare}` has no measure `{name}`",
                Nearest.Help(name, contract.Measures.Select(m => m.Name), "declare it in `treatyMeasures` of the contract"));
        else if (measure.Object != of.Name)
            yield return ReconciliationFindings.MeasureObject.At(place,
                $"the measure `{name}` is about `{measure.Object}`, not about `{of.Name}`",
                    "name a measure of the object that is compared");
    }

    private static IEnumerable<Finding> Definition(MeshScope scope, Comparison comparison, DefinitionDifference definition) =>
    [
        .. scope.Team(definition.Owner, scope.Places.In(definition.Place, "owner")),
        .. definition.Measure is { } name && comparison.Measures.All(m => m.Name != name)
            ? [ReferenceFindings.Measure.At(scope.Places.In(definition.Place, "measure"),
                $"the comparison `{comparison.Id}` has no measure `{name}`",
                Nearest.Help(name, comparison.Measures.Select(m => m.Name), "name one of its `measures`"))] : Array.Empty<Finding>(),
    ];
}
