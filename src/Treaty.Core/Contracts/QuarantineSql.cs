using Treaty.Core.Findings;
using Treaty.Core.Products;
using Treaty.Core.Sql;

namespace Treaty.Core.Contracts;

/// <summary>The rows of one object that are held back: one row each, with the first rule it breaks.</summary>
public sealed class QuarantineSql(CheckedRowsSql rows, RowPlaces places)
{
    private readonly List<(int Index, RowCheck Item)> _errors = [.. rows.Checks.Index().Where(r => r.Item.Severity == Severity.Error)];

    /// <summary>Object, reason, column, rule in words, value, source, record, the row as it came.</summary>
    public SqlText Select()
    {
        var first = $"CASE {string.Join(" ", _errors.Select(r => $"WHEN {CheckedRowsSql.Breaks(r.Index)} THEN {Quote.Number(r.Index)}"))} END";
        var typed = string.Join(", ", rows.Object.Properties.Select(p => $"{Quote.Name(p.Name)} := c.{Quote.Name(p.Name)}"));
        return new(
            $"""
            SELECT {Quote.Text(rows.Object.Name)} AS object, {Choose(c => Quote.Text(c.Reason))} AS reason,
              {Choose(c => Quote.Text(c.Column))} AS "column", {Choose(c => Quote.Text(c.Words))} AS rule,
              {Choose(c => c.Column is { } column ? $"row ->> {Quote.Text("$.\"" + column + "\"")}" : "NULL")} AS value,
              source, record, row::VARCHAR AS row
            FROM (
              SELECT {first} AS first, {places.Source} AS source, {places.Record} AS record, coalesce(c."_row", to_json(struct_pack({typed}))) AS row
              FROM {rows.Table} c{places.Joins}
              WHERE NOT ({rows.RowIsGood}))
            """);
    }

    private string Choose(Func<RowCheck, string> part) =>
        $"CASE first {string.Join(" ", _errors.Select(r => $"WHEN {Quote.Number(r.Index)} THEN {part(r.Item)}"))} END";
}
