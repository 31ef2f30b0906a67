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

    /// <param name="path">The document the places are in; it is not part of the bytes.</param>
    /// <returns>The tree; null where the bytes are none.</returns>
    public static YamlNode? Node(ReadOnlySpan<byte> bytes, string path)
    {
        var reader = new NodeReader(bytes, path);
        return reader.Node(depth: 0) is { } node && reader.AtEnd ? node : null;
    }

    private static void Write(BinaryWriter writer, YamlNode node)
    {
        writer.Write(node switch { YamlNode.Scalar { Plain: true } => Plain, YamlNode.Scalar => Quoted, YamlNode.Map => Map,
            _ => Sequence });
        writer.Write7BitEncodedInt(node.Place.Line);
        writer.Write7BitEncodedInt(node.Place.Column);
        switch (node)
        {
            case YamlNode.Scalar scalar:
                writer.Write(scalar.Text);
                break;
            case YamlNode.Map map:
                writer.Write7BitEncodedInt(map.Entries.Length);
                foreach (var entry in map.Entries)
                {
                    writer.Write(entry.Key);
                    writer.Write7BitEncodedInt(entry.KeyPlace.Line);
                    writer.Write7BitEncodedInt(entry.KeyPlace.Column);
                    Write(writer, entry.Value);
                }
                break;
            case YamlNode.Sequence list:
                writer.Write7BitEncodedInt(list.Items.Length);
                foreach (var item in list.Items) Write(writer, item);
                break;
        }
    }
}
