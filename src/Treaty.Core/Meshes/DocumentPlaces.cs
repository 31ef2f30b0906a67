using System.Globalization;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Meshes;

/// <summary>
/// Finds where a value stands that the model holds without a place: from the place of the record it belongs to, along keys, indexes of
/// lists, and
/// <c>@name</c> for one of Treaty's custom properties.
/// </summary>
public sealed class DocumentPlaces(IReadOnlyDictionary<string, YamlNode> roots)
{
    /// <summary>The place of the deepest value that exists along the path; the record's own place where there is none.</summary>
    public Spot In(SourcePlace record, params string[] path) => new(this, record, path);

    internal SourcePlace Find(SourcePlace record, string[] path)
    {
        if (!roots.TryGetValue(record.File, out var root) || At(root, record) is not { } node) return record;
        foreach (var step in path)
        {
            if (Step(node, step) is not { } next) break;
            node = next;
        }
        return new SourcePlace(record.File, node.Line, node.Column);
    }

    /// <summary>The text at a path; null where there is none.</summary>
    public string? Text(SourcePlace record, params ReadOnlySpan<string> path)
    {
        if (!roots.TryGetValue(record.File, out var root)) return null;
        var node = At(root, record);
        foreach (var step in path) node = node is null ? null : Step(node, step);
        return (node as YamlScalar)?.Text;
    }

    private static YamlNode? Step(YamlNode node, string step) => (node, step) switch
    {
        (YamlMap map, ['@', .. var property]) => CustomProperties.Value(map, property),
        (YamlMap map, _) => map[step],
        (YamlSequence list, _) when int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            && index < list.Items.Length => list.Items[index],
        _ => null,
    };

    // The outermost node at the place: a map begins where its first key begins. An alias repeats a node whose place is elsewhere, so every
    // child is looked into.
    private static YamlNode? At(YamlNode node, SourcePlace place)
    {
        if (node.Line == place.Line && node.Column == place.Column) return node;
        var children = node switch
        {
            YamlMap map => map.Entries.Select(entry => entry.Value),
            YamlSequence list => list.Items,
            _ => [],
        };
        foreach (var child in children)
            if (At(child, place) is { } found) return found;
        return null;
    }
}

/// <summary>A place that is looked for only when a finding needs it, since almost none does.</summary>
public readonly record struct Spot(DocumentPlaces? Places, SourcePlace Record, string[] Path)
{
    public SourcePlace Place => Places?.Find(Record, Path) ?? Record;

    public static implicit operator SourcePlace(Spot spot) => spot.Place;

    public static implicit operator Spot(SourcePlace place) => new(null, place, []);
}
