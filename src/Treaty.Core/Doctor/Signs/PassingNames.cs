using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>
/// Names such as _backup, _final, _test or order_updated tell of copies or of what a database did, not of business facts.
/// </summary>
public sealed class PassingNames() : Sign(Found, FailureMode.Sprawl, Basis.Names, Topic.Nothing)
{
    public static readonly FindingKind Found = new("TRY1051", Severity.Warning, "names of copies and of changes");

    private static readonly HashSet<string> Passing = new(StringComparer.Ordinal)
    {
        "tmp", "temp", "bak", "bkp", "backup", "copy", "copy1", "copy2", "old", "final", "final2", "wip", "scratch", "sandbox", "playground",
        "deleteme", "donotuse", "unused",
    };

    private static readonly HashSet<string> Deeds = new(StringComparer.Ordinal)
    {
        "inserted", "updated", "deleted", "upserted", "cdc", "changelog", "rowupdated", "upsert",
    };

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var named = estate.Named.ToList();
        if (named.Count == 0) return null;
        var found = named.Select(a => (Asset: a, Word: Word(AssetNames.Words(AssetNames.Version(a.ShortName).Stem), a.Kind)))
            .Where(x => x.Word is not null).ToList();
        return Seen(named.Count, found.Select(x => new Evidence(x.Asset.Name, x.Asset.Place, $"`{x.Word}` in its name")),
            $"{found.Count} of {named.Count} names tell of copies or of database changes",
            "name the business fact; delete the copies nobody reads");
    }

    /// <summary>A deed of the database counts at the end of a topic's or table's name: <c>order_updated</c>.</summary>
    private static string? Word(IReadOnlyList<string> words, AssetKind kind) => words.FirstOrDefault(Passing.Contains)
        ?? (kind is AssetKind.Topic or AssetKind.Table && words.Count > 1 && Deeds.Contains(words[^1]) ? words[^1] : null);
}
