using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Treaty.Backends.Databases;
using Treaty.Backends.Delta;
using Treaty.Backends.DuckDb;
using Treaty.Core.Findings;
using Treaty.Core.Products;
using Treaty.Operations.Doors;
using static System.FormattableString;

namespace Treaty.Bench;

/// <summary>Sources and tables of many parts: the log of a table of many commits, a folder of many small files, rows from PostgreSQL.</summary>
/// <param name="postgres">A server as HOST:PORT:DATABASE:USER that may make a table; its password in TREATY_PASSWORD_BENCH. Null where there
/// is none.</param>
internal sealed class SourcesBenchmark(Options options, int commits, int files, string? postgres)
{
    private const int RowsOfAFile = 10;
    private static readonly LakeTable Table = new("sales", "orders", 1, "order_placed");

    public async Task<string> RunAsync() => $"{await LogAsync()}\n{Folder()}\n{await RowsAsync()}";

    private async Task<string> LogAsync()
    {
        var folder = options.Folder("log");
        var clock = Stopwatch.StartNew();
        await CommitAsync(folder, commits);
        var made = clock.Elapsed.TotalSeconds;
        var newest = Child.Run("replay", folder);
        Directory.Delete(folder, recursive: true);
        return Invariant(
            $"""
            ## sources: the log of a table of {commits:N0} commits

            Made in {made:N1} s, each commit with what it costs to be durable. Read by a new process: the newest version in {newest.Steps[0].Total * 1000:N0} ms,
            the one half-way in {newest.Steps[1].Total * 1000:N0} ms, the newest again in {newest.Steps[2].Total * 1000:N0} ms; {newest.Good:N0} files; peak memory {newest.PeakBytes >> 20:N0} MiB.

            """);
    }

    /// <summary>Commits a file of one byte each: the log alone is measured.</summary>
    private static async Task CommitAsync(string folder, int commits)
    {
        var lake = new DeltaLake(folder);
        var place = lake.DataFolder(Table);
        var at = DateTimeOffset.UnixEpoch;
        for (var i = 0; i < commits; i++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"part-r{i:D6}.parquet");
            await File.WriteAllBytesAsync(Path.Combine(place, name), [0]);
            await lake.CommitAsync(Table, new(string.Create(CultureInfo.InvariantCulture, $"r{i:D6}"), at.AddMinutes(i), [new("order_id", "string", true)],
                [new(name, 1, 1, [new("order_id", "a", "z", 0)])], Replace: false, i == 0 ? null : i - 1), default);
        }
    }

    /// <summary>What the child does: reads the newest version, the one half-way, and the newest again.</summary>
    public static async Task<Measured> ReplayAsync(string folder)
    {
        var lake = new DeltaLake(folder);
        var (parts, files) = (new List<Part>(), 0);
        long newest = 0;
        foreach (var which in new[] { "newest", "half-way", "again" })
        {
            var clock = Stopwatch.StartNew();
            var snapshot = (await lake.ReadAsync(Table, which == "half-way" ? newest / 2 : null, default))!;
            parts.Add(new(which, snapshot.Files.Count, 0, 0, 0, clock.Elapsed.TotalSeconds));
            (newest, files) = (Math.Max(newest, snapshot.Version), snapshot.Files.Count);
        }
        return new(parts.Sum(p => p.Total), files, parts);
    }

    private string Folder()
    {
        var folder = options.Folder("files");
        ConformanceMesh.Write(folder, RowsOfAFile * (files + (files / 100)), options.Memory, "append");
        var all = Directory.GetFiles(Path.Combine(folder, "in")).Single();
        var rows = File.ReadAllLines(all);
        File.Delete(all);
        Split(folder, rows, 0, files);
        var first = Child.Run("publish-treaty", folder);
        Split(folder, rows, files, files / 100);
        var more = Child.Run("publish-treaty", folder);
        var nothing = Child.Run("publish-treaty", folder);
        Directory.Delete(folder, recursive: true);
        return Invariant(
            $"""
            ## sources: a folder of {files:N0} files of {RowsOfAFile} rows, each taken once

            All of them in {first.Seconds:N1} s (peak memory {first.PeakBytes >> 20:N0} MiB), one per cent more in {more.Seconds:N1} s, nothing new in {nothing.Seconds:N1} s.

            """);
    }

    private static void Split(string folder, string[] rows, int from, int count)
    {
        for (var i = from; i < from + count; i++)
            File.WriteAllLines(Path.Combine(folder, "in", string.Create(CultureInfo.InvariantCulture, $"orders-{i:D6}.csv")),
                rows.Skip(1 + (i * RowsOfAFile)).Take(RowsOfAFile).Prepend(rows[0]));
    }

    private async Task<string> RowsAsync()
    {
        if (postgres?.Split(':') is not [var host, var port, var database, var user])
            return "## sources: rows from PostgreSQL\n\nNot measured: no server was named (`--postgres HOST:PORT:DATABASE:USER`).\n";
        var connection = new Connection("bench", host, int.Parse(port, CultureInfo.InvariantCulture), database, user, "TREATY_PASSWORD_BENCH",
            ConnectionTls.Prefer, new SourcePlace("treaty.yaml", 1, 1));
        var password = Environment.GetEnvironmentVariable("TREATY_PASSWORD_BENCH") is { } given ? $";Password={given}" : "";
        await using (var server = new NpgsqlConnection($"Host={host};Port={port};Username={user};Database={database};Pooling=false{password}"))
        {
            await server.OpenAsync();
            await using var make = new NpgsqlCommand(
                $"""
                DROP TABLE IF EXISTS treaty_bench;
                CREATE TABLE treaty_bench (id bigint PRIMARY KEY, code text, amount numeric(18,2), placed_at timestamptz, status varchar(10), gift bool);
                INSERT INTO treaty_bench SELECT i, 'O-' || i, (i % 100000) / 100.0, timestamptz '2024-01-01' + i * interval '1 second', 'placed', i % 10 = 0
                FROM generate_series(1, {options.Rows}) i
                """, server) { CommandTimeout = 0 };
            await make.ExecuteNonQueryAsync();
        }
        var folder = options.Folder("postgres");
        var clock = Stopwatch.StartNew();
        await using var session = await new DuckDbEngine().OpenAsync(new SessionRequest([], [], Path.Combine(folder, "scratch")), default);
        await using var snapshot = await new DatabaseFeed().OpenAsync(new(null, connection), default);
        var table = await snapshot.DescribeAsync("public.treaty_bench", default);
        await snapshot.FingerprintAsync(table, default);
        var fingerprint = clock.Elapsed.TotalSeconds;
        var rows = await session.LoadAsync("t", [.. table.Columns.Select(c => (c.Name, c.EngineType)), ("_record", "BIGINT")],
            sink => snapshot.Read(table, sink, default), default);
        var seconds = clock.Elapsed.TotalSeconds - fingerprint;
        return Invariant(
            $"""
            ## sources: {rows:N0} rows of 6 columns from PostgreSQL

            By COPY into the engine in {seconds:N1} s: **{rows / seconds:N0} rows a second**; whether the table changed since it was read, in {fingerprint:N1} s.

            """);
    }
}
