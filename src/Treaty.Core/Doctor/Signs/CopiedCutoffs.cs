using Treaty.Core.Findings;
using Treaty.Core.Sql.Foreign;

namespace Treaty.Core.Doctor.Signs;

/// <summary>The same date stands as a literal in three or more files: a cut-off rule that lives in copies.</summary>
public sealed class CopiedCutoffs() : Sign(Found, FailureMode.HiddenReconciliation, Basis.Literals, Topic.Sql)
{
    public static readonly FindingKind Found = new("TRY1036", Severity.Warning, "cut-off dates copied between files");

    private const int LeastFiles = 3;

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var sql = Texts.Of(estate);
        if (sql.Count == 0) return null;
        var dates = sql.SelectMany(x => x.Sql.Code.Where(t => t.Kind is TokenKind.Text or TokenKind.Quoted && IsCutoff(t.Text))
            .Select(t => (x.Sql, Token: t))).GroupBy(x => x.Token.Text[..10]).ToList();
        var copied = dates.Select(g => (g.Key, Copies: g.DistinctBy(x => x.Sql.File).ToList())).Where(x => x.Copies.Count >= LeastFiles)
            .ToList();
        return Seen(Math.Max(1, dates.Count), copied.Select(x => new Evidence(x.Key, x.Copies[0].Sql.At(x.Copies[0].Token.Line),
                $"in {x.Copies.Count} files, such as {x.Copies[1].Sql.File}:{x.Copies[1].Token.Line}")),
            $"{copied.Count} dates stand as literals in {LeastFiles} files or more", "give the cut-off a name and one place, with who decided it")
            .Graded(copied.Count switch { 0 => Severity.Info, < 3 => Severity.Info, _ => Severity.Warning });
    }

    /// <summary>A day that is no border of all time.</summary>
    private static bool IsCutoff(string text) => text.Length is 10 or 19 or 20 && Reading.LooseNode.ToDay(text)
        is { Year: > 1980 and < 2100 };
}
