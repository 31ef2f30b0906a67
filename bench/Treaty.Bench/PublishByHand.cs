using System.Diagnostics;
using DuckDB.NET.Data;
using Treaty.Operations.Meshes;

namespace Treaty.Bench;

/// <summary>What a careful person would write instead: the same types, checks and file, without contract, quarantine, versions or record.</summary>
internal static class PublishByHand
{
    public static Task<Measured> RunAsync(string folder)
    {
        var clock = Stopwatch.StartNew();
        var scratch = Directory.CreateDirectory(Path.Combine(folder, "scratch")).FullName;
        var memory = CheckMesh.Documents(folder).Mesh.Settings.MemoryBytes ?? 2L << 30;
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        Execute(connection, $"SET memory_limit = '{memory >> 20}MiB'; SET threads = {Environment.ProcessorCount}; SET temp_directory = '{scratch}'; SET TimeZone = 'UTC'");
        var parts = new List<Part>();
        Execute(connection, Typed(Path.Combine(folder, OrdersMesh.File)));
        var staged = clock.Elapsed.TotalSeconds;
        Execute(connection, "CREATE TEMP TABLE twice AS SELECT order_id FROM typed WHERE ok GROUP BY order_id HAVING count(*) > 1");
        var judged = clock.Elapsed.TotalSeconds;
        Execute(connection, Copy(Path.Combine(scratch, "orders.parquet")));
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM '{Path.Combine(scratch, "orders.parquet")}'";
        var good = Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
        var seconds = clock.Elapsed.TotalSeconds;
        parts.Add(new("by hand", good, staged, judged - staged, seconds - judged, seconds));
        Directory.Delete(scratch, recursive: true);
        return Task.FromResult(new Measured(seconds, good, parts));
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static string Typed(string path) =>
        $"""
        CREATE TEMP TABLE typed AS
        SELECT order_id, t_customer_id AS customer_id, t_line_no AS line_no, t_quantity AS quantity, t_unit_price AS unit_price, t_amount AS amount,
          currency, status, channel, t_gift AS gift, t_placed_at AS placed_at, t_shipped_on AS shipped_on,
          order_id IS NOT NULL AND t_customer_id IS NOT NULL AND t_line_no IS NOT NULL AND t_line_no BETWEEN 1 AND 99
            AND t_quantity IS NOT NULL AND t_quantity BETWEEN 1 AND 1000 AND t_unit_price IS NOT NULL AND t_unit_price >= 0
            AND t_amount IS NOT NULL AND t_amount >= 0 AND currency IS NOT NULL AND length(currency) = 3 AND status IS NOT NULL
            AND (gift IS NULL OR t_gift IS NOT NULL) AND t_placed_at IS NOT NULL AND (shipped_on IS NULL OR t_shipped_on IS NOT NULL) AS ok
        FROM (
          SELECT *, TRY_CAST(customer_id AS BIGINT) AS t_customer_id, TRY_CAST(line_no AS BIGINT) AS t_line_no, TRY_CAST(quantity AS BIGINT) AS t_quantity,
            TRY_CAST(unit_price AS DECIMAL(18,2)) AS t_unit_price, TRY_CAST(amount AS DECIMAL(18,2)) AS t_amount, TRY_CAST(gift AS BOOLEAN) AS t_gift,
            TRY_CAST(placed_at AS TIMESTAMPTZ) AS t_placed_at, TRY_CAST(shipped_on AS DATE) AS t_shipped_on
          FROM read_csv('{path}', all_varchar = true, header = true))
        """;

    private static string Copy(string path) =>
        $"""
        COPY (
          SELECT * EXCLUDE (ok), (md5_number_lower('sales.order_placed|' || order_id)::HUGEINT - 9223372036854775808)::BIGINT AS _row_id,
            1::INTEGER AS _row_version, '20260131T090000Z-bench' AS _run, 'orders.csv' AS _source, rowid + 1 AS _record
          FROM typed WHERE ok AND order_id NOT IN (SELECT order_id FROM twice)
        ) TO '{path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)
        """;
}
