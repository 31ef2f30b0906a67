using System.Collections.Immutable;
using Treaty.Core.Findings;

namespace Treaty.Core.Meshes.Yaml;

/// <summary>A piece of a document with its place. Scalars are text as written: dates, versions and <c>no</c> stay what they look
/// like.</summary>
public abstract record YamlNode(SourcePlace Place)
{
    /// <param name="Plain">True where it was written without quotes, so that <c>null</c> and <c>~</c> mean nothing.</param>
    public sealed record Scalar(string Text, bool Plain, SourcePlace Place) : YamlNode(Place)
    {
        public bool IsNull => Plain && Text is "" or "~" or "null" or "Null" or "NULL";
    }

    public sealed record Map(ImmutableArray<YamlEntry> Entries, SourcePlace Place) : YamlNode(Place)
    {
        public YamlNode? this[string key] => IndexOf(key) is >= 0 and var at ? Entries[at].Value : null;

        /// <summary>The place of a key among the entries; -1 where it is not there.</summary>
        public int IndexOf(string key)
        {
            for (var at = 0; at < Entries.Length; at++)
                if (Entries[at].Key == key) return at;
            return -1;
        }
    }

    public sealed record Sequence(ImmutableArray<YamlNode> Items, SourcePlace Place) : YamlNode(Place);

    public string Kind => this switch
    {
        Scalar => "a text",
        Map => "a mapping",
        _ => "a list",
    };
}

public sealed record YamlEntry(string Key, SourcePlace KeyPlace, YamlNode Value);
