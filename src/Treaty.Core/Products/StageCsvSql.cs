using Treaty.Core.Sql;

namespace Treaty.Core.Products;

/// <summary>Reads CSV files: every cell as text, every record that cannot be split into columns kept apart with its reason.</summary>
public static class StageCsvSql
{
    /// <summary>Few files have more columns, and looking for more takes time.</summary>
    public const int UsualColumns = 512;

    /// <summary>A header may name this many columns.</summary>
    public const int MaxColumns = 8192;

    /// <summary>
    /// The first record of a CSV file as one row, filled up with NULLs. The engine's own sniffing is not used: it reads on past the
    /// header, and would refuse a file for what its later records hold.
    /// </summary>
    /// <param name="most">How many columns are looked for; a longer record is not found.</param>
    public static SqlText Header(Source source, string path, int most)
    {
        var columns = string.Join(", ", Enumerable.Range(0, most).Select(i => $"c{Quote.Number(i)}: 'VARCHAR'"));
        return new($"SELECT * FROM read_csv({Quote.Text(path)}, {Dialect(source.Dialect)}, header = false, auto_detect = false, columns = {{{columns}}}, "
            + $"max_line_size = {Quote.Number(StageSql.MaxRecordBytes)}, null_padding = true, ignore_errors = true, parallel = false) LIMIT 1");
    }

    public static IReadOnlyList<SqlText> Read(Source source, StagedFiles files, IReadOnlyList<string> columns) =>
    [
        .. files.Parts.Select(part => new SqlLines()
            .Line(part.Before == 0 ? $"CREATE TEMP TABLE {StageSql.Staged(source)} AS" : $"INSERT INTO {StageSql.Staged(source)}").Line("SELECT *")
            .Line(From(source, part.Files, columns, "_file")).Done()),
        .. TakeRejects(source, files),
    ];

    /// <param name="fileColumn">The name of the column that holds each record's file.</param>
    public static string From(Source source, StagedFiles files, IReadOnlyList<string> columns, string fileColumn) => new SqlLines()
        .Line($"FROM read_csv({Quote.List(files.Paths)}, {Dialect(source.Dialect)}, header = {(source.Dialect.Header ? "true" : "false")}, auto_detect = false,")
        .Line($"columns = {{{string.Join(", ", columns.Select(c => $"{Quote.Text(c)}: 'VARCHAR'"))}}},", 1)
        .Line($"filename = {Quote.Text(fileColumn)}, max_line_size = {Quote.Number(StageSql.MaxRecordBytes)}, store_rejects = true)", 1).Done().Text;

    /// <summary>Moves the records that could not be split from where the engine notes them.</summary>
    public static IReadOnlyList<SqlText> TakeRejects(Source source, StagedFiles files) =>
    [
        new(
            $"""
            CREATE TABLE {StageSql.Rejected(source)} AS
            SELECT s.file_path AS "_file", {StageSql.FileName("s.file_path", files)} AS "_source", (e.line - {(source.Dialect.Header ? 1 : 0)})::BIGINT AS "_record",
              string_agg(DISTINCT lower(e.error_type::VARCHAR), ', ') AS reason, min(left(e.csv_line, 2000)) AS text
            FROM reject_errors e JOIN reject_scans s ON s.scan_id = e.scan_id AND s.file_id = e.file_id
            GROUP BY 1, 2, 3
            """),
        new("DROP TABLE reject_errors"),
        new("DROP TABLE reject_scans"),
    ];

    /// <summary>
    /// The text of a cell. In columns of numbers that are written another way it is the same number with a decimal point; what is not
    /// written that way stays as it is behind a mark, so that the contract refuses it instead of misreading it.
    /// </summary>
    public static string Cell(Source source, string column)
    {
        var cell = "r." + Quote.Name(column);
        var d = source.Dialect;
        if (source.Format != SourceFormat.Csv || !d.HasOwnNumbers || !source.Numbers.Contains(column)) return cell;
        var point = d.Decimal == "." ? "[.]" : ",";
        var plain = $"[+-]?([0-9]+({point}[0-9]*)?|{point}[0-9]+)";
        var grouped = d.Thousands is { } group ? $"[+-]?[0-9]{{1,3}}([{group}][0-9]{{3}})+({point}[0-9]*)?" : null;
        var bare = d.Thousands is null ? cell : $"replace({cell}, {Quote.Text(d.Thousands)}, '')";
        var written = grouped is null ? $"regexp_full_match({cell}, {Quote.Text(plain)})"
            : $"(regexp_full_match({cell}, {Quote.Text(plain)}) OR regexp_full_match({cell}, {Quote.Text(grouped)}))";
        var value = d.Decimal == "." ? bare : $"replace({bare}, ',', '.')";
        return $"CASE WHEN {cell} IS NULL THEN NULL WHEN {written} THEN {value} ELSE 'not written as declared: ' || {cell} END";
    }

    /// <summary>A decoded copy is unpacked, has no comments and skipped lines, and is in an encoding that the engine knows.</summary>
    private static string Dialect(CsvDialect d)
    {
        var encoding = d.IsReencoded ? "utf-8" : d.Encoding;
        var text = $"delim = {Quote.Text(d.Delimiter)}, quote = {Quote.Text(d.Quote)}, escape = {Quote.Text(d.Escape ?? d.Quote)}, encoding = {Quote.Text(encoding)}, "
            + $"nullstr = {(d.MoreNulls.IsEmpty ? Quote.Text(d.Null) : Quote.List(d.MoreNulls.Insert(0, d.Null)))}";
        if (!d.QuotedNull) text += ", allow_quoted_nulls = false";
        return d.Compression is { } compression ? text + $", compression = {Quote.Text(compression)}" : text;
    }
}
