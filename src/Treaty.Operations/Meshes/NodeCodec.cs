using System.Text;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Operations.Meshes;

/// <summary>Writes and reads a tree of YAML nodes as bytes: kind, line, column, then text or children.</summary>
internal static class NodeCodec
{
    internal const byte Plain = 0, Quoted = 1, Map = 2, Sequence = 3;

    public static byte[] Bytes(YamlNode node)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true)) Write(writer, node);
        return stream.ToArray();
    }

    /// <summary>The tree; null where the bytes are none.</summary>
    public static YamlNode? Node(ReadOnlySpan<byte> bytes)
    {
        var reader = new NodeReader(bytes);
        return reader.Node(depth: 0) is { } node && reader.AtEnd ? node : null;
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
}
