using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>An older version has readers of its own beside the newer one: the move to the newer has not ended.</summary>
public sealed class OldAndNewBothRead() : Sign(Found, FailureMode.MigrationFatigue, Basis.Lineage, Topic.Lineage)
{
    public static readonly FindingKind Found = new("TRY1073", Severity.Warning, "old and new versions both built on");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var readers = estate.Edges.ToLookup(e => e.Upstream, e => e.Downstream);
        var versioned = estate.Named.Select(a => (Asset: a, Name: AssetNames.Version(a.Name))).Where(x => (x.Asset.Version
            ?? x.Name.Version) is not null)
            .GroupBy(x => x.Name.Stem).Where(g => g.Count() > 1).ToList();
        if (versioned.Count == 0 || estate.Edges.Count == 0) return null;
        var both = versioned.Select(g => g.OrderByDescending(x => x.Asset.Version ?? x.Name.Version).ToList())
            .Select(g => (New: g[0].Asset, Old: g.Skip(1).Select(x => x.Asset).FirstOrDefault(a => readers[a.Name].Any())))
            .Where(x => x.Old is not null && readers[x.New.Name].Any()).ToList();
        return Seen(versioned.Count, both.Select(x => new Evidence(x.Old!.Name, x.Old.Place,
                $"{readers[x.Old.Name].Distinct().Count()} readers, {readers[x.New.Name].Distinct().Count()} of {x.New.ShortName}")),
            $"{both.Count} of {versioned.Count} assets with several versions are read in the old and in the new",
            "name the day on which the old one ends, and move its readers").Graded(both.Count >= 3 ? Severity.Warning : Severity.Info);
    }
}
