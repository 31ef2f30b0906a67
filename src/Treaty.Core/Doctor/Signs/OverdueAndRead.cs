using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>What should be gone is still read: the move stopped half-way.</summary>
public sealed class OverdueAndRead() : Sign(Found, FailureMode.MigrationFatigue, Basis.Lineage, Topic.Dates | Topic.Lineage)
{
    public static readonly FindingKind Found = new("TRY1071", Severity.Error, "overdue removals that others still build on");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var overdue = estate.Assets.Where(a => a.GoneBy < day && a.Enabled).ToList();
        if (overdue.Count == 0) return null;
        var readers = estate.Edges.ToLookup(e => e.Upstream, e => e.Downstream);
        var read = overdue.Where(a => readers[a.Name].Any()).ToList();
        return Seen(overdue.Count, read.Select(a => new Evidence(a.Name, a.Place,
                $"overdue since {a.GoneBy:yyyy-MM-dd}, read by {string.Join(", ", readers[a.Name].Distinct().Order(StringComparer.Ordinal).Take(3))}")),
            $"{read.Count} of {overdue.Count} assets overdue for removal are still read",
            "move these readers now; the rest can be deleted today");
    }
}
