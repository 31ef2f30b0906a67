using Treaty.Backends.Delta;
using Treaty.Backends.Tests.Conformance;
using Treaty.Backends.Tests.Disk;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Tests.Delta;

public sealed class DeltaLakeTests : LakeConformance, IDisposable
{
    private readonly TempFolder _folder = new();

    protected override ILake Lake => new DeltaLake(_folder.Path);

    private string Log => Path.Combine(Lake.DataFolder(Orders), "_delta_log");

    [Fact]
    public async Task The_log_is_one_file_a_version_named_by_twenty_digits()
    {
        await Commit("r1", null, ["a.parquet"]);
        await Commit("r2", 0, ["b.parquet"]);
        Directory.GetFileSystemEntries(Log).Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .ShouldBe(["00000000000000000000.json", "00000000000000000001.json"]);
        Lake.DataFolder(Orders).ShouldBe(Path.Combine(_folder.Path, "sales", "orders", "v1", "order_placed"));
    }

    [Fact]
    public async Task The_commits_are_these_bytes()
    {
        await Commit("r1", null, ["a b.parquet"], statistics: [new("order_id", "A\"1", "Ü9", 0), new("amount", "-0.50", "123456789012345.67", 1)]);
        await Commit("r2", 0, ["c.parquet"], replace: true, columns: [.. Columns, new("day", "date", true)]);
        foreach (var version in (long[])[0, 1]) Assert.Equal(Golden(version), ReadLog(version));
    }

    [Fact]
    public async Task An_append_under_the_same_schema_states_neither_protocol_nor_schema_again()
    {
        await Commit("r1", null, ["a.parquet"]);
        await Commit("r2", 0, ["b.parquet"]);
        ReadLog(1).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('"')[1]).ShouldBe(["commitInfo", "txn", "add"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{\"add\":{\"path\":\"x.par")]
    [InlineData("null")]
    [InlineData("{\"add\":{\"size\":1}}")]
    [InlineData("{\"add\":{\"path\":null,\"size\":1}}")]
    [InlineData("{\"metaData\":{\"id\":\"x\",\"schemaString\":\"{\",\"partitionColumns\":[]}}")]
    public async Task A_commit_file_that_cannot_be_read_is_named(string content)
    {
        await Commit("r1", null, ["a.parquet"]);
        File.WriteAllText(Path.Combine(Log, "00000000000000000001.json"), content);
        await FailsAsCorrupt(Path.Combine(Log, "00000000000000000001.json"));
    }

    [Fact]
    public async Task A_lost_commit_is_named()
    {
        await Commit("r1", null, ["a.parquet"]);
        await Commit("r2", 0, ["b.parquet"]);
        File.Delete(Path.Combine(Log, "00000000000000000000.json"));
        await FailsAsCorrupt(Path.Combine(Log, "00000000000000000000.json"));
    }

    [Fact]
    public async Task Actions_that_Treaty_does_not_use_are_skipped()
    {
        await Commit("r1", null, ["a.parquet"]);
        File.WriteAllText(Path.Combine(Log, "00000000000000000001.json"), "{\"commitInfo\":{\"x\":[1]}}\n{\"domainMetadata\":{\"domain\":\"d\"}}\n");
        (await Read()).Version.ShouldBe(1);
        (await Commit("r2", 1, ["b.parquet"])).ShouldBe(2);
    }

    [Fact]
    public async Task A_table_upgraded_by_another_program_is_refused()
    {
        await Commit("r1", null, ["a.parquet"]);
        var upgrade = Path.Combine(Log, "00000000000000000001.json");
        File.WriteAllText(upgrade, "{\"protocol\":{\"minReaderVersion\":1,\"minWriterVersion\":7}}");
        (await Read()).Version.ShouldBe(1);
        (await Should.ThrowAsync<BackendException>(() => Commit("r2", 1, ["b.parquet"]))).Fault.ShouldBe(BackendFault.Refused);
        File.WriteAllText(upgrade, "{\"protocol\":{\"minReaderVersion\":3,\"minWriterVersion\":7}}");
        (await Should.ThrowAsync<BackendException>(() => Read())).Fault.ShouldBe(BackendFault.Refused);
    }

    [Fact]
    public async Task Instants_in_statistics_stay_bounds_at_milliseconds_and_what_cannot_be_stated_is_left_out()
    {
        IReadOnlyList<LakeColumn> columns = [new("at", "timestamp", true), new("ratio", "double", true), new("long_text", "string", true)];
        await Commit("r1", null, ["a.parquet"], columns: columns, statistics:
        [
            new("at", "2024-01-01T00:00:00.123456Z", "2024-01-01T01:00:00.123456+01:00", 0), new("ratio", "NaN", "Infinity", 0),
            new("long_text", "a", new string('z', 1000), 0),
        ]);
        (await Read()).Files[0].Statistics.ShouldBe(
        [
            new("at", "2024-01-01T00:00:00.123Z", "2024-01-01T00:00:00.124Z", 0), new("ratio", null, null, 0), new("long_text", "a", null, 0),
        ]);
    }

    [Fact]
    public async Task A_sweep_removes_the_drafts_of_commits_that_were_cut_short()
    {
        await Commit("r1", null, ["a.parquet"]);
        File.WriteAllText(Path.Combine(Log, ".00000000000000000001.json.0f.tmp"), "{");
        await Lake.SweepAsync(Orders, TestContext.Current.CancellationToken);
        Directory.GetFiles(Log).ShouldHaveSingleItem();
    }

    public void Dispose() => _folder.Dispose();

    private static string Golden(long version) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Delta", "Golden", $"{version:D20}.json"));

    private string ReadLog(long version) => File.ReadAllText(Path.Combine(Log, $"{version:D20}.json"));
}
