using Treaty.Core.Sql;

namespace Treaty.Core.Products;

/// <summary>Shows the files of a Parquet or Delta table with their typed columns.</summary>
public static class StageDeltaSql
{
    /// <summary>Selects nothing; its result columns are the columns of a Parquet file.</summary>
    public static SqlText ColumnsOfParquet(string path) => new($"SELECT * FROM read_parquet({Quote.Text(path)}) LIMIT 0");

    /// <summary>
    /// The table's columns in their order: those of partitions from the log, the others from the files; a column that came after a file was
    /// written is NULL in it.
    /// </summary>
    public static SqlText View(Source source, StagedFiles files, IReadOnlyList<string> columns, IReadOnlyDictionary<string, string> types)
    {
        var lines = new SqlLines().Line($"CREATE VIEW {StageSql.View(source)} AS").Line("SELECT");
        var partitions = files.Constants.Values.FirstOrDefault()?.Keys.ToList() ?? [];
        string Typed(string column) => types.TryGetValue(column, out var type) ? type : "VARCHAR";
        if (files.Paths.Count == 0)
            return lines.Items([.. columns.Select(c => $"CAST(NULL AS {Typed(c)}) AS {Quote.Name(c)}"), "NULL::VARCHAR AS \"_source\"",
                "NULL::BIGINT AS \"_record\""] ).Line("WHERE false").Done();
        var stored = columns.Except(partitions).ToList();
        lines.Items([.. columns.Select(c => partitions.Contains(c) ? $"CAST(p.{Quote.Name(c)} AS {Typed(c)}) AS {Quote.Name(c)}" : $"r.{Quote.Name(c)}"),
                $"{StageSql.FileName("r.filename", files)} AS \"_source\"", "r.file_row_number + 1 AS \"_record\""])
            .Line("FROM (")
            .Line($"SELECT * FROM read_parquet({Quote.List(files.Paths)}, filename = true, file_row_number = true, union_by_name = true, hive_partitioning = false)", 1)
            .Line("UNION ALL BY NAME", 1)
            .Line($"SELECT {string.Join(", ", stored.Where(types.ContainsKey).Select(c => $"CAST(NULL AS {Typed(c)}) AS {Quote.Name(c)}")
                .DefaultIfEmpty("NULL AS filename"))} WHERE false) r", 1);
        if (partitions.Count > 0)
            lines.Line("JOIN (VALUES").Items(files.Paths.Select(path => $"({string.Join(", ",
                    partitions.Select(p => Quote.Text(files.Constants[path][p])).Prepend(Quote.Text(path)))})"), 1)
                .Line($") p(\"_path\", {string.Join(", ", partitions.Select(Quote.Name))}) ON r.filename = p.\"_path\"");
        return lines.Done();
    }
}
