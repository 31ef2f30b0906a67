using Treaty.Core.Sql;

namespace Treaty.Core.Products;

/// <summary>Merges data files of a lake table, and shows that the merged file holds the same rows.</summary>
public static class CompactSql
{
    /// <param name="columns">Name and engine type of each column; one that came after a file was written is NULL in it.</param>
    public static SqlText Merge(IReadOnlyList<string> from, string to, IReadOnlyList<(string Name, string Type)> columns) => new SqlLines()
        .Line("COPY (").Line(Rows(from, columns))
        .Line($") TO {Quote.Text(to)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)").Done();

    /// <summary>One boolean: both hold equally many rows, and the sums of their hashes agree.</summary>
    public static SqlText Same(IReadOnlyList<string> from, string to, IReadOnlyList<(string Name, string Type)> columns) => new(
        $"""
        SELECT a.rows = b.rows AND a.content = b.content
        FROM ({Sum(Rows(from, columns), columns)}) a, ({Sum(Rows([to], columns), columns)}) b
        """);

    /// <summary>The engine's type of a column of the lake.</summary>
    public static string EngineType(string lakeType) => lakeType switch
    {
        "string" => "VARCHAR",
        "long" => "BIGINT",
        "integer" => "INTEGER",
        "boolean" => "BOOLEAN",
        "date" => "DATE",
        "timestamp" => "TIMESTAMPTZ",
        "double" => "DOUBLE",
        "binary" => "BLOB",
        _ => lakeType.ToUpperInvariant(),
    };

    private static string Sum(string rows, IReadOnlyList<(string Name, string Type)> columns) =>
        $"SELECT count(*) AS rows, coalesce(sum(hash({string.Join(", ", columns.Select(c => Quote.Name(c.Name)))})::HUGEINT), 0) AS content FROM ({rows})";

    private static string Rows(IReadOnlyList<string> from, IReadOnlyList<(string Name, string Type)> columns)
    {
        var none = string.Join(", ", columns.Select(c => $"CAST(NULL AS {c.Type}) AS {Quote.Name(c.Name)}"));
        return new SqlLines().Line("SELECT").Items(columns.Select(c => $"CAST({Quote.Name(c.Name)} AS {c.Type}) AS {Quote.Name(c.Name)}"))
            .Line($"FROM (SELECT * FROM read_parquet({Quote.List(from)}, union_by_name = true) UNION ALL BY NAME SELECT {none} WHERE false)").Done().Text;
    }
}
