using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>What is private to one group is read by assets of another, or of none: the boundary is said and not kept.</summary>
public sealed class PrivateReadFromOutside() : Sign(Found, FailureMode.GovernanceTheatre, Basis.Access, Topic.Lineage)
{
    public static readonly FindingKind Found = new("TRY1057", Severity.Warning, "private assets read from outside their group");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var inside = estate.Assets.Where(a => a.Access == "private").ToList();
        if (inside.Count == 0) return null;
        var groups = estate.Assets.GroupBy(a => a.Name).ToDictionary(g => g.Key, g => g.First().Group, StringComparer.Ordinal);
        var reads = estate.Edges.Where(e => groups.ContainsKey(e.Downstream)).DistinctBy(e => (e.Downstream, e.Upstream))
            .ToLookup(e => e.Upstream);
        var open = inside.SelectMany(a => reads[a.Name].Where(e => groups[e.Downstream] != a.Group).Select(e => (Asset: a, Edge: e)))
            .ToList();
        return Seen(inside.Count, open.GroupBy(x => x.Asset).Select(g => new Evidence(g.Key.Name, g.First().Edge.Place,
                $"private to {(g.Key.Group == "" ? "no group" : g.Key.Group)}, read by {string.Join(", ", g.Select(x => x.Edge.Downstream).Take(3))}")),
            $"{open.Select(x => x.Asset).Distinct().Count()} of {inside.Count} private assets are read from outside their group",
            "read what the group offers to others; where it lacks something, ask its owner");
    }
}
