using Treaty.Core.Contracts;
using Treaty.Core.Meshes;
using Treaty.Core.Sql;

namespace Treaty.Core.Products;

/// <summary>
/// Gives good rows their identity and state and writes them: a key seen for the first time is version 1, one that comes back changed is
/// the next version, one
/// that comes back unchanged keeps its state. Where only new states are added (append), unchanged rows are not written again.
/// </summary>
/// <param name="product">The product the rows belong to; the identity hashes its fact or object.</param>
/// <param name="good">The relation of the good rows.</param>
/// <param name="gone">The relation of the rows that left and are not back, with their last versions: they come back as the next; null
/// where none ever left.</param>
/// <param name="previous">The relation of the current rows with system columns; null at the first publish.</param>
public sealed class RowStateSql(Reference product, SchemaObject schemaObject, string good, string? previous, string run,
    string? gone = null)
{
    private IEnumerable<string> Names => schemaObject.Properties.Select(p => Quote.Name(p.Name));

    /// <summary>The statement that writes the rows into one Parquet file.</summary>
    public SqlText Write(string path, bool onlyNew) => new SqlLines()
        .Line("COPY (").Line(Rows(onlyNew))
        .Line($") TO {Quote.Text(path)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)").Done();

    private string Rows(bool onlyNew)
    {
        var identified = new SqlLines().Line("SELECT").Items([.. Names, $"{RowId(product, schemaObject)} AS \"_row_id\"", "\"_source\"", "\"_record\""], 2)
            .Line($"FROM {good}", 1)
            .Done().Text;
        var lines = new SqlLines().Line("SELECT", 1);
        if (previous is null)
            return lines.Items([.. Names.Select(n => "g." + n), "g.\"_row_id\"", $"{First}::INTEGER AS \"_row_version\"",
                $"{Quote.Text(run)} AS \"_run\"",
                "g.\"_source\"", "g.\"_record\""], 2)
                .Line($"FROM ({identified}) g{Back}", 1).Done().Text;
        var same = string.Join(" AND ", Names.Select(n => $"p.{n} IS NOT DISTINCT FROM g.{n}"));
        lines.Items([.. Names.Select(n => "g." + n), "g.\"_row_id\"",
                $"CASE WHEN p.\"_row_id\" IS NULL THEN {First} WHEN {same} THEN p.\"_row_version\" ELSE p.\"_row_version\" + 1 END::INTEGER AS \"_row_version\"",
                $"CASE WHEN p.\"_row_id\" IS NOT NULL AND {same} THEN p.\"_run\" ELSE {Quote.Text(run)} END AS \"_run\"",
                "g.\"_source\"", "g.\"_record\""], 2)
            .Line($"FROM ({identified}) g LEFT JOIN {previous} p ON p.\"_row_id\" = g.\"_row_id\"{Back}", 1);
        if (onlyNew) lines.Line($"WHERE p.\"_row_id\" IS NULL OR NOT ({same})", 1);
        return lines.Done().Text;
    }

    /// <summary>The version of a row that was not there before.</summary>
    private string First => gone is null ? "1" : "coalesce(r.\"_row_version\", 0) + 1";

    private string Back => gone is null ? "" : $" LEFT JOIN {gone} r ON r.\"_row_id\" = g.\"_row_id\"";

    /// <summary>
    /// Hash of the fact (or object) and the key. Without a key the whole row is hashed together with its count among equal rows, so that
    /// ids stay distinct.
    /// The low 64 bits of MD5, shifted into the signed range that the lake can hold.
    /// </summary>
    public static string RowId(Reference product, SchemaObject schemaObject)
    {
        var name = schemaObject.Fact is { } fact ? $"{product.Context}.{fact}" : product.Bare.WithObject(schemaObject.Name).ToString();
        var key = schemaObject.Key is { Length: > 0 } declared ? declared : schemaObject.Properties;
        var parts = key.Select(p => key.Length == 1 ? Text(p) : $"replace(coalesce({Text(p)}, ''), '|', '\\|')").ToList();
        if (schemaObject.Key.IsEmpty) parts.Add($"row_number() OVER (PARTITION BY {string.Join(", ", schemaObject.Properties.Select(p => Quote.Name(p.Name)))})::VARCHAR");
        var text = string.Join(" || '|' || ", parts.Prepend(Quote.Text(name)));
        return $"(md5_number_lower({text})::HUGEINT - 9223372036854775808)::BIGINT";
    }

    private static string Text(Property property) => property.Type == LogicalType.String ? Quote.Name(property.Name)
        : $"CAST({Quote.Name(property.Name)} AS VARCHAR)";

    /// <summary>Of the written file: rows, rows new in this run, rows changed in this run.</summary>
    public SqlText Written(string path) => new(
        $"""
        SELECT count(*), count_if("_run" = {Quote.Text(run)} AND "_row_version" = 1), count_if("_run" = {Quote.Text(run)} AND "_row_version" > 1)
        FROM read_parquet({Quote.Text(path)})
        """);
}

/// <summary>Views over published tables: the columns as promised, the newest state of every row.</summary>
public static class PublishedViewSql
{
    /// <param name="name">The quoted name of the view.</param>
    /// <param name="files">Absolute paths of the version's data files.</param>
    /// <param name="present">The columns that the table has; a promised column that came later reads as NULL.</param>
    /// <param name="corrected">True where several states of a row may stand in the files.</param>
    public static SqlText Make(string name, SchemaObject schemaObject, IReadOnlyList<string> files, IReadOnlyCollection<string> present,
        bool corrected)
    {
        var columns = schemaObject.Properties.Select(p => (p.Name, Type: p.EngineType()))
            .Concat(SystemColumns.All.Select(c => (c.Name, Type: c.EngineType)))
            .ToList();
        var lines = new SqlLines().Line($"CREATE VIEW {name} AS").Line("SELECT");
        if (files.Count == 0)
            return lines.Items(columns.Select(c => $"CAST(NULL AS {c.Type}) AS {Quote.Name(c.Name)}")).Line("WHERE false").Done();
        lines.Items(columns.Select(c => present.Contains(c.Name) ? $"CAST({Quote.Name(c.Name)} AS {c.Type}) AS {Quote.Name(c.Name)}"
            : $"CAST(NULL AS {c.Type}) AS {Quote.Name(c.Name)}"))
            .Line($"FROM read_parquet({Quote.List(files)}{(files.Count > 1 ? ", union_by_name = true" : "")})");
        if (corrected) lines.Line("QUALIFY row_number() OVER (PARTITION BY \"_row_id\" ORDER BY \"_row_version\" DESC) = 1");
        return lines.Done();
    }
}

/// <summary>Least and greatest value and nulls per column of a Parquet file, from its footer; no bounds where a part of the file has
/// values and says none.</summary>
public static class FileStatisticsSql
{
    /// <param name="columns">Name and engine type of each column.</param>
    public static SqlText Of(string path, IReadOnlyList<(string Name, string Type)> columns) => new(
        $"WITH footer AS MATERIALIZED (SELECT path_in_schema, stats_min_value, stats_max_value, stats_null_count, stats_min_value IS NOT NULL OR stats_null_count = num_values AS known FROM parquet_metadata({Quote.Text(path)}))\n"
        + string.Join("\nUNION ALL\n", columns.Select(c =>
            $"SELECT {Quote.Text(c.Name)} AS name, CASE WHEN bool_and(known) THEN min(TRY_CAST(stats_min_value AS {c.Type}))::VARCHAR END AS least, "
            + $"CASE WHEN bool_and(known) THEN max(TRY_CAST(stats_max_value AS {c.Type}))::VARCHAR END AS greatest, "
            + $"sum(stats_null_count)::BIGINT AS nulls FROM footer WHERE path_in_schema = {Quote.Text(c.Name)}")));

    public static SqlText Rows(string path) => new($"SELECT count(*) FROM read_parquet({Quote.Text(path)})");
}
