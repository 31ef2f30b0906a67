using System.Text.RegularExpressions;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Doctor.Reading;

/// <summary>
/// Reads YAML that others wrote: where it cannot be read as it stands, tabs become blanks, Jinja without quotes is quoted, and several
/// documents in one file are read one by one. What then still cannot be read is said, never thrown.
/// </summary>
public static partial class LooseYaml
{
    /// <returns>The documents of the file; fewer than there are where some cannot be read.</returns>
    public static IReadOnlyList<YamlNode> Read(EstateFile file, List<Unread> unread)
    {
        var findings = new List<Finding>();
        if (YamlReader.Read(new(file.Path, file.Text), findings) is { } root) return [root];
        if (!findings.HasErrors()) return [];
        var documents = new List<YamlNode>();
        foreach (var (text, line) in Documents(Mended(file.Text)))
        {
            var second = new List<Finding>();
            if (YamlReader.Read(new(file.Path, text), second) is { } one) documents.Add(line == 0 ? one : Moved(one, line));
            else if (second.FirstOrDefault(f => f.Severity == Severity.Error) is { } wrong)
                unread.Add(new(wrong.Place is { } p ? p with { Line = p.Line + line } : new(file.Path, line + 1, 1), wrong.Sentence));
        }
        return documents;
    }

    private static string Mended(string text) =>
        BareJinja().Replace(OwnTag().Replace(Tab().Replace(text, m => m.Value.Replace("\t", "  ", StringComparison.Ordinal)), ""),
            m => $"{m.Groups["before"].Value}'{m.Groups["jinja"].Value.Replace("'", "''", StringComparison.Ordinal)}'");

    private static IEnumerable<(string Text, int Line)> Documents(string text)
    {
        var (lines, from) = (text.Split('\n'), 0);
        for (var i = 1; i <= lines.Length; i++)
        {
            if (i < lines.Length && lines[i].TrimEnd() != "---") continue;
            yield return (string.Join('\n', lines[from..i]), from);
            from = i;
        }
    }

    /// <summary>The same tree with its places further down the file.</summary>
    private static YamlNode Moved(YamlNode node, int lines) => node switch
    {
        YamlNode.Scalar s => s with { Place = Moved(s.Place, lines) },
        YamlNode.Sequence s => new YamlNode.Sequence([.. s.Items.Select(i => Moved(i, lines))], Moved(s.Place, lines)),
        YamlNode.Map m => new YamlNode.Map(
            [.. m.Entries.Select(e => new YamlEntry(e.Key, Moved(e.KeyPlace, lines), Moved(e.Value, lines)))], Moved(m.Place, lines)),
        _ => node,
    };

    private static SourcePlace Moved(SourcePlace place, int lines) => place with { Line = place.Line + lines };

    [GeneratedRegex(@"(?m)^(?<before>\s*(-\s+)?([\w+""'-]+:\s+)?)(?<jinja>\{\{.*\}\}[^\n#]*?)\s*$")]
    private static partial Regex BareJinja();

    [GeneratedRegex(@"(?m)(?<=^[^#\n'""]*[:-]\s)!(?!!)[\w/.-]+[ \t]*")]
    private static partial Regex OwnTag();

    [GeneratedRegex(@"(?m)^[ \t]*\t[ \t]*")]
    private static partial Regex Tab();
}
