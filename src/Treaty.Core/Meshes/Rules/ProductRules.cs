using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Ownership;
using Treaty.Core.Products;

namespace Treaty.Core.Meshes.Rules;

/// <summary>A product says what it must, and its owner holds the rights that its class demands.</summary>
internal static class ProductRules
{
    public static IEnumerable<Finding> Check(MeshScope scope) => scope.Mesh.Products.SelectMany(product => (Finding[])
    [
        .. scope.Team(product.Team, scope.Places.In(product.Place, product.IsFeed ? ["team"] : ["team", "name"])),
        .. product.IsFeed ? [] : Unsaid(scope, product),
        .. product.IsFeed ? [] : Rights(scope, product),
        .. Outputs(scope, product),
    ]);

    private static IEnumerable<Finding> Unsaid(MeshScope scope, Product product)
    {
        foreach (var demand in scope.Mesh.Constitution.RequiredOfProducts)
        {
            var (said, key) = demand switch
            {
                "purpose" => (product.Meaning.Purpose, "description"),
                "usage" => (product.Meaning.Usage, "description"),
                "limitations" => (product.Meaning.Limitations, "description"),
                "support" => (product.Support.IsEmpty ? null : "", "support"),
                "team" => (product.Team, "team"),
                _ => ("", ""),
            };
            if (said is null)
                yield return ProductFindings.Unsaid.At(scope.Places.In(product.Place, key),
                    $"the product `{product.Ref}` does not say its {demand}", demand switch
                {
                    "support" => "add a channel under `support`, where its consumers can ask",
                    "team" => "add `team: {name: <id of the accountable team>}`",
                    _ => $"add `{demand}` to its `description`",
                });
        }
    }

    // One finding a product, however many rights are missing.
    private static IEnumerable<Finding> Rights(MeshScope scope, Product product)
    {
        if (product.Team is not { } team || !scope.Teams.Contains(team)
            || scope.Context(product.Ref.Context) is not { Rights.IsEmpty: false } context) yield break;
        var lacking = scope.Mesh.Constitution.Rights[product.Class!.Value].Where(right => !context.Holders(right).Contains(team)).ToList();
        if (lacking.Count == 0) yield break;
        var held = string.Join(", ", lacking.Select(right => context.Holders(right).ToList() is { Count: > 0 } holders
            ? $"`{right.Text()}` (held by {string.Join(" and ", holders.Select(h => $"`{h}`"))})" : $"`{right.Text()}` (held by nobody)"));
        yield return OwnershipFindings.LacksRight.At(scope.Places.In(product.Place, "team", "name"),
            $"`{team}` owns `{product.Ref}` of class `{product.Class.Value.Text()}` but lacks {held} in `{context.Id}`",
            "obtain the right for the team, class the product as a `context-view`, or sign an accord with the team that holds it");
    }

    private static IEnumerable<Finding> Outputs(MeshScope scope, Product product)
    {
        if (!scope.Drafts.Documents.TryGetValue(product.Ref, out var document) || product.IsFeed) yield break;
        if (document.Outputs.IsEmpty)
            yield return ProductFindings.NoOutput.At(scope.Places.In(product.Place, "outputPorts"),
                $"the product `{product.Ref}` has no output port",
                $"add `{{name: {product.Ref.Product}, version: {product.Contract.Version}, contractId: {product.Contract.Id}}}` to `outputPorts`");
        foreach (var port in document.Outputs)
            foreach (var finding in ContractId(scope, port.Place, port.ContractId, product)) yield return finding;
    }

    internal static IEnumerable<Finding> ContractId(MeshScope scope, SourcePlace port, string? said, Product product) =>
        said is null || said == product.Contract.Id ? []
        : [ReferenceFindings.ContractId.At(scope.Places.In(port, "contractId"), $"the contract of `{product.Ref}` is not `{said}`",
            $"write `contractId: {product.Contract.Id}`")];
}
