using System.Collections.Immutable;
using System.Globalization;
using Treaty.Core.Findings;

namespace Treaty.Core.Meshes.Yaml;

/// <summary>
/// Reads one map of a document key by key. What has the wrong shape is a finding and reads as absent; a key that was never asked for is
/// a finding once the map is read.
/// </summary>
public sealed class Fields
{
    private readonly YamlMap map;
    private readonly List<Finding> findings;
    private readonly List<string> asked = new(16);
    private List<string[]>? allowed;
    private bool anyKey;

    private Fields(string file, YamlMap map, List<Finding> findings) => (File, this.map, this.findings) = (file, map, findings);

    public string File { get; }

    /// <summary>Where the map begins.</summary>
    public SourcePlace Place => new(File, map.Line, map.Column);

    /// <summary>Keys with their values, in the order of the document; for maps whose keys are the user's words.</summary>
    public IEnumerable<YamlEntry> Entries => map.Entries;

    /// <summary>Reads a node as a map; null, with a finding, where it is none.</summary>
    public static T? Read<T>(string file, YamlNode node, List<Finding> findings, Func<Fields, T?> read)
    {
        if (node is not YamlMap map)
        {
            findings.Add(Shape(new SourcePlace(file, node.Line, node.Column), "a map of keys and values is expected here",
                "write `key: value` lines"));
            return default;
        }
        var fields = new Fields(file, map, findings);
        var value = read(fields);
        fields.End();
        return value;
    }

    public void Report(Finding finding) => findings.Add(finding);

    /// <summary>The place of a key's value, or of the map where the key is absent.</summary>
    public SourcePlace At(string key) => map[key] is { } node ? PlaceOf(node) : Place;

    public SourcePlace PlaceOf(YamlNode node) => new(File, node.Line, node.Column);

    /// <summary>The key's node; null where it is absent or empty.</summary>
    public YamlNode? Node(string key)
    {
        asked.Add(key);
        return map[key] is YamlScalar { IsNull: true } ? null : map[key];
    }

    public bool Has(string key) => Node(key) is not null;

    /// <summary>Keys that are allowed here and not read.</summary>
    public void Allow(params string[] keys) => (allowed ??= []).Add(keys);

    /// <summary>Every key is allowed: the map holds the user's own words.</summary>
    public void AllowAll() => anyKey = true;

    public string? Text(string key) => Node(key) switch
    {
        null => null,
        YamlScalar scalar => scalar.Text,
        var node => Wrong<string>(node, key, "one text", $"write `{key}: text`"),
    };

    public string Required(string key) => Text(key) is { } text && text.Trim().Length > 0 ? text : Missing(key);

    /// <summary>A required text that has the form of an id.</summary>
    public string Id(string key)
    {
        var text = Required(key);
        if (text.Length > 0 && !Reference.IsId(text)) Report(BadId(At(key), text));
        return text;
    }

    public static Finding BadId(SourcePlace place, string text) => YamlFindings.BadId.At(place, $"`{text}` is not an id",
        "begin with a small letter and use small letters, digits and `_`");

    public int? Int(string key) => Parsed<int>(key, "a whole number",
        text => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null);

    public long? Long(string key) => Parsed<long>(key, "a whole number",
        text => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null);

    public decimal? Decimal(string key) => Parsed<decimal>(key, "a number", TryDecimal);

    public bool? Flag(string key) =>
        Parsed<bool>(key, "`true` or `false`", text => text switch { "true" => true, "false" => false, _ => null });

    internal static decimal? TryDecimal(string text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
        CultureInfo.InvariantCulture, out var value) ? value : null;

    /// <summary>A value that a function reads from the text; where it cannot, a finding says what was expected.</summary>
    public T? Parsed<T>(string key, string expected, Func<string, T?> parse) where T : struct
    {
        if (Text(key) is not { } text) return null;
        if (parse(text) is { } value) return value;
        Report(Shape(At(key), $"`{key}` is `{text}`, which is not {expected}", $"write {expected}"));
        return null;
    }

    /// <summary>One of the words that the key allows; null, with a finding, for any other.</summary>
    public T? Word<T>(string key, params ReadOnlySpan<(string Text, T Value)> words) where T : struct
    {
        if (Text(key) is not { } text) return null;
        foreach (var word in words)
            if (word.Text == text) return word.Value;
        Report(YamlFindings.UnknownWord.At(At(key), $"`{key}` may not be `{text}`",
            Nearest.Help(text, words.ToArray().Select(word => word.Text), "use one of the words of docs/documents.md")));
        return null;
    }

    /// <summary>A list of texts; one text stands for a list of one.</summary>
    public ImmutableArray<string> Texts(string key) => Node(key) switch
    {
        null => [],
        YamlScalar scalar => [scalar.Text],
        YamlSequence list => [.. list.Items.Select(item => item is YamlScalar scalar ? scalar.Text
            : Wrong<string>(item, key, "a list of texts", "write one text an item")).OfType<string>()],
        var node => Many(node, key),
    };

    /// <summary>A list of maps, each read by a function.</summary>
    public ImmutableArray<T> Each<T>(string key, Func<Fields, T?> read) where T : class => Node(key) switch
    {
        null => [],
        YamlSequence list => [.. list.Items.Select(item => Read(File, item, findings, read)).OfType<T>()],
        var node => [.. (Wrong<T[]>(node, key, "a list", "begin each item with `-`") ?? [])],
    };

    /// <summary>A map read by a function; the default where it is absent.</summary>
    public T? Inside<T>(string key, Func<Fields, T?> read) => Node(key) is { } node ? Read(File, node, findings, read) : default;

    /// <summary>Reads another node of the same document, with its findings among this map's.</summary>
    public T? Nested<T>(YamlNode node, Func<Fields, T?> read) => Read(File, node, findings, read);

    public string Missing(string key)
    {
        Report(YamlFindings.MissingKey.At(Place, $"the key `{key}` is missing or empty", $"add `{key}:` here"));
        return "";
    }

    private ImmutableArray<string> Many(YamlNode node, string key)
    {
        Wrong<string>(node, key, "a list of texts", $"write `{key}: [one, two]`");
        return [];
    }

    private T? Wrong<T>(YamlNode node, string key, string expected, string help) where T : class
    {
        Report(Shape(PlaceOf(node), $"`{key}` has to be {expected}", help));
        return null;
    }

    private static Finding Shape(SourcePlace place, string sentence, string help) => YamlFindings.WrongShape.At(place, sentence, help);

    private void End()
    {
        if (anyKey) return;
        foreach (var entry in map.Entries)
            if (!asked.Contains(entry.Key) && allowed?.Exists(keys => keys.Contains(entry.Key)) != true)
                Report(YamlFindings.UnknownKey.At(new SourcePlace(File, entry.Line, entry.Column),
                    $"the key `{entry.Key}` is not known here",
                    Nearest.Help(entry.Key, asked.Concat((allowed ?? []).SelectMany(keys => keys)).Where(key => map[key] is null),
                        "remove it")));
    }
}
