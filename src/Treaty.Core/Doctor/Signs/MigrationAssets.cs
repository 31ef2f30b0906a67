using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>Assets whose folder or name tells of a move from one system to another: each is work that should have an end.</summary>
public sealed class MigrationAssets() : Sign(Found, FailureMode.MigrationFatigue, Basis.Names, Topic.Nothing)
{
    public static readonly FindingKind Found = new("TRY1070", Severity.Warning, "models of a migration under way");

    private static readonly HashSet<string> Words = new(StringComparer.Ordinal)
    {
        "migration", "migrations", "migrate", "migrated", "legacy", "cutover", "backfill", "deprecated", "old",
    };

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var named = estate.Made.ToList();
        if (named.Count == 0) return null;
        var moving = named.Where(a => a.Layer.ToLowerInvariant().Split('/').Any(Words.Contains)
            || Words.Contains(Layers.Context(a).ToLowerInvariant())
            || AssetNames.Words(a.ShortName).Any(w => w is "migration" or "migrate" or "migrated" or "legacy" or "cutover")).ToList();
        var dated = moving.Where(a => a.GoneBy is not null).ToList();
        return Seen(named.Count, moving.Select(a => new Evidence(a.Name, a.Place, a.GoneBy is { } gone ? $"ends {gone:yyyy-MM-dd}"
                : "part of a migration, and no day on which it ends")),
            $"{moving.Count} assets belong to a migration; {moving.Count - dated.Count} of them have no end",
            "give the migration an owner, a day, and a proof of equivalence; then remove these")
            .Graded(moving.Count - dated.Count >= 3 ? Severity.Warning : Severity.Info)
            .With([.. moving.CountBy(Layers.Of).OrderByDescending(x => x.Value).ThenBy(x => x.Key, StringComparer.Ordinal).Take(5)
                .Select(x => new Count($"in {x.Key}", x.Value))]);
    }
}
