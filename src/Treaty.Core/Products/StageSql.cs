using Treaty.Core.Sql;

namespace Treaty.Core.Products;

/// <summary>The files of a source as one stage reads them: absolute paths below one folder, whose length is what names in rows leave
/// out.</summary>
/// <param name="Folder">Absolute, with the trailing separator.</param>
/// <param name="Paths">Absolute, in the order in which they are read.</param>
public sealed record StagedFiles(string Folder, IReadOnlyList<string> Paths)
{
    /// <summary>Per path, the values of columns that stand in no file but hold for all its rows; empty where there are none.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string?>> Constants { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, string?>>(StringComparer.Ordinal);

    /// <summary>The engine keeps something of every file that one statement reads, so more are read part by part.</summary>
    public const int FilesOfAPart = 500;

    /// <summary>The files in parts that one statement reads, each with how many come before it.</summary>
    public IEnumerable<(int Before, StagedFiles Files)> Parts =>
        Paths.Chunk(FilesOfAPart).Select((part, i) => (i * FilesOfAPart, this with { Paths = part }));

    public string Name(string path) => path.StartsWith(Folder, StringComparison.Ordinal) ? path[Folder.Length..] : path;
}

/// <summary>
/// Brings a source into the session as <c>source.&lt;name&gt;</c>: CSV and JSON columns as text, Parquet, Delta and database columns as
/// typed, each row with its file or table and its record. Records that cannot be split into columns land in <c>rejected.&lt;name&gt;</c>
/// instead; none is lost.
/// </summary>
public static class StageSql
{
    /// <summary>A record may be this long; a longer one is rejected.</summary>
    public const int MaxRecordBytes = 16 * 1024 * 1024;

    public static SqlText Schemas { get; } = new("CREATE SCHEMA source; CREATE SCHEMA rejected;");

    public static string View(Source source) => Quote.Name("source", source.Name);

    /// <summary>What was read: the source itself, or where its files hold changes, those.</summary>
    public static string Raw(Source source) => source.HasChanges ? Quote.Name("_changes_" + source.Name) : View(source);

    public static string Rejected(Source source) => Quote.Name("rejected", source.Name);

    /// <summary>The plain name of the table that holds what was read.</summary>
    public static string StagedName(Source source) => "_staged_" + source.Name;

    public static string Staged(Source source) => Quote.Name(StagedName(source));

    /// <summary>Reads the files.</summary>
    public static IReadOnlyList<SqlText> Read(Source source, StagedFiles files, IReadOnlyList<string> columns) => source.Format switch
    {
        SourceFormat.Csv => StageCsvSql.Read(source, files, columns),
        SourceFormat.Ndjson or SourceFormat.Json => StageJsonSql.Read(source, files, columns),
        _ => [new($"CREATE TABLE {Rejected(source)} (\"_file\" VARCHAR, \"_source\" VARCHAR, \"_record\" BIGINT, reason VARCHAR, text VARCHAR)")],
    };

    /// <summary>A source of which nothing is read this time, as a relation without rows.</summary>
    public static SqlText Nothing(Source source, IReadOnlyList<string> columns, IReadOnlyDictionary<string, string> types) => new SqlLines()
        .Line($"CREATE VIEW {Raw(source)} AS").Line("SELECT")
        .Items([.. columns.Select(c => $"CAST(NULL AS {types.GetValueOrDefault(c, "VARCHAR")}) AS {Quote.Name(c)}"),
            "NULL::VARCHAR AS \"_source\"", "NULL::BIGINT AS \"_record\""])
        .Line("WHERE false").Done();

    /// <summary>The plain name of the table that holds what of a database's table cannot be held in its types.</summary>
    public static string LeftName(Source source) => "_left_" + source.Name;

    /// <summary>Takes those rows among the records that could not be read.</summary>
    public static SqlText RejectLeft(Source source, StagedFiles files) => new(
        $"INSERT INTO {Rejected(source)} SELECT NULL, {Quote.Text(files.Paths[0])}, \"_record\", reason, text FROM {Quote.Name(LeftName(source))}");

    /// <summary>Counts what could not be split into columns.</summary>
    public static SqlText CountRejected(Source source) => new($"SELECT count(*) FROM {Rejected(source)}");

    /// <summary>Counts what could.</summary>
    public static SqlText CountRows(Source source) => new($"SELECT count(*) FROM {Raw(source)}");

    /// <summary>Makes the view that selects see.</summary>
    /// <param name="types">Per column, the engine's type where the source states one.</param>
    /// <param name="rejected">How many records were rejected: they shift the numbers of the records behind them.</param>
    public static IReadOnlyList<SqlText> MakeView(
        Source source, StagedFiles files, IReadOnlyList<string> columns, IReadOnlyDictionary<string, string> types, long rejected) =>
        source.Format switch
        {
            SourceFormat.Sqlite or SourceFormat.Postgres => [TableView(source, files, columns)],
            SourceFormat.Parquet => [ParquetView(source, files, columns)],
            SourceFormat.Delta => [StageDeltaSql.View(source, files, columns, types)],
            _ => [.. Numbering(source, files, rejected), TextView(source, files, columns, rejected)],
        };

    private static SqlText TableView(Source source, StagedFiles files, IReadOnlyList<string> columns) => new SqlLines()
        .Line($"CREATE VIEW {Raw(source)} AS").Line("SELECT")
        .Items([.. columns.Select(Quote.Name), $"{Quote.Text(files.Name(files.Paths[0]))} AS \"_source\"", "\"_record\"", .. ChangeSql.Columns(source, "")])
        .Line($"FROM {Staged(source)}").Done();

    private static SqlText ParquetView(Source source, StagedFiles files, IReadOnlyList<string> columns) => new SqlLines()
        .Line($"CREATE VIEW {Raw(source)} AS").Line("SELECT")
        .Items([.. columns.Select(Quote.Name), $"{FileName("filename", files)} AS \"_source\"", "file_row_number + 1 AS \"_record\"",
            .. ChangeSql.Columns(source, "")])
        .Line($"FROM read_parquet({Quote.List(files.Paths)}, filename = true, file_row_number = true)").Done();

    private static SqlText TextView(Source source, StagedFiles files, IReadOnlyList<string> columns, long rejected)
    {
        var lines = new SqlLines().Line($"CREATE VIEW {Raw(source)} AS").Line("SELECT");
        foreach (var column in columns) lines.Line($"{StageCsvSql.Cell(source, column)} AS {Quote.Name(column)},", 1);
        foreach (var change in ChangeSql.Columns(source, "r.")) lines.Line(change + ",", 1);
        var from = $"FROM {Staged(source)} r";
        var where = source.Format == SourceFormat.Csv ? null : "WHERE r.\"_text\" IS NULL";
        var shifted = rejected > 0 && source.Format == SourceFormat.Csv;
        if (files.Paths.Count == 1 && !shifted)
            lines.Line($"{Quote.Text(files.Name(files.Paths[0]))} AS \"_source\",", 1).Line("r.rowid + 1 AS \"_record\"", 1).Line(from);
        else
        {
            lines.Line($"{FileName("r.\"_file\"", files)} AS \"_source\",", 1)
                .Line($"{(shifted ? RecordShiftSql.Record("r.rowid - f.first + 1") : "r.rowid - f.first + 1")} AS \"_record\"", 1)
                .Line(from).Line($"JOIN {Quote.Name("_files_" + source.Name)} f ON r.\"_file\" = f.\"_file\"");
            if (shifted) lines.Line(RecordShiftSql.Joins(source, "r.\"_file\"", "r.rowid - f.first + 1").TrimStart('\n'));
        }
        if (where is not null) lines.Line(where);
        return lines.Done();
    }

    private static IEnumerable<SqlText> Numbering(Source source, StagedFiles files, long rejected)
    {
        if (files.Paths.Count > 1 || rejected > 0)
            yield return new($"CREATE TEMP TABLE {Quote.Name("_files_" + source.Name)} AS SELECT \"_file\", min(rowid) AS first FROM {Staged(source)} GROUP BY \"_file\"");
        if (rejected > 0 && source.Format == SourceFormat.Csv)
            foreach (var statement in RecordShiftSql.Make(source)) yield return statement;
    }

    public static string FileName(string column, StagedFiles files) => $"substring({column}, {Quote.Number(files.Folder.Length + 1)})";
}
