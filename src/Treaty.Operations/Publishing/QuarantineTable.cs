using System.Globalization;
using Treaty.Core.Contracts;
using Treaty.Core.Products;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Reports;

namespace Treaty.Operations.Publishing;

/// <summary>The rows that a publish held back, from all objects and from records that could not be split, as one table.</summary>
public static class QuarantineTable
{
    /// <summary>The name of the table beside the product's objects; no object may have it.</summary>
    public const string Name = "quarantine";

    private const int ExamplesEach = 5;

    public static IReadOnlyList<TableColumn> Columns { get; } =
    [
        new("object", "VARCHAR", "string", true), new("reason", "VARCHAR", "string", true), new("column", "VARCHAR", "string", true),
        new("rule", "VARCHAR", "string", true), new("value", "VARCHAR", "string", true), new("source", "VARCHAR", "string", true),
        new("record", "BIGINT", "long", true), new("row", "VARCHAR", "string", true), new("key", "BIGINT", "long", true),
        new("state", "VARCHAR", "string", true), new("opened_run", "VARCHAR", "string", true), new("closed_run", "VARCHAR", "string", true),
    ];

    /// <summary>Gathers them in the session as <c>_quarantine</c>.</summary>
    public static async ValueTask GatherAsync(
        IQuerySession session, Product product, IReadOnlyList<CheckedObject> objects, IReadOnlyList<StagedSource> sources,
        CancellationToken cancel)
    {
        var parts = objects.Where(o => o.Mapped > o.Good).Select(o => new QuarantineSql(o.Sql, product.Ref, o.Places).Select().Text)
            .Concat(sources.Where(s => s.Rejected > 0).Select(s => Malformed(product, s.State.Source)))
            .DefaultIfEmpty("SELECT NULL::VARCHAR AS object, NULL::VARCHAR AS reason, NULL::VARCHAR AS \"column\", NULL::VARCHAR AS rule, NULL::VARCHAR AS value, "
                + "NULL::VARCHAR AS source, NULL::BIGINT AS record, NULL::VARCHAR AS row, NULL::BIGINT AS key WHERE false");
        await session.ExecuteAsync(new SqlText("CREATE TEMP TABLE _quarantine AS\n" + string.Join("\nUNION ALL\n", parts)), cancel)
            .ConfigureAwait(false);
    }

    /// <summary>
    /// No one can tell which part of such a record is classified, so all of it is withheld where the product has such a column.
    /// </summary>
    private static string Malformed(Product product, Source source) =>
        $"SELECT {Quote.Text("source." + source.Name)} AS object, 'malformed' AS reason, NULL::VARCHAR AS \"column\", reason AS rule, NULL::VARCHAR AS value, "
        + $"\"_source\" AS source, \"_record\" AS record, "
        + $"{(IsClassified(product) ? Quote.Text(ClassifiedColumns.Withheld) : "text")} AS row, NULL::BIGINT AS key "
        + $"FROM {StageSql.Rejected(source)}";

    private static bool IsClassified(Product product) => product.Contract.Objects.SelectMany(o => o.Properties).Any(p => p.IsClassified());

    public static SqlText Copy(SqlText rows, string path) =>
        new($"COPY (\n{rows}\n) TO {Quote.Text(path)} (FORMAT parquet, COMPRESSION zstd)");

    /// <summary>Counted by object, reason and column, with the first few of each by place.</summary>
    public static async ValueTask<IReadOnlyList<QuarantineLine>> SummaryAsync(IQuerySession session, CancellationToken cancel)
    {
        var rows = await session.QueryAsync(new SqlText(
            $"""
            SELECT object, reason, "column", n, source, record, value, row
            FROM (
              SELECT *, count(*) OVER w AS n, row_number() OVER (PARTITION BY object, reason, "column" ORDER BY source, record, row) AS nth
              FROM _quarantine
              WINDOW w AS (PARTITION BY object, reason, "column"))
            WHERE nth <= {ExamplesEach.ToString(CultureInfo.InvariantCulture)}
            ORDER BY object, reason, "column" NULLS FIRST, nth
            """), 10_000, cancel).ConfigureAwait(false);
        return [.. rows.Rows.GroupBy(r => ((string)r[0]!, (string)r[1]!, (string?)r[2])).Select(g => new QuarantineLine(
            g.Key.Item1, g.Key.Item2, g.Key.Item3, EngineValues.Count(g.First()[3]),
            [.. g.Select(r => new QuarantinedRow((string?)r[4], r[5] is null ? null : EngineValues.Count(r[5]), (string?)r[6], (string?)r[7]
                ?? ""))]))];
    }
}
