using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;

namespace Treaty.Core.Products;

/// <summary>Splits facts.sql and rows.sql into one select a schema object, at lines <c>-- object: name</c>.</summary>
public static partial class SelectDocument
{
    public static readonly FindingKind Unnamed = new("TRY0501", Severity.Error, "a select names no object");
    public static readonly FindingKind Twice = new("TRY0502", Severity.Error, "an object has two selects");

    /// <param name="onlyObject">The product's only object, whose select needs no name; null where there are several.</param>
    public static ImmutableArray<ObjectSelect> Read(MeshDocument document, string? onlyObject, List<Finding> findings)
    {
        var selects = new List<ObjectSelect>();
        var (name, first, lines) = (onlyObject, 1, new List<string>());
        var all = document.Text.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n');
        for (var i = 0; i <= all.Length; i++)
        {
            var header = i < all.Length ? Header().Match(all[i]) : null;
            if (header is { Success: false })
            {
                lines.Add(all[i]);
                continue;
            }
            End(document.Path, name, first, lines, selects, findings);
            if (header is not null) (name, first, lines) = (header.Groups[1].Value, i + 2, []);
        }
        return [.. selects];
    }

    private static void End(string path, string? name, int first, List<string> lines, List<ObjectSelect> selects, List<Finding> findings)
    {
        var skipped = lines.TakeWhile(line => line.Trim().Length == 0 || line.TrimStart().StartsWith("--", StringComparison.Ordinal))
            .Count();
        if (skipped == lines.Count) return;
        var place = new SourcePlace(path, first + skipped, 1);
        var sql = string.Join('\n', lines.Skip(skipped)).TrimEnd().TrimEnd(';').TrimEnd();
        if (name is null)
            findings.Add(Unnamed.At(place, "this select names no object", "put a line `-- object: <name>` before it"));
        else if (selects.Any(s => s.Object == name))
            findings.Add(Twice.At(place, $"`{name}` has a select above already", "keep one of them"));
        else
            selects.Add(new(name, sql, place));
    }

    [GeneratedRegex(@"^\s*--\s*object:\s*([A-Za-z0-9_]+)\s*$")]
    private static partial Regex Header();
}
