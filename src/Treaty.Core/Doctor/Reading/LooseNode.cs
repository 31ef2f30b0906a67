using System.Globalization;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Doctor.Reading;

/// <summary>
/// Walks through a tree that keeps to no schema: what is absent or of another kind is simply empty. Merge keys are followed.
/// </summary>
public static class LooseNode
{
    public static YamlNode? Get(this YamlNode? node, string key)
    {
        if (node is not YamlNode.Map map) return null;
        if (map[key] is { } value) return value is YamlNode.Scalar { IsNull: true } ? null : value;
        return map["<<"] switch
        {
            YamlNode.Map merged => merged.Get(key),
            YamlNode.Sequence several => several.Items.Select(m => m.Get(key)).FirstOrDefault(v => v is not null),
            _ => null,
        };
    }

    /// <summary>The value under the first of several keys that is there, for formats that renamed one.</summary>
    public static YamlNode? Get(this YamlNode? node, string key, string otherwise) => node.Get(key) ?? node.Get(otherwise);

    public static string Text(this YamlNode? node, string key) => node.Get(key) is YamlNode.Scalar scalar ? scalar.Text.Trim() : "";

    public static IEnumerable<YamlNode> Items(this YamlNode? node) => node is YamlNode.Sequence list ? list.Items : [];

    public static IEnumerable<YamlNode> List(this YamlNode? node, string key) => node.Get(key).Items();

    /// <summary>The texts of a list; one text counts as a list of one.</summary>
    public static IReadOnlyList<string> Texts(this YamlNode? node) => node switch
    {
        YamlNode.Scalar { IsNull: false } one => [one.Text.Trim()],
        YamlNode.Sequence list => [.. list.Items.OfType<YamlNode.Scalar>().Where(s => !s.IsNull).Select(s => s.Text.Trim())],
        _ => [],
    };

    /// <summary>The entries of a mapping, those of its merge keys last.</summary>
    public static IEnumerable<YamlEntry> Entries(this YamlNode? node) => node is not YamlNode.Map map ? []
        : map.Entries.Where(e => e.Key != "<<").Concat(map["<<"].Entries().Where(e => map[e.Key] is null));

    /// <summary>True or false where it says so; null where it is absent or only known when the estate runs.</summary>
    public static bool? Flag(this YamlNode? node, string key) => node.Text(key).ToLowerInvariant() switch
    {
        "true" or "yes" or "on" => true,
        "false" or "no" or "off" => false,
        _ => null,
    };

    public static DateOnly? Day(this YamlNode? node, string key) => ToDay(node.Text(key));

    /// <summary>The day a text begins with, in ISO form; null where it does not.</summary>
    public static DateOnly? ToDay(string text) => text.Length >= 10
        && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    public static int? Whole(this YamlNode? node, string key) =>
        int.TryParse(node.Text(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>All scalars below a node under their dotted keys; those of lists joined by commas.</summary>
    public static IReadOnlyDictionary<string, string> Flat(this YamlNode? node)
    {
        var flat = new Dictionary<string, string>(StringComparer.Ordinal);
        Flatten(node, "", flat);
        return flat;
    }

    private static void Flatten(YamlNode? node, string prefix, Dictionary<string, string> flat)
    {
        foreach (var entry in node.Entries())
        {
            var key = prefix + entry.Key;
            if (entry.Value is YamlNode.Map) Flatten(entry.Value, key + ".", flat);
            else flat[key] = string.Join(",", entry.Value.Texts());
        }
    }
}
