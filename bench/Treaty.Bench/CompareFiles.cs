using System.Collections.Immutable;
using System.Globalization;
using DuckDB.NET.Data;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Matching;

namespace Treaty.Bench;

/// <summary>Two Parquet files to compare, and the comparison of them.</summary>
internal static class CompareFiles
{
    private static readonly SourcePlace Nowhere = new("bench", 1, 1);

    /// <summary>The same rows in another order; where <paramref name="changed"/>, one in 1,000 with another amount and one in
    /// 10,000 missing.</summary>
    public static void Write(string folder, long rows, bool changed)
    {
        using var connection = Open(folder);
        Execute(connection, $"COPY ({Rows("i", rows, "")}) TO '{folder}/a.parquet' (FORMAT parquet, COMPRESSION zstd)");
        var amount = changed ? "+ CASE WHEN i % 1000 = 7 THEN 1 ELSE 0 END" : "";
        Execute(connection, $"COPY ({Rows($"(i * 7919) % {rows}", rows, amount)}{(changed ? " WHERE i % 10000 <> 13" : "")}) "
            + $"TO '{folder}/b.parquet' (FORMAT parquet, COMPRESSION zstd)");
    }

    /// <summary>Rows of both sides without a key in common: in 10,000 blocks, the other side up to five days later and up to a
    /// cent off.</summary>
    public static void WriteWindow(string folder, long rows)
    {
        using var connection = Open(folder);
        foreach (var side in new[] { "a", "b" })
        {
            var late = side == "b" ? " + CAST(hash(i + 9) % 6 AS INTEGER)" : "";
            var off = side == "b" ? " + CAST(hash(i + 5) % 2 AS INTEGER)" : "";
            Execute(connection, $"""
                COPY (SELECT CAST(i AS BIGINT) AS _row_id, '{side}' || i AS row_key, 'account ' || (hash(i) % 10000) AS account,
                  CAST((hash(i + 1) % 5000000{off}) * 0.01 AS DECIMAL(18,2)) AS amount, DATE '2025-01-01' + CAST(hash(i + 2) % 365 AS INTEGER){late} AS day
                  FROM range({rows}) AS r(i)) TO '{folder}/{side}.parquet' (FORMAT parquet)
                """);
        }
    }

    public static ComparisonPlan Plan { get; } = PlanOf(["order_id"], [new MatchPass(PassKind.Key, null, null, null, Nowhere)], "currency", true);

    public static ComparisonPlan Window { get; } = PlanOf(["row_key"],
    [
        new MatchPass(PassKind.Unique, ["account"], ["account"], new Tolerance(1, 0, Side.A), Nowhere) { Window = new MatchWindow(0, 5) },
    ], null, false);

    private static ComparisonPlan PlanOf(ImmutableArray<string> key, ImmutableArray<MatchPass> passes, string? currency, bool common)
    {
        var measure = new Measure("amount", "rows", "amount", null, "day", currency, 1, 2, Nowhere);
        var comparison = new Comparison("bench", new Reference("zone", "bench"), "bench", "UTC",
            new ComparisonSide(new Reference("a", "a", "rows"), "a", key, []), new ComparisonSide(new Reference("b", "b", "rows"), "b", key, []),
            null, [new ComparedMeasure("amount", "amount", "amount")], common ? new ComparedStatus("status", "status", [], null) : null, [],
            passes, null, TimeSpan.Zero, [], ImmutableDictionary<DiscrepancyClass, string>.Empty, Nowhere) { CommonKey = common };
        return new ComparisonPlan(comparison, new PlannedSide("side_a", null, true, false), new PlannedSide("side_b", null, true, false),
            [new PlannedMeasure("amount", measure, measure)], "bench_");
    }

    private static string Rows(string i, long rows, string amount) =>
        $"""
        SELECT CAST(i AS BIGINT) AS _row_id, format('O-{"{:010d}"}', i) AS order_id, CAST((hash(i) % 10000000) * 0.01 {amount} AS DECIMAL(18,2)) AS amount,
          ['EUR', 'GBP', 'USD'][CAST(hash(i + 1) % 3 + 1 AS BIGINT)] AS currency, ['paid', 'open'][CAST(hash(i + 2) % 2 + 1 AS BIGINT)] AS status,
          DATE '2025-01-01' + CAST(hash(i + 3) % 365 AS INTEGER) AS day
        FROM (SELECT {i} AS i FROM range({rows}) AS r(i))
        """;

    public static DuckDBConnection Open(string folder)
    {
        var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        Execute(connection, string.Create(CultureInfo.InvariantCulture,
            $"SET threads = {Environment.ProcessorCount}; SET temp_directory = '{folder}/scratch'; SET TimeZone = 'UTC'; SET preserve_insertion_order = false"));
        return connection;
    }

    public static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
