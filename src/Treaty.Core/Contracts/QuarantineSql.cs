using System.Text.Json;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Core.Sql;

namespace Treaty.Core.Contracts;

/// <summary>The rows of one object that are held back: one row each, with the first rule it breaks. Classified values are masked.</summary>
public sealed class QuarantineSql(CheckedRowsSql rows, Reference product, RowPlaces places)
{
    private readonly List<(int Index, RowCheck Item)> _errors = [.. rows.Checks.Index().Where(r => r.Item.Severity == Severity.Error)];

    /// <summary>Object, reason, column, rule in words, value, source, record, the row as it came, the id it would have had.</summary>
    public SqlText Select()
    {
        var first = $"CASE {string.Join(" ", _errors.Select(r => $"WHEN {CheckedRowsSql.Breaks(r.Index)} THEN {Quote.Number(r.Index)}"))} END";
        var typed = string.Join(", ", rows.Object.Properties.Select(p => $"{Quote.Name(p.Name)} := c.{Quote.Name(p.Name)}"));
        return new(
            $"""
            SELECT {Quote.Text(rows.Object.Name)} AS object, {Choose(c => Quote.Text(c.Reason))} AS reason,
              {Choose(c => Quote.Text(c.Column))} AS "column", {Choose(c => Quote.Text(c.Words))} AS rule,
              {Choose(Value)} AS value, source, record, {Masked} AS row, key
            FROM (
              SELECT {first} AS first, {places.Source} AS source, {places.Record} AS record, {Key} AS key,
                coalesce(c."_row", to_json(struct_pack({typed}))) AS row
              FROM {rows.Table} c{places.Joins}
              WHERE NOT ({rows.RowIsGood}))
            """);
    }

    private string Choose(Func<RowCheck, string> part) =>
        $"CASE first {string.Join(" ", _errors.Select(r => $"WHEN {Quote.Number(r.Index)} THEN {part(r.Item)}"))} END";

    private string Value(RowCheck check)
    {
        if (check.Column is not { } column) return "NULL";
        var value = $"row ->> {Quote.Text("$.\"" + column + "\"")}";
        return rows.Object.Property(column) is { } property && property.IsClassified()
            ? $"CASE WHEN ({value}) IS NOT NULL THEN {Quote.Text(property.Mask())} END" : value;
    }

    private string Masked
    {
        get
        {
            var hidden = rows.Object.Properties.Where(p => p.IsClassified()).ToDictionary(p => p.Name, p => p.Mask());
            return hidden.Count == 0 ? "row::VARCHAR" : $"json_merge_patch(row, {Quote.Text(JsonSerializer.Serialize(hidden))})::VARCHAR";
        }
    }

    /// <summary>The id by which a good row of the same key would be known; NULL without a whole key.</summary>
    private string Key => rows.Object.Key.IsEmpty ? "NULL::BIGINT"
        : $"CASE WHEN {string.Join(" AND ", rows.Object.Key.Select(p => $"{Quote.Name(p.Name)} IS NOT NULL"))} "
            + $"THEN {RowStateSql.RowId(product, rows.Object)} END";
}

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

    /// <summary>Everything is read again: what is held back in the same words, of the same file, is the same row.</summary>
    public SqlText Replacing() => new(before is null ? Opened($"SELECT {Row} FROM {now}") :
        $"""
        WITH a AS (SELECT *, {Nth} FROM {now}),
          b AS (SELECT *, {Nth} FROM {before} WHERE state = 'open')
        SELECT a.object, a.reason, a."column", a.rule, a.value, a.source, a.record, a.row, a.key, 'open' AS state,
          coalesce(b.opened_run, {Quote.Text(run)}) AS opened_run, NULL::VARCHAR AS closed_run
        FROM a LEFT JOIN b ON {Same}
        UNION ALL
        SELECT {Row}, 'closed', opened_run, {Quote.Text(run)} FROM b ANTI JOIN a ON {Same}
        UNION ALL
        SELECT {Row}, state, opened_run, closed_run FROM {before} WHERE state = 'closed'
        """);

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

    private static string Nth => "row_number() OVER (PARTITION BY object, rule, source, row ORDER BY record) AS nth";
}
