using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Ownership;

namespace Treaty.Core.Reconciliation.Decisions;

/// <summary>Who a kind of discrepancy goes to.</summary>
/// <param name="Team">Null where there is no route.</param>
/// <param name="Fault">The fact at fault; the accountable product where the rules do not say.</param>
/// <param name="Missing">Why there is no route, or why the one that is declared leads nowhere.</param>
public sealed record TriageRoute(string? Team, RightScope Fault, Finding? Missing);

/// <summary>Sends discrepancies to the team that holds the right to resolve them for the fact at fault.</summary>
public sealed class Triage(Mesh mesh, DateOnly day)
{
    public static FindingKind NoRoute { get; } =
        new("TRY1600", Severity.Error, "a discrepancy goes to no one, because no team may resolve it");

    public static FindingKind WithoutRight { get; } =
        new("TRY1601", Severity.Warning, "a discrepancy is routed to a team that may not resolve it");

    /// <summary>
    /// The owner of the definition; else whom the comparison routes the class to; else the first team that holds
    /// <c>resolve-discrepancy</c> for the fact at fault; else the first that holds it for the product that declares the comparison.
    /// </summary>
    public TriageRoute Of(Comparison comparison, string @class, string side, string definition)
    {
        var fault = ScopeOf(comparison, side);
        if (@class == DiscrepancyClass.Control.Text())
        {
            var owner = comparison.Routes.GetValueOrDefault(DiscrepancyClass.Control)
                ?? comparison.Controls.FirstOrDefault(c => c.Id == definition)?.Owner ?? comparison.Accountable;
            return new(owner, Owner(comparison), null);
        }
        if (comparison.Definitions.FirstOrDefault(d => d.Id == definition) is { } defined) return new(defined.Owner, fault, null);
        var holders = Holders.Of(mesh, DecisionRight.ResolveDiscrepancy, fault, day).Select(h => h.Team).ToList();
        var own = Owner(comparison);
        var owners = Holders.Of(mesh, DecisionRight.ResolveDiscrepancy, own, day).Select(h => h.Team).ToList();
        if (ReconciliationWords.TryParseClass(@class) is { } known && comparison.Routes.TryGetValue(known, out var routed))
            return new(routed, fault, holders.Concat(owners).Contains(routed) ? null : WithoutRight.At(comparison.Place,
                $"`{comparison.Id}` routes `{@class}` to `{routed}`, which may not resolve discrepancies of `{fault}`",
                "give it the right resolve-discrepancy in that context, or route the class to a team that has it"));
        if (holders.Concat(owners).FirstOrDefault() is { } team) return new(team, fault, null);
        return new(null, fault, NoRoute.At(comparison.Place,
            $"no team holds resolve-discrepancy for `{fault}`, nor for `{own}`, so `{@class}` of `{comparison.Id}` goes to no one",
            "name a team under `rights: {resolve-discrepancy: …}` of the context, or under `routes` of the comparison"));
    }

    /// <summary>What a discrepancy is about: the fact of the side at fault.</summary>
    public RightScope ScopeOf(Comparison comparison, string side) => side switch
    {
        "a" => FactOf(mesh, comparison.A) ?? Owner(comparison),
        "b" => FactOf(mesh, comparison.B) ?? Owner(comparison),
        _ => Owner(comparison),
    };

    /// <summary>The fact that a side states, or its product; null where there is no such product.</summary>
    internal static RightScope? FactOf(Mesh mesh, ComparisonSide side)
    {
        if (mesh.Product(side.Object) is not { } product) return null;
        var name = ComparisonRules.ObjectOf(product, side.Object);
        return RightScope.Of(product.Ref) with { Fact = name is null ? null : product.Contract.Object(name)?.Fact };
    }

    /// <summary>The product or feed that declares the comparison.</summary>
    public static RightScope Owner(Comparison comparison) => RightScope.Of(comparison.Owner);
}
