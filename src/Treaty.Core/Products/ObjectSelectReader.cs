using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;

namespace Treaty.Core.Products;

/// <summary>What can be wrong with how facts.sql and rows.sql are divided into selects.</summary>
public static class SelectFindings
{
    public static readonly FindingKind UnknownObject = new("TRY0551", Severity.Error, "A select is for no schema object of the contract");
    public static readonly FindingKind TwoSelects = new("TRY0552", Severity.Error, "A schema object has two selects");
    public static readonly FindingKind NoObject = new("TRY0553", Severity.Error, "A select does not say which schema object it makes");
    public static readonly FindingKind NoSelect = new("TRY0554", Severity.Error,
        "A schema object has no select and no source that could stand for one");
    public static readonly FindingKind WrongFile = new("TRY0555", Severity.Warning, "Selects are in the other of facts.sql and rows.sql");
}

/// <summary>Divides facts.sql and rows.sql at their lines <c>-- object: name</c>.</summary>
internal static partial class ObjectSelectReader
{
    /// <param name="objects">The schema objects of the product's contract.</param>
    public static ImmutableArray<ObjectSelect> Read(MeshDocument document, ImmutableArray<string> objects, List<Finding> findings)
    {
        var selects = ImmutableArray.CreateBuilder<ObjectSelect>();
        foreach (var part in Parts(document.Text.TrimStart('\uFEFF').ReplaceLineEndings("\n").Split('\n')))
        {
            if (part.Object is null && !part.HasSql) continue;
            if (Select(document.Path, part, objects, findings) is { } select) selects.Add(select);
        }
        return selects.ToImmutable();
    }

    private static ObjectSelect? Select(string file, Part part, ImmutableArray<string> objects, List<Finding> findings)
    {
        var name = part.Object ?? (objects.Length == 1 ? objects[0] : null);
        if (name is null)
            findings.Add(SelectFindings.NoObject.At(new(file, part.SqlLine, part.SqlColumn),
                "this select does not say which object it makes",
                "write a line `-- object: name` before it"));
        else if (!objects.Contains(name))
            findings.Add(SelectFindings.UnknownObject.At(new(file, part.MarkLine, part.MarkColumn), $"the contract has no object `{name}`",
                Nearest.Help(name, objects, "add it to the contract, or remove the select")));
        else if (!part.HasSql)
            findings.Add(SelectFindings.NoSelect.At(new(file, part.MarkLine, 1), $"the object `{name}` has no select after this line",
                "write its select, or remove the line"));
        else return new ObjectSelect(name, part.Sql, new SourcePlace(file, part.SqlLine, part.SqlColumn));
        return null;
    }

    private static IEnumerable<Part> Parts(string[] lines)
    {
        var (start, mark) = (0, (Match?)null);
        for (var line = 0; line <= lines.Length; line++)
        {
            var next = line < lines.Length ? Mark().Match(lines[line]) : null;
            if (next is { Success: false }) continue;
            yield return new Part(mark, start, lines[start..line]);
            (start, mark) = (line + 1, next);
        }
    }

    [GeneratedRegex(@"^\s*--\s*object\s*:\s*(?<name>\S+)\s*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Mark();

    private sealed record Part(Match? Mark, int Start, string[] Lines)
    {
        private readonly int first = Array.FindIndex(Lines, IsSql);

        public string? Object => Mark?.Groups["name"].Value;
        public int MarkLine => Start;
        public int MarkColumn => (Mark?.Groups["name"].Index ?? 0) + 1;
        public bool HasSql => first >= 0;
        public int SqlLine => Start + first + 1;
        public int SqlColumn => Lines[first].Length - Lines[first].TrimStart().Length + 1;
        public string Sql => string.Join('\n', Lines[first..]).Trim().TrimEnd(';').TrimEnd();

        private static bool IsSql(string line) => line.Trim() is { Length: > 0 } text && !text.StartsWith("--", StringComparison.Ordinal);
    }
}
