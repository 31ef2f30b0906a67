using Treaty.Backends.Delta;
using Treaty.Backends.Tests.Disk;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Tests.Delta;

public sealed class DeltaCrashTests : IDisposable
{
    private static readonly LakeTable Table = new("sales", "orders", 1, "order_placed");

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task A_writer_killed_while_it_commits_leaves_the_commit_or_none()
    {
        var cancel = TestContext.Current.CancellationToken;
        for (var round = 0; round < 4; round++)
        {
            using (var child = Child.Start("commit", _folder.Path))
            {
                await Task.Delay(7 + (13 * round), cancel);
                child.Kill();
                await child.WaitForExitAsync(cancel);
                child.ExitCode.ShouldNotBe(0);
            }

            var snapshot = (await new DeltaLake(_folder.Path).ReadAsync(Table, null, cancel)).ShouldNotBeNull();
            snapshot.Files.Count.ShouldBe((int)snapshot.Version + 1);
            (await CommitNext(new DeltaLake(_folder.Path), snapshot.Version)).ShouldBe(snapshot.Version + 1);
        }
    }

    public void Dispose() => _folder.Dispose();

    /// <summary>What the child does: one commit after another until it is killed.</summary>
    internal static async ValueTask CommitForever(string root)
    {
        var lake = new DeltaLake(root);
        var version = (await lake.ReadAsync(Table, null, CancellationToken.None))?.Version;
        version = await CommitNext(lake, version);
        Child.SayReady();
        while (true) version = await CommitNext(lake, version);
    }

    private static async ValueTask<long> CommitNext(DeltaLake lake, long? version)
    {
        var run = $"r{version + 1 ?? 0}";
        File.WriteAllText(Path.Combine(lake.DataFolder(Table), run + ".parquet"), "content");
        LakeFile[] add = [new(run + ".parquet", 7, 1, [])];
        var commit = new LakeCommit(run, DateTimeOffset.UnixEpoch, [new("id", "long", false)], add, false, version);
        return await lake.CommitAsync(Table, commit, CancellationToken.None);
    }
}
