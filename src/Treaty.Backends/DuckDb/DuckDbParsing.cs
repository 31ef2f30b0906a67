using System.Globalization;
using System.Text.Json;
using DuckDB.NET.Data;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;

namespace Treaty.Backends.DuckDb;

/// <summary>Lets DuckDB parse many selects in one statement without binding or running any.</summary>
internal static class DuckDbParsing
{
    public static IReadOnlyList<ParsedSql> Parse(DuckDBConnection connection, IReadOnlyList<string> selects, CancellationToken cancel)
    {
        if (selects.Count == 0) return [];
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT json_serialize_sql(s, skip_default := true, skip_null := true, skip_empty := true) "
            + $"FROM (SELECT unnest({Quote.List(selects)}) AS s)";
        using var reader = command.ExecuteReader();
        var parsed = new List<ParsedSql>(selects.Count);
        while (reader.Read())
        {
            cancel.ThrowIfCancellationRequested();
            parsed.Add(ReadTree(reader.GetString(0), selects[parsed.Count]));
        }
        return parsed;
    }

    private static ParsedSql ReadTree(string json, string sql)
    {
        if (json.StartsWith("{\"error\":false", StringComparison.Ordinal)) return new ParsedSql(json, null, null);
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        var message = root.GetProperty("error_message").GetString() ?? "not parsed";
        return new ParsedSql(null, message.Split('\n', 2)[0], root.TryGetProperty("position", out var position) ? Offset(position, sql)
            : null);
    }

    /// <summary>In errors DuckDB counts code points, the door counts characters of .NET.</summary>
    private static int? Offset(JsonElement position, string sql) =>
        int.TryParse(position.GetString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var points)
            ? sql.EnumerateRunes().Take(points).Sum(rune => rune.Utf16SequenceLength) : null;
}
