using System.Collections.Immutable;
using Treaty.Core.Contracts;
using Treaty.Core.Contracts.Changes;
using Treaty.Core.Findings;
using Treaty.Core.Products;

namespace Treaty.Core.Meshes;

/// <summary>Holds what consumers rely on against what producers promise.</summary>
public static class RelianceRules
{
    public static readonly FindingKind NotPromised = new("TRY1291", Severity.Error,
        "a consumer relies on what the contract does not promise");
    public static readonly FindingKind WorseObjective = new("TRY1292", Severity.Error,
        "a consumer relies on a better objective than is promised");

    /// <summary>How a consumer's check is called in the producer's publish.</summary>
    public const string Mark = "relied on by ";

    public static IEnumerable<Finding> Judge(Mesh mesh) =>
        from product in mesh.Products
        from input in product.Inputs
        from reliance in input.ReliesOn
        where mesh.Product(input.Product) is not null
        from finding in Of(product.Ref, mesh.Product(input.Product)!, reliance)
        select finding;

    private static IEnumerable<Finding> Of(Reference consumer, Product producer, Reliance reliance)
    {
        if (ObjectOf(producer, reliance) is not { } o)
        {
            yield return reliance.Object is { } name
                ? MeshRules.Unknown(reliance.Place, "object", name, [.. producer.Contract.Objects.Select(x => x.Name)])
                : MeshRules.UnknownName.At(reliance.Place, $"`{producer.Ref}` has several objects", "say which one with `object:`");
            yield break;
        }
        var columns = o.Properties.Select(p => p.Name).ToList();
        var relied = reliance.Columns.Concat(reliance.Meaning)
            .Concat(reliance.Quality.SelectMany(q => q.Columns.Append(q.Property ?? ""))).Where(c => c != "").Distinct();
        foreach (var column in relied.Where(c => !columns.Contains(c)))
            yield return NotPromised.At(reliance.Place,
                $"`{consumer}` relies on the column `{column}` of `{producer.Ref}/{o.Name}`, which its contract does not promise",
                Yaml.Nearest.Help(column, columns));
        foreach (var objective in reliance.Objectives)
        {
            var promised = producer.Contract.Objectives.Where(p => ObjectiveWords.Same(p.Property, objective.Property)).ToList();
            var best = promised is [var one, ..] ? $"{one.Value} {one.Unit}" : "none";
            if (promised.All(p => ObjectiveWords.Weigh(objective, p) is Strength.Weaker or Strength.Different))
                yield return WorseObjective.At(objective.Place,
                    $"`{consumer}` relies on {objective.Property} {objective.Value} {objective.Unit} of `{producer.Ref}`, which promises {best}",
                    "rely on what is promised, or agree on more with its owner");
        }
    }

    private static SchemaObject? ObjectOf(Product producer, Reliance reliance) =>
        reliance.Object is { } name ? producer.Contract.Object(name) : producer.Contract.Objects is [var only] ? only : null;

    /// <summary>The products with the checks that others rely on counted in their publishes; a failure warns, and names who relies on
    /// it.</summary>
    public static ImmutableArray<Product> Attach(ImmutableArray<Product> products)
    {
        var relied = products.SelectMany(p =>
            p.Inputs.SelectMany(i => i.ReliesOn.SelectMany(r => r.Quality.Select(q => (i.Product, r.Object, Rule: q with
        {
            Name = $"{Mark}`{p.Ref}`: {q.Name}{(q.Property is { } column ? $" of `{column}`" : "")}", Consumer = p.Ref.ToString(),
        }))))).ToLookup(x => x.Product);
        if (relied.Count == 0) return products;
        return [.. products.Select(p => !relied.Contains(p.Ref) ? p : p with { Contract = p.Contract with
        {
            Objects = [.. p.Contract.Objects.Select(o => o with { Quality = [.. o.Quality, .. relied[p.Ref]
                .Where(r => (r.Object ?? o.Name) == o.Name && (r.Rule.Property is null || o.Property(r.Rule.Property) is not null))
                    .Select(r => r.Rule)] })],
        } })];
    }
}
