using System.Diagnostics;
using DuckDB.NET.Data;
using Treaty.Operations.Meshes;

namespace Treaty.Bench;

/// <summary>
/// What a careful person would write instead of the conformance mesh: the same types, rules, keys, reference, metrics, assertions and file,
/// without contract, reasons, quarantine, versions or record.
/// </summary>
internal static class ConformanceByHand
{
    public static Task<Measured> RunAsync(string folder)
    {
        var clock = Stopwatch.StartNew();
        var scratch = Directory.CreateDirectory(Path.Combine(folder, "scratch")).FullName;
        var memory = CheckMesh.Documents(folder).Mesh.Settings.MemoryBytes ?? 2L << 30;
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        Execute(connection, $"SET memory_limit = '{memory >> 20}MiB'; SET threads = {Environment.ProcessorCount}; SET temp_directory = '{scratch}'; SET TimeZone = 'UTC'");
        Execute(connection, Typed(folder));
        var staged = clock.Elapsed.TotalSeconds;
        Execute(connection, "CREATE TEMP TABLE twice AS SELECT order_id FROM typed WHERE ok GROUP BY order_id HAVING count(*) > 1");
        Execute(connection, "CREATE TEMP TABLE twice_tracked AS SELECT tracking FROM typed WHERE ok GROUP BY tracking HAVING count(*) > 1");
        Execute(connection, $"CREATE TEMP TABLE lost AS SELECT t.rowid AS rid FROM typed t ANTI JOIN (SELECT TRY_CAST(customer_id AS BIGINT) AS customer_id FROM read_csv('{Path.Combine(folder, "customers.csv")}', all_varchar = true, header = true)) c ON t.customer_id = c.customer_id WHERE t.ok");
        Execute(connection, "CREATE VIEW good AS SELECT *, rowid AS rid FROM typed WHERE ok AND order_id NOT IN (SELECT order_id FROM twice) AND tracking NOT IN (SELECT tracking FROM twice_tracked) AND rowid NOT IN (SELECT rid FROM lost)");
        Execute(connection, "SELECT count(*), count_if(channel IS NULL), count_if(channel NOT IN ('web', 'store', 'phone')), count_if(gift IS NULL) FROM good");
        Execute(connection, "SELECT count(*) FROM good WHERE shipped_on < DATE '2024-01-01'");
        Execute(connection, "SELECT count(*) FROM (SELECT currency, sum(amount) AS total FROM good GROUP BY currency) WHERE total < 0");
        Execute(connection, "SELECT cast(avg(quantity) AS DECIMAL(18,4)) FROM good");
        var judged = clock.Elapsed.TotalSeconds;
        var file = Path.Combine(scratch, "orders.parquet");
        Execute(connection, Copy(file));
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM '{file}'";
        var good = Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
        var seconds = clock.Elapsed.TotalSeconds;
        Directory.Delete(scratch, recursive: true);
        return Task.FromResult(new Measured(seconds, good, [new("by hand", good, staged, judged - staged, seconds - judged, seconds)]));
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        while (reader.Read()) { }
    }

    private static string Typed(string folder) =>
        $"""
        CREATE TEMP TABLE typed AS
        SELECT order_id, tracking, t_customer_id AS customer_id, t_quantity AS quantity, t_unit_price AS unit_price, t_amount AS amount,
          currency, status, channel, t_gift AS gift, t_placed_at AS placed_at, t_shipped_on AS shipped_on,
          regexp_full_match(order_id, 'O-[0-9]{"{10}"}') AND length(tracking) BETWEEN 1 AND 16 AND regexp_full_match(tracking, '[0-9A-F]+')
            AND t_customer_id IS NOT NULL AND t_quantity BETWEEN 1 AND 1000 AND t_unit_price >= 0 AND t_amount >= 0
            AND regexp_full_match(currency, '[A-Z]{"{3}"}') AND status IN ('placed', 'paid', 'shipped', 'cancelled')
            AND (gift IS NULL OR t_gift IS NOT NULL) AND t_placed_at IS NOT NULL AND (shipped_on IS NULL OR t_shipped_on IS NOT NULL) IS TRUE AS ok
        FROM (
          SELECT *, TRY_CAST(customer_id AS BIGINT) AS t_customer_id, TRY_CAST(quantity AS BIGINT) AS t_quantity,
            TRY_CAST(unit_price AS DECIMAL(18,2)) AS t_unit_price, TRY_CAST(amount AS DECIMAL(18,2)) AS t_amount, TRY_CAST(gift AS BOOLEAN) AS t_gift,
            TRY_CAST(placed_at AS TIMESTAMPTZ) AS t_placed_at, TRY_CAST(shipped_on AS DATE) AS t_shipped_on
          FROM read_csv('{Path.Combine(folder, "in", "*.csv")}', all_varchar = true, header = true))
        """;

    private static string Copy(string path) =>
        $"""
        COPY (
          SELECT * EXCLUDE (ok, rid), (md5_number_lower('sales.order_placed|' || order_id)::HUGEINT - 9223372036854775808)::BIGINT AS _row_id,
            1::INTEGER AS _row_version, '20260131T090000Z-bench' AS _run, 'orders.csv' AS _source, rid + 1 AS _record
          FROM good
        ) TO '{path}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 122880)
        """;
}
