using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>
/// A table or function of the same name stands in several datasets or schemas: which one is meant depends on who asks.
/// </summary>
public sealed class SameNameInSpaces() : Sign(Found, FailureMode.SharedEntities, Basis.Names, Topic.Nothing)
{
    public static readonly FindingKind Found = new("TRY1021", Severity.Warning, "one name in several spaces");

    /// <summary>In a Treaty mesh contexts keep names apart, and words without a mapping are a sign of their own.</summary>
    public override bool CanExamine(Estate estate) => estate.OfMesh is null && base.CanExamine(estate);

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var stored = estate.Named.Where(a => a.Kind is not AssetKind.View && a.Space != "" && !Layers.IsLayer(a.Space)).ToList();
        if (stored.Select(a => a.Space).Distinct().Count() < 2) return null;
        var names = stored.GroupBy(a => AssetNames.Version(a.ShortName).Stem).ToList();
        var several = names.Where(g => g.Select(a => a.Space).Distinct().Count() > 1).ToList();
        return Seen(names.Count, several.Select(g => new Evidence(g.Key, g.First().Place,
                $"in {string.Join(", ", g.Select(a => a.Space).Distinct().Order(StringComparer.Ordinal).Take(6))}")),
            $"{several.Count} of {names.Count} names stand in more than one space",
            "say for each which context it belongs to, and how the meanings relate; then rename what differs")
            .With(new Count("of tables alone", stored.Where(a => a.Kind == AssetKind.Table)
                .GroupBy(a => AssetNames.Version(a.ShortName).Stem).Count(g => g.Select(a => a.Space).Distinct().Count() > 1)));
    }
}
