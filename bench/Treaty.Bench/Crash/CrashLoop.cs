using System.Diagnostics;

namespace Treaty.Bench.Crash;

/// <summary>Starts a process at work on a store, kills it at a random moment, holds the store against what it must hold, and again.</summary>
/// <param name="start">Starts a process that works on the store by a seed; returns once it has begun.</param>
internal sealed class CrashLoop(string folder, int seed, Func<int, Process> start)
{
    private const int SlowestKill = 900;
    private const int PairEvery = 5;

    /// <returns>Versions published in all, and how many can be read at the end.</returns>
    public async Task<(long Published, int Readable)> RunAsync(int kills, Action<string>? say)
    {
        var dice = new Random(seed);
        var check = new CrashCheck(folder, dice);
        (long Published, int Readable) found = (0, 0);
        for (var kill = 1; kill <= kills; kill++)
        {
            using var process = start(dice.Next());
            // Now and then two at once: one is at work, the other asks again and again.
            using var rival = kill % PairEvery == 0 ? start(dice.Next()) : null;
            await Task.Delay(dice.Next(SlowestKill));
            foreach (var one in new[] { process, rival }.OfType<Process>())
            {
                if (one.HasExited) throw new InvalidOperationException($"before kill {kill} a process ended by itself with exit code {one.ExitCode}");
                one.Kill();
                await one.WaitForExitAsync();
            }
            found = await check.RunAsync();
            if (kill % 25 == 0) say?.Invoke($"{kill} kills: {found.Published} versions published, {found.Readable} readable, none wrong");
        }
        return found;
    }
}
