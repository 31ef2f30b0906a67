using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Backends.Tests.Publishing;

/// <summary>What an interrupted run wrote and never made visible is finished, or goes away.</summary>
public sealed class Files_left_behind : IDisposable
{
    private static readonly LakeTable Table = new("sales", "orders", 1, "order_placed");

    private readonly SmallMesh _mesh = new();

    public void Dispose() => _mesh.Dispose();

    private string Place(string file) => Path.Combine(_mesh.Folder.Path, ".treaty/lake/sales/orders/v1/order_placed", file);

    private Task<RunReport> PublishAsync(int minute, string rows)
    {
        _mesh.Folder.Write("orders.csv", "order_id,amount,placed_at,status\n" + rows);
        return _mesh.RunAsync(minute);
    }

    [Fact]
    public async Task Are_gone_after_the_next_publish_of_their_table_and_every_version_still_reads()
    {
        await PublishAsync(0, "a,1.00,,placed\n");
        await PublishAsync(1, "a,2.00,,placed\n");
        await File.WriteAllTextAsync(Place("part-r999999.parquet"), "half", TestContext.Current.CancellationToken);
        await PublishAsync(2, "a,3.00,,placed\n");
        File.Exists(Place("part-r999999.parquet")).ShouldBeFalse();
        await using var store = await _mesh.OpenAsync();
        foreach (var version in new long[] { 0, 1, 2 })
            (await store.Lake.ReadAsync(Table, version, default))!.Files.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Of_an_intent_that_cannot_be_finished_are_gone_and_the_run_says_so()
    {
        await PublishAsync(0, "a,1.00,,placed\n");
        await IntendAsync(bytes: 9, written: "half");
        var report = await PublishAsync(1, "a,1.00,,placed\n");
        report.Findings.ShouldHaveSingleItem().Sentence.ShouldBe("gave up sales.orders of interrupted run r000077: its files are not complete");
        File.Exists(Place("part-r000077.parquet")).ShouldBeFalse();
        report.NothingDue.ShouldBeTrue();
        (await PublishAsync(2, "a,1.00,,placed\n")).Findings.ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_an_intent_that_is_whole_are_made_visible_once()
    {
        await PublishAsync(0, "a,1.00,,placed\n");
        await IntendAsync(bytes: 4, written: "half");
        var report = await PublishAsync(1, "a,1.00,,placed\n");
        report.Findings.ShouldHaveSingleItem().Sentence.ShouldBe("finished sales.orders of interrupted run r000077");
        await using var store = await _mesh.OpenAsync();
        (await store.Lake.ReadAsync(Table, null, default))!.Files.Select(f => Path.GetFileName(f.Path)).ShouldBe(["part-r000077.parquet"]);
    }

    /// <summary>Leaves the store as a run that is killed behind its intent leaves it.</summary>
    private async Task IntendAsync(long bytes, string written)
    {
        await File.WriteAllTextAsync(Place("part-r000077.parquet"), written);
        await using var store = await _mesh.OpenAsync();
        var at = DateTimeOffset.UnixEpoch;
        var commit = new LakeCommit("r000077", at, [new("order_id", "string", true)], [new("part-r000077.parquet", bytes, 1, [])], true, 0);
        var ended = await store.Ledger.ReadAsync(new(RecordKind.Version, Last: true), default);
        var step = new PreparedStep("sales.orders", "r000077", at, "someone", [new(Table, commit, 1)],
            [ended[0].Entry with { Run = "r000077" }]);
        await store.Ledger.AppendAsync([new(RecordKind.Intent, step.Subject, step.Run, at, step.By, TreatyJson.Write(step))], default);
    }
}
