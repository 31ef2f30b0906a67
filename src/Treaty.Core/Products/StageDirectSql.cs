using Treaty.Core.Sql;

namespace Treaty.Core.Products;

/// <summary>Reads CSV files straight into the one table that is made of all their records in order, so that no copy of the text is
/// kept.</summary>
public static class StageDirectSql
{
    /// <summary>
    /// The source's columns as a view over its files, for the one table that is made of all its records in their order: then the numbers of
    /// rows give the numbers of records. <see cref="StageCsvSql.TakeRejects"/> follows once that table is made.
    /// </summary>
    /// <returns>Per part of the files the statement that shows it, in the place of the one before; the table is made of one after the
    /// other.</returns>
    public static IReadOnlyList<SqlText> Views(Source source, StagedFiles files, IReadOnlyList<string> columns) =>
        [.. files.Parts.Select(part => View(source, part.Files, part.Before, files.Paths.Count > 1, columns))];

    private static SqlText View(Source source, StagedFiles files, int before, bool several, IReadOnlyList<string> columns) => new SqlLines()
        .Line($"CREATE OR REPLACE VIEW {StageSql.View(source)} AS").Line("SELECT")
        .Items([.. columns.Select(c =>
            StageCsvSql.Cell(source, c) is var cell && cell == "r." + Quote.Name(c) ? cell : $"{cell} AS {Quote.Name(c)}"),
            .. !several ? [] : new[] { $"(list_position({Quote.List(files.Paths)}, r.\"_path\") + {Quote.Number(before)})::INTEGER AS \"{RowPlaces.FileColumn}\"" }])
        .Line(StageCsvSql.From(source, files, columns, "_path") + " r").Done();

    /// <summary>Numbers the records of the table that was made of a <see cref="View"/>.</summary>
    /// <param name="table">That table.</param>
    /// <returns>What must be made first, and the places.</returns>
    public static (IReadOnlyList<SqlText> Make, RowPlaces Places) Places(Source source, StagedFiles files, string table, long rejected)
    {
        var first = Quote.Name("_files_" + source.Name);
        if (files.Paths.Count == 1 && rejected == 0) return ([], new(Quote.Text(files.Name(files.Paths[0])), "c.rowid + 1", ""));
        var make = new List<SqlText> { new(files.Paths.Count == 1
            ? $"CREATE TEMP TABLE {first} AS SELECT {Quote.Text(files.Paths[0])} AS path, 0 AS first"
            : $"CREATE TEMP TABLE {first} AS SELECT \"_file\" AS file, list_extract({Quote.List(files.Paths)}, \"_file\") AS path, min(rowid) AS first FROM {table} GROUP BY 1") };
        var join = files.Paths.Count == 1 ? $"\nCROSS JOIN {first} f" : $"\nJOIN {first} f ON c.\"_file\" = f.file";
        const string number = "c.rowid - f.first + 1";
        if (rejected == 0) return (make, new(StageSql.FileName("f.path", files), number, join));
        make.AddRange(RecordShiftSql.Make(source));
        return (make, new(StageSql.FileName("f.path", files), RecordShiftSql.Record(number), join + RecordShiftSql.Joins(source, "f.path", number)));
    }
}
