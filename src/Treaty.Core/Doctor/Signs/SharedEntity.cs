using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>
/// One business word (customer, order, subscription) names assets in many contexts: every context means its own, and no mapping says so.
/// A word counts where its stem is in the names of at least eight assets in at least four contexts.
/// </summary>
public sealed class SharedEntity() : Sign(Found, FailureMode.SharedEntities, Basis.Names, Topic.Nothing)
{
    public static readonly FindingKind Found = new("TRY1020", Severity.Error, "one business word across many contexts");

    private const int LeastAssets = 8, LeastContexts = 4, GraveAssets = 30, GraveContexts = 6;

    /// <summary>In a Treaty mesh contexts keep names apart, and words without a mapping are a sign of their own.</summary>
    public override bool CanExamine(Estate estate) => estate.OfMesh is null && base.CanExamine(estate);

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var named = estate.Named.Select(a => (Asset: a, Name: a.ShortName.ToLowerInvariant(), Context: Layers.Context(a))).ToList();
        var contexts = named.Select(x => x.Context).Where(c => c != "").ToHashSet(StringComparer.OrdinalIgnoreCase);
        if (contexts.Count < 2) return null;
        // A word inside the name of a context (line in online) would be found wherever that context is named.
        var inside = contexts.SelectMany(AssetNames.Words).Select(AssetNames.Singular).ToHashSet(StringComparer.Ordinal);
        var words = named.SelectMany(x => EntityWords.Of(x.Name).Distinct()).GroupBy(w => w).Where(g => g.Count() > 1)
            .Select(g => g.Key).Where(w => !inside.Any(c => c != w && c.Contains(w, StringComparison.Ordinal)))
            .Where(Identified(estate)).ToList();
        var spread = words.Select(w => Spread.Of(w, named.Where(x => x.Name.Contains(w, StringComparison.Ordinal))
                .Select(x => (x.Asset, x.Context)))).Where(s => s.Assets >= LeastAssets && s.Contexts >= LeastContexts)
            .OrderByDescending(s => s.Contexts).ThenByDescending(s => s.Assets).ThenBy(s => s.Word, StringComparer.Ordinal).ToList();
        var worst = spread.OrderByDescending(s => s.Contexts * s.Assets).ThenBy(s => s.Word, StringComparer.Ordinal).FirstOrDefault();
        return Observation.Made(this, Math.Max(words.Count, 1), [.. spread.Select(s => new Evidence(s.Word, s.First.Place,
                    $"{s.Assets} assets in {s.Contexts} contexts, such as {s.First.Name}"))],
                worst is null ? $"no word names {LeastAssets} assets in {LeastContexts} contexts"
                    : $"{spread.Count} business words spread over {LeastContexts} contexts or more: *{worst.Word}* names {worst.Assets} assets in {worst.Contexts}",
                "write down what the word means in each context, who asserts it, and how the keys translate; build one enterprise view only by explicit reconciliation")
            .Graded(spread.Any(s => s.Assets >= GraveAssets && s.Contexts >= GraveContexts) ? Severity.Error
                : spread.Count > 0 ? Severity.Warning : Severity.Info);
    }

    /// <summary>Where the estate declares its columns, an entity is what is identified somewhere: a word without a key column of its own
    /// names a form, a system or a way of making.</summary>
    private static Func<string, bool> Identified(Estate estate)
    {
        var made = estate.Named.ToList();
        if (made.Count(a => a.Columns is { Count: > 0 }) * 2 < made.Count) return _ => true;
        var keys = made.SelectMany(a => a.Columns ?? []).Select(c => AssetNames.Words(c.Name))
            .Where(w => w.Count > 1 && KeyWords.Contains(w[^1]))
            .SelectMany(w => w.SkipLast(1)).Select(AssetNames.Singular).ToHashSet(StringComparer.Ordinal);
        return word => keys.Contains(AssetNames.Singular(word.Split('_')[^1]));
    }

    private static readonly HashSet<string> KeyWords = new(StringComparer.Ordinal)
    {
        "id", "ids", "key", "pk", "fk", "sk", "nk", "uuid", "guid", "code", "no", "number", "email", "hash", "slug",
    };

    private sealed record Spread(string Word, int Assets, int Contexts, Asset First)
    {
        public static Spread Of(string word, IEnumerable<(Asset Asset, string Context)> named)
        {
            var all = named.OrderBy(x => x.Asset.Name, StringComparer.Ordinal).ToList();
            return new(word, all.Count, all.Select(x => x.Context).Where(c => c != "").Distinct().Count(), all[0].Asset);
        }
    }
}
