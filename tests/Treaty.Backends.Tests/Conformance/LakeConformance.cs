using Treaty.Operations.Doors;

namespace Treaty.Backends.Tests.Conformance;

/// <summary>What every lake must do, whatever it stands on.</summary>
public abstract class LakeConformance
{
    protected static readonly LakeTable Orders = new("sales", "orders", 1, "order_placed");
    protected static readonly DateTimeOffset At = new(2026, 1, 31, 9, 30, 0, 125, TimeSpan.Zero);
    protected static readonly IReadOnlyList<LakeColumn> Columns = [new("order_id", "string", false), new("amount", "decimal(18,2)", true)];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected abstract ILake Lake { get; }

    [Fact]
    public async Task A_table_that_was_never_committed_does_not_exist()
    {
        (await Lake.ReadAsync(Orders, null, Cancel)).ShouldBeNull();
        Lake.DataFolder(Orders);
        (await Lake.ReadAsync(Orders, null, Cancel)).ShouldBeNull();
        (await Lake.ReadAsync(Orders, 0, Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task The_first_commit_makes_version_0()
    {
        (await Commit("r1", null, ["a.parquet"])).ShouldBe(0);
        var snapshot = await Read();
        snapshot.Version.ShouldBe(0);
        snapshot.Columns.ShouldBe(Columns);
        var file = snapshot.Files.ShouldHaveSingleItem();
        file.Path.ShouldBe(Path.Combine(Lake.DataFolder(Orders), "a.parquet"));
        (file.Bytes, file.Rows).ShouldBe((9, 3));
    }

    [Fact]
    public async Task Appended_files_follow_in_commit_order()
    {
        await Commit("r1", null, ["z.parquet", "m.parquet"]);
        await Commit("r2", 0, ["a.parquet"]);
        Names(await Read()).ShouldBe(["z.parquet", "m.parquet", "a.parquet"]);
    }

    [Fact]
    public async Task Replacing_drops_the_earlier_files_and_old_versions_stay_readable()
    {
        await Commit("r1", null, ["a.parquet"]);
        await Commit("r2", 0, ["b.parquet"]);
        (await Commit("r3", 1, ["c.parquet"], replace: true)).ShouldBe(2);
        Names(await Read()).ShouldBe(["c.parquet"]);
        Names(await Read(1)).ShouldBe(["a.parquet", "b.parquet"]);
        Names(await Read(0)).ShouldBe(["a.parquet"]);
        (await Lake.ReadAsync(Orders, 3, Cancel)).ShouldBeNull();
        (await Lake.ReadAsync(Orders, -1, Cancel)).ShouldBeNull();
    }

    [Fact]
    public async Task A_version_keeps_the_schema_it_was_written_with()
    {
        IReadOnlyList<LakeColumn> wider = [.. Columns, new("Größe 箱", "double", true), new("at", "timestamp", true)];
        await Commit("r1", null, ["a.parquet"]);
        await Commit("r2", 0, ["b.parquet"], columns: wider);
        (await Read()).Columns.ShouldBe(wider);
        (await Read(0)).Columns.ShouldBe(Columns);
    }

    [Fact]
    public async Task Committing_a_run_again_changes_nothing_and_returns_its_version()
    {
        await Commit("r1", null, ["a.parquet"]);
        await Commit("r2", 0, ["b.parquet"]);
        (await Commit("r1", null, ["a.parquet"])).ShouldBe(0);
        (await Commit("r2", 0, ["b.parquet"])).ShouldBe(1);
        (await Read()).Version.ShouldBe(1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(0L)]
    [InlineData(2L)]
    public async Task A_commit_on_another_base_than_the_newest_version_is_a_conflict(long? stale)
    {
        await Commit("r1", null, ["a.parquet"]);
        await Commit("r2", 0, ["b.parquet"]);
        var refusal = await Should.ThrowAsync<BackendException>(() => Commit("r3", stale, ["c.parquet"]));
        refusal.Fault.ShouldBe(BackendFault.Conflict);
        refusal.Message.ShouldContain("sales/orders/v1/order_placed");
        (await Read()).Version.ShouldBe(1);
    }

    [Fact]
    public async Task Of_many_writers_on_one_base_exactly_one_wins_each_time()
    {
        const int writers = 6;
        for (var round = 0; round < 10; round++)
        {
            using var start = new Barrier(writers);
            long? based = round == 0 ? null : round - 1;
            var outcomes = await Task.WhenAll(Enumerable.Range(0, writers).Select(w => OnOwnThread(async () =>
            {
                start.SignalAndWait();
                return await Outcome($"r{round}-{w}", based, [$"f{round}-{w}.parquet"]);
            })));
            outcomes.Count(o => o == round).ShouldBe(1);
            outcomes.Count(o => o is null).ShouldBe(writers - 1);
        }

        (await Read()).Files.Count.ShouldBe(10);
    }

    [Fact]
    public async Task The_same_run_committed_by_many_at_once_is_committed_once()
    {
        WriteFile("a.parquet");
        using var start = new Barrier(6);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => OnOwnThread(async () =>
        {
            start.SignalAndWait();
            return await Lake.CommitAsync(Orders, new LakeCommit("r1", At, Columns, [new("a.parquet", 9, 3, [])], false, null), Cancel);
        })));
        outcomes.ShouldAllBe(version => version == 0);
        (await Read()).Files.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_table_may_have_no_files()
    {
        await Commit("r1", null, []);
        (await Read()).Files.ShouldBeEmpty();
        await Commit("r2", 0, ["a.parquet"]);
        await Commit("r3", 1, [], replace: true);
        (await Read()).Files.ShouldBeEmpty();
        (await Read()).Columns.ShouldBe(Columns);
    }

    [Fact]
    public async Task Sweeping_deletes_only_what_no_commit_names()
    {
        (await Lake.SweepAsync(Orders, Cancel)).ShouldBe(0);
        await Commit("r1", null, ["a b.parquet"]);
        await Commit("r2", 0, ["b.parquet"], replace: true);
        WriteFile("abandoned.parquet");
        WriteFile("half.parquet");
        (await Lake.SweepAsync(Orders, Cancel)).ShouldBe(2);
        (await Lake.SweepAsync(Orders, Cancel)).ShouldBe(0);
        Names(await Read(0)).ShouldBe(["a b.parquet"]);
        Names(await Read()).ShouldBe(["b.parquet"]);
    }

    [Fact]
    public async Task Statistics_come_back_exactly()
    {
        IReadOnlyList<LakeColumn> columns =
        [
            new("Straße ключ", "string", true), new("big", "long", true), new("money", "decimal(38,2)", true),
            new("day", "date", true), new("at", "timestamp", true), new("empty", "string", true), new("ratio", "double", true), new("flag", "boolean", true),
        ];
        ColumnStatistics[] statistics =
        [
            new("Straße ключ", "\"ä\\\n", "漢字😀", 0), new("big", "-9007199254740993", "9223372036854775807", 1),
            new("money", "-123456789012345678901234567890123456.78", "0.10", 2), new("day", "0001-01-01", "9999-12-31", 0),
            new("at", "2024-01-01T00:00:00.000Z", "2024-12-31T23:59:59.999Z", 0), new("empty", null, null, 3),
            new("ratio", "-1.5e-300", "2.5", null), new("flag", "false", "true", 0),
        ];
        await Commit("r1", null, ["a.parquet"], columns: columns, statistics: statistics);
        (await Read()).Files[0].Statistics.ShouldBe(statistics);
    }

    [Fact]
    public async Task A_data_file_that_is_gone_or_changed_is_named()
    {
        await Commit("r1", null, ["a.parquet", "b.parquet"]);
        var path = Path.Combine(Lake.DataFolder(Orders), "b.parquet");
        File.AppendAllText(path, "more");
        await FailsAsCorrupt(path);
        File.Delete(path);
        await FailsAsCorrupt(path);
    }

    [Fact]
    public async Task A_commit_of_a_file_that_does_not_exist_is_refused()
    {
        var missing = new LakeFile("missing.parquet", 9, 3, []);
        var commit = new LakeCommit("r1", At, Columns, [missing], false, null);
        var refusal = await Should.ThrowAsync<BackendException>(() => Lake.CommitAsync(Orders, commit, Cancel).AsTask());
        refusal.Message.ShouldContain("missing.parquet");
        (await Lake.ReadAsync(Orders, null, Cancel)).ShouldBeNull();
    }

    [Theory]
    [InlineData("..")]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a\\b")]
    [InlineData("/etc")]
    [InlineData("A")]
    [InlineData("a\n")]
    [InlineData("a\0")]
    [InlineData("_delta_log")]
    [InlineData("a.b")]
    public async Task A_table_part_that_is_no_plain_id_is_refused(string part)
    {
        foreach (var table in (LakeTable[])[Orders with { Context = part }, Orders with { Product = part }, Orders with { Object = part }])
        {
            Should.Throw<BackendException>(() => Lake.DataFolder(table)).Fault.ShouldBe(BackendFault.Refused);
            await Should.ThrowAsync<BackendException>(() => Lake.ReadAsync(table, null, Cancel).AsTask());
            await Should.ThrowAsync<BackendException>(() => Lake.SweepAsync(table, Cancel).AsTask());
        }

        Should.Throw<BackendException>(() => Lake.DataFolder(Orders with { Major = -1 }));
    }

    [Theory]
    [InlineData("../a.parquet")]
    [InlineData("/a.parquet")]
    [InlineData("x/../../a.parquet")]
    [InlineData("_delta_log/a.parquet")]
    [InlineData("a.csv")]
    public async Task A_data_file_outside_the_table_is_refused(string path)
    {
        var commit = new LakeCommit("r1", At, Columns, [new LakeFile(path, 9, 3, [])], false, null);
        var refusal = await Should.ThrowAsync<BackendException>(() => Lake.CommitAsync(Orders, commit, Cancel).AsTask());
        refusal.Fault.ShouldBe(BackendFault.Refused);
    }

    protected void WriteFile(string name) => File.WriteAllText(Path.Combine(Lake.DataFolder(Orders), name), "nine byte");

    protected async Task<long> Commit(
        string run, long? based, string[] files, bool replace = false,
        IReadOnlyList<LakeColumn>? columns = null, ColumnStatistics[]? statistics = null)
    {
        foreach (var file in files) WriteFile(file);
        LakeFile[] add = [.. files.Select(f => new LakeFile(f, 9, 3, statistics ?? []))];
        return await Lake.CommitAsync(Orders, new LakeCommit(run, At, columns ?? Columns, add, replace, based), Cancel);
    }

    protected async Task<LakeSnapshot> Read(long? version = null) => (await Lake.ReadAsync(Orders, version, Cancel)).ShouldNotBeNull();

    protected async Task FailsAsCorrupt(string path)
    {
        var failure = await Should.ThrowAsync<BackendException>(() => Lake.ReadAsync(Orders, null, Cancel).AsTask());
        failure.Fault.ShouldBe(BackendFault.Corrupt);
        failure.Message.ShouldContain(path);
    }

    private static IEnumerable<string> Names(LakeSnapshot snapshot) => snapshot.Files.Select(f => Path.GetFileName(f.Path));

    private static Task<long?> OnOwnThread(Func<Task<long?>> work) =>
        Task.Factory.StartNew(() => work().GetAwaiter().GetResult(), Cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private async Task<long?> Outcome(string run, long? based, string[] files)
    {
        try
        {
            return await Commit(run, based, files);
        }
        catch (BackendException refusal) when (refusal.Fault == BackendFault.Conflict)
        {
            return null;
        }
    }
}
