using Treaty.Core.Sql;

namespace Treaty.Core.Products;

/// <summary>
/// Numbers the records of a file that stand behind rejected ones. A row that is the n-th of its file is record n and as many more as were
/// rejected before it; these are looked up by blocks of rows, so that the rows themselves are neither sorted nor kept.
/// </summary>
public static class RecordShiftSql
{
    private const int RowsOfABlock = 64;

    private static string Steps(Source source) => Quote.Name("_shift_" + source.Name);

    private static string Blocks(Source source) => Quote.Name("_blocks_" + source.Name);

    /// <summary>Per file, behind how many good records how many were rejected; then the same by blocks of rows: how many before a block,
    /// and the steps inside it.</summary>
    public static IReadOnlyList<SqlText> Make(Source source) =>
    [
        new(
            $"""
            CREATE TEMP TABLE {Steps(source)} AS
            SELECT "_file", "_record" - rank AS good, max(rank) AS before
            FROM (SELECT "_file", "_record", row_number() OVER (PARTITION BY "_file" ORDER BY "_record") AS rank FROM {StageSql.Rejected(source)})
            GROUP BY ALL
            """),
        new(
            $"""
            CREATE TEMP TABLE {Blocks(source)} AS
            SELECT b."_file", b.block, i.steps,
              coalesce(max(i.most) OVER (PARTITION BY b."_file" ORDER BY b.block ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
            FROM (
              SELECT "_file", unnest(range(last + 1)) AS block
              FROM (SELECT "_file", max(good) // {Block} AS last FROM {Steps(source)} GROUP BY "_file")) b
            LEFT JOIN (
              SELECT "_file", good // {Block} AS block, max(before) AS most, list(struct_pack(good := good, before := before)) AS steps
              FROM {Steps(source)} GROUP BY 1, 2) i ON b."_file" = i."_file" AND b.block = i.block
            """),
    ];

    /// <summary>Joins the blocks to rows.</summary>
    /// <param name="file">The row's file.</param>
    /// <param name="number">Its number among the rows of the file, from 1.</param>
    public static string Joins(Source source, string file, string number) =>
        $"\nLEFT JOIN {Blocks(source)} x ON {file} = x.\"_file\" AND ({number}) // {Block} = x.block"
        + $"\nLEFT JOIN (SELECT \"_file\", max(before) AS total FROM {Steps(source)} GROUP BY \"_file\") y ON {file} = y.\"_file\"";

    /// <summary>The record of a row: its number, and how many were rejected before it. Behind the last block all were.</summary>
    public static string Record(string number) =>
        $"{number} + coalesce(greatest(x.before, "
        + $"list_max(list_transform(list_filter(x.steps, lambda s: s.good < {number}), lambda s: s.before))), y.total, 0)";

    private static string Block => Quote.Number(RowsOfABlock);
}
