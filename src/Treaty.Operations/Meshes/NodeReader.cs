using System.Runtime.InteropServices;
using System.Text;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Operations.Meshes;

/// <summary>Reads what <see cref="NodeCodec"/> wrote. Bytes that are no tree give null, never more work than their length.</summary>
internal ref struct NodeReader(ReadOnlySpan<byte> bytes, string path)
{
    // Documents repeat their keys and many of their words: short texts are shared. A slot that two threads write at once holds either text.
    private const int Slots = 4096, LongestShared = 24;
    private static readonly string?[] Shared = new string?[Slots];

    private ReadOnlySpan<byte> left = bytes;
    private bool broken;

    public readonly bool AtEnd => left.IsEmpty && !broken;

    public YamlNode? Node(int depth)
    {
        if (depth > YamlReader.MaxDepth || left.IsEmpty) return Broken();
        var kind = left[0];
        left = left[1..];
        var place = Place();
        return kind switch
        {
            NodeCodec.Plain or NodeCodec.Quoted => new YamlNode.Scalar(Text(), kind == NodeCodec.Plain, place),
            NodeCodec.Map => Map(place, depth),
            NodeCodec.Sequence => Sequence(place, depth),
            _ => Broken(),
        };
    }

    private YamlNode.Map? Map(SourcePlace place, int depth)
    {
        var entries = new YamlEntry[Count()];
        for (var i = 0; i < entries.Length && !broken; i++)
        {
            var (key, keyPlace) = (Text(), Place());
            if (Node(depth + 1) is not { } value) return null;
            entries[i] = new YamlEntry(key, keyPlace, value);
        }
        return new YamlNode.Map(ImmutableCollectionsMarshal.AsImmutableArray(entries), place);
    }

    private YamlNode.Sequence? Sequence(SourcePlace place, int depth)
    {
        var items = new YamlNode[Count()];
        for (var i = 0; i < items.Length && !broken; i++)
        {
            if (Node(depth + 1) is not { } item) return null;
            items[i] = item;
        }
        return new YamlNode.Sequence(ImmutableCollectionsMarshal.AsImmutableArray(items), place);
    }

    private SourcePlace Place() => new(path, Number(), Number());

    // Each child takes at least one byte.
    private int Count() => Number() is var count && count <= left.Length ? count : Zero();

    private int Number()
    {
        var (value, shift) = (0, 0);
        while (!left.IsEmpty && shift < 28)
        {
            var next = left[0];
            left = left[1..];
            value |= (next & 0x7F) << shift;
            if (next < 0x80) return value;
            shift += 7;
        }
        return Zero();
    }

    private string Text()
    {
        var length = Count();
        var utf8 = left[..length];
        left = left[length..];
        if (length > LongestShared) return Encoding.UTF8.GetString(utf8);
        var slot = 17u;
        foreach (var b in utf8) slot = slot * 31 + b;
        ref var shared = ref Shared[slot % Slots];
        return shared is { } text && Ascii.Equals(utf8, text) ? text : shared = Encoding.UTF8.GetString(utf8);
    }

    private int Zero()
    {
        broken = true;
        return 0;
    }

    private YamlNode? Broken()
    {
        broken = true;
        return null;
    }
}
