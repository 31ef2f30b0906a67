using System.Diagnostics;
using Treaty.Bench.Crash;
using static System.FormattableString;

namespace Treaty.Bench;

/// <summary>Kills processes that publish, compact and vacuum, at random moments; no row may be lost or doubled, no version unreadable.</summary>
internal sealed class CrashBenchmark(Options options, int kills, int seed)
{
    private const string Ready = "the child is ready";

    public async Task<string> RunAsync()
    {
        var folder = options.Folder("crash");
        CrashMesh.Write(folder);
        var clock = Stopwatch.StartNew();
        var (published, readable) = await new CrashLoop(folder, seed, s => Start(folder, s)).RunAsync(kills, Console.Error.WriteLine);
        Directory.Delete(folder, recursive: true);
        return Invariant(
            $"""
            ## crash: {kills} times kill -9 at a random moment of publishing, compacting and vacuuming, seed {seed}

            {published} versions were published in {clock.Elapsed.TotalSeconds:N0} s; the newest and some of the {readable} versions not removed by a vacuum were read after each kill.
            Lost or doubled rows: **0**. Unreadable versions: **0**.

            """);
    }

    private static Process Start(string folder, int seed)
    {
        var arguments = new[] { Path.Combine(AppContext.BaseDirectory, "Treaty.Bench.dll"), "child", "crash", folder, Invariant($"{seed}") };
        var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, arguments) { RedirectStandardOutput = true })!;
        while (process.StandardOutput.ReadLine() is { } line)
            if (line == Ready) return process;
        throw new InvalidOperationException("a process ended before it had begun");
    }

    public static async Task<int> WorkAsync(string folder, int seed)
    {
        await CrashWork.ForeverAsync(folder, seed, () => Console.WriteLine(Ready));
        return 0;
    }
}
