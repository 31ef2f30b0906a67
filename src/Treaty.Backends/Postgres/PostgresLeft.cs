using Treaty.Core.Sql;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Postgres;

/// <summary>Rows with values that PostgreSQL has and no type of the engine: not a number, infinity, days outside of the years 1 to
/// 9999.</summary>
internal static class PostgresLeft
{
    /// <summary>The condition behind a table's name that leaves them out; empty where no column can hold such a value.</summary>
    public static string Without(SourceTable table) => Odd(table) is { Count: > 0 } odd
        ? $" WHERE ({string.Join(" OR ", odd.Select(o => o.Is))}) IS NOT TRUE" : "";

    /// <summary>Record, why, and the row as text of each of them; null where there can be none.</summary>
    /// <param name="quoted">The quoted name of the table.</param>
    public static string? Select(SourceTable table, string quoted)
    {
        if (Odd(table) is not { Count: > 0 } odd) return null;
        var record = table.Key is [{ EngineType: "BIGINT" } only] ? $"{Quote.Name(only.Name)}::int8" : "NULL::int8";
        return $"SELECT {record}, CASE {string.Join(" ", odd.Select(o => $"WHEN {o.Is} THEN {o.Why}"))} END, row_to_json(r)::text "
            + $"FROM {quoted} r WHERE {string.Join(" OR ", odd.Select(o => o.Is))} ORDER BY 1, 3";
    }

    private static List<(string Is, string Why)> Odd(SourceTable table) =>
        [.. table.Columns.Select(c => (Column: c, Is: Is(Quote.Name(c.Name), c.EngineType))).Where(c => c.Is is not null)
            .Select(c => (c.Is!, $"{Quote.Text(c.Column.Name + " is ")} || {Quote.Name(c.Column.Name)}::text"))];

    private static string? Is(string column, string engineType) => engineType switch
    {
        "DATE" => $"{column} NOT BETWEEN DATE '0001-01-01' AND DATE '9999-12-31'",
        "TIMESTAMP" => $"{column} NOT BETWEEN TIMESTAMP '0001-01-01 00:00:00' AND TIMESTAMP '9999-12-31 23:59:59.999999'",
        "TIMESTAMPTZ" => $"{column} NOT BETWEEN TIMESTAMPTZ '0001-01-01 00:00:00Z' AND TIMESTAMPTZ '9999-12-31 23:59:59.999999Z'",
        _ when engineType.StartsWith("DECIMAL", StringComparison.Ordinal) => $"{column} = 'NaN'::numeric",
        _ => null,
    };
}
