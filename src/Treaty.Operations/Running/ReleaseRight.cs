using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Ownership;
using Treaty.Operations.Planning;

namespace Treaty.Operations.Running;

/// <summary>The right to release: to make a version visible, and to say which versions stay.</summary>
public static class ReleaseRight
{
    /// <summary>Why someone may not release a product; null where he may, or where no principals are known.</summary>
    public static Finding? Refusal(Mesh mesh, Actor? actor, Reference product, DateOnly day)
    {
        if (!mesh.HasPrincipals) return null;
        var scope = RightScope.Of(product);
        if (actor?.Principal is { } principal && Holders.By(mesh, principal, DecisionRight.Release, scope, day).Count > 0) return null;
        var holders = Holders.Of(mesh, DecisionRight.Release, scope, day).Select(h => $"`{h.Team}`").DefaultIfEmpty("no one");
        return RunMesh.MayNotRelease.At(mesh.Product(product)?.Place, $"`{actor?.Id}` may not release `{product}`, which {string.Join(" or ", holders)} may",
            "run as a principal of that team, or share the right by an accord or in the context's rights");
    }
}
