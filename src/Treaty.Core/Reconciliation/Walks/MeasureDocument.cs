using System.Collections.Immutable;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Reconciliation.Walks;

/// <summary>What stands under <c>measures</c> of a comparison.</summary>
internal sealed record ComparedMeasures(
    ImmutableArray<ComparedMeasure> Measures, ImmutableArray<DistinctCount> Counts, ImmutableArray<MeasureRatio> Ratios);

/// <summary>Reads the measures of a comparison: sums of both contracts, products of two factors, distinct counts and ratios.</summary>
internal static class MeasureDocument
{
    public static readonly FindingKind BadMeasure = new("TRY1421", Severity.Error, "a compared measure cannot be walked");

    private const int MostDigits = 12, UsualDigits = 6;

    public static ComparedMeasures Read(Fields f)
    {
        var measures = ImmutableArray.CreateBuilder<ComparedMeasure>();
        var counts = new List<(string Name, string A, string B, string? Of, bool Common, SourcePlace Place)>();
        var ratios = ImmutableArray.CreateBuilder<MeasureRatio>();
        foreach (var item in f.List("measures"))
        {
            if (item is YamlNode.Scalar scalar)
            {
                measures.Add(new(scalar.Text, scalar.Text, scalar.Text));
                continue;
            }
            var m = new Fields(item, item.Place, f.Findings);
            var name = m.Required("name");
            if (m.Has("distinct")) counts.Add(Count(m, name));
            else if (m.Has("ratio")) ratios.Add(Ratio(m, name));
            else measures.Add(new(name, m.Text("a") ?? name, m.Text("b") ?? name) { Factors = Factors(m) });
            m.End();
        }
        if (measures.Count == 0)
            f.Findings.Add(ReconciliationDocument.BadComparison.At(f.Place, "the comparison compares no measure",
                "list at least one under `measures` that is a sum of both sides"));
        var first = measures.Count == 0 ? "" : measures[0].Name;
        return new(measures.ToImmutable(),
            [.. counts.Select(c => new DistinctCount(c.Name, c.A, c.B, c.Of ?? first, c.Common, c.Place))], ratios.ToImmutable());
    }

    private static (string, string, string, string?, bool, SourcePlace) Count(Fields m, string name)
    {
        var d = m.Map("distinct");
        var count = (name, d.Required("a"), d.Required("b"), d.Text("of"), d.Flag("common"), m.Place);
        d.End();
        return count;
    }

    private static MeasureRatio Ratio(Fields m, string name)
    {
        var r = m.Map("ratio");
        var scale = r.Integer("scale") ?? UsualDigits;
        if (scale is < 0 or > MostDigits)
        {
            m.Findings.Add(BadMeasure.At(r.PlaceOf("scale"), $"a ratio cannot be rounded to {scale} digits",
                $"give a number from 0 to {MostDigits}"));
            scale = UsualDigits;
        }
        var ratio = new MeasureRatio(name, r.Required("numerator"), r.Required("denominator"), scale, m.Place);
        r.End();
        return ratio;
    }

    private static MeasureFactors? Factors(Fields m)
    {
        if (!m.Has("factors")) return null;
        var factors = new List<Factor>();
        foreach (var entry in m.Map("factors").Entries)
        {
            if (!Meshes.Reference.IsId(entry.Key))
                m.Findings.Add(BadMeasure.At(entry.KeyPlace, $"`{entry.Key}` is no name of a factor", "use small letters, digits and _"));
            if (entry.Value is YamlNode.Scalar both)
            {
                factors.Add(new(entry.Key, both.Text, both.Text));
                continue;
            }
            var f = new Fields(entry.Value, entry.Value.Place, m.Findings);
            factors.Add(new(entry.Key, f.Required("a"), f.Required("b")));
            f.End();
        }
        if (factors is [var first, var second]) return new(first, second, m.PlaceOf("factors"));
        m.Findings.Add(BadMeasure.At(m.PlaceOf("factors"), $"the measure has {factors.Count} factors",
            "name two, such as `factors: {quantity: {a: quantity, b: qty}, price: {a: unit_price, b: price}}`"));
        return null;
    }
}
