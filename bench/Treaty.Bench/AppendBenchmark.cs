using System.Globalization;
using static System.FormattableString;

namespace Treaty.Bench;

/// <summary>Publishing one per cent more rows beside those that stand, against the full publish of those, in one process.</summary>
internal sealed class AppendBenchmark(Options options)
{
    public string Run()
    {
        var (full, more) = (new List<Part>(), new List<Part>());
        long peak = 0;
        for (var i = 0; i < options.Times; i++)
        {
            var folder = options.Folder("append");
            ConformanceMesh.Write(folder, options.Rows, options.Memory, "append");
            var measured = Child.Run("append", folder);
            full.Add(measured.Steps[0]);
            more.AddRange(measured.Steps.Skip(1));
            peak = Math.Max(peak, measured.PeakBytes);
            Directory.Delete(folder, recursive: true);
        }
        var (a, b) = (Median(full), Median(more));
        return Invariant(
            $"""
            ## append: {options.Rows / 100:N0} rows beside {options.Rows:N0}, engine memory {options.Memory}, median of {options.Times} times two

            Order numbers go on, tracking codes (unique) and customers (referred to) are spread over everything. Seconds of the publish, without its SQL assertions.

            | | seconds | stage | check | write | SQL assertions over the whole table |
            |---|---:|---:|---:|---:|---:|
            {Line("full publish", a)}
            {Line("one per cent more", b)}

            Share of the full publish: **{100 * (b.Total - b.Asserting) / (a.Total - a.Asserting):N1} %** (target: under 5); of each: {string.Join(", ", more.Select(m => (100 * (m.Total - m.Asserting) / (a.Total - a.Asserting)).ToString("N1", CultureInfo.InvariantCulture)))}. Peak memory {peak >> 20:N0} MiB.

            """);
    }

    private static string Line(string name, Part p) => Invariant(
        $"| {name} | {p.Total - p.Asserting:N2} | {p.Stage:N2} | {p.Check - p.Asserting:N2} | {p.Write:N2} | {p.Asserting:N2} |");

    private static Part Median(List<Part> all) => all.OrderBy(p => p.Total - p.Asserting).ElementAt(all.Count / 2);
}

/// <summary>The publishes themselves: all, then twice one per cent more.</summary>
internal static class Appends
{
    public static async Task<Measured> RunAsync(string folder)
    {
        var full = await PublishInTreaty.OrdersAsync(folder);
        var parts = new List<Part>(full.Steps);
        var rows = parts[0].Rows;
        for (var i = 0; i < 2; i++)
        {
            ConformanceMesh.Add(folder, rows + i * (rows / 100), rows / 100, rows);
            var report = await PublishInTreaty.MeshAsync(folder, ConformanceMesh.Orders);
            parts.Add(PublishInTreaty.Part(report.Steps.Single()));
        }
        return full with { Steps = parts };
    }
}
