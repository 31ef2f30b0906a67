using Treaty.Operations.Samples;
using static System.FormattableString;

namespace Treaty.Bench;

/// <summary>Running the sample mesh from nothing.</summary>
internal sealed class RunBenchmark(Options options)
{
    public string Run()
    {
        var folder = options.Folder("run");
        var sample = new MakeSample(new Treaty.Backends.DuckDb.DuckDbEngine()).RunAsync(new SampleRequest(MakeSample.OrderToCashName, folder, 1, options.Scale), null, default).AsTask().GetAwaiter().GetResult();
        var bytes = new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(f => f.Length);
        var m = Child.Run("run", folder);
        Directory.Delete(folder, recursive: true);
        var rows = m.Steps.Sum(s => s.Rows);
        return Invariant(
            $"""
            ## run: the sample at scale {options.Scale} ({sample.Orders:N0} orders, {bytes / 1e6:N0} MB of files), once

            {m.Seconds:N1} s for {m.Steps.Count} steps that read {rows:N0} rows: {rows / m.Seconds:N0} rows/s; peak memory {m.PeakBytes >> 20:N0} MiB.

            | step | rows read | stage | check | write | total |
            |---|---:|---:|---:|---:|---:|
            {string.Join("\n", m.Steps.Select(s => Invariant($"| {s.Name} | {s.Rows:N0} | {s.Stage:N2} | {s.Check:N2} | {s.Write:N2} | {s.Total:N2} |")))}

            """);
    }
}

/// <summary>The run itself.</summary>
internal static class SampleRun
{
    public static Task<Measured> RunAsync(string folder) => PublishInTreaty.RunAsync(folder);
}
