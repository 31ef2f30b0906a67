using System.Globalization;
using Treaty.Core.Findings;

namespace Treaty.Core.Meshes.Yaml;

/// <summary>Reads the keys of one mapping, each once; what is missing, of the wrong kind or unknown becomes a finding with its
/// place.</summary>
public sealed class Fields
{
    public static readonly FindingKind Missing = new("TRY0010", Severity.Error, "a required key is missing");
    public static readonly FindingKind WrongKind = new("TRY0011", Severity.Error, "a value is of the wrong kind");
    public static readonly FindingKind UnknownKey = new("TRY0012", Severity.Error, "a key is not known");
    public static readonly FindingKind UnknownWord = new("TRY0013", Severity.Error, "a word is not one of those allowed");

    private readonly YamlNode.Map _map;
    private readonly List<Finding> _findings;
    private readonly List<string> _asked = [];
    private readonly bool[] _used;

    public Fields(YamlNode? node, SourcePlace place, List<Finding> findings)
    {
        _findings = findings;
        _map = node as YamlNode.Map ?? new([], node?.Place ?? place);
        _used = new bool[_map.Entries.Length];
        if (node is not (null or YamlNode.Map) && node is not YamlNode.Scalar { IsNull: true }) Wrong(node, "a mapping");
    }

    public SourcePlace Place => _map.Place;

    public List<Finding> Findings => _findings;

    public bool Has(string key) => Node(key) is not null;

    public SourcePlace PlaceOf(string key) => _map[key]?.Place ?? Place;

    /// <summary>The value under a key; null where it is absent or null.</summary>
    public YamlNode? Node(string key)
    {
        _asked.Add(key);
        if (_map.IndexOf(key) is not (>= 0 and var at)) return null;
        _used[at] = true;
        return _map.Entries[at].Value is YamlNode.Scalar { IsNull: true } ? null : _map.Entries[at].Value;
    }

    public string? Text(string key)
    {
        if (Node(key) is not { } node) return null;
        if (node is YamlNode.Scalar scalar) return scalar.Text;
        Wrong(node, "a text");
        return null;
    }

    public string Required(string key)
    {
        if (Text(key) is { Length: > 0 } text) return text;
        if (_map[key] is null or YamlNode.Scalar) _findings.Add(Missing.At(_map[key]?.Place ?? Place, $"`{key}` is missing",
            $"add `{key}:`"));
        return "";
    }

    public bool Flag(string key, bool otherwise = false)
    {
        if (Text(key) is not { } text) return otherwise;
        if (text is "true" or "True" or "TRUE" or "yes") return true;
        if (text is "false" or "False" or "FALSE" or "no") return false;
        Wrong(_map[key]!, "true or false");
        return otherwise;
    }

    public int? Integer(string key)
    {
        if (Text(key) is not { } text) return null;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return number;
        Wrong(_map[key]!, "a whole number");
        return null;
    }

    public decimal? Number(string key)
    {
        if (Text(key) is not { } text) return null;
        if (decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture,
            out var number)) return number;
        Wrong(_map[key]!, "a number");
        return null;
    }

    /// <summary>One of several words; the first of <paramref name="words"/> that is given, or null where the key is absent or the word
    /// unknown.</summary>
    public string? Word(string key, params IReadOnlyList<string> words)
    {
        if (Text(key) is not { } text) return null;
        if (words.Contains(text)) return text;
        _findings.Add(UnknownWord.At(_map[key]!.Place, $"`{text}` is not a value of `{key}`", Nearest.Help(text, words)));
        return null;
    }

    public IReadOnlyList<YamlNode> List(string key)
    {
        if (Node(key) is not { } node) return [];
        if (node is YamlNode.Sequence list) return list.Items;
        Wrong(node, "a list");
        return [];
    }

    /// <summary>A list of texts; a single text counts as a list of one.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        if (Node(key) is YamlNode.Scalar one) return [one.Text];
        var texts = new List<string>();
        foreach (var item in List(key))
            if (item is YamlNode.Scalar scalar) texts.Add(scalar.Text);
            else Wrong(item, "a text");
        return texts;
    }

    public Fields Map(string key) => new(Node(key), Place, _findings);

    public IEnumerable<Fields> Maps(string key) => List(key).Select(item => new Fields(item, Place, _findings));

    public IReadOnlyList<YamlEntry> Entries
    {
        get
        {
            Array.Fill(_used, true);
            return _map.Entries;
        }
    }

    /// <summary>Call when everything was read: keys that no one asked for are unknown.</summary>
    public void End(params IReadOnlyList<string> alsoKnown)
    {
        foreach (var entry in _map.Entries.Where((entry, at) => !_used[at] && !alsoKnown.Contains(entry.Key)))
            _findings.Add(UnknownKey.At(entry.KeyPlace, $"`{entry.Key}` is not known here",
                Nearest.Help(entry.Key, [.. _asked.Concat(alsoKnown).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)])));
    }

    private void Wrong(YamlNode node, string wanted) => _findings.Add(WrongKind.At(node.Place,
        $"this is {node.Kind}{(node is YamlNode.Scalar s ? $" (`{s.Text}`)" : "")}, not {wanted}", $"write {wanted}"));
}

/// <summary>Finds the word that was probably meant.</summary>
public static class Nearest
{
    public static string Help(string text, IReadOnlyCollection<string> words) =>
        Of(text, words) is { } nearest ? $"did you mean `{nearest}`?" : words.Count == 0 ? "remove it"
            : $"use one of {string.Join(", ", words.Take(24).Select(w => $"`{w}`"))}";

    /// <summary>The word within a third of its length in edits; null where none is near.</summary>
    public static string? Of(string text, IEnumerable<string> words) => words
        .Select(word => (word, Distance: Distance(text, word))).Where(x =>
            x.Distance <= Math.Max(1, Math.Max(text.Length, x.word.Length) / 3))
        .OrderBy(x => x.Distance).ThenBy(x => x.word, StringComparer.Ordinal).Select(x => x.word).FirstOrDefault();

    /// <summary>How many letters must be changed, put in or left out to make one word of the other.</summary>
    public static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(row[j] + 1, row[j - 1] + 1), diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }
        return row[b.Length];
    }
}
