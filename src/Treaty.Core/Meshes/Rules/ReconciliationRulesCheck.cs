using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation;

namespace Treaty.Core.Meshes.Rules;

/// <summary>Reconciled products have rules and rows, and what the rules name exists.</summary>
internal static class ReconciliationRulesCheck
{
    public static IEnumerable<Finding> Check(MeshScope scope) =>
    [
        .. scope.Made.Where(product => product.Class == ProductClass.Reconciled).SelectMany(product => Complete(scope, product)),
        .. scope.Mesh.Reconciliations.SelectMany(rules => Rules(scope, rules)),
    ];

    private static IEnumerable<Finding> Complete(MeshScope scope, Product product)
    {
        var folder = product.Place.File[..product.Place.File.LastIndexOf('/')];
        if (!scope.Drafts.Files.Contains($"{folder}/reconciliation.yaml"))
            yield return ReconciliationFindings.NoRules.At(product.Place,
                $"the reconciled product `{product.Ref}` has no reconciliation.yaml",
                    "write it beside product.odps.yaml: inputs, comparisons, who is accountable");
        foreach (var of in product.Contract.Objects.Where(of => product.Select(of.Name) is null))
            yield return ReconciliationFindings.NoRows.At(of.Place,
                $"the object `{of.Name}` of the reconciled product `{product.Ref}` has no select",
                    $"write it in rows.sql after a line `-- object: {of.Name}`");
    }

    private static IEnumerable<Finding> Rules(MeshScope scope, ReconciliationRules rules)
    {
        if (scope.Product(rules.Product) is not { } product) yield break;
        if (product.Class != ProductClass.Reconciled)
            yield return ReconciliationFindings.NotReconciled.At(rules.Place,
                $"`{product.Ref}` is of class `{product.ClassText()}` but has a reconciliation.yaml",
                    "remove the file, or class the product as `reconciled` in the treaty zone");
        foreach (var finding in scope.Team(rules.Accountable, scope.Places.In(rules.Place, "accountable"))) yield return finding;
        foreach (var finding in rules.Inputs.SelectMany(input => Input(scope, product, input))) yield return finding;
    }

    private static IEnumerable<Finding> Input(MeshScope scope, Product product, ReconciliationInput input)
    {
        var unknown = Objects.Finding(scope, input.Object, input.Place).ToList();
        foreach (var finding in unknown) yield return finding;
        if (unknown.Count == 0 && product.Inputs.All(port => port.Product != input.Object.Bare))
            yield return ProductFindings.NotAPort.At(input.Place, $"`{input.Object.Bare}` is used but is no input port of `{product.Ref}`",
                $"add `{input.Object.Bare}` to `inputPorts` of product.odps.yaml");
    }
}

/// <summary>References to one object of a product; the object may be left out where the product has one.</summary>
internal static class Objects
{
    public static SchemaObject? Of(MeshScope scope, Reference reference) => scope.Product(reference)?.Contract is { } contract
        ? reference.Object is { } name ? contract.Object(name) : contract.Objects.Length == 1 ? contract.Objects[0] : null
        : null;

    public static IEnumerable<Finding> Finding(MeshScope scope, Reference reference, Spot place)
    {
        if (scope.Product(reference) is not { } product) return scope.Exists(reference, place);
        if (Of(scope, reference) is not null || product.Contract.Objects.IsEmpty) return [];
        var names = product.Contract.Objects.Select(o => o.Name);
        return reference.Object is { } name
            ? [ReferenceFindings.Object.At(place, $"`{product.Ref}` has no object `{name}`",
                Nearest.Help(name, names, "name an object of its contract"))]
            : [ReferenceFindings.WhichObject.At(place, $"`{product.Ref}` has several objects",
                $"write one of {string.Join(", ", names.Select(n => $"`{product.Ref}/{n}`"))}")];
    }
}
