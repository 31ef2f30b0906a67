using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Treaty.Bench;

/// <summary>What one side of a measurement found in a process of its own.</summary>
/// <param name="Seconds">Of the work, without the start of the process.</param>
/// <param name="Good">Rows that passed.</param>
/// <param name="Steps">Lines for the results: name and seconds of each part.</param>
/// <param name="PeakBytes">Greatest resident memory of the process.</param>
/// <param name="CpuSeconds">Processor time of the whole process, its start included.</param>
internal sealed record Measured(double Seconds, long Good, IReadOnlyList<Part> Steps, long PeakBytes = 0, double CpuSeconds = 0);

/// <summary>A part of a measurement.</summary>
internal sealed record Part(string Name, long Rows, double Stage, double Check, double Write, double Total, double Asserting = 0);

/// <summary>Runs a side of a measurement in a process of its own, so that neither memory nor warmth of one side reaches the other.</summary>
internal static class Child
{
    private const string Mark = "measured ";

    public static Measured Run(string what, string folder)
    {
        var (_, output) = Start([Path.Combine(AppContext.BaseDirectory, "Treaty.Bench.dll"), "child", what, folder]);
        var line = output.Split('\n').Last(l => l.StartsWith(Mark, StringComparison.Ordinal));
        return JsonSerializer.Deserialize<Measured>(line[Mark.Length..])!;
    }

    public static int Answer(Measured measured)
    {
        Console.WriteLine(Mark + JsonSerializer.Serialize(measured with { PeakBytes = PeakBytes(), CpuSeconds = Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds }));
        return 0;
    }

    /// <summary>Runs `dotnet` with arguments; seconds include the start of the process.</summary>
    public static (double Seconds, string Output) Start(IEnumerable<string> arguments)
    {
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(new ProcessStartInfo(DotNet, arguments) { RedirectStandardOutput = true })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? (clock.Elapsed.TotalSeconds, output) : throw new InvalidOperationException($"exit {process.ExitCode}: {output}");
    }

    /// <summary>The host that runs this, unless it was started by an executable of its own.</summary>
    private static string DotNet =>
        Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet";

    private static long PeakBytes()
    {
        if (!OperatingSystem.IsLinux()) return Process.GetCurrentProcess().PeakWorkingSet64;
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith("VmHWM:", StringComparison.Ordinal));
        return long.Parse(line[6..^2].Trim(), CultureInfo.InvariantCulture) * 1024;
    }
}
