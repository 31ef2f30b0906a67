using Treaty.Core.Findings;
using YamlDotNet.Core;

namespace Treaty.Core.Meshes.Yaml;

/// <summary>Says in plain words what the YAML parser could not read.</summary>
internal static class YamlSyntax
{
    private static readonly (string Says, string Sentence, string Help)[] Known =
    [
        ("tab", "a tab is used for indentation", "indent with spaces"),
        ("mapping values are not allowed", "a `:` is not expected here", "put the value in quotes, or check the indentation of this line"),
        ("simple key", "a key is not finished on its line", "end the key with `:`, or check the indentation of this line"),
        ("quoted scalar", "a quoted text is not closed", "close it with the quote it began with"),
        ("flow", "a list or map in brackets is not closed or lacks a comma", "check `,`, `]` and `}` here"),
        ("',' or ']'", "a list in brackets is not closed or lacks a comma", "check `,` and `]` here"),
        ("block mapping", "this line does not fit the map around it", "indent it like the other keys of the map"),
        ("block collection", "this line does not fit the list around it", "indent it like the other items of the list"),
        ("'-'", "this line does not fit the list around it", "begin it with `-` and indent it like the other items"),
        ("cannot start any token", "a text may not begin with this character", "put the text in quotes"),
        ("alias", "an alias or anchor is not written right", "write `&name` before a value and `*name` where it is repeated"),
        ("anchor", "an alias or anchor is not written right", "write `&name` before a value and `*name` where it is repeated"),
        ("escape", "a `\\` in double quotes begins no known escape", "write `\\\\`, or use single quotes"),
        ("directive", "a directive (`%`) is not written right", "remove it; documents need none"),
        ("tag", "a tag (`!`) is not written right", "remove it; values are read as text"),
        ("document start", "the text before this place ends the document", "check the indentation of this line"),
    ];

    public static Finding Explain(MeshDocument document, YamlException error)
    {
        var (file, text) = (document.Path, document.Text);
        var (line, column) = (Math.Max(1, (int)error.Start.Line), Math.Max(1, (int)error.Start.Column));
        if (Tab(text, line, error.Message.Contains("tab", StringComparison.OrdinalIgnoreCase)) is { } tab)
            return YamlReader.Malformed.At(new SourcePlace(file, tab, 1), Known[0].Sentence, Known[0].Help);
        var place = new SourcePlace(file, line, column);
        foreach (var (says, sentence, help) in Known)
            if (error.Message.Contains(says, StringComparison.OrdinalIgnoreCase)) return YamlReader.Malformed.At(place, sentence, help);
        return YamlReader.Malformed.At(place, "this is not valid YAML", "check indentation, quotes and brackets here and in the line above");
    }

    /// <summary>The parser's scanner fails, without saying where, on some brackets that are never closed.</summary>
    /// <param name="last">Where the parser had come to.</param>
    public static Finding Unclosed(string file, Mark? last) =>
        YamlReader.Malformed.At(new(file, Math.Max(1, (int)(last?.Line ?? 1)), Math.Max(1, (int)(last?.Column ?? 1))),
            "a list or map in brackets is not closed or lacks a comma", "check `,`, `]` and `}` here");

    // The parser names the map that a tab is in, or complains about the line after the tab.
    private static int? Tab(string text, int line, bool saysTab)
    {
        var lines = text.Split('\n');
        var candidates = saysTab ? Enumerable.Range(line, lines.Length) : [line, line - 1];
        foreach (var number in candidates)
            if (number >= 1 && number <= lines.Length && lines[number - 1].TakeWhile(char.IsWhiteSpace).Contains('\t')) return number;
        return null;
    }
}
