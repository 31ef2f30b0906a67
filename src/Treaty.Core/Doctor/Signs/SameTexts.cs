using Treaty.Core.Findings;
using Treaty.Core.Sql.Foreign;

namespace Treaty.Core.Doctor.Signs;

/// <summary>Two assets are made by the same text, remarks and settings apart: one thing under several names.</summary>
public sealed class SameTexts() : Sign(Found, FailureMode.Sprawl, Basis.Sql, Topic.Sql)
{
    public static readonly FindingKind Found = new("TRY1056", Severity.Warning, "assets made by the same text");

    /// <summary>Below this many words and symbols two texts may be the same by chance: to read a table whole is no copy.</summary>
    private const int LeastTokens = 16;

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var made = estate.Made.Where(a => a.Sql is { Refs: var refs, Sources: var sources, Tables: var tables }
            && (refs.Any() || sources.Any()
            || tables.Count > 0)).Select(a => (Asset: a, Text: Text(a.Sql!))).Where(x => x.Text.Count >= LeastTokens).ToList();
        if (made.Count < 2) return null;
        var copies = made.GroupBy(x => string.Join(' ', x.Text), StringComparer.OrdinalIgnoreCase).Where(g => g.Count() > 1)
            .Select(g => g.OrderBy(x => x.Asset.Name, StringComparer.Ordinal).ToList()).ToList();
        return Seen(made.Count, copies.SelectMany(g => g.Skip(1).Select(x => new Evidence(x.Asset.Name, x.Asset.Place,
                $"made by the very text of {g[0].Asset.Name}"))),
            $"{copies.Sum(g => g.Count - 1)} of {made.Count} assets are made by the very text of another",
            "keep one, and let whoever reads the others read it");
    }

    /// <summary>What the text does: without remarks, and without settings of where and how it is stored.</summary>
    private static List<string> Text(ForeignSql sql) => [.. sql.Code.Where(t => !(t.Kind == TokenKind.Jinja
        && t.Text.Contains("config(", StringComparison.Ordinal))).Select(t => t.Text)];
}
