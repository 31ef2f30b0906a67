using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>
/// Assets of one family of spaces read another's internal space, though that has a public one: the boundary is not enforced.
/// </summary>
public sealed class InternalsReadFromOutside() : Sign(Found, FailureMode.GovernanceTheatre, Basis.Lineage, Topic.Lineage)
{
    public static readonly FindingKind Found = new("TRY1066", Severity.Warning, "the public view bypassed");

    private static readonly string[] Endings =
        ["_derived", "_internal", "_private", "_restricted", "_intermediate", "_staging", "_stg", "_raw", "_base", "_work", "_tmp", "_temp"];

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var spaces = estate.Assets.Select(a => a.Space).ToHashSet(StringComparer.Ordinal);
        var space = estate.Assets.GroupBy(a => a.Name).ToDictionary(g => g.Key, g => g.First().Space, StringComparer.Ordinal);
        var reads = estate.Edges.DistinctBy(e => (e.Downstream, e.Upstream))
            .Select(e => (Edge: e, From: space.GetValueOrDefault(e.Downstream) ?? SpaceOf(e.Downstream),
                To: space.GetValueOrDefault(e.Upstream) ?? SpaceOf(e.Upstream)))
            .Where(x => x.From != "" && x.To != "" && x.From != x.To).ToList();
        // An ending means an inside only where the estate has the public space beside it at least once.
        var meant = Endings.Where(e => spaces.Any(s => Ending(s) == e && spaces.Contains(s[..^e.Length])))
            .ToHashSet(StringComparer.Ordinal);
        var inner = reads.Where(x => Ending(x.To) is { } ending && meant.Contains(ending)).ToList();
        if (inner.Count == 0) return null;
        var outside = inner.Where(x => Family(x.From) != Family(x.To)).ToList();
        return Seen(reads.Count, outside.Select(x => new Evidence(x.Edge.Downstream, x.Edge.Place, $"reads {x.Edge.Upstream}")),
            $"{outside.Count} reads go from one family of spaces into another's internal one",
            "read the public view; where it lacks something, ask its owner, and close the inside")
            .Graded(outside.Count == 0 ? Severity.Info : outside.Count < 5 ? Severity.Info : Severity.Warning)
            .With([.. outside.CountBy(x => Ending(x.To)!).OrderByDescending(x => x.Value).ThenBy(x => x.Key, StringComparer.Ordinal)
                .Select(x => new Count($"into spaces that end in {x.Key}", x.Value))]);
    }

    private static string SpaceOf(string name) => name.Split('.') is [.., var space, _] ? space : "";

    private static string? Ending(string space) => Endings.FirstOrDefault(e => space.Length > e.Length && space
        .EndsWith(e, StringComparison.Ordinal));

    private static string Family(string space) => Ending(space) is { } ending ? space[..^ending.Length] : space;
}
