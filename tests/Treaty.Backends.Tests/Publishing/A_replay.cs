using System.Text;
using Microsoft.Data.Sqlite;
using Treaty.Core;
using Treaty.Core.Contracts;
using Treaty.Core.Products;
using Treaty.Operations.Doors;
using Treaty.Operations.Maintaining;
using Treaty.Operations.Planning;
using Treaty.Operations.Replaying;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Backends.Tests.Publishing;

/// <summary>Each version is made again, from its own sources and the version before it, whatever came after.</summary>
public sealed class A_replay
{
    private const string Plain = "order_id,amount,placed_at,status\n";
    private const string Changes = "order_id,amount,placed_at,status,at,op\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static SmallMesh Of(SourceMode mode) => new()
    {
        Mode = mode, Location = mode == SourceMode.Full ? "orders.csv" : "in",
        Refine = s => mode is SourceMode.Upsert or SourceMode.History ? s with { Changes = new(["order_id"], "at", "op", ["D"], "valid_from", "valid_to") } : s,
        Properties = mode != SourceMode.History ? new SmallMesh().Properties
            : [.. new SmallMesh().Properties, SmallMesh.Column("valid_from", LogicalType.Timestamp) with { KeyPosition = 2, Required = true }, SmallMesh.Column("valid_to", LogicalType.Timestamp)],
    };

    private static async Task<ReplayReport> ReplayAsync(SmallMesh mesh, string run)
    {
        await using var store = await mesh.OpenAsync();
        return await new ReplayRun(store).RunAsync(run, mesh.InForce, Cancel);
    }

    private static string Codes(ReplayReport report) => string.Join(' ', report.Findings.Select(f => f.Code).Distinct().Order(StringComparer.Ordinal));

    /// <summary>Rows that change, leave, come back and are held back, in each mode; the files of full mode are put back to what each run read.</summary>
    [Theory]
    [InlineData(SourceMode.Full)]
    [InlineData(SourceMode.Append)]
    [InlineData(SourceMode.Upsert)]
    [InlineData(SourceMode.History)]
    public async Task Comes_to_the_same_in_every_mode_of_a_source(SourceMode mode)
    {
        using var mesh = Of(mode);
        string[] parts = mode is SourceMode.Upsert or SourceMode.History
            ?
            [
                Changes + "a,1.00,,placed,2026-01-01T00:00:00Z,I\nb,1.00,,placed,2026-01-01T00:00:00Z,I\nc,x,,placed,2026-01-01T00:00:00Z,I\n",
                Changes + "b,,,,2026-01-05T12:00:00Z,D\na,2.00,,shipped,2026-01-06T00:00:00Z,U\n",
                Changes + "b,3.00,,placed,2026-01-07T00:00:00Z,I\nc,1.00,,placed,2026-01-07T00:00:00Z,U\n",
            ]
            :
            [
                Plain + "a,1.00,,placed\nb,1.00,,placed\nc,x,,placed\n", Plain + "a,2.00,,shipped\nd,1.00,,lost\n",
                Plain + "b,3.00,,placed\nc,1.00,,placed\n",
            ];
        var runs = new List<string>();
        foreach (var (part, i) in parts.Select((p, i) => (p, i)))
        {
            mesh.Folder.Write(mode == SourceMode.Full ? "orders.csv" : $"in/{i}.csv", part);
            runs.Add((await mesh.RunAsync(i)).Run);
        }
        foreach (var (run, i) in runs.Select((r, i) => (r, i)))
        {
            if (mode == SourceMode.Full) mesh.Folder.Write("orders.csv", parts[i]);
            var report = await ReplayAsync(mesh, run);
            report.Findings.Select(f => f.Sentence).ShouldBeEmpty();
            report.Lines.Count(l => l.How == "made-anew").ShouldBe(report.Lines.Count(l => l.How == "read-again"));
            report.Lines.Where(l => l.How == "made-anew").Select(l => l.Table).ShouldContain("order_placed");
        }
        Directory.EnumerateFileSystemEntries(mesh.Folder[".treaty/scratch"]).ShouldBeEmpty();
    }

    /// <summary>A vacuum would wait for it in vain.</summary>
    [Fact]
    public async Task Holds_nothing_where_it_was_cancelled_as_it_began()
    {
        using var mesh = Of(SourceMode.Append);
        mesh.Folder.Write("in/1.csv", Plain + "a,1.00,,placed\n");
        var run = (await mesh.RunAsync()).Run;
        await using var opened = await mesh.OpenAsync();
        var lake = new Held(opened.Lake);
        var store = opened with { Engine = new Cancelled(), Lake = lake };
        await Should.ThrowAsync<OperationCanceledException>(async () => await new ReplayRun(store).RunAsync(run, mesh.InForce, Cancel));
        (lake.Taken, lake.Freed).ShouldBe((1, 1));
    }

    /// <summary>Counts how often readers take and free a lake.</summary>
    private sealed class Held(ILake lake) : ILake
    {
        public int Taken { get; private set; }

        public int Freed { get; private set; }

        public string DataFolder(LakeTable table) => lake.DataFolder(table);

        public ValueTask<long> CommitAsync(LakeTable table, LakeCommit commit, CancellationToken cancel) => lake.CommitAsync(table, commit, cancel);

        public ValueTask<LakeSnapshot?> ReadAsync(LakeTable table, long? version, CancellationToken cancel) => lake.ReadAsync(table, version, cancel);

        public ValueTask<LakeVacuum> VacuumAsync(LakeTable table, IReadOnlySet<long> keep, bool dryRun, CancellationToken cancel) =>
            lake.VacuumAsync(table, keep, dryRun, cancel);

        public ValueTask<int> SweepAsync(LakeTable table, CancellationToken cancel) => lake.SweepAsync(table, cancel);

        public ValueTask<IDisposable> ReadingAsync(CancellationToken cancel)
        {
            Taken++;
            return new(new Freeing(() => Freed++));
        }

        private sealed class Freeing(Action freed) : IDisposable
        {
            public void Dispose() => freed();
        }
    }

    private sealed class Cancelled : IQueryEngine
    {
        public ValueTask<IQuerySession> OpenAsync(SessionRequest request, CancellationToken cancel) => throw new OperationCanceledException();

        public ValueTask RemoveAbandonedAsync(string scratch, CancellationToken cancel) => default;
    }

    [Fact]
    public async Task Names_what_is_gone_what_has_changed_and_what_stands_under_another_name()
    {
        using var mesh = Of(SourceMode.Append);
        foreach (var n in new[] { 1, 2, 3 }) mesh.Folder.Write($"in/{n}.csv", Plain + $"a{n},1.00,,placed\n");
        var run = (await mesh.RunAsync()).Run;
        mesh.Folder.Write("in/4.csv", Plain + "a4,1.00,,placed\n");
        var second = (await mesh.RunAsync(1)).Run;
        File.Delete(mesh.Folder["in/1.csv"]);
        mesh.Folder.Write("in/2.csv", Plain + "a2,1.01,,placed\n");
        File.Move(mesh.Folder["in/3.csv"], mesh.Folder["in/third.csv"]);
        var report = await ReplayAsync(mesh, run);
        report.NotMade.ShouldBe(["sales.orders"]);
        report.Lines.ShouldAllBe(l => l.How == "read-again" && l.Equal);
        report.Findings.Select(f => f.Code).ShouldBe(["TRY1450", "TRY1451", "TRY1450"]);
        report.Findings[0].Sentence.ShouldStartWith("`sales.orders#1` read `in/1.csv` of source `orders`, 49 bytes, sha256 ");
        report.Findings[1].Sentence.ShouldContain("; it is now 49 bytes, sha256 ");
        report.Findings[2].Help.ShouldBe("`in/third.csv` holds the same bytes: give it back its name");
        // What the second run read of the first is in the lake, so that it is made again without its files.
        (await ReplayAsync(mesh, second)).Findings.ShouldBeEmpty();
    }

    /// <summary>A byte of a value reads as another row; a file without its end cannot be read.</summary>
    [Theory]
    [InlineData("pl", "ql", "TRY1501")]
    [InlineData("PAR1", "PAR0", "TRY1502")]
    public async Task Tells_a_lake_that_was_changed_from_sources_that_were(string bytes, string others, string code)
    {
        using var mesh = Of(SourceMode.Append);
        mesh.Folder.Write("in/1.csv", Plain + "a,1.00,,placed\n");
        var first = (await mesh.RunAsync()).Run;
        mesh.Folder.Write("in/2.csv", Plain + "b,1.00,,placed\n");
        var second = (await mesh.RunAsync(1)).Run;
        var part = Directory.EnumerateFiles(mesh.Folder[".treaty/lake"], $"part-{first}.parquet", SearchOption.AllDirectories).Single();
        var file = await File.ReadAllBytesAsync(part, Cancel);
        // The first value; the last four bytes. The file is as long as before.
        var at = code == "TRY1501" ? file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(bytes)) : file.AsSpan().LastIndexOf(Encoding.ASCII.GetBytes(bytes));
        Encoding.ASCII.GetBytes(others).CopyTo(file, at);
        await File.WriteAllBytesAsync(part, file, Cancel);
        var report = await ReplayAsync(mesh, first);
        report.NotMade.ShouldBeEmpty();
        report.Lines.Where(l => l.How == "made-anew").ShouldAllBe(l => l.Equal);
        Codes(report).ShouldBe(code);
        var next = await ReplayAsync(mesh, second);
        next.NotMade.ShouldBe(["sales.orders"]);
        next.Findings.Select(f => f.Code).ShouldContain("TRY1453");
    }

    [Fact]
    public async Task Reads_merged_files_and_says_what_a_vacuum_deleted()
    {
        using var mesh = new SmallMesh { Mode = SourceMode.Append, Location = "in", RetentionDays = 0 };
        var runs = new List<string>();
        foreach (var n in new[] { 1, 2, 3 })
        {
            mesh.Folder.Write($"in/{n}.csv", Plain + $"a,{n}.00,,placed\nb{n},1.00,,placed\n");
            runs.Add((await mesh.RunAsync(n)).Run);
        }
        var (actor, at) = (Actor.Prove(null, "someone", null!, new Moment(new(2026, 1, 31, 9, 10, 0, TimeSpan.Zero), 1)).Actor!,
            new Moment(new(2026, 1, 31, 9, 10, 0, TimeSpan.Zero), 1));
        string merged;
        await using (var store = await mesh.OpenAsync())
            merged = (await new CompactLake(store, mesh.Mesh).RunAsync([], actor, false, at, Cancel)).Run;
        (await ReplayAsync(mesh, runs[2])).Findings.Select(f => f.Sentence).ShouldBeEmpty();
        var compaction = await ReplayAsync(mesh, merged);
        compaction.Findings.ShouldBeEmpty();
        compaction.Lines.ShouldAllBe(l => l.How == "read-again" && l.Equal);
        await using (var store = await mesh.OpenAsync())
            (await new VacuumLake(store, mesh.Mesh).RunAsync(actor, false, at, Cancel)).Findings.ShouldBeEmpty();
        (await ReplayAsync(mesh, runs[0])).Findings.ShouldContain(f => f.Code == "TRY1502" && f.Help.Contains("deleted by the vacuum"));
    }

    [Fact]
    public async Task Hashes_what_was_written_before_a_column_came_by_the_columns_of_then()
    {
        using var mesh = Of(SourceMode.Append);
        mesh.Folder.Write("in/1.csv", Plain + "a,1.00,,placed\n");
        await mesh.RunAsync();
        using var wider = new SmallMesh
        {
            Mode = SourceMode.Append, Location = "in", Properties = [.. mesh.Properties, SmallMesh.Column("note", LogicalType.String)],
            Select = "select order_id, amount, placed_at, status, 'seen' as note from source.orders",
        };
        foreach (var file in Directory.EnumerateFiles(mesh.Folder.Path, "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(wider.Folder.Path, Path.GetRelativePath(mesh.Folder.Path, file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
        wider.Folder.Write("in/2.csv", Plain + "b,1.00,,placed\n");
        var run = (await wider.RunAsync(1)).Run;
        (await ReplayAsync(wider, run)).Findings.Select(f => f.Sentence).ShouldBeEmpty();
    }

    [Fact]
    public async Task Knows_a_table_of_a_database_by_its_rows()
    {
        using var mesh = new SmallMesh { Format = SourceFormat.Sqlite, Location = "shop.db", Refine = source => source with { Table = "orders" } };
        var file = mesh.Folder.Write("shop.db", "");
        void Sql(string sql)
        {
            using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            command.ExecuteNonQuery();
        }
        Sql("CREATE TABLE orders (order_id TEXT, amount TEXT, placed_at TEXT, status TEXT); INSERT INTO orders VALUES ('a', '1.00', NULL, 'placed')");
        var run = (await mesh.RunAsync()).Run;
        Sql("CREATE TABLE other (x); INSERT INTO other VALUES (1)");
        (await ReplayAsync(mesh, run)).Findings.ShouldBeEmpty();
        Sql("UPDATE orders SET amount = '2.00'");
        Codes(await ReplayAsync(mesh, run)).ShouldBe("TRY1451");
        File.Delete(file);
        Codes(await ReplayAsync(mesh, run)).ShouldBe("TRY1450");
    }
}
