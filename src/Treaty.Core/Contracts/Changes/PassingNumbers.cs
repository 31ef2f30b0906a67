using System.Globalization;
using Treaty.Core.Contracts.Standard;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Contracts.Changes;

/// <summary>The numbers that pass a check: what lies between two ends, or outside of them.</summary>
internal sealed record PassingNumbers(decimal? Low, bool LowIn, decimal? High, bool HighIn, bool Outside = false)
{
    /// <summary>Of a quality entry; null where it has no threshold of numbers.</summary>
    public static PassingNumbers? Of(YamlNode.Map entry)
    {
        foreach (var (key, value) in OdcsQuality.Operators.Select(key => (key, entry[key])).Where(x => x.Item2 is not null))
        {
            var ends = value is YamlNode.Sequence list ? list.Items.Select(Number).ToList() : [Number(value!)];
            if (ends.Any(e => e is null) || ends.Count == 0) return null;
            return key switch
            {
                "mustBe" => new(ends[0], true, ends[0], true),
                "mustNotBe" => new(ends[0], true, ends[0], true, Outside: true),
                "mustBeGreaterThan" => new(ends[0], false, null, false),
                "mustBeGreaterOrEqualTo" => new(ends[0], true, null, false),
                "mustBeLessThan" => new(null, false, ends[0], false),
                "mustBeLessOrEqualTo" => new(null, false, ends[0], true),
                _ => ends.Count < 2 ? null : new(ends[0], true, ends[1], true, key == "mustNotBeBetween"),
            };
        }
        return null;
    }

    /// <summary>Fewer numbers that pass are a stronger promise.</summary>
    public Strength Against(PassingNumbers before)
    {
        if (this == before) return Strength.Same;
        if (Outside != before.Outside) return Strength.Different;
        var (wider, narrower) = (Holds(before), before.Holds(this));
        return wider == narrower ? wider ? Strength.Same : Strength.Different : wider != Outside ? Strength.Weaker : Strength.Stronger;
    }

    /// <summary>True where every number between the other's ends is between these.</summary>
    private bool Holds(PassingNumbers other) =>
        (Low is null || (other.Low is { } low && (low > Low || (low == Low && (LowIn || !other.LowIn)))))
        && (High is null || (other.High is { } high && (high < High || (high == High && (HighIn || !other.HighIn)))));

    private static decimal? Number(YamlNode node) => node is YamlNode.Scalar scalar
        && decimal.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
