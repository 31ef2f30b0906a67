using System.Diagnostics;
using Treaty.Backends;
using Treaty.Core;
using Treaty.Core.Sql;
using Treaty.Operations.Deciding;
using Treaty.Operations.Doors;
using Treaty.Operations.Meshes;
using Treaty.Operations.Reading;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Samples;
using Treaty.Operations.Stores;
using static System.FormattableString;

namespace Treaty.Bench;

/// <summary>Pages of a queue of very many open discrepancies, and making that queue from ledger and lake.</summary>
internal sealed class QueueBenchmark(Options options)
{
    private static readonly DiscrepancyFilter[] Pages =
    [
        new(), new() { Sort = "age" }, new() { Sort = "team" }, new(Class: "amount") { Sort = "age" }, new(Class: "duplicate", Team: "payment_operations", Currency: "EUR"),
        new(Currency: "CHF") { Before = new(2025, 3, 1) }, new(Offset: 500_000), new(Class: "missing-b", Offset: 100_000) { Sort = "age" }, new(Text: "key-0004711"),
    ];

    public async Task<string> RunAsync()
    {
        var folder = options.Folder("queue");
        new MakeSample(new Treaty.Backends.DuckDb.DuckDbEngine()).RunAsync(new SampleRequest(MakeSample.OrderToCashName, folder, 1, 0.05), null, default).AsTask().GetAwaiter().GetResult();
        var check = CheckMesh.Documents(folder);
        var moment = new Moment(new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero), 1);
        await using var store = await EmbeddedStore.OpenAsync(folder, check.Mesh.Settings.Store, new Dictionary<string, string>(), default);
        var (inForce, _) = await LoadInForce.ForRunAsync(check, store, default);
        await new RunMesh(store, inForce!, null).RunAsync(new([], "bench"), moment, default);
        await PlantAsync(store, inForce!, moment);
        var clock = Stopwatch.StartNew();
        await new FollowQueue(store, inForce!.Mesh).RunAsync(moment, default);
        var made = clock.Elapsed.TotalSeconds;
        var read = new ReadDiscrepancies(store, inForce.Mesh);
        await read.RunAsync(new(), moment, default);
        var lines = new List<string>();
        foreach (var page in Pages)
        {
            var times = new List<double>();
            var report = await read.RunAsync(page, moment, default);
            for (var i = 0; i < Math.Max(5, options.Times); i++)
            {
                clock.Restart();
                await read.RunAsync(page, moment, default);
                times.Add(clock.Elapsed.TotalMilliseconds);
            }
            lines.Add(Invariant($"| {FilterWords.Of(page)}, by {page.Sort}, from {page.Offset:N0} | {report.Total:N0} | {times.Order().ElementAt(times.Count / 2):N0} | {times.Max():N0} |"));
        }
        var bytes = new FileInfo(Path.Combine(store.StoreFolder, "queue.db")).Length;
        Directory.Delete(folder, recursive: true);
        return Invariant(
            $"""
            ## queue: {options.Rows:N0} open discrepancies

            Made from ledger and lake in {made:N1} s ({bytes / 1e6:N0} MB). A page of 100 with all its totals, in milliseconds (target 300):

            | page | matching | median | slowest |
            |---|---:|---:|---:|
            {string.Join("\n", lines)}

            """);
    }

    /// <summary>Puts a run into ledger and lake that found very many discrepancies.</summary>
    private async Task PlantAsync(MeshStore store, InForce inForce, Moment moment)
    {
        var comparison = inForce.Mesh.Comparisons.First(c => c.Id == "order_payment");
        var manifest = (await store.Ledger.ComparisonAsync(Comparing.RefOf(comparison), default))!;
        var table = manifest.Table(Comparing.Discrepancies);
        var path = Path.Combine(store.Lake.DataFolder(table.Table), "planted.parquet");
        await using (var session = await store.OpenSessionAsync(inForce.Mesh.Settings, [], writes: true, default))
            await session.ExecuteAsync(Planted(options.Rows, path), default);
        var before = (await store.Lake.ReadAsync(table.Table, null, default))!;
        var version = await store.Lake.CommitAsync(table.Table, new("planted", moment.Now, before.Columns,
            [new("planted.parquet", new FileInfo(path).Length, options.Rows, [])], true, before.Version), default);
        var planted = manifest with
        {
            Run = "planted",
            Tables = [.. manifest.Tables.Select(t => t.Object == table.Object ? t with { LakeVersion = version, Rows = options.Rows } : t)],
        };
        await store.Ledger.AppendAsync([new(RecordKind.Comparison, manifest.Ref, "planted", moment.Now, "bench", TreatyJson.Write(planted))], default);
    }

    private static SqlText Planted(long rows, string path)
    {
        string[] classes = ["amount", "amount", "amount", "missing-b", "missing-b", "status", "currency", "duplicate", "unmatched-key", "late"];
        return new(
            $"""
            COPY (
              SELECT left(md5('d' || i), 16) AS discrepancy_id, 'zone.revenue/order_payment' AS comparison, 'key-' || lpad(CAST(i AS VARCHAR), 7, '0') AS group_key,
                {Quote.List(classes)}[1 + CAST(hash(i, 1) % 10 AS BIGINT)] AS class, 'order_value' AS subject, ['a', 'b', ''][1 + CAST(hash(i, 2) % 3 AS BIGINT)] AS side,
                '12.34' AS value_a, '12.35' AS value_b, CAST((CAST(hash(i, 3) % 10000000 AS BIGINT) - 5000000) * CAST(0.01 AS DECIMAL(3,2)) AS DECIMAL(38,2)) AS amount,
                CAST(abs(CAST(hash(i, 3) % 10000000 AS BIGINT) - 5000000) * CAST(0.01 AS DECIMAL(3,2)) AS DECIMAL(38,2)) AS gross, ['EUR', 'EUR', 'GBP', 'USD', 'CHF'][1 + CAST(hash(i, 4) % 5 AS BIGINT)] AS currency,
                DATE '2025-01-01' + CAST(hash(i, 5) % 400 AS INTEGER) AS business_date, '' AS definition, '' AS team
              FROM range({Quote.Number(rows)}) AS t(i)
            ) TO {Quote.Text(path)} (FORMAT parquet)
            """);
    }
}
