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
