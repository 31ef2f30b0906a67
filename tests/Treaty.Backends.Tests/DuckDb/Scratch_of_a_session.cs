using Treaty.Backends.DuckDb;
using Treaty.Backends.Tests.Disk;
using Treaty.Backends.Tests.Publishing;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;

namespace Treaty.Backends.Tests.DuckDb;

/// <summary>What a session spills is its own as long as it is open, and goes away once no one has it open, however that came.</summary>
public sealed class Scratch_of_a_session : IDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static ValueTask<IQuerySession> OpenAsync(string scratch) =>
        new DuckDbEngine().OpenAsync(new SessionRequest([], [], scratch, MemoryBytes: 64L << 20, Threads: 2), Never);

    private static async Task SpillAsync(IQuerySession session) => await session.ExecuteAsync(new SqlText(
        "CREATE TABLE big AS SELECT range AS n, md5(range::VARCHAR) AS h, md5((range + 1)::VARCHAR) AS i FROM range(1500000)"), Never);

    [Fact]
    public async Task Stays_when_a_run_clears_up_beside_it()
    {
        using var mesh = new SmallMesh();
        mesh.Folder.Write("orders.csv", "order_id,amount,placed_at,status\na,1.00,,placed\n");
        await using var store = await mesh.OpenAsync();
        await using var reader = await store.OpenSessionAsync(mesh.Mesh.Settings with { MemoryBytes = 64L << 20 }, [], writes: false, Never);
        await SpillAsync(reader);
        var left = Directory.CreateDirectory(Path.Combine(store.ScratchFolder, "copies-of-a-killed-run"));
        await File.WriteAllTextAsync(Path.Combine(left.FullName, "orders.csv"), "half", Never);
        (await mesh.RunAsync()).Refused.ShouldBeFalse();
        Directory.Exists(left.FullName).ShouldBeFalse();
        var sum = new SqlText("SELECT count(*), count(DISTINCT h) FROM big");
        (await reader.QueryAsync(sum, 1, Never)).Rows[0].ShouldBe([1500000L, 1500000L]);
        await reader.DisposeAsync();
        Directory.EnumerateFileSystemEntries(store.ScratchFolder).ShouldBeEmpty();
    }

    [Fact]
    public async Task Of_another_process_stays_until_that_is_killed()
    {
        var scratch = Path.Combine(_folder.Path, "scratch", "one");
        using var child = Child.Start("scratch", scratch);
        await new DuckDbEngine().RemoveAbandonedAsync(Path.Combine(_folder.Path, "scratch"), Never);
        Directory.EnumerateFileSystemEntries(scratch).ShouldNotBeEmpty("what it spilled is there");
        child.Kill();
        await child.WaitForExitAsync(Never);
        Directory.Exists(scratch).ShouldBeTrue();
        await new DuckDbEngine().RemoveAbandonedAsync(Path.Combine(_folder.Path, "scratch"), Never);
        Directory.EnumerateFileSystemEntries(Path.Combine(_folder.Path, "scratch")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Is_of_one_session_alone()
    {
        var scratch = Path.Combine(_folder.Path, "scratch");
        await using var one = await OpenAsync(scratch);
        (await Should.ThrowAsync<BackendException>(async () => await OpenAsync(scratch))).Fault.ShouldBe(BackendFault.Conflict);
    }

    /// <summary>Opens a session that has spilled, and waits to be killed.</summary>
    internal static async Task SpillForeverAsync(string scratch)
    {
        await using var session = await OpenAsync(scratch);
        await SpillAsync(session);
        Child.SayReady();
        await Task.Delay(Timeout.Infinite);
    }
}
