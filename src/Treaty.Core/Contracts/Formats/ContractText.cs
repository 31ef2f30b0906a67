using System.Text;
using Treaty.Core.Contracts.Standard;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Contracts.Formats;

/// <summary>Writes a contract of any edition as ODCS 3.1. A document of ODCS 3 is edited, not written anew: nothing but the version of the
/// standard changes, so what Treaty does not know stays byte for byte as it was.</summary>
public static class ContractText
{
    private const string Newest = "v3.1.0";

    /// <returns>The text; null where the document says what 3.1 cannot, and the findings say where.</returns>
    public static string? As31(MeshDocument document, YamlNode root, List<Finding> findings)
    {
        if (root is not YamlNode.Map map) return null;
        if (Odcs2.Is(map)) return Tree(With(Odcs2.Upgrade(map)));
        if (map["apiVersion"] is not YamlNode.Scalar { Text: var version } scalar) return null;
        if (version == Newest) return document.Text;
        var text = Replaced(document.Text, scalar);
        if (text is null || YamlReader.Read(document with { Text = text }, findings) is not { } edited) return null;
        var errors = StandardDocument.Read(edited).Findings.Where(f => f.Severity == Severity.Error).ToList();
        findings.AddRange(errors);
        return errors.Count == 0 ? text : null;
    }

    private static string? Replaced(string text, YamlNode.Scalar scalar)
    {
        var (start, line) = (0, 1);
        for (; line < scalar.Place.Line && start >= 0; line++) start = text.IndexOf('\n', start) + 1 is > 0 and var next ? next : -1;
        if (start < 0) return null;
        var at = text.IndexOf(scalar.Text, Math.Min(text.Length, start + scalar.Place.Column - 1), StringComparison.Ordinal);
        return at < 0 || text.IndexOf('\n', start) is >= 0 and var end && at > end ? null : text[..at] + Newest
            + text[(at + scalar.Text.Length)..];
    }

    private static YamlNode.Map With(YamlNode upgraded)
    {
        var map = (YamlNode.Map)upgraded;
        return new YamlNode.Map(
            [new YamlEntry("apiVersion", map.Place, new YamlNode.Scalar(Newest, true, map.Place)),
                .. map.Entries.Where(e => e.Key != "apiVersion")], map.Place);
    }

    /// <summary>A tree as YAML, each value as it was written: a plain word stays plain, so its type stays.</summary>
    public static string Tree(YamlNode root)
    {
        var text = new StringBuilder();
        Write(root, 0, text);
        return text.ToString();
    }

    private static void Write(YamlNode node, int depth, StringBuilder text)
    {
        switch (node)
        {
            case YamlNode.Map map:
                foreach (var entry in map.Entries)
                {
                    text.Append(' ', depth * 2).Append(YamlText.Quoted(entry.Key)).Append(':');
                    Value(entry.Value, depth + 1, text);
                }
                break;
            case YamlNode.Sequence list:
                foreach (var item in list.Items)
                {
                    text.Append(' ', depth * 2).Append('-');
                    Value(item, depth + 1, text);
                }
                break;
            default: text.Append(' ', depth * 2).Append(Scalar(node)).Append('\n'); break;
        }
    }

    private static void Value(YamlNode node, int depth, StringBuilder text)
    {
        if (node is YamlNode.Map { Entries.IsEmpty: true }) text.Append(" {}\n");
        else if (node is YamlNode.Sequence { Items.IsEmpty: true }) text.Append(" []\n");
        else if (node is YamlNode.Scalar) text.Append(' ').Append(Scalar(node)).Append('\n');
        else
        {
            text.Append('\n');
            Write(node, depth, text);
        }
    }

    private static string Scalar(YamlNode node) =>
        node is YamlNode.Scalar { Plain: true } plain && (plain.IsNull || plain.IsFlag() || plain.IsNumber())
        ? plain.IsNull ? "null" : plain.Text : YamlText.Quoted(((YamlNode.Scalar)node).Text);
}
