using Treaty.Core.Sql;

namespace Treaty.Core.Contracts;

/// <summary>
/// The life of a product's quarantine. A row is open from the run that held it back; it is closed by the run whose source no longer holds
/// it so, or, where files are taken once, by a good row of the same key. What was closed stays on record.
/// </summary>
/// <param name="now">The rows that this run holds back.</param>
/// <param name="before">The quarantine as it stands; null where there is none.</param>
public sealed class QuarantineLifeSql(string now, string? before, string run)
{
    private const string Row = "object, reason, \"column\", rule, value, source, record, row, key";
    private const string Same = "a.object = b.object AND a.rule IS NOT DISTINCT FROM b.rule AND a.source IS NOT DISTINCT FROM b.source AND a.row = b.row AND a.nth = b.nth";

    /// <summary>
    /// Everything is read again: what is held back in the same words, of the same file, is the same row; and so it is where its file is
    /// gone and the row stands in one that was not there.
    /// </summary>
    /// <param name="gone">Files of the version before that the sources no longer have.</param>
    /// <param name="come">Files that the sources did not have then.</param>
    public SqlText Replacing(IReadOnlyList<string> gone, IReadOnlyList<string> come) => new(
        before is null ? Opened($"SELECT {Row} FROM {now}")
        : gone.Count == 0 || come.Count == 0 ?
        $"""
        WITH a AS (SELECT *, {Nth} FROM {now}),
          b AS (SELECT *, {Nth} FROM {before} WHERE state = 'open')
        {Standing("a LEFT JOIN b ON " + Same)}
        UNION ALL
        {Closed("b ANTI JOIN a ON " + Same)}
        UNION ALL
        {ClosedBefore}
        """ :
        $"""
        WITH a AS (SELECT *, {Nth} FROM {now}),
          b AS (SELECT *, {Nth} FROM {before} WHERE state = 'open'),
          left_a AS (SELECT a.*, {NthOfRow} FROM a ANTI JOIN b ON {Same} WHERE source IN ({Texts(come)}) AND row <> {Quote.Text(ClassifiedColumns.Withheld)}),
          left_b AS (SELECT b.*, {NthOfRow} FROM b ANTI JOIN a ON {Same} WHERE source IN ({Texts(gone)})),
          moved AS (SELECT a.object, a.rule, a.source, a.row, a.nth, b.source AS was_source, b.nth AS was_nth, b.opened_run
            FROM left_a a JOIN left_b b ON a.object = b.object AND a.rule IS NOT DISTINCT FROM b.rule AND a.row = b.row
              AND a.nth_of_row = b.nth_of_row),
          known AS (SELECT object, rule, source, row, nth, opened_run FROM b
            UNION ALL SELECT object, rule, source, row, nth, opened_run FROM moved)
        {Standing("a LEFT JOIN known b ON " + Same)}
        UNION ALL
        {Closed("b ANTI JOIN a ON " + Same + " ANTI JOIN moved m ON m.object = b.object AND m.rule IS NOT DISTINCT FROM b.rule "
            + "AND m.was_source = b.source AND m.row = b.row AND m.was_nth = b.nth")}
        UNION ALL
        {ClosedBefore}
        """);

    private string Standing(string from) =>
        $"""
        SELECT a.object, a.reason, a."column", a.rule, a.value, a.source, a.record, a.row, a.key, 'open' AS state,
          coalesce(b.opened_run, {Quote.Text(run)}) AS opened_run, NULL::VARCHAR AS closed_run
        FROM {from}
        """;

    private string Closed(string from) =>
        $"SELECT {string.Join(", ", Row.Split(", ").Select(c => "b." + c))}, 'closed', b.opened_run, {Quote.Text(run)} FROM {from}";

    private string ClosedBefore => $"SELECT {Row}, state, opened_run, closed_run FROM {before} WHERE state = 'closed'";

    private static string Texts(IReadOnlyList<string> texts) => string.Join(", ", texts.Select(Quote.Text));

    /// <summary>Only new files are read: what is open stays so until a good row of its key comes.</summary>
    /// <param name="ids">Per object, the relation of the ids of its new good rows.</param>
    public SqlText Adding(IReadOnlyList<(string Object, string Ids)> ids)
    {
        var come = Come(ids);
        return before is null ? Opening() : new(
            $"""
            {Opened($"SELECT {Row} FROM {now}")}
            UNION ALL
            SELECT {Row}, CASE WHEN closes THEN 'closed' ELSE state END, opened_run,
              CASE WHEN closes THEN {Quote.Text(run)} ELSE closed_run END
            FROM (SELECT *, coalesce(state = 'open' AND ({come}), false) AS closes FROM {before})
            """);
    }

    /// <summary>How many rows would be closed by that.</summary>
    public SqlText CountClosing(IReadOnlyList<(string Object, string Ids)> ids) =>
        new(before is null ? "SELECT 0" : $"SELECT count(*) FROM {before} WHERE state = 'open' AND ({Come(ids)})");

    /// <summary>The new rows alone, to stand beside what is there.</summary>
    public SqlText Opening() => new(Opened($"SELECT {Row} FROM {now}"));

    private static string Come(IReadOnlyList<(string Object, string Ids)> ids) => string.Join(" OR ", ids
        .Select(i => $"(object = {Quote.Text(i.Object)} AND key IN (SELECT \"_row_id\" FROM {i.Ids}))").DefaultIfEmpty("false"));

    private string Opened(string rows) =>
        $"SELECT {Row}, 'open' AS state, {Quote.Text(run)} AS opened_run, NULL::VARCHAR AS closed_run FROM ({rows})";

    private static string NthOfRow => "row_number() OVER (PARTITION BY object, rule, row ORDER BY source, record) AS nth_of_row";

    private static string Nth => "row_number() OVER (PARTITION BY object, rule, source, row ORDER BY record) AS nth";
}
