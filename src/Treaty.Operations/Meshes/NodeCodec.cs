using System.Collections.Immutable;
using System.Text;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Operations.Meshes;

/// <summary>Writes and reads a tree of YAML nodes as bytes: kind, line, column, then text or children.</summary>
internal static class NodeCodec
{
    private const byte Plain = 0, Quoted = 1, Map = 2, Sequence = 3;

    public static byte[] Bytes(YamlNode node)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true)) Write(writer, node);
        return stream.ToArray();
    }

    /// <summary>The tree; null where the bytes are none.</summary>
    public static YamlNode? Node(ReadOnlyMemory<byte> bytes)
    {
        using var stream = new MemoryStream(bytes.ToArray(), writable: false);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        try
        {
            var node = Read(reader, depth: 0);
            return stream.Position == stream.Length ? node : null;
        }
        catch (IOException)
        {
            return null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static void Write(BinaryWriter writer, YamlNode node)
    {
        writer.Write(node switch { YamlScalar { Quoted: false } => Plain, YamlScalar => Quoted, YamlMap => Map, _ => Sequence });
        writer.Write7BitEncodedInt(node.Line);
        writer.Write7BitEncodedInt(node.Column);
        switch (node)
        {
            case YamlScalar scalar:
                writer.Write(scalar.Text);
                break;
            case YamlMap map:
                writer.Write7BitEncodedInt(map.Entries.Length);
                foreach (var entry in map.Entries)
                {
                    writer.Write(entry.Key);
                    writer.Write7BitEncodedInt(entry.Line);
                    writer.Write7BitEncodedInt(entry.Column);
                    Write(writer, entry.Value);
                }
                break;
            case YamlSequence list:
                writer.Write7BitEncodedInt(list.Items.Length);
                foreach (var item in list.Items) Write(writer, item);
                break;
        }
    }

    private static YamlNode Read(BinaryReader reader, int depth)
    {
        if (depth > YamlTree.MaxDepth) throw new FormatException("deeper than any document");
        var (kind, line, column) = (reader.ReadByte(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt());
        switch (kind)
        {
            case Plain or Quoted:
                return new YamlScalar(reader.ReadString(), kind == Quoted, line, column);
            case Map:
                var entries = ImmutableArray.CreateBuilder<YamlEntry>(Count(reader));
                for (var i = entries.Capacity; i > 0; i--)
                    entries.Add(new YamlEntry(reader.ReadString(), reader.Read7BitEncodedInt(), reader.Read7BitEncodedInt(), Read(reader, depth + 1)));
                return new YamlMap(entries.ToImmutable(), line, column);
            case Sequence:
                var items = ImmutableArray.CreateBuilder<YamlNode>(Count(reader));
                for (var i = items.Capacity; i > 0; i--) items.Add(Read(reader, depth + 1));
                return new YamlSequence(items.ToImmutable(), line, column);
            default:
                throw new FormatException("no kind of node");
        }
    }

    private static int Count(BinaryReader reader) =>
        reader.Read7BitEncodedInt() is >= 0 and <= YamlTree.MaxNodes and var count ? count : throw new FormatException("more than any document has");
}
