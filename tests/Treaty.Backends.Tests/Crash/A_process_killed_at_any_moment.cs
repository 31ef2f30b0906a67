using Treaty.Backends.Tests.Disk;
using Treaty.Bench.Crash;

namespace Treaty.Backends.Tests.Crash;

/// <summary>The short form of <c>bench/Treaty.Bench -- crash --kills 500</c>: the same processes, the same check, fewer kills.</summary>
public sealed class A_process_killed_at_any_moment : IDisposable
{
    private const int Kills = 12;
    private const int MostRounds = 8;
    private const string Table = ".treaty/lake/sales/orders/v1/order_placed";

    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Loses_or_doubles_no_row_and_leaves_every_version_readable()
    {
        CrashMesh.Write(_folder.Path);
        var published = 0L;
        // On a busy machine so few short lives may all end before anything is published; then more are tried.
        for (var round = 0; round < MostRounds && published == 0; round++)
            (published, _) = await new CrashLoop(_folder.Path, 20260131 + round, seed => Child.Start("crash", $"{seed}|{_folder.Path}"))
                .RunAsync(Kills, null);
        published.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Would_be_noticed_if_a_row_were_lost_or_doubled()
    {
        CrashMesh.Write(_folder.Path);
        using (var child = Child.Start("crash", $"1|{_folder.Path}"))
        {
            while (Files().Length < 2)
            {
                child.HasExited.ShouldBeFalse();
                await Task.Delay(20, TestContext.Current.CancellationToken);
            }
            child.Kill();
            await child.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        await new CrashCheck(_folder.Path, new Random(1)).RunAsync();
        foreach (var file in Files()) File.Delete(file);
        await Should.ThrowAsync<Exception>(() => new CrashCheck(_folder.Path, new Random(1)).RunAsync());
    }

    private string[] Files() => Directory.Exists(_folder[Table]) ? Directory.GetFiles(_folder[Table], "*.parquet") : [];

    public void Dispose() => _folder.Dispose();
}
