using System.Globalization;
using System.Text.RegularExpressions;
using Treaty.Core.Contracts.Standard;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Plans;

namespace Treaty.Core.Contracts.Changes;

/// <summary>Weighs an old value against a new one by the way that a rule names.</summary>
internal static partial class Weigh
{
    /// <param name="difference">What changed.</param>
    /// <param name="before">The whole document before.</param>
    public static Strength Of(CompatibilityRule rule, TreeDifference difference, YamlNode? before, YamlNode? after, PortDirection direction)
    {
        var (old, @new) = (Value(difference.Before), Value(difference.After));
        return rule.Weighing switch
        {
            Weighing.Words => Strength.Same,
            Weighing.Held => Held(old, @new),
            Weighing.Meaning => old is null && !AddsToKey(difference, before) ? Strength.Same : Strength.Different,
            Weighing.Definition =>
                old is null || !Defines(old is YamlNode.Map ? old : difference.Item.Before ?? old) ? Strength.Same : Strength.Different,
            Weighing.Flag => Numbers(Truth(@new), Truth(old)),
            Weighing.Upper => Limit(old, @new, upper: true),
            Weighing.Lower => Limit(old, @new, upper: false),
            Weighing.Step => Step(old, @new),
            Weighing.Allowed => old is null ? Strength.Weaker : @new is null ? Strength.Stronger : Strength.Different,
            Weighing.Restriction => @new is null ? Strength.Stronger : SameWords(old, @new) ? Strength.Same : Strength.Weaker,
            Weighing.Column => Column(old, @new, direction),
            Weighing.Type => Type(old, @new),
            Weighing.Threshold => Strength.Same,
            Weighing.Severity => Numbers(Grade(@new), Grade(old)),
            Weighing.Objective => Strength.Same,
            Weighing.Classification => Ranks(old, @new),
            Weighing.Price => Price(old, @new),
            Weighing.Life => Life(old, @new),
            _ => Servers(before) || Servers(after) ? old is null ? Strength.Same : Strength.Different : Strength.Same,
        };
    }

    private static bool Defines(YamlNode link) => link is YamlNode.Map map
        && (map.Is("type", "businessDefinition", "glossary", "ontology", "taxonomy"));

    private static YamlNode? Value(YamlNode? node) => node is YamlNode.Scalar { IsNull: true } ? null : node;

    private static string Text(YamlNode? node) => NodeText.Of(node);

    private static Strength Held(YamlNode? old, YamlNode? @new) =>
        old is null ? Strength.Stronger : @new is null ? Strength.Weaker : Strength.Different;

    /// <summary>Stronger where the new value is greater.</summary>
    private static Strength Numbers(decimal @new, decimal old) =>
        @new > old ? Strength.Stronger : @new < old ? Strength.Weaker : Strength.Same;

    private static decimal Truth(YamlNode? node) => Text(node) is "true" or "True" or "TRUE" or "yes" ? 1 : 0;

    private static decimal Grade(YamlNode? node) => node is YamlNode.Map map ? Grade(map["value"]) : Text(node).ToLowerInvariant() switch
    {
        "info" => 0,
        "warning" or "warn" => 1,
        _ => 2,
    };

    private static Strength Limit(YamlNode? old, YamlNode? @new, bool upper)
    {
        if (old is null || @new is null) return Held(old, @new);
        if (Comparable(old) is not { } a || Comparable(@new) is not { } b) return Strength.Different;
        return upper ? Numbers(a, b) : Numbers(b, a);
    }

    /// <summary>A number, or a day as ticks.</summary>
    private static decimal? Comparable(YamlNode node) => node is not YamlNode.Scalar scalar ? null
        : decimal.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
        : DateTimeOffset.TryParse(scalar.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day) ? day.UtcTicks
            : null;

    private static Strength Step(YamlNode? old, YamlNode? @new)
    {
        if (old is null || @new is null) return Held(old, @new);
        if (Comparable(old) is not { } a || Comparable(@new) is not { } b || a == 0 || b == 0) return Strength.Different;
        return b % a == 0 ? Numbers(b, a) : a % b == 0 ? Strength.Weaker : Strength.Different;
    }

    /// <summary>A column that an input expects now asks more of the provider only where it must be there.</summary>
    private static Strength Column(YamlNode? old, YamlNode? @new, PortDirection direction) =>
        old is null && direction == PortDirection.Input && @new is YamlNode.Map map && Truth(map["required"]) == 0 ? Strength.Same
            : Held(old, @new);

    private static Strength Type(YamlNode? old, YamlNode? @new)
    {
        if (old is null || @new is null) return Held(old, @new);
        var (a, b) = (Parts().Match(Text(old).Trim()), Parts().Match(Text(@new).Trim()));
        if (!a.Success || !b.Success || !SameBase(a.Groups["base"].Value, b.Groups["base"].Value))
            return SameWords(old, @new) ? Strength.Same : Strength.Different;
        if (a.Groups["base"].Value.ToUpperInvariant() is not ("DECIMAL" or "NUMERIC" or "NUMBER")) return Strength.Same;
        var (scale, newScale) = (Digits(a, "scale"), Digits(b, "scale"));
        return scale != newScale ? Strength.Different : Numbers(Digits(a, "size"), Digits(b, "size"));
    }

    private static bool SameBase(string a, string b) => string.Equals(Base(a), Base(b), StringComparison.Ordinal);

    private static string Base(string type) => type.ToUpperInvariant() switch
    {
        "NUMERIC" => "DECIMAL",
        "CHARACTER VARYING" or "NVARCHAR" => "VARCHAR",
        var other => other,
    };

    private static decimal Digits(Match match, string part) =>
        match.Groups[part] is { Success: true, Value: var text } ? decimal.Parse(text, CultureInfo.InvariantCulture) : 0;

    /// <summary>True where two texts differ only in case, blanks and punctuation.</summary>
    private static bool SameWords(YamlNode? old, YamlNode? @new) => Letters(Text(old)) == Letters(Text(@new));

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();

    private static Strength Ranks(YamlNode? old, YamlNode? @new)
    {
        var (a, b) = (Rank(old), Rank(@new));
        return a is { } x && b is { } y ? Numbers(x, y) : SameWords(old, @new) ? Strength.Same : Strength.Different;
    }

    /// <summary>How few may see it; null for a word of someone's own.</summary>
    private static decimal? Rank(YamlNode? node) => Text(node).ToLowerInvariant() switch
    {
        "" or "public" => 0,
        "internal" or "general" => 1,
        "confidential" or "sensitive" => 2,
        "restricted" or "secret" => 3,
        var text => decimal.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var grade) ? 10 + grade : null,
    };

    private static Strength Price(YamlNode? old, YamlNode? @new) =>
        old is null ? Strength.Weaker : @new is null ? Strength.Stronger
        : Comparable(old) is { } a && Comparable(@new) is { } b ? Numbers(a, b) : Strength.Different;

    private static Strength Life(YamlNode? old, YamlNode? @new) => (Text(old).ToLowerInvariant(), Text(@new).ToLowerInvariant()) switch
    {
        (var a, "retired") when a != "retired" => Strength.Weaker,
        ("retired", _) => Strength.Stronger,
        _ => Strength.Same,
    };

    private static bool Servers(YamlNode? root) => root is YamlNode.Map map && map["servers"] is YamlNode.Sequence { Items.Length: > 0 };

    [GeneratedRegex(@"^(?<base>[A-Za-z][A-Za-z ]*?)\s*(?:\(\s*(?<size>[0-9]+)\s*(?:,\s*(?<scale>[0-9]+)\s*)?\))?$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Parts();

    /// <summary>A column that joins a key: what the others alone told apart they no longer do.</summary>
    private static bool AddsToKey(TreeDifference difference, YamlNode? before)
    {
        if (Regex.Match(difference.Path, @"^schema\[([^\]]*)\]\.properties\[[^\]]*\]\.primaryKey$", RegexOptions.CultureInvariant)
            is not { Success: true } match || difference.After is not YamlNode.Scalar { Text: "true" }) return false;
        var named = Maps((before as YamlNode.Map)?["schema"]).Where(o => new[] { "id", "name" }
            .Any(key => o[key] is YamlNode.Scalar text && text.Text == match.Groups[1].Value));
        return named.SelectMany(o => Maps(o["properties"])).Any(p => p["primaryKey"] is YamlNode.Scalar { Text: "true" });
    }

    private static IEnumerable<YamlNode.Map> Maps(YamlNode? list) => (list as YamlNode.Sequence)?.Items.OfType<YamlNode.Map>() ?? [];
}
