using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>None of the assets that others outside their context build on has a contract that a build enforces.</summary>
public sealed class NoEnforcedContract()
    : Sign(Found, FailureMode.TablesAsProducts, Basis.Contracts, Topic.Contracts | Topic.Lineage | Topic.Sql)
{
    public static readonly FindingKind Found = new("TRY1019", Severity.Warning, "what others build on promises nothing");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var made = estate.Made.ToDictionary(a => a.Name, StringComparer.Ordinal);
        var crossing = estate.Edges.Where(e => made.ContainsKey(e.Upstream) && made.ContainsKey(e.Downstream)
                && Layers.Context(made[e.Upstream]) is { Length: > 0 } from && Layers.Context(made[e.Downstream]) is { Length: > 0 } to
                    && from != to)
            .Select(e => e.Upstream).ToHashSet(StringComparer.Ordinal);
        var offered = made.Values.Where(a => crossing.Contains(a.Name)).ToList();
        if (offered.Count == 0) return null;
        var bare = offered.Where(a => !a.ContractEnforced).ToList();
        return Seen(offered.Count, bare.Select(a => new Evidence(a.Name, a.Place, $"read outside {Layers.Context(a)} without an enforced contract")),
            $"{bare.Count} of {offered.Count} assets that other contexts read have no enforced contract",
            "enforce the columns and types of what crosses a boundary; the rest may stay free");
    }
}
