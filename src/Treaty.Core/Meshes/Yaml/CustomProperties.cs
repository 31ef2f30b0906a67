using System.Collections.Immutable;
using Treaty.Core.Findings;

namespace Treaty.Core.Meshes.Yaml;

/// <summary>Reads the <c>customProperties</c> of the open standards: Treaty's own (<c>treaty…</c>) as keys of one map; other vendors' are
/// allowed and not read.</summary>
public static class CustomProperties
{
    public const string Key = "customProperties";
    public const string Prefix = "treaty";

    /// <summary>Null where there are none at all.</summary>
    public static T? Customs<T>(this Fields fields, Func<Fields, T?> read) where T : class =>
        fields.Has(Key) ? fields.Nested(Own(fields), read) : null;

    /// <summary>The value of one of Treaty's properties in a node that has customProperties.</summary>
    public static YamlNode? Value(YamlMap map, string property) =>
        (map[Key] as YamlSequence)?.Items.OfType<YamlMap>().FirstOrDefault(item => Name(item) == property)?["value"];

    private static YamlMap Own(Fields fields)
    {
        var entries = ImmutableArray.CreateBuilder<YamlEntry>();
        fields.Each<object>(Key, item =>
        {
            item.Allow("id", "description", "vendor");
            var (name, value) = (item.Required("property"), item.Node("value"));
            if (!name.StartsWith(Prefix, StringComparison.Ordinal) || value is null) return null;
            var place = item.At("property");
            if (entries.Any(entry => entry.Key == name))
                item.Report(YamlFindings.DuplicateKey.At(place, $"the property `{name}` stands twice", "keep one of the two"));
            else entries.Add(new YamlEntry(name, place.Line, place.Column, value));
            return null;
        });
        var start = fields.At(Key);
        return new YamlMap(entries.ToImmutable(), start.Line, start.Column);
    }

    private static string? Name(YamlMap item) => (item["property"] as YamlScalar)?.Text;
}
