using Treaty.Core.Findings;

namespace Treaty.Core.Doctor.Signs;

/// <summary>
/// Rows are numbered so that one of several copies stays, or a name or remark says that copies are removed; beyond the entry layer
/// that is a choice between versions of the truth.
/// </summary>
public sealed class Deduplication() : Sign(Found, FailureMode.HiddenReconciliation, Basis.Sql, Topic.Sql)
{
    public static readonly FindingKind Found = new("TRY1031", Severity.Warning, "copies removed after the entry layer");

    private const int Few = 3;

    public override Observation? Look(Estate estate, DateOnly day)
    {
        var sql = estate.Made.Where(a => a.Sql is { Tokens.Count: > 0 }).ToList();
        if (sql.Count == 0) return null;
        var later = sql.Where(a => !Layers.IsEntry(a)).ToList();
        var removing = later.Select(a => (Asset: a, Line: Copies.FirstRemoved(a.Sql!))).Where(x => x.Line > 0).ToList();
        var seen = Seen(Math.Max(later.Count, 1), removing.Select(x => new Evidence(x.Asset.Name, x.Asset.Sql!.At(x.Line), "removes copies")),
            $"{removing.Count} of {later.Count} assets beyond the entry layer remove copies",
            "find out where the copies come from; let the source's owner publish one row a fact");
        return seen.Graded(removing.Count < Few ? Severity.Info : seen.Severity)
            .With(new Count("that number rows or speak of deduplicating, the entry layer included",
                sql.Count(a => Copies.FirstNumbered(a.Sql!) > 0), sql.Count));
    }
}
