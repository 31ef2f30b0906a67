using System.Diagnostics;
using Treaty.Backends.Sqlite;
using Treaty.Backends.Tests.Delta;
using Treaty.Backends.Tests.Disk;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestPipelineStartup(typeof(Child))]

namespace Treaty.Backends.Tests.Disk;

/// <summary>
/// This test program started once more as another process, to be killed at any moment. What it does is said by an environment
/// variable, which is looked at before any test runs.
/// </summary>
public sealed class Child : ITestPipelineStartup
{
    private const string Variable = "TREATY_TEST_CHILD";
    private const string Ready = "the child is ready";

    public static Process Start(string work, string path)
    {
        var name = OperatingSystem.IsWindows() ? "Treaty.Backends.Tests.exe" : "Treaty.Backends.Tests";
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, name)) { RedirectStandardOutput = true };
        start.Environment[Variable] = $"{work}|{path}";
        var child = Process.Start(start)!;
        while (child.StandardOutput.ReadLine() is { } line)
            if (line == Ready) return child;
        throw new InvalidOperationException("the child ended before it was ready");
    }

    /// <summary>Says that the child has begun what it is for and may be killed.</summary>
    public static void SayReady() => Console.WriteLine(Ready);

    public ValueTask StartAsync(IMessageSink diagnosticMessageSink) =>
        Environment.GetEnvironmentVariable(Variable)?.Split('|', 2) switch
        {
            ["commit", var root] => DeltaCrashTests.CommitForever(root),
            ["crash", var work] => new(Crash(work.Split('|', 2))),
            ["hold", var file] => HoldForever(file),
            ["scratch", var folder] => new(DuckDb.Scratch_of_a_session.SpillForeverAsync(folder)),
            _ => ValueTask.CompletedTask,
        };

    public ValueTask StopAsync() => ValueTask.CompletedTask;

    private static Task Crash(string[] work) =>
        Bench.Crash.CrashWork.ForeverAsync(work[1], int.Parse(work[0], System.Globalization.CultureInfo.InvariantCulture), SayReady);

    private static async ValueTask HoldForever(string file)
    {
        await using var ledger = await SqliteLedger.OpenAsync(file);
        await using var hold = await ledger.HoldAsync("the child", CancellationToken.None);
        SayReady();
        await Task.Delay(Timeout.Infinite);
    }
}
