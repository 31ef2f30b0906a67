using DuckDB.NET.Data;
using Treaty.Backends.Delta;
using Treaty.Backends.Tests.Disk;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Tests.Delta;

/// <summary>Checkpoints say exactly what the commits before them say, are read instead of them, and are never needed.</summary>
public sealed class DeltaCheckpointTests : IDisposable
{
    private static readonly LakeTable Table = new("sales", "orders", 1, "order_placed");
    private static readonly LakeColumn[] Columns = [new("id", "long", true), new("name", "string", true)];

    private readonly TempFolder _folder = new();

    private DeltaLake Lake => new(_folder.Path);

    private string Log => Path.Combine(Lake.DataFolder(Table), "_delta_log");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    private async Task<long> Commit(long version, bool replace = false, string[]? remove = null)
    {
        var name = $"part {version} ü.parquet";
        await File.WriteAllTextAsync(Path.Combine(Lake.DataFolder(Table), name), "content", Cancel);
        var file = new LakeFile(name, 7, 3, [new("id", "1", "9007199254740993", 0), new("name", "a\"b", null, 1)]);
        return await Lake.CommitAsync(Table, new LakeCommit($"r{version}", DateTimeOffset.UnixEpoch.AddMinutes(version), Columns, [file], replace,
            version == 0 ? null : version - 1) { Remove = remove ?? [], DataChange = remove is null }, Cancel);
    }

    private async Task CommitTo(long last)
    {
        for (var version = 0L; version <= last; version++) (await Commit(version, replace: version == 4)).ShouldBe(version);
    }

    private async Task<string> Seen(long? version = null)
    {
        var snapshot = (await Lake.ReadAsync(Table, version, Cancel)).ShouldNotBeNull();
        return $"{snapshot.Version}: {string.Join(", ", snapshot.Files.Select(f => $"{Path.GetFileName(f.Path)} {f.Rows} {string.Join(" ", f.Statistics)}"))}";
    }

    [Fact]
    public async Task Are_made_every_ten_commits_with_a_pointer_and_tell_what_the_commits_tell()
    {
        await CommitTo(25);
        Directory.GetFiles(Log, "*.parquet").Select(Path.GetFileName).Order(StringComparer.Ordinal)
            .ShouldBe(["00000000000000000010.checkpoint.parquet", "00000000000000000020.checkpoint.parquet"]);
        File.ReadAllText(Path.Combine(Log, "_last_checkpoint")).ShouldStartWith("""{"version":20,"size":""");
        var withCheckpoint = await Task.WhenAll(Enumerable.Range(0, 26).Select(v => Seen(v)));
        foreach (var checkpoint in Directory.GetFiles(Log, "*.parquet")) File.Delete(checkpoint);
        (await Task.WhenAll(Enumerable.Range(0, 26).Select(v => Seen(v)))).ShouldBe(withCheckpoint);
    }

    [Fact]
    public async Task Are_read_instead_of_the_commits_before_them()
    {
        await CommitTo(22);
        var seen = await Seen();
        // What is not read may be gone: other writers clean their logs up.
        for (var version = 0; version < 20; version++) File.Delete(Path.Combine(Log, $"{version:D20}.json"));
        (await Seen()).ShouldBe(seen);
        (await Lake.CommitAsync(Table, new LakeCommit("r7", DateTimeOffset.UnixEpoch, Columns, [], false, 22), Cancel)).ShouldBe(7, "a run is known from the checkpoint");
        (await Commit(23)).ShouldBe(23);
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is no Parquet file")]
    public async Task That_are_damaged_are_passed_over(string content)
    {
        await CommitTo(12);
        var seen = await Seen();
        await File.WriteAllTextAsync(Path.Combine(Log, "00000000000000000010.checkpoint.parquet"), content, Cancel);
        (await Seen()).ShouldBe(seen);
    }

    [Fact]
    public async Task That_cannot_be_written_do_not_fail_the_commit()
    {
        await CommitTo(9);
        Directory.CreateDirectory(Path.Combine(Log, "00000000000000000010.checkpoint.parquet"));
        (await Commit(10)).ShouldBe(10);
        (await Commit(11)).ShouldBe(11);
    }

    [Fact]
    public async Task Hold_the_columns_that_the_protocol_names()
    {
        await CommitTo(10);
        using var engine = new DuckDBConnection("DataSource=:memory:");
        engine.Open();
        using var command = engine.CreateCommand();
        command.CommandText = $"""
            SELECT (SELECT string_agg(column_name || ' ' || replace(column_type, '"', ''), '; ' ORDER BY column_name) FROM (DESCRIBE SELECT * FROM read_parquet('{Log}/*.parquet')))
              || ' / ' || count(protocol) || ' ' || count(metaData) || ' ' || count(txn) || ' ' || count(add) || ' ' || count(remove)
              || ' / ' || max(protocol.minReaderVersion) || max(protocol.minWriterVersion) || ' ' || max(metaData.schemaString)
              || ' / ' || min(CASE WHEN add IS NOT NULL THEN add.path || ' ' || add.size || ' ' || add.dataChange || ' ' || add.stats END)
            FROM read_parquet('{Log}/*.parquet')
            """;
        ((string)command.ExecuteScalar()!).ShouldBe(
            "add STRUCT(path VARCHAR, partitionValues MAP(VARCHAR, VARCHAR), size BIGINT, modificationTime BIGINT, dataChange BOOLEAN, stats VARCHAR); "
            + "metaData STRUCT(id VARCHAR, format STRUCT(provider VARCHAR, options MAP(VARCHAR, VARCHAR)), schemaString VARCHAR, partitionColumns VARCHAR[], configuration MAP(VARCHAR, VARCHAR), createdTime BIGINT); "
            + "protocol STRUCT(minReaderVersion INTEGER, minWriterVersion INTEGER); "
            + "remove STRUCT(path VARCHAR, deletionTimestamp BIGINT, dataChange BOOLEAN, extendedFileMetadata BOOLEAN, partitionValues MAP(VARCHAR, VARCHAR), size BIGINT); "
            + "txn STRUCT(appId VARCHAR, version BIGINT, lastUpdated BIGINT)"
            + " / 1 1 11 7 4 / 12 {\"type\":\"struct\",\"fields\":[{\"name\":\"id\",\"type\":\"long\",\"nullable\":true,\"metadata\":{}},{\"name\":\"name\",\"type\":\"string\",\"nullable\":true,\"metadata\":{}}]}"
            + " / part%2010%20%C3%BC.parquet 7 false {\"numRecords\":3,\"minValues\":{\"id\":1,\"name\":\"a\\\"b\"},\"maxValues\":{\"id\":9007199254740993},\"nullCount\":{\"id\":0,\"name\":1}}");
    }

    [Fact]
    public async Task A_commit_that_only_moves_rows_says_so_and_takes_out_what_it_names()
    {
        await CommitTo(3);
        (await Commit(4, remove: ["part 1 ü.parquet", "part 2 ü.parquet"])).ShouldBe(4);
        (await Lake.ReadAsync(Table, null, Cancel))!.Files.Select(f => Path.GetFileName(f.Path)).ShouldBe(["part 0 ü.parquet", "part 3 ü.parquet", "part 4 ü.parquet"]);
        (await Lake.ReadAsync(Table, 3, Cancel))!.Files.Count.ShouldBe(4);
        var lines = await File.ReadAllLinesAsync(Path.Combine(Log, "00000000000000000004.json"), Cancel);
        lines[0].ShouldContain("\"operation\":\"OPTIMIZE\"");
        lines.Where(l => l.StartsWith("{\"remove\"", StringComparison.Ordinal) || l.StartsWith("{\"add\"", StringComparison.Ordinal))
            .ShouldAllBe(l => l.Contains("\"dataChange\":false", StringComparison.Ordinal));
        await Should.ThrowAsync<ArgumentException>(() => Commit(5, remove: ["part 1 ü.parquet"]));
    }

    [Fact]
    public async Task A_vacuum_deletes_what_no_kept_version_reads_and_nothing_else()
    {
        await CommitTo(6); // 4 replaced everything before
        var orphan = Path.Combine(Lake.DataFolder(Table), "part-lost.parquet");
        await File.WriteAllTextAsync(orphan, "lost", Cancel);
        (await Lake.VacuumAsync(Table, new HashSet<long> { 1 }, dryRun: true, Cancel)).ShouldSatisfyAllConditions(v => (v.Files, v.Bytes, v.Abandoned).ShouldBe((3, 18L, 1)), v => v.Unreadable.ShouldBe([(2, 4), (3, 4)]));
        File.Exists(orphan).ShouldBeTrue();
        (await Lake.VacuumAsync(Table, new HashSet<long> { 1 }, dryRun: false, Cancel)).Files.ShouldBe(3);
        (await Seen(1)).ShouldStartWith("1: ");
        (await Seen()).ShouldStartWith("6: ");
        (await Seen(5)).ShouldStartWith("5: ", customMessage: "all its files belong to the newest version too");
        (await Should.ThrowAsync<BackendException>(() => Seen(3))).Fault.ShouldBe(BackendFault.Corrupt);
        (await Lake.VacuumAsync(Table, new HashSet<long> { 1 }, dryRun: false, Cancel)).Files.ShouldBe(0);
        (await Lake.VacuumAsync(new LakeTable("no", "table", 1, "here"), new HashSet<long>(), dryRun: false, Cancel)).Files.ShouldBe(0);
    }
}
