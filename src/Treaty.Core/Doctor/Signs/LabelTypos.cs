using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>
/// A label used once or twice differs in one letter or two from one used often: whoever looks for the one misses the other.
/// </summary>
public sealed class LabelTypos() : Sign(Found, FailureMode.Sprawl, Basis.Metadata, Topic.Labels)
{
    public static readonly FindingKind Found = new("TRY1054", Severity.Info, "labels that are nearly another label");

    private const int Often = 5;

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var used = estate.Assets.SelectMany(a => a.Labels.Keys.Select(k => (Key: k, Asset: a))).GroupBy(x => x.Key)
            .Select(g => (g.Key, Count: g.Count(), g.First().Asset)).ToList();
        if (used.Count == 0) return null;
        var often = used.Where(u => u.Count >= Often && u.Key.Length > 5 && !char.IsAsciiDigit(u.Key[^1])).ToList();
        var typos = used.Select(u => (u.Key, u.Count, u.Asset, Meant: often.Where(o => o.Key != u.Key && o.Count >= 10 * u.Count
                && Edits.AtMost(o.Key, u.Key, o.Key.Length > 8 ? 2 : 1) && !char.IsAsciiDigit(u.Key[^1])
                && AssetNames.Singular(o.Key) != AssetNames.Singular(u.Key)).Select(o => o.Key)
                .FirstOrDefault())).Where(x => x.Meant is not null).ToList();
        var doubled = used.Where(u => AssetNames.Words(u.Key) is [var first, var second] && first == second).ToList();
        return Seen(used.Count, doubled.Select(u => new Evidence(u.Key, u.Asset.Place, $"{u.Count} times; it says one word twice"))
                .Concat(typos.Select(x => new Evidence(x.Key, x.Asset.Place, $"{x.Count} times; `{x.Meant}` is meant"))),
            $"{typos.Count + doubled.Count} of {used.Count} labels are nearly another label", "correct them, and let the pipeline refuse labels it does not know");
    }
}
