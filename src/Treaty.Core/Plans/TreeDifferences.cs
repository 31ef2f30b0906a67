using System.Collections.Immutable;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Plans;

public enum ChangeKind { Added, Removed, Changed }

/// <summary>One difference between two versions of a document, at the highest node that is wholly new, wholly gone, or another
/// value.</summary>
/// <param name="Path">Keys joined by dots; items of lists by what identifies them: <c>schema[order_placed].properties[amount].required</c>.
/// Empty for the whole document.</param>
public sealed record TreeDifference(string Path, ChangeKind Kind, YamlNode? Before, YamlNode? After, SourcePlace Place)
{
    /// <summary>The innermost item of a list that it lies in, before and after; null where it lies in none, or is one itself.</summary>
    public (YamlNode.Map? Before, YamlNode.Map? After) Item { get; init; }
}

/// <summary>
/// Compares two versions of a YAML document by its content: order of keys, layout and comments do not count, and nothing else escapes.
/// Items of a list are the same item when what identifies them is equal, and a list whose items only change places is one difference.
/// </summary>
public static class TreeDifferences
{
    /// <summary>What names an item of a list, in the documents of a mesh and in the open standards; several together where one is not
    /// enough.</summary>
    private static readonly ImmutableArray<ImmutableArray<string>> Identities =
    [
        ["id"], ["name"], ["right", "of", "to", "product", "fact"], ["property"], ["code", "where"], ["upstream", "downstream"],
        ["from", "to"], ["channel"], ["contractId"], ["metric"], ["by"], ["team", "product", "fact"], ["role"], ["server"], ["url"],
            ["query"], ["value"],
    ];

    /// <summary>Ends the path of a list whose items are the same in another order, which may matter: the passes of a
    /// reconciliation.</summary>
    public const string Order = "(order)";

    public static IReadOnlyList<TreeDifference> Between(YamlNode? before, YamlNode? after)
    {
        var differences = new List<TreeDifference>();
        Compare("", before, after, differences);
        return differences;
    }

    private static void Compare(string path, YamlNode? before, YamlNode? after, List<TreeDifference> into)
    {
        if (before is null && after is null) return;
        if (before is null) into.Add(new(path, ChangeKind.Added, null, after, after!.Place));
        else if (after is null) into.Add(new(path, ChangeKind.Removed, before, null, before.Place));
        else if (before is YamlNode.Map a && after is YamlNode.Map b) Maps(path, a, b, into);
        else if (before is YamlNode.Sequence x && after is YamlNode.Sequence y) Lists(path, x, y, into);
        else if (!Same(before, after)) into.Add(new(path, ChangeKind.Changed, before, after, after.Place));
    }

    private static bool Same(YamlNode before, YamlNode after) =>
        before is YamlNode.Scalar one && after is YamlNode.Scalar other && one.IsNull == other.IsNull && one.Text == other.Text;

    private static void Maps(string path, YamlNode.Map before, YamlNode.Map after, List<TreeDifference> into)
    {
        foreach (var key in before.Entries.Concat(after.Entries).Select(e => e.Key).Distinct(StringComparer.Ordinal))
            Compare(path == "" ? key : $"{path}.{key}", before[key], after[key], into);
    }

    private static void Lists(string path, YamlNode.Sequence before, YamlNode.Sequence after, List<TreeDifference> into)
    {
        var old = Named(before);
        var @new = Named(after);
        Meet(old, @new);
        foreach (var name in old.Keys.Concat(@new.Keys).Distinct(StringComparer.Ordinal))
        {
            var (a, b, first) = (old.GetValueOrDefault(name), @new.GetValueOrDefault(name), into.Count);
            Compare($"{path}[{name}]", a, b, into);
            if (a is not YamlNode.Map x || b is not YamlNode.Map y) continue;
            for (var i = first; i < into.Count; i++)
                if (into[i].Item is (null, null)) into[i] = into[i] with { Item = (x, y) };
        }
        if (!old.Keys.Where(@new.ContainsKey).SequenceEqual(@new.Keys.Where(old.ContainsKey)))
            into.Add(new(path + Order, ChangeKind.Changed, before, after, after.Place));
    }

    /// <summary>An item that got an id, or another name under the same id, is still the same item.</summary>
    private static void Meet(Dictionary<string, YamlNode> old, Dictionary<string, YamlNode> @new)
    {
        foreach (var key in new[] { "id", "name" })
        {
            var lost = old.Where(o => !@new.ContainsKey(o.Key)).Select(o => (o.Key, Name: Text(o.Value, key)))
                .Where(o => o.Name is not null).ToList();
            foreach (var (label, name) in lost)
                if (@new.FirstOrDefault(n =>
                    !old.ContainsKey(n.Key) && Text(n.Value, key) == name) is { Value: { } item, Key: var other } && @new.Remove(other))
                    @new[label] = item;
        }
    }

    private static string? Text(YamlNode node, string key) =>
        (node as YamlNode.Map)?[key] is YamlNode.Scalar { IsNull: false, Text: var text } ? text : null;

    private static Dictionary<string, YamlNode> Named(YamlNode.Sequence list)
    {
        var items = new Dictionary<string, YamlNode>(StringComparer.Ordinal);
        foreach (var item in list.Items)
        {
            var name = NameOf(item);
            for (var copy = 2; !items.TryAdd(name, item); copy++) name = $"{NameOf(item)}#{copy}";
        }
        return items;
    }

    /// <summary>The label of an item, without what would end it in a path.</summary>
    private static string NameOf(YamlNode item) =>
        Identity(item).ReplaceLineEndings(" ").Replace('[', '(').Replace(']', ')');

    private static string Identity(YamlNode item)
    {
        if (item is YamlNode.Map map)
            foreach (var identity in Identities)
                if (map[identity[0]] is YamlNode.Scalar && Parts(map, identity) is { Count: > 0 } parts) return string.Join(' ', parts);
        return NodeText.Of(item);
    }

    private static List<string> Parts(YamlNode.Map map, ImmutableArray<string> identity) =>
        [.. identity.Select(key => map[key]).OfType<YamlNode.Scalar>().Select(s => s.Text)];
}

/// <summary>A node as one line of text, for people to read and for rules that look for a word.</summary>
public static class NodeText
{
    public static string Of(YamlNode? node) => node switch
    {
        null => "",
        YamlNode.Scalar { IsNull: true } => "null",
        YamlNode.Scalar scalar => scalar.Text,
        YamlNode.Sequence list => $"[{string.Join(", ", list.Items.Select(Of))}]",
        YamlNode.Map map => $"{{{string.Join(", ", Entries(map))}}}",
        _ => "",
    };

    private static IEnumerable<string> Entries(YamlNode.Map map) =>
        map.Entries.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => $"{e.Key}: {Of(e.Value)}");
}
