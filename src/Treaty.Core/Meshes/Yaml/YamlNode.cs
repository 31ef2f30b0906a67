using System.Collections.Immutable;

namespace Treaty.Core.Meshes.Yaml;

/// <summary>A value of a YAML document and where it begins, line and column counted from 1. Aliases are already resolved.</summary>
public abstract record YamlNode(int Line, int Column);

/// <summary>A text. Never coerced: dates, versions, <c>no</c> and <c>1.10</c> stay as written.</summary>
public sealed record YamlScalar(string Text, bool Quoted, int Line, int Column) : YamlNode(Line, Column)
{
    /// <summary>Nothing was written, or <c>~</c> or <c>null</c> without quotes.</summary>
    public bool IsNull => !Quoted && Text is ("" or "~" or "null");
}

/// <summary>Keys with values, in the order of the document; no key twice.</summary>
public sealed record YamlMap(ImmutableArray<YamlEntry> Entries, int Line, int Column) : YamlNode(Line, Column)
{
    public YamlNode? this[string key]
    {
        get
        {
            foreach (var entry in Entries)
                if (entry.Key == key) return entry.Value;
            return null;
        }
    }
}

/// <summary>A key of a map with the key's own place.</summary>
public readonly record struct YamlEntry(string Key, int Line, int Column, YamlNode Value);

/// <summary>A list.</summary>
public sealed record YamlSequence(ImmutableArray<YamlNode> Items, int Line, int Column) : YamlNode(Line, Column);
