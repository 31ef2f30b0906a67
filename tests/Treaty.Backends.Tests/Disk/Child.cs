using System.Diagnostics;
using System.Runtime.CompilerServices;
using Treaty.Backends.Sqlite;
using Treaty.Backends.Tests.Delta;

namespace Treaty.Backends.Tests.Disk;

/// <summary>
/// This test program started once more as another process, to be killed at any moment. What it does is decided before the test
/// framework begins, by an environment variable. It runs on one thread: no other may enter a module that is still initialising.
/// </summary>
public static class Child
{
    private const string Variable = "TREATY_TEST_CHILD";

    public static Process Start(string work, string path)
    {
        var name = OperatingSystem.IsWindows() ? "Treaty.Backends.Tests.exe" : "Treaty.Backends.Tests";
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, name)) { RedirectStandardOutput = true };
        start.Environment[Variable] = $"{work}|{path}";
        var child = Process.Start(start)!;
        child.StandardOutput.ReadLine().ShouldBe("ready");
        return child;
    }

#pragma warning disable CA2255 // the only place that runs before the framework's own entry point
    [ModuleInitializer]
    internal static void RunWhereAsked()
    {
        if (Environment.GetEnvironmentVariable(Variable)?.Split('|', 2) is not [var work, var path]) return;
        if (work == "commit") DeltaCrashTests.CommitForever(path);
        else HoldForever(path);
    }
#pragma warning restore CA2255

    private static void HoldForever(string file)
    {
        var ledger = SqliteLedger.OpenAsync(file).AsTask().GetAwaiter().GetResult();
        _ = ledger.HoldAsync("the child", CancellationToken.None).AsTask().GetAwaiter().GetResult();
        Console.WriteLine("ready");
        Thread.Sleep(Timeout.Infinite);
    }
}
