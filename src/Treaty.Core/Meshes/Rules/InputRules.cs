using Treaty.Core.Findings;
using Treaty.Core.Products;

namespace Treaty.Core.Meshes.Rules;

/// <summary>Input ports name products that exist, under the contract they have, and no product feeds itself through others.</summary>
internal static class InputRules
{
    public static IEnumerable<Finding> Check(MeshScope scope) =>
        [.. scope.Mesh.Products.SelectMany(product => product.Inputs).SelectMany(port => Port(scope, port)), .. Cycles(scope)];

    private static IEnumerable<Finding> Port(MeshScope scope, InputPort port)
    {
        if (scope.Product(port.Product) is not { } input) return scope.Exists(port.Product, scope.Places.In(port.Place, "name"));
        return [.. ProductRules.ContractId(scope, port.Place, scope.Places.Text(port.Place, "contractId"), input),
            .. Version(scope, port, input)];
    }

    private static IEnumerable<Finding> Version(MeshScope scope, InputPort port, Product input)
    {
        if (port.Version is not { } version || version.Split('.')[0] == $"{input.Major}") yield break;
        yield return ProductFindings.OldVersion.At(scope.Places.In(port.Place, "version"),
            $"the input port names version `{version}` but `{input.Ref}` is at `{input.Contract.Version}`",
            $"see what changed, then write `version: {input.Contract.Version}`");
    }

    // Depth first with a stack of its own: chains of products may be long.
    private static IEnumerable<Finding> Cycles(MeshScope scope)
    {
        var done = new HashSet<Reference>();
        foreach (var start in scope.Mesh.Products)
        {
            var path = new List<(Product Product, int Next)> { (start, 0) };
            var onPath = new HashSet<Reference> { start.Ref };
            while (path.Count > 0)
            {
                var (product, next) = path[^1];
                if (done.Contains(product.Ref) || next == product.Inputs.Length)
                {
                    (_, _) = (done.Add(product.Ref), onPath.Remove(product.Ref));
                    path.RemoveAt(path.Count - 1);
                    continue;
                }
                path[^1] = (product, next + 1);
                var port = product.Inputs[next];
                if (onPath.Contains(port.Product)) yield return Cycle(scope, port, path.Select(step => step.Product.Ref));
                else if (!done.Contains(port.Product) && scope.Product(port.Product) is { } input)
                {
                    path.Add((input, 0));
                    onPath.Add(input.Ref);
                }
            }
        }
    }

    private static Finding Cycle(MeshScope scope, InputPort port, IEnumerable<Reference> path) =>
        ReferenceFindings.Cycle.At(scope.Places.In(port.Place, "name"),
        $"products depend on each other in a circle: {string.Join(" → ", path.SkipWhile(step => step != port.Product).Append(port.Product).Select(step => $"`{step}`"))}",
        "take one of these input ports away: `a → b` says that `a` reads `b`");
}
