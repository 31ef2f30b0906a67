using Treaty.Core.Findings;
using Treaty.Core.Sql.Foreign;

namespace Treaty.Core.Doctor.Signs;

/// <summary>
/// Rows are numbered so that one of several copies stays, or a name or remark says that copies are removed; beyond the entry layer
/// that is a choice between versions of the truth.
/// </summary>
public sealed class Deduplication() : Sign(Found, FailureMode.HiddenReconciliation, Basis.Sql, Topic.Sql)
{
    public static readonly FindingKind Found = new("TRY1031", Severity.Warning, "copies removed after the entry layer");

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var sql = estate.Made.Where(a => a.Sql is { Tokens.Count: > 0 }).ToList();
        if (sql.Count == 0) return null;
        var found = sql.Select(a => (Asset: a, Line: Line(a.Sql!))).Where(x => x.Line > 0).ToList();
        var later = found.Where(x => !Layers.IsEntry(x.Asset)).ToList();
        var beyond = sql.Count(a => !Layers.IsEntry(a));
        return Seen(Math.Max(beyond, 1), later.Select(x => new Evidence(x.Asset.Name, x.Asset.Sql!.At(x.Line), "numbers rows or removes copies")),
            $"{later.Count} of {beyond} assets beyond the entry layer number rows or remove copies",
            "find out where the copies come from; let the source's owner publish one row a fact")
            .With(new Count("that number rows or speak of deduplicating, the entry layer included", found.Count, sql.Count));
    }

    private static int Line(ForeignSql sql)
    {
        for (var i = 0; i < sql.Tokens.Count; i++)
            if (sql.Tokens[i].Text.Contains("deduplicate", StringComparison.OrdinalIgnoreCase)
                || sql.Tokens[i].Is("row_number") && i + 3 < sql.Tokens.Count && sql.Tokens[i + 1].IsSymbol('(') && sql.Tokens[i + 3].Is("over"))
                return sql.Tokens[i].Line;
        return 0;
    }
}
