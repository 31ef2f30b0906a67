using System.Text.Json;
using Treaty.Core.Sql;

namespace Treaty.Core.Products;

/// <summary>Reads JSON objects, one a line (NDJSON) or in one array (JSON): each declared key as text, nested values as their
/// JSON.</summary>
public static class StageJsonSql
{
    /// <summary>The keys of the first 1,000 records of a file, in order of first sight.</summary>
    public static SqlText KeysOf(Source source, string path) => new(
        $"""
        SELECT key
        FROM (
          SELECT unnest(json_keys(line)) AS key, record
          FROM (SELECT line, row_number() OVER () AS record FROM {Records(source, [path])} LIMIT 1000)
          WHERE json_valid(line) AND json_type(line) = 'OBJECT')
        GROUP BY key
        ORDER BY min(record), key
        """);

    public static IReadOnlyList<SqlText> Read(Source source, StagedFiles files, IReadOnlyList<string> columns)
    {
        var shape = "{" + string.Join(",", columns.Select(c => JsonSerializer.Serialize(c) + ":\"VARCHAR\"")) + "}";
        return
        [
            new SqlLines()
                .Line($"CREATE TEMP TABLE {StageSql.Staged(source)} AS").Line("SELECT")
                .Items([.. columns.Select(c => $"struct_extract(v, {Quote.Text(c)}) AS {Quote.Name(c)}"),
                    "CASE WHEN v IS NULL THEN line END AS \"_text\"",
                    "\"_file\""])
                .Line("FROM (")
                .Line($"SELECT line, \"_file\", CASE WHEN json_valid(line) AND json_type(line) = 'OBJECT' THEN json_transform({Exact}, {Quote.Text(shape)}) END AS v", 1)
                .Line($"FROM {Records(source, files.Paths)})", 1).Done(),
            new(
                $"""
                CREATE TABLE {StageSql.Rejected(source)} AS
                SELECT r."_file", {StageSql.FileName("r.\"_file\"", files)} AS "_source", r.rowid - f.first + 1 AS "_record", 'not a JSON object' AS reason, left(r."_text", 2000) AS text
                FROM {StageSql.Staged(source)} r JOIN (SELECT "_file", min(rowid) AS first FROM {StageSql.Staged(source)} GROUP BY "_file") f ON r."_file" = f."_file"
                WHERE r."_text" IS NOT NULL
                """),
        ];
    }

    /// <summary>
    /// The line, its numbers of more than 15 digits as texts: the engine reads numbers as binary floating point, which keeps no more. Where
    /// that would break the line (such digits inside a text) it stays as it is.
    /// </summary>
    private const string Exact =
        """CASE WHEN regexp_matches(line, '[:\[,]\s*-?[0-9.]{16,}') THEN coalesce(CASE WHEN json_valid(regexp_replace(line, '(:\s*)(-?[0-9]+[.][0-9]+)(\s*[,}])', '\1"\2"\3', 'g')) THEN regexp_replace(line, '(:\s*)(-?[0-9]+[.][0-9]+)(\s*[,}])', '\1"\2"\3', 'g') END, line) ELSE line END""";

    /// <summary>A file's records as one column: lines by a CSV of a delimiter that no text contains, without quotes; or items of an
    /// array.</summary>
    private static string Records(Source source, IReadOnlyList<string> paths) => source.Format == SourceFormat.Json
        ? $"(SELECT json::VARCHAR AS line, filename AS \"_file\" FROM read_json_objects({Quote.List(paths)}, format = 'array', filename = true, "
            + $"maximum_object_size = {Quote.Number(StageSql.MaxRecordBytes)}))"
        : $"read_csv({Quote.List(paths)}, delim = '\u0001', quote = '', escape = '', header = false, auto_detect = false, columns = {{'line': 'VARCHAR'}}, "
            + $"filename = '_file', max_line_size = {Quote.Number(StageSql.MaxRecordBytes)})";
}
