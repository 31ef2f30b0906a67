using Treaty.Core.Contracts;
using Treaty.Core.Sql;

namespace Treaty.Core.Products;

/// <summary>The files of a source as one stage reads them: absolute paths below one folder, whose length is what names in rows leave
/// out.</summary>
/// <param name="Folder">Absolute, with the trailing separator.</param>
/// <param name="Paths">Absolute, in the order in which they are read.</param>
public sealed record StagedFiles(string Folder, IReadOnlyList<string> Paths)
{
    public string Name(string path) => path.StartsWith(Folder, StringComparison.Ordinal) ? path[Folder.Length..] : path;
}

/// <summary>
/// Brings a source's files into the session as <c>source.&lt;name&gt;</c>: CSV and NDJSON columns as text, Parquet columns as typed, each
/// row with its file
/// and record number. Records that cannot be split into columns land in <c>rejected.&lt;name&gt;</c> instead; none is lost.
/// </summary>
public static class StageSql
{
    /// <summary>A record may be this long; a longer one is rejected.</summary>
    public const int MaxRecordBytes = 16 * 1024 * 1024;

    public static SqlText Schemas { get; } = new("CREATE SCHEMA source; CREATE SCHEMA rejected;");

    public static string View(Source source) => Quote.Name("source", source.Name);

    public static string Rejected(Source source) => Quote.Name("rejected", source.Name);

    private static string Staged(Source source) => Quote.Name("_staged_" + source.Name);

    /// <summary>A header may name this many columns.</summary>
    public const int MaxColumns = 1024;

    /// <summary>Selects nothing; its result columns are the columns of a Parquet file.</summary>
    public static SqlText ColumnsOfParquet(string path) => new($"SELECT * FROM read_parquet({Quote.Text(path)}) LIMIT 0");

    /// <summary>
    /// The first record of a CSV file as one row, filled up with NULLs. The engine's own sniffing is not used: it reads on past the
    /// header, and would refuse
    /// a file for what
    /// its later records hold.
    /// </summary>
    public static SqlText HeaderOfCsv(Source source, string path)
    {
        var columns = string.Join(", ", Enumerable.Range(0, MaxColumns).Select(i => $"c{Quote.Number(i)}: 'VARCHAR'"));
        return new($"SELECT * FROM read_csv({Quote.Text(path)}, {Dialect(source.Dialect)}, header = false, auto_detect = false, columns = {{{columns}}}, "
            + $"max_line_size = {Quote.Number(MaxRecordBytes)}, null_padding = true, ignore_errors = true) LIMIT 1");
    }

    /// <summary>The keys of the first 1,000 records of an NDJSON file, in order of first sight.</summary>
    public static SqlText KeysOf(string path) => new(
        $"""
        SELECT key
        FROM (
          SELECT unnest(json_keys(line)) AS key, record
          FROM (SELECT line, row_number() OVER () AS record FROM {Lines([path])} LIMIT 1000)
          WHERE json_valid(line) AND json_type(line) = 'OBJECT')
        GROUP BY key
        ORDER BY min(record), key
        """);

    /// <summary>Reads the files.</summary>
    public static IReadOnlyList<SqlText> Read(Source source, StagedFiles files, IReadOnlyList<string> columns) => source.Format switch
    {
        SourceFormat.Parquet => [NoRejects(source)],
        SourceFormat.Ndjson => ReadNdjson(source, files, columns),
        _ => ReadCsv(source, files, columns),
    };

    /// <summary>Counts what could not be split into columns.</summary>
    public static SqlText CountRejected(Source source) => new($"SELECT count(*) FROM {Rejected(source)}");

    /// <summary>Counts what could.</summary>
    public static SqlText CountRows(Source source) => new($"SELECT count(*) FROM {View(source)}");

    /// <summary>Makes the view that selects see.</summary>
    /// <param name="rejected">How many records were rejected: they shift the numbers of the records behind them.</param>
    public static IReadOnlyList<SqlText> MakeView(Source source, StagedFiles files, IReadOnlyList<string> columns, long rejected) =>
        source.Format switch
    {
        SourceFormat.Parquet => [ParquetView(source, files, columns)],
        _ => [.. Numbering(source, files, rejected), TextView(source, files, columns, rejected)],
    };

    private static SqlText ParquetView(Source source, StagedFiles files, IReadOnlyList<string> columns) => new SqlLines()
        .Line($"CREATE VIEW {View(source)} AS").Line("SELECT")
        .Items([.. columns.Select(Quote.Name), $"{FileName("filename", files)} AS \"_source\"", "file_row_number + 1 AS \"_record\""])
        .Line($"FROM read_parquet({Quote.List(files.Paths)}, filename = true, file_row_number = true)").Done();

    private static SqlText TextView(Source source, StagedFiles files, IReadOnlyList<string> columns, long rejected)
    {
        var lines = new SqlLines().Line($"CREATE VIEW {View(source)} AS").Line("SELECT");
        foreach (var column in columns) lines.Line($"r.{Quote.Name(column)},", 1);
        var from = $"FROM {Staged(source)} r";
        var where = source.Format == SourceFormat.Ndjson ? "WHERE r.\"_text\" IS NULL" : null;
        var shifted = rejected > 0 && source.Format == SourceFormat.Csv;
        if (files.Paths.Count == 1 && !shifted)
            lines.Line($"{Quote.Text(files.Name(files.Paths[0]))} AS \"_source\",", 1).Line("r.rowid + 1 AS \"_record\"", 1).Line(from);
        else
        {
            lines.Line($"{FileName("r.\"_file\"", files)} AS \"_source\",", 1)
                .Line($"r.rowid - f.first + 1{(shifted ? " + coalesce(x.before, 0)" : "")} AS \"_record\"", 1)
                .Line(from).Line($"JOIN {Quote.Name("_files_" + source.Name)} f ON r.\"_file\" = f.\"_file\"");
            if (shifted) lines.Line($"ASOF LEFT JOIN {Quote.Name("_shift_" + source.Name)} x ON r.\"_file\" = x.\"_file\" AND r.rowid - f.first + 1 > x.good");
        }
        if (where is not null) lines.Line(where);
        return lines.Done();
    }

    private static IEnumerable<SqlText> Numbering(Source source, StagedFiles files, long rejected)
    {
        if (files.Paths.Count > 1 || rejected > 0)
            yield return new($"CREATE TEMP TABLE {Quote.Name("_files_" + source.Name)} AS SELECT \"_file\", min(rowid) AS first FROM {Staged(source)} GROUP BY \"_file\"");
        if (rejected > 0 && source.Format == SourceFormat.Csv)
            yield return Shift(source);
    }

    /// <summary>Per file, behind how many good records how many were rejected.</summary>
    private static SqlText Shift(Source source) => new(
        $"""
        CREATE TEMP TABLE {Quote.Name("_shift_" + source.Name)} AS
        SELECT "_file", "_record" - rank AS good, max(rank) AS before
        FROM (SELECT "_file", "_record", row_number() OVER (PARTITION BY "_file" ORDER BY "_record") AS rank FROM {Rejected(source)})
        GROUP BY ALL
        """);

    private static IReadOnlyList<SqlText> ReadCsv(Source source, StagedFiles files, IReadOnlyList<string> columns) =>
    [
        new SqlLines().Line($"CREATE TEMP TABLE {Staged(source)} AS").Line("SELECT *").Line(FromCsv(source, files, columns, "_file")).Done(),
        .. TakeRejects(source, files),
    ];

    private static string FromCsv(Source source, StagedFiles files, IReadOnlyList<string> columns, string fileColumn) => new SqlLines()
        .Line($"FROM read_csv({Quote.List(files.Paths)}, {Dialect(source.Dialect)}, header = {(source.Dialect.Header ? "true" : "false")}, auto_detect = false,")
        .Line($"columns = {{{string.Join(", ", columns.Select(c => $"{Quote.Text(c)}: 'VARCHAR'"))}}},", 1)
        .Line($"filename = {Quote.Text(fileColumn)}, max_line_size = {Quote.Number(MaxRecordBytes)}, store_rejects = true)", 1).Done().Text;

    /// <summary>
    /// The source's columns as a view over its files, for the one table that is made of all its records in their order: then the numbers of
    /// rows give the numbers of records, and no copy of the text is kept. <see cref="TakeRejects"/> follows once that table is made.
    /// </summary>
    public static SqlText DirectView(Source source, StagedFiles files, IReadOnlyList<string> columns) => new SqlLines()
        .Line($"CREATE VIEW {View(source)} AS").Line("SELECT")
        .Items([.. columns.Select(Quote.Name),
            .. files.Paths.Count == 1 ? [] : new[] { $"list_position({Quote.List(files.Paths)}, \"_path\")::INTEGER AS \"{RowPlaces.FileColumn}\"" }])
        .Line(FromCsv(source, files, columns, "_path")).Done();

    /// <summary>Moves the records that could not be split from where the engine notes them.</summary>
    public static IReadOnlyList<SqlText> TakeRejects(Source source, StagedFiles files)
    {
        var header = source.Dialect.Header;
        return
        [
            new(
                $"""
                CREATE TABLE {Rejected(source)} AS
                SELECT s.file_path AS "_file", {FileName("s.file_path", files)} AS "_source", (e.line - {(header ? 1 : 0)})::BIGINT AS "_record",
                  string_agg(DISTINCT lower(e.error_type::VARCHAR), ', ') AS reason, min(left(e.csv_line, 2000)) AS text
                FROM reject_errors e JOIN reject_scans s ON s.scan_id = e.scan_id AND s.file_id = e.file_id
                GROUP BY 1, 2, 3
                """),
            new("DROP TABLE reject_errors"),
            new("DROP TABLE reject_scans"),
        ];
    }

    /// <summary>Numbers the records of the table that was made of a <see cref="DirectView"/>.</summary>
    /// <param name="table">That table.</param>
    /// <returns>What must be made first, and the places.</returns>
    public static (IReadOnlyList<SqlText> Make, RowPlaces Places) DirectPlaces(
        Source source, StagedFiles files, string table, long rejected)
    {
        var (first, shift) = (Quote.Name("_files_" + source.Name), Quote.Name("_shift_" + source.Name));
        if (files.Paths.Count == 1 && rejected == 0) return ([], new(Quote.Text(files.Name(files.Paths[0])), "c.rowid + 1", ""));
        var make = new List<SqlText> { new(files.Paths.Count == 1
            ? $"CREATE TEMP TABLE {first} AS SELECT {Quote.Text(files.Paths[0])} AS path, 0 AS first"
            : $"CREATE TEMP TABLE {first} AS SELECT \"_file\" AS file, list_extract({Quote.List(files.Paths)}, \"_file\") AS path, min(rowid) AS first FROM {table} GROUP BY 1") };
        var join = files.Paths.Count == 1 ? $"\nCROSS JOIN {first} f" : $"\nJOIN {first} f ON c.\"_file\" = f.file";
        if (rejected == 0) return (make, new(FileName("f.path", files), "c.rowid - f.first + 1", join));
        make.Add(Shift(source));
        return (make, new(FileName("f.path", files), "c.rowid - f.first + 1 + coalesce(x.before, 0)",
            join + $"\nASOF LEFT JOIN {shift} x ON f.path = x.\"_file\" AND c.rowid - f.first + 1 > x.good"));
    }

    private static IReadOnlyList<SqlText> ReadNdjson(Source source, StagedFiles files, IReadOnlyList<string> columns)
    {
        var shape = "{" + string.Join(",", columns.Select(c => System.Text.Json.JsonSerializer.Serialize(c) + ":\"VARCHAR\"")) + "}";
        return
        [
            new SqlLines()
                .Line($"CREATE TEMP TABLE {Staged(source)} AS").Line("SELECT")
                .Items([.. columns.Select(c => $"struct_extract(v, {Quote.Text(c)}) AS {Quote.Name(c)}"),
                    "CASE WHEN v IS NULL THEN line END AS \"_text\"",
                    "\"_file\""])
                .Line("FROM (")
                .Line($"SELECT line, \"_file\", CASE WHEN json_valid(line) AND json_type(line) = 'OBJECT' THEN json_transform(line, {Quote.Text(shape)}) END AS v", 1)
                .Line($"FROM {Lines(files.Paths)})", 1).Done(),
            new(
                $"""
                CREATE TABLE {Rejected(source)} AS
                SELECT r."_file", {FileName("r.\"_file\"", files)} AS "_source", r.rowid - f.first + 1 AS "_record", 'not a JSON object' AS reason, left(r."_text", 2000) AS text
                FROM {Staged(source)} r JOIN (SELECT "_file", min(rowid) AS first FROM {Staged(source)} GROUP BY "_file") f ON r."_file" = f."_file"
                WHERE r."_text" IS NOT NULL
                """),
        ];
    }

    /// <summary>A file's lines as one column: a CSV of a delimiter that no text contains, without quotes.</summary>
    private static string Lines(IReadOnlyList<string> paths) =>
        $"read_csv({Quote.List(paths)}, delim = '\u0001', quote = '', escape = '', header = false, auto_detect = false, columns = {{'line': 'VARCHAR'}}, "
        + $"filename = '_file', max_line_size = {Quote.Number(MaxRecordBytes)})";

    private static SqlText NoRejects(Source source) =>
        new($"CREATE TABLE {Rejected(source)} (\"_file\" VARCHAR, \"_source\" VARCHAR, \"_record\" BIGINT, reason VARCHAR, text VARCHAR)");

    private static string Dialect(CsvDialect d) =>
        $"delim = {Quote.Text(d.Delimiter)}, quote = {Quote.Text(d.Quote)}, escape = {Quote.Text(d.Quote)}, encoding = {Quote.Text(d.Encoding)}, nullstr = {Quote.Text(d.Null)}";

    private static string FileName(string column, StagedFiles files) => $"substring({column}, {Quote.Number(files.Folder.Length + 1)})";
}
