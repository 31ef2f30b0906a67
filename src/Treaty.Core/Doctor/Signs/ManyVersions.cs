using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>More than one version of an asset stands side by side, and the older ones are not marked as going.</summary>
public sealed class ManyVersions() : Sign(Found, FailureMode.Sprawl, Basis.Names, Topic.Nothing)
{
    public static readonly FindingKind Found = new("TRY1050", Severity.Warning, "several live versions");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var named = estate.Named.Select(a => (Asset: a, Name: AssetNames.Version(a.ShortName))).ToList();
        var versioned = named.Select(x => (x.Asset, Version: x.Asset.Version ?? x.Name.Version,
                Key: x.Asset.Name[..(x.Asset.Name.Length - x.Asset.ShortName.Length)] + x.Name.Stem))
            .Where(x => x.Version is not null).GroupBy(x => x.Key).ToList();
        if (versioned.Count == 0) return null;
        var several = versioned.Where(g => g.Select(x => x.Version).Distinct().Count() > 1).ToList();
        var older = several.SelectMany(g => g.OrderBy(x => x.Version).SkipLast(1).Select(x => (x.Asset, Newest: g.Max(y => y.Version))))
            .ToList();
        var unmarked = older.Where(x => !x.Asset.Deprecated && x.Asset.GoneBy is null).ToList();
        return Seen(named.Count, unmarked.Select(x => new Evidence(x.Asset.Name, x.Asset.Place, $"version {x.Newest} stands beside it")),
            $"{several.Count} assets have more than one live version; {unmarked.Count} of {older.Count} older ones are not marked as going",
            "give each older version a day on which it ends, and tell its readers")
            .With(new Count("assets with more than one live version", several.Count, versioned.Count),
                new("older versions not marked deprecated", older.Count(x => !x.Asset.Deprecated), older.Count));
    }
}
