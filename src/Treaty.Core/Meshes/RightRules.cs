using Treaty.Core.Contexts;
using Treaty.Core.Findings;
using Treaty.Core.Ownership;
using Treaty.Core.Products;

namespace Treaty.Core.Meshes;

/// <summary>Whether those who answer for something can: the rights an owner must hold, and rights that nobody real holds.</summary>
public static class RightRules
{
    public static readonly FindingKind LacksRight = new("TRY0201", Severity.Error, "an owner lacks a right that its product demands");
    public static readonly FindingKind NoRights = new("TRY0202", Severity.Info, "a context says nothing of decision rights");
    public static readonly FindingKind Vacant = new("TRY0206", Severity.Warning, "a right is held by no one who is still there");
    public static readonly FindingKind OwnerLeft = new("TRY0207", Severity.Warning, "a product's owner is no longer there");
    public static readonly FindingKind PersonHolds = new("TRY0208", Severity.Warning, "a right is held by a person instead of a team");
    public static readonly FindingKind OneHoldsAll = new("TRY0209", Severity.Warning, "one team holds everything");

    /// <summary>Below this many contexts it is no sign of anything that one team decides.</summary>
    private const int ContextsOfAMesh = 3;

    public static IEnumerable<Finding> Judge(Mesh mesh, DateOnly today) =>
        Names(mesh).Concat(Demanded(mesh, today)).Concat(Left(mesh, today)).Concat(Concentration(mesh))
            .Concat(AccordRules.Judge(mesh, today)).Concat(PrincipalRules.Judge(mesh, today))
            .Concat(Waivers.Rules(mesh, today));

    private static IEnumerable<Finding> Names(Mesh mesh)
    {
        var teams = mesh.Teams.Select(t => t.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var context in mesh.Contexts)
            foreach (var holding in context.Rights)
            {
                if (holding.Fact is { } fact && context.Fact(fact) is null)
                    yield return MeshRules.Unknown(holding.Place, "fact", fact, [.. context.Facts.Select(f => f.Id)]);
                if (holding.Product is { } product && mesh.Product(new Reference(context.Id, product)) is null)
                    yield return MeshRules.Unknown(holding.Place, "product", product,
                        [.. mesh.Products.Where(p => p.Ref.Context == context.Id).Select(p => p.Ref.Product)]);
            }
        foreach (var platform in mesh.Constitution.PlatformTeams.Where(mesh.LacksTeam))
            yield return MeshRules.Unknown(new("constitution.yaml", 1, 1), "team", platform, teams);
        foreach (var holding in mesh.Contexts.SelectMany(c => c.Rights).Concat(mesh.Constitution.Holders)
            .Where(h => mesh.LacksTeam(h.Team)))
            yield return mesh.Principal(holding.Team) is { } person
                ? PersonHolds.At(holding.Place, $"{holding.Right.Text()} is held by `{person.Id}`, a {person.Kind.ToString().ToLowerInvariant()}",
                    "give the right to a team that the person belongs to; people leave, and rights go with them")
                : MeshRules.Unknown(holding.Place, "team", holding.Team, teams);
    }

    private static IEnumerable<Finding> Demanded(Mesh mesh, DateOnly today)
    {
        foreach (var context in mesh.Contexts.Where(c => c.Rights.IsEmpty))
            yield return NoRights.At(context.Place, $"`{context.Id}` does not say who may decide",
                "add `rights:` with the team that holds each decision");
        foreach (var product in mesh.Products)
            if (product is { Class: { } @class, Team: { } team } && mesh.Team(team) is not null
                && mesh.Context(product.Ref.Context) is { Rights.IsEmpty: false })
                foreach (var right in mesh.Constitution.Rights.GetValueOrDefault(@class, []))
                    foreach (var lacking in Scopes(product).Where(s => !Holders.Holds(mesh, team, right, s, today))
                        .GroupBy(s => HeldBy(mesh, right, s, today)))
                        yield return Lacks(product, team, right, [.. lacking], lacking.Key);
    }

    private static Finding Lacks(Product product, string team, DecisionRight right, IReadOnlyList<RightScope> scopes, string heldBy)
    {
        var of = scopes.Count < Scopes(product).Count() ? $" for {string.Join(", ", scopes.Select(s => $"`{s.Fact}`"))}" : "";
        return LacksRight.At(product.Place,
            $"`{team}` owns {product.ClassText()} `{product.Ref}` without the right {right.Text()}{of}, which {heldBy}",
            product.Class == ProductClass.AuthoritativeFact
                ? $"obtain {right.Text()}, class the product as a context-view, or sign an accord that delegates the right"
                : $"obtain {right.Text()}, or sign an accord that delegates it");
    }

    /// <summary>What an owner must be able to decide upon: each fact of an authoritative product, else the product.</summary>
    private static IEnumerable<RightScope> Scopes(Product product)
    {
        var facts = product.Class == ProductClass.AuthoritativeFact
            ? product.Contract.Objects.Select(o => o.Fact).OfType<string>().Distinct(StringComparer.Ordinal).ToList() : [];
        return facts.Count == 0 ? [RightScope.Of(product.Ref)] : facts.Select(fact => RightScope.Of(product.Ref) with { Fact = fact });
    }

    private static string HeldBy(Mesh mesh, DecisionRight right, RightScope scope, DateOnly today) =>
        Holders.Of(mesh, right, scope, today) is { Count: > 0 } holders
            ? $"{string.Join(" and ", holders.Select(h => $"`{h.Team}`" + (h.Accord is { } accord ? $" (by the accord `{accord}`)" : "")))} "
                + (holders.Count == 1 ? "holds" : "hold")
            : "no one holds";

    private static IEnumerable<Finding> Left(Mesh mesh, DateOnly today)
    {
        foreach (var product in mesh.Products)
            if (product.Team is { } team && Gone(mesh, team, today) is { } why)
                yield return OwnerLeft.At(product.Place, $"`{product.Ref}` is owned by `{team}`, {why}",
                    "hand the product to a team that is there to answer for it");
        foreach (var (owner, team, what, place) in Accountable(mesh))
            if (Gone(mesh, team, today) is { } why)
                yield return OwnerLeft.At(place, $"{what} of `{owner}` lies with `{team}`, {why}", "name a team that is there to answer for it");
        foreach (var right in mesh.Constitution.Holders.GroupBy(h => h.Right))
            if (Holders.Of(mesh, right.Key, RightScope.Mesh, today).All(h => Gone(mesh, h.Team, today) is not null))
                yield return Vacant.At(right.First().Place, $"no one can decide {right.Key.Text()} of the mesh: {Ends(mesh, right, today)}",
                    "give the right to a team with people in it");
        foreach (var context in mesh.Contexts)
            foreach (var finding in Vacancies(mesh, context, today)) yield return finding;
    }

    /// <summary>Rights of a context, each as a whole and for each status that is named, which no one can use.</summary>
    private static IEnumerable<Finding> Vacancies(Mesh mesh, BoundedContext context, DateOnly today)
    {
        var vacant = context.Rights
            .SelectMany(h => h.Statuses.Cast<string?>().DefaultIfEmpty(null), (h, status) => (Holding: h, Status: status))
            .GroupBy(h => (h.Holding.Right, h.Holding.Product, h.Holding.Fact, h.Status))
            .Where(g => Holders.Of(mesh, g.Key.Right, new(context.Id, g.Key.Product, g.Key.Fact) { Status = g.Key.Status }, today)
                .All(h => Gone(mesh, h.Team, today) is not null));
        // Statuses that lack the same teams are one finding.
        foreach (var right in vacant.GroupBy(g =>
            (g.Key.Right, g.Key.Product, g.Key.Fact, Why: Ends(mesh, g.Select(h => h.Holding), today))))
        {
            var statuses = right.Select(g => g.Key.Status).OfType<string>().Select(s => $"`{s}`").ToList();
            yield return Vacant.At(right.First().First().Holding.Place, $"no one can decide {right.Key.Right.Text()}"
                + (statuses.Count > 0 ? $" for {string.Join(", ", statuses)}" : "") + $" in `{context.Id}`: {right.Key.Why}",
                "give the right to a team with people in it");
        }
    }

    /// <summary>The teams besides owners that answer for something in a reconciliation.</summary>
    private static IEnumerable<(string Owner, string Team, string What, SourcePlace Place)> Accountable(Mesh mesh) =>
        mesh.Reconciliations.Where(r => r.Accountable != "").Select(r => (r.Product.ToString(), r.Accountable, "the account", r.Place))
            .Concat(mesh.Comparisons.SelectMany(c => c.Definitions.Where(d => d.Owner != "")
                .Select(d => (c.Owner.ToString(), d.Owner, $"the definition `{d.Id}`", d.Place))));

    private static string Ends(Mesh mesh, IEnumerable<RightHolding> holdings, DateOnly today) => string.Join("; ", holdings.Select(h =>
        h.Until is { } until && today > until ? $"the right of `{h.Team}` ended on {Day(until)}"
            : $"`{h.Team}` is gone, {Gone(mesh, h.Team, today) ?? "and its accord has passed it on"}"));

    /// <summary>Why a team can decide nothing; null where it can.</summary>
    private static string? Gone(Mesh mesh, string team, DateOnly today)
    {
        if (mesh.Team(team) is not { } known) return null;
        if (known.Until is { } until && today > until) return $"which ended on {Day(until)}";
        return mesh.Principals.IsEmpty || mesh.Principals.Any(p => p.Teams.Contains(team) && p.ActiveOn(today)) ? null
            : "which has no one in it";
    }

    private static IEnumerable<Finding> Concentration(Mesh mesh)
    {
        var contexts = mesh.Contexts.Where(c => !c.Rights.IsEmpty).ToList();
        if (contexts.Count < ContextsOfAMesh) yield break;
        foreach (var team in contexts[0].Rights.Select(h => h.Team).Distinct(StringComparer.Ordinal))
            if (contexts.All(c => c.Rights.All(h => h.Team == team)))
                yield return OneHoldsAll.At(contexts[0].Place, $"`{team}` holds every right in all {contexts.Count} contexts",
                    "rights belong to the domains that can assert the facts; a mesh decided by one team is a hub with more names");
    }

    internal static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
}
