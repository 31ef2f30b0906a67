using System.Text;
using System.Text.RegularExpressions;
using Treaty.Core.Findings;

namespace Treaty.Operations.Contracts;

/// <summary>Finds the documents that a user names: files, folders (contracts and products below them), and globs.</summary>
public static class ContractFiles
{
    public static readonly FindingKind NothingThere = new("TRY1230", Severity.Error, "no document is where one was named");

    private static readonly string[] Endings = [".odcs.yaml", ".odcs.yml", ".odps.yaml", ".odps.yml"];

    // Links are not followed, so that a folder cannot lead out of itself or around in a circle.
    private static readonly EnumerationOptions Below = new()
    {
        RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint | FileAttributes.Hidden, IgnoreInaccessible = true,
    };

    /// <summary>The files in order of name, each once; what leads to none becomes a finding.</summary>
    public static IReadOnlyList<string> Find(IEnumerable<string> named, List<Finding> findings)
    {
        var files = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var name in named)
        {
            var found = Of(name).ToList();
            if (found.Count == 0)
                findings.Add(NothingThere.At(null, $"there is no contract or product at `{name}`",
                    Directory.Exists(name)
                        ? "documents are found by their names: *.odcs.yaml and *.odps.yaml; name other files one by one"
                            : "check the path"));
            files.UnionWith(found);
        }
        return [.. files];
    }

    private static IEnumerable<string> Of(string name)
    {
        if (File.Exists(name)) return [Tidy(name)];
        if (Directory.Exists(name))
            return Directory.EnumerateFiles(name, "*", Below)
                .Where(f => Endings.Any(e => f.EndsWith(e, StringComparison.OrdinalIgnoreCase))).Select(Tidy);
        var wild = name.IndexOfAny(['*', '?']);
        if (wild < 0) return [];
        var slash = name.LastIndexOf('/', wild);
        var start = slash < 0 ? "." : slash == 0 ? "/" : name[..slash];
        if (!Directory.Exists(start)) return [];
        var pattern = Pattern(slash < 0 ? "./" + name : name);
        return Directory.EnumerateFiles(start, "*", Below).Where(f => pattern.IsMatch(f.Replace('\\', '/'))).Select(Tidy);
    }

    private static string Tidy(string path) =>
        path.Replace('\\', '/') is var p && p.StartsWith("./", StringComparison.Ordinal) ? p[2..] : p;

    private static Regex Pattern(string glob)
    {
        var text = new StringBuilder("^");
        for (var i = 0; i < glob.Length; i++)
            if (glob.AsSpan(i).StartsWith("**/")) (text, i) = (text.Append("(?:.*/)?"), i + 2);
            else text.Append(glob[i] switch { '*' => "[^/]*", '?' => "[^/]", var c => Regex.Escape(c.ToString()) });
        return new(text.Append('$').ToString(), RegexOptions.CultureInvariant);
    }
}
