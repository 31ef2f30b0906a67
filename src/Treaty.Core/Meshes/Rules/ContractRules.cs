using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Products;

namespace Treaty.Core.Meshes.Rules;

/// <summary>What a contract names exists: objects, columns, targets of relationships.</summary>
internal static class ContractRules
{
    public static IEnumerable<Finding> Check(MeshScope scope) => scope.Mesh.Products.SelectMany(product => Check(scope, product));

    private static IEnumerable<Finding> Check(MeshScope scope, Product product)
    {
        var contract = product.Contract;
        return
        [
            .. contract.Objects.IsEmpty
                ? [ContractFindings.NoObjects.At(scope.Places.In(contract.Place, "schema"), "the contract has no schema object",
                    "add one under `schema`")] : Array.Empty<Finding>(),
            .. contract.Objects.SelectMany(of => Object(scope, product, of)),
            .. contract.Measures.SelectMany(measure => Measure(scope, contract, measure)),
        ];
    }

    private static IEnumerable<Finding> Object(MeshScope scope, Product product, SchemaObject of) =>
    [
        .. of.Name.Length > 0 && !Reference.IsId(of.Name) ? [Yaml.Fields.BadId(scope.Places.In(of.Place, "name"), of.Name)]
            : Array.Empty<Finding>(),
        .. MeshScope.Column(of, of.OccurredAt, scope.Places.In(of.Place, "@treatyOccurredAt")),
        .. MeshScope.Column(of, of.RecordedAt, scope.Places.In(of.Place, "@treatyRecordedAt")),
        .. of.Key.IsEmpty ? [ContractFindings.NoKey.At(of.Place, $"the object `{of.Name}` has no primary key",
            "mark what identifies a row with `primaryKey: true`")] : Array.Empty<Finding>(),
        .. of.Properties.SelectMany(p => (Finding[])
        [
            .. p.Name.StartsWith('_')
                ? [ContractFindings.Reserved.At(scope.Places.In(p.Place, "name"), $"the column `{p.Name}` begins with `_`",
                    "rename it; such names are Treaty's own")] : Array.Empty<Finding>(),
            .. Currency(of, p.Currency, scope.Places.In(p.Place, "@treatyCurrency")),
            .. p.Relationships.SelectMany(r => Relationship(scope, product, r)),
            .. p.Quality.SelectMany(q => Columns(scope, of, q)),
        ]),
        .. of.Quality.SelectMany(q => Columns(scope, of, q)),
    ];

    private static IEnumerable<Finding> Columns(MeshScope scope, SchemaObject of, QualityRule rule) =>
        rule.Columns.SelectMany((column, i) =>
            MeshScope.Column(of, column, scope.Places.In(rule.Place, "arguments", "properties", $"{i}")));

    // Three capitals are a code of ISO 4217; anything else names a column.
    private static IEnumerable<Finding> Currency(SchemaObject of, string? currency, Spot place) =>
        currency is { Length: 3 } && currency.All(char.IsAsciiLetterUpper) ? [] : MeshScope.Column(of, currency, place);

    private static IEnumerable<Finding> Measure(MeshScope scope, Contract contract, Measure measure)
    {
        if (measure.Object.Length == 0) return [];
        if (contract.Object(measure.Object) is { } of)
            return [.. MeshScope.Column(of, measure.Date, scope.Places.In(measure.Place, "date")),
                .. Currency(of, measure.Currency, scope.Places.In(measure.Place, "currency"))];
        return [ReferenceFindings.Object.At(scope.Places.In(measure.Place, "object"), $"the contract has no object `{measure.Object}`",
            Nearest.Help(measure.Object, contract.Objects.Select(o => o.Name), "name an object of the contract"))];
    }

    private static IEnumerable<Finding> Relationship(MeshScope scope, Product product, Relationship relationship)
    {
        if (relationship.Product is { } named)
        {
            if (scope.Exists(named, relationship.Place).ToList() is { Count: > 0 } missing) return missing;
            if (!product.IsFeed && named != product.Ref && product.Inputs.All(port => port.Product != named))
                return [ContractFindings.RelationshipPort.At(relationship.Place, $"`{named}` is no input port of `{product.Ref}`",
                    $"add `{named}` to `inputPorts` of the product")];
        }
        var target = relationship.Product is { } other ? scope.Product(other) : product;
        if (target is null) return [];
        return target.Contract.Object(relationship.Object) is { } of
            ? MeshScope.Column(of, relationship.Property, relationship.Place)
            : [ReferenceFindings.Object.At(relationship.Place, $"`{target.Ref}` has no object `{relationship.Object}`",
                Nearest.Help(relationship.Object, target.Contract.Objects.Select(o => o.Name), "name an object of its contract"))];
    }
}
