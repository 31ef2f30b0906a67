using Treaty.Core.Findings;
using Treaty.Core.Sql.Foreign;

namespace Treaty.Core.Doctor.Signs;

/// <summary>
/// The same list of literal values stands in several files: a rule or reference list that nobody owns and somebody will forget.
/// </summary>
public sealed class CopiedLists() : Sign(Found, FailureMode.HiddenReconciliation, Basis.Literals, Topic.Sql)
{
    public static readonly FindingKind Found = new("TRY1034", Severity.Warning, "lists of values copied between files");

    private const int LeastValues = 4, LeastLength = 12;

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var sql = Texts.Of(estate);
        if (sql.Count == 0) return null;
        var lists = sql.SelectMany(x => SqlPatterns.Lists(x.Sql, LeastValues).Select(l => (x.Name, x.Sql, List: l,
                Key: string.Join(", ", l.Values))))
            .Where(l => l.Key.Length >= LeastLength).ToList();
        var copied = lists.GroupBy(l => l.Key).Select(g => (g.Key, Copies: g.DistinctBy(l => l.Sql.File).ToList()))
            .Where(x => x.Copies.Count > 1).OrderByDescending(x => x.Copies.Count).ThenBy(x => x.Key, StringComparer.Ordinal).ToList();
        return Observation.Made(this, Math.Max(1, lists.DistinctBy(l => l.Key).Count()), [.. copied.Select(x => new Evidence(
                    x.Key.Length > 60 ? x.Key[..60] + "…" : x.Key, x.Copies[0].Sql.At(x.Copies[0].List.Line),
                    $"in {x.Copies.Count} files: {string.Join(", ", x.Copies.Skip(1).Take(3).Select(c => c.Sql.At(c.List.Line)).Select(p =>
                        $"{p.File}:{p.Line}"))}"))],
                $"{copied.Count} lists of values stand in more than one file, {copied.Sum(x => x.Copies.Count)} places in all",
                "make the list reference data with an owner, and join it")
            .Graded(copied.Count switch { 0 => Severity.Info, < 3 => Severity.Info, _ => Severity.Warning });
    }
}
