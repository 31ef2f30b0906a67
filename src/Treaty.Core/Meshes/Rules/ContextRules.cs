using System.Globalization;
using System.Text.RegularExpressions;
using Treaty.Core.Contexts;
using Treaty.Core.Findings;
using Treaty.Core.Ownership;

namespace Treaty.Core.Meshes.Rules;

/// <summary>What a context declares exists, and nothing it asserts belongs to another.</summary>
internal static class ContextRules
{
    public static IEnumerable<Finding> Check(MeshScope scope) =>
        scope.Mesh.Contexts.SelectMany(context => (Finding[])
        [
            .. context.Systems.SelectMany(system => scope.Team(system.Owner, scope.Places.In(system.Place, "owner"))),
            .. context.Rights.SelectMany(held => scope.Team(held.Team, held.Place)),
            .. context.Facts.SelectMany(fact => OfFact(scope, context, fact)),
            .. NoRights(scope, context),
        ]).Concat(TwoAssert(scope));

    private static IEnumerable<Finding> OfFact(MeshScope scope, BoundedContext context, Fact fact) =>
    [
        .. scope.System(fact.System, scope.Places.In(fact.Place, "system")),
        .. fact.Term is { } term && context.Terms.All(t => t.Id != term)
            ? [ReferenceFindings.Term.At(scope.Places.In(fact.Place, "term"), $"the context `{context.Id}` has no term `{term}`",
                Nearest.Help(term, context.Terms.Select(t => t.Id), "declare it under `terms`"))] : Array.Empty<Finding>(),
        .. ForeignSystem(scope, context, fact),
        .. Naming(scope, fact),
    ];

    private static IEnumerable<Finding> ForeignSystem(MeshScope scope, BoundedContext context, Fact fact)
    {
        var owner = scope.Mesh.Contexts.SelectMany(c => c.Systems).FirstOrDefault(s => s.Id == fact.System)?.Owner;
        var home = owner is null ? null : scope.Mesh.Contexts.FirstOrDefault(c => c.Teams.Any(t => t.Id == owner));
        if (home is null || home.Id == context.Id) yield break;
        yield return OwnershipFindings.ForeignSystem.At(scope.Places.In(fact.Place, "system"),
            $"the system `{fact.System}` of the fact `{fact.Id}` is owned by `{owner}` of the context `{home.Id}`",
            $"let `{home.Id}` assert the fact, or agree with `{owner}` who decides its semantics");
    }

    private static IEnumerable<Finding> Naming(MeshScope scope, Fact fact)
    {
        if (scope.Mesh.Constitution.FactNaming is not { } pattern || fact.Id.Length == 0) yield break;
        if (!new Regex($"^(?:{pattern})$", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant).IsMatch(fact.Id))
            yield return OwnershipFindings.FactName.At(scope.Places.In(fact.Place, "id"),
                $"the fact `{fact.Id}` is not named as the constitution wants",
                string.Create(CultureInfo.InvariantCulture, $"name it so that it matches `{pattern}`"));
    }

    private static IEnumerable<Finding> NoRights(MeshScope scope, BoundedContext context)
    {
        if (context.Rights.IsEmpty && scope.Made.Any(product => product.Ref.Context == context.Id))
            yield return OwnershipFindings.NoRights.At(context.Place,
                $"the context `{context.Id}` does not say who holds which decision right",
                "add `rights:` so that owners can be held to them");
    }

    private static IEnumerable<Finding> TwoAssert(MeshScope scope) =>
        from asserted in scope.Mesh.Contexts.SelectMany(context => context.Facts.Select(fact => (context, fact))).GroupBy(a => a.fact.Id,
            StringComparer.Ordinal)
        let sorted = asserted.OrderBy(a => a.fact.Place).ToList()
        from other in sorted.Skip(1)
        where other.context.Id != sorted[0].context.Id && asserted.Key.Length > 0
        select OwnershipFindings.TwoAssert.At(scope.Places.In(other.fact.Place, "id"),
            $"the fact `{asserted.Key}` is also asserted by the context `{sorted[0].context.Id}`",
            "let one context assert it, and let the other publish a context view or a fact of its own name");
}
