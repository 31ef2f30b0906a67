using System.Globalization;
using System.Text.Json;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;

namespace Treaty.Backends.DuckDb;

/// <summary>Parses selects with DuckDB's own parser, all in one statement, without running them.</summary>
internal static class ParseSql
{
    public static async ValueTask<IReadOnlyList<ParsedSql>> RunAsync(IQuerySession session, IReadOnlyList<string> selects,
        CancellationToken cancel)
    {
        if (selects.Count == 0) return [];
        var values = string.Join(", ", selects.Select((select, i) => $"({Quote.Number(i)}, {Quote.Text(select)})"));
        var rows = await session.QueryAsync(
            new SqlText($"SELECT json_serialize_sql(text)::VARCHAR FROM (VALUES {values}) AS selects(nr, text) ORDER BY nr"), selects.Count,
                cancel)
                .ConfigureAwait(false);
        return [.. rows.Rows.Select(row => Read((string)row[0]!))];
    }

    private static ParsedSql Read(string json)
    {
        using var tree = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 1024 });
        var root = tree.RootElement;
        if (!root.GetProperty("error").GetBoolean()) return new(json, null, null);
        var offset = root.TryGetProperty("position", out var position)
            && int.TryParse(position.GetString(), NumberStyles.None, CultureInfo.InvariantCulture,
            out var at) ? at : (int?)null;
        return new(null, root.GetProperty("error_message").GetString(), offset);
    }
}
