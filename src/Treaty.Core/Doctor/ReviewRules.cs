using System.Text;
using System.Text.RegularExpressions;

namespace Treaty.Core.Doctor;

/// <summary>Reads CODEOWNERS and says which rule holds for a file: the last that matches.</summary>
public static class ReviewRules
{
    public static IReadOnlyList<ReviewRule> Read(EstateFile file) =>
        [.. file.Text.Split('\n').Index().Select(l => (Line: l.Index + 1, Text: l.Item.Split(" #")[0].Trim()))
            .Where(l => l.Text != "" && l.Text[0] is not ('#' or '[' or '^')).Select(l => (l.Line, Parts: l.Text.Split((char[])[' ', '\t'],
                StringSplitOptions.RemoveEmptyEntries)))
            .Select(l => new ReviewRule(l.Parts[0], [.. l.Parts.Skip(1)], new(file.Path, l.Line, 1)))];

    /// <summary>Finds the rule that holds for a path; null where none matches.</summary>
    public static Func<string, ReviewRule?> Finder(IReadOnlyList<ReviewRule> rules)
    {
        IReadOnlyList<(ReviewRule Rule, string Root, Regex Path)> made = [.. rules.Reverse().Select(r => (r, RootOf(r.Place.File),
            new Regex(Pattern(r.Pattern), RegexOptions.CultureInvariant)))];
        return path => made.FirstOrDefault(m => path.StartsWith(m.Root, StringComparison.Ordinal)
            && m.Path.IsMatch(path[m.Root.Length..])).Rule;
    }

    /// <summary>CODEOWNERS speaks of the repository's root, also from .github/ and docs/.</summary>
    private static string RootOf(string file)
    {
        var folder = file.LastIndexOf('/') is > 0 and var at ? file[..at] : "";
        foreach (var usual in (string[])[".github", ".gitlab", "docs"])
            if (folder == usual) return "";
            else if (folder.EndsWith("/" + usual, StringComparison.Ordinal)) return folder[..^usual.Length];
        return folder == "" ? "" : folder + "/";
    }

    private static string Pattern(string glob)
    {
        var anchored = glob.TrimEnd('/').Contains('/');
        var text = glob.TrimStart('/');
        var regex = new StringBuilder(anchored ? "^" : "(^|/)");
        for (var i = 0; i < text.Length; i++)
            if (text.AsSpan(i).StartsWith("**/")) { regex.Append("(.*/)?"); i += 2; }
            else if (text.AsSpan(i).StartsWith("**")) { regex.Append(".*"); i++; }
            else if (text[i] == '*') regex.Append("[^/]*");
            else if (text[i] == '?') regex.Append("[^/]");
            else regex.Append(Regex.Escape(text[i].ToString()));
        return regex.Append(glob.EndsWith('/') ? "" : glob.EndsWith("/*", StringComparison.Ordinal) ? "$" : "(/|$)").ToString();
    }
}
