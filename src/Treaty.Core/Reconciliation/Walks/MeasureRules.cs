using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;

namespace Treaty.Core.Reconciliation.Walks;

/// <summary>The measures of a comparison have names of their own, and what counts and ratios rest on is there.</summary>
internal static class MeasureRules
{
    public static IEnumerable<Finding> Judge(Comparison c)
    {
        var sums = c.Measures.Select(m => m.Name).ToList();
        foreach (var twice in c.MeasureNames.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1))
            yield return MeshRules.Duplicate.At(PlaceOf(c, twice.Key), $"the comparison `{c.Id}` has two measures `{twice.Key}`",
                "give each a name of its own");
        foreach (var factors in c.Measures.Select(m => m.Factors).OfType<MeasureFactors>().Where(_ => c.Reporting is not null))
            yield return MeasureDocument.BadMeasure.At(factors.Place, "factors are not walked where the comparison is in a reporting currency",
                "leave out `factors`; rates and rounding have lines of their own");
        foreach (var count in c.Counts.Where(count => !sums.Contains(count.Of)))
            yield return MeshRules.Unknown(count.Place, "measure", count.Of, sums);
        foreach (var ratio in c.Ratios)
            foreach (var part in new[] { ratio.Numerator, ratio.Denominator }.Where(part => !sums.Contains(part)))
                yield return MeshRules.Unknown(ratio.Place, "measure", part, sums);
    }

    /// <summary>Factors and distinct keys that are plain columns are columns of the side's object.</summary>
    public static IEnumerable<Finding> Columns(Comparison c, Side side, SchemaObject o)
    {
        var named = c.Counts.Select(count => (Text: count.On(side), count.Place))
            .Concat(c.Measures.Select(m => m.Factors).OfType<MeasureFactors>()
                .SelectMany(f => new[] { (Text: f.First.On(side), f.Place), (Text: f.Second.On(side), f.Place) }));
        return from name in named
               where Reference.IsId(name.Text) && o.Property(name.Text) is null
               select MeshRules.Unknown(name.Place, $"column of `{o.Name}`", name.Text, [.. o.Properties.Select(p => p.Name)]);
    }

    private static SourcePlace PlaceOf(Comparison c, string name) =>
        c.Counts.FirstOrDefault(count => count.Name == name)?.Place ?? c.Ratios.FirstOrDefault(ratio =>
            ratio.Name == name)?.Place ?? c.Place;
}
