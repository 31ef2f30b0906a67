using System.Globalization;
using static System.FormattableString;

namespace Treaty.Bench;

/// <summary>Publishing one big CSV file under a contract that asks for everything, against hand-written SQL that does the same to it.</summary>
internal sealed class ConformanceBenchmark(Options options)
{
    public string Run()
    {
        var folder = options.Folder("conformance");
        ConformanceMesh.Write(folder, options.Rows, options.Memory, "full");
        var bytes = Directory.GetFiles(Path.Combine(folder, "in")).Sum(f => new FileInfo(f).Length);
        var (treaty, hand) = (new List<Measured>(), new List<Measured>());
        for (var i = 0; i < options.Times; i++)
        {
            // By turns, so that a busy moment of the machine does not fall on one side alone.
            hand.Add(Child.Run("conformance-sql", folder));
            treaty.Add(Child.Run("conformance-treaty", folder));
            Directory.Delete(Path.Combine(folder, ".treaty"), recursive: true);
        }
        Directory.Delete(folder, recursive: true);
        return Text(bytes, treaty, hand);
    }

    private string Text(long bytes, List<Measured> all, List<Measured> byHand)
    {
        var (treaty, hand) = (Median(all), Median(byHand));
        var ratios = all.Zip(byHand, (t, h) => (t.Seconds / h.Seconds).ToString("N2", CultureInfo.InvariantCulture));
        return Invariant(
            $"""
            ## conformance: {options.Rows:N0} rows of 12 columns ({bytes / 1e6:N0} MB of CSV), engine memory {options.Memory}, median of {options.Times}

            Types, required columns, two unique keys, one reference, ranges, patterns, valid values, four metrics, three SQL assertions.

            | | seconds | read, type, check rows | check the rest | write | rows/s | CPU seconds | peak memory |
            |---|---:|---:|---:|---:|---:|---:|---:|
            {Line("treaty publish", treaty)}
            {Line("DuckDB SQL by hand", hand)}

            Ratio of the medians: **{treaty.Seconds / hand.Seconds:N2}** (target: at most 1.5, and under 30 s for 10,000,000 rows); of each pair: {string.Join(", ", ratios)}.
            Good rows: {treaty.Good:N0} against {hand.Good:N0}.

            """);
    }

    private string Line(string name, Measured m) => Invariant(
        $"| {name} | {m.Seconds:N1} | {m.Steps[0].Stage:N1} | {m.Steps[0].Check:N1} | {m.Steps[0].Write:N1} | {options.Rows / m.Seconds:N0} | {m.CpuSeconds:N1} | {m.PeakBytes >> 20:N0} MiB |");

    private static Measured Median(IEnumerable<Measured> all) => all.OrderBy(m => m.Seconds).ToList() is var sorted ? sorted[sorted.Count / 2] : null!;
}
