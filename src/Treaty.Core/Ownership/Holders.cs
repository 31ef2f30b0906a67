using System.Collections.Immutable;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;

namespace Treaty.Core.Ownership;

/// <summary>What a decision is about: a context, or in it one product or one fact, or one status of these. The empty context is the mesh
/// as a whole.</summary>
public sealed record RightScope(string Context, string? Product = null, string? Fact = null)
{
    /// <summary>The status that is decided of; null for a decision about everything in the scope.</summary>
    public string? Status { get; init; }

    public static RightScope Mesh { get; } = new("");

    public static RightScope Of(Reference product) => new(product.Context, product.Product);

    public override string ToString() =>
        Context == "" ? "the mesh" : Context + (Product is null ? "" : "." + Product) + (Fact is null ? "" : "/" + Fact)
            + (Status is null ? "" : $" ({Status})");
}

/// <summary>A team that holds a right, and what says so.</summary>
/// <param name="Accord">The accord it holds the right by; null for its own.</param>
public sealed record RightHolder(string Team, string? Accord, SourcePlace Place)
{
    /// <summary>True where the document names the status that was asked for.</summary>
    public bool ByStatus { get; init; }
}

/// <summary>
/// Says who holds a decision right on a day. The most particular statement wins: of the status, then of the fact, then of the product,
/// then of the context;
/// accords then add holders, or put them in the place of those who delegated. A legacy feed is decided upon by its own team.
/// </summary>
public static class Holders
{
    public static IReadOnlyList<RightHolder> Of(Mesh mesh, DecisionRight right, RightScope scope, DateOnly day)
    {
        var own = Own(mesh, right, scope).Where(h => h.Until is not { } until || day <= until)
            .Select(h => new RightHolder(h.Team, null, h.Place) { ByStatus = !h.Statuses.IsEmpty }).ToList();
        foreach (var accord in mesh.Accords.Where(a => a.HoldsOn(day)))
            foreach (var given in accord.Rights.Where(g => g.Right == right && g.Of == scope.Context
                && Covers(g.Product, g.Fact, g.Statuses, scope)))
            {
                if (given.Delegated) own.RemoveAll(h => h.Accord is null);
                own.Add(new(given.To, accord.Id, given.Place) { ByStatus = !given.Statuses.IsEmpty });
            }
        // What names the status says more of a team than what gives it everything.
        return [.. own.Where(h => mesh.Team(h.Team)?.Until is not { } until || day <= until).OrderByDescending(h => h.ByStatus)
            .DistinctBy(h => h.Team)];
    }

    public static bool Holds(Mesh mesh, string team, DecisionRight right, RightScope scope, DateOnly day) =>
        Of(mesh, right, scope, day).Any(h => h.Team == team);

    /// <summary>The teams of a principal that hold a right; none for one who may not act on that day.</summary>
    public static IReadOnlyList<RightHolder> By(Mesh mesh, Principal who, DecisionRight right, RightScope scope, DateOnly day) =>
        who.ActiveOn(day) ? [.. Of(mesh, right, scope, day).Where(h => who.Teams.Contains(h.Team))] : [];

    private static IEnumerable<RightHolding> Own(Mesh mesh, DecisionRight right, RightScope scope)
    {
        if (scope.Context == "") return mesh.Constitution.Holders.Where(h => h.Right == right);
        if (scope.Context == Reference.LegacyContext)
            return scope.Product is { } feed && mesh.Product(new(Reference.LegacyContext, feed)) is { Team: { } team } product
                ? [new(right, team, product.Place)] : [];
        var said = mesh.Context(scope.Context)?.Rights.Where(h => h.Right == right).ToList() ?? [];
        var ofStatus = said.Where(h => !h.Statuses.IsEmpty && Covers(h.Product, h.Fact, h.Statuses, scope)).ToList();
        if (ofStatus.Count > 0) return ofStatus;
        var held = said.Where(h => h.Statuses.IsEmpty).ToList();
        var ofFact = held.Where(h => h.Fact is not null && h.Fact == scope.Fact).ToList();
        if (ofFact.Count > 0) return ofFact;
        var ofProduct = held.Where(h => h.Fact is null && h.Product is not null && h.Product == scope.Product).ToList();
        return ofProduct.Count > 0 ? ofProduct : held.Where(h => h.Fact is null && h.Product is null);
    }

    private static bool Covers(string? product, string? fact, ImmutableArray<string> statuses, RightScope scope) =>
        (product is null || product == scope.Product) && (fact is null || fact == scope.Fact)
        && (statuses.IsEmpty || (scope.Status is { } status && statuses.Contains(status)));
}
