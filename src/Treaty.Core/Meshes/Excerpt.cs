using Treaty.Core.Findings;

namespace Treaty.Core.Meshes;

/// <summary>The part of a document that begins at a place, for people to read.</summary>
public static class Excerpt
{
    /// <summary>The line of the place and those below that are indented deeper than it, without the indentation they share; cut after
    /// <paramref name="most"/> lines with an ellipsis. Empty where the text has no such line.</summary>
    public static string Of(string text, SourcePlace place, int most = 40)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n');
        if (place.Line < 1 || place.Line > lines.Length) return "";
        var first = lines[place.Line - 1];
        var depth = Indentation(first);
        var part = lines.Skip(place.Line).TakeWhile(line => line.Trim().Length == 0 || Indentation(line) > depth).Prepend(first).ToList();
        while (part.Count > 1 && part[^1].Trim().Length == 0) part.RemoveAt(part.Count - 1);
        return string.Join('\n', part.Take(most).Select(line => line.Length > depth ? line[depth..].TrimEnd() : ""))
            + (part.Count > most ? "\n…" : "");
    }

    private static int Indentation(string line) => line.Length - line.TrimStart(' ').Length;
}
