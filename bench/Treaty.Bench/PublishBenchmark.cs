using System.Globalization;
using static System.FormattableString;

namespace Treaty.Bench;

/// <summary>Publishing one big CSV file against hand-written SQL that does the same to it.</summary>
internal sealed class PublishBenchmark(Options options)
{
    public string Run()
    {
        var folder = options.Folder("publish");
        OrdersMesh.Write(folder, options.Rows, options.Memory);
        var bytes = new FileInfo(Path.Combine(folder, OrdersMesh.File)).Length;
        var (treaty, hand) = (new List<Measured>(), new List<Measured>());
        for (var i = 0; i < options.Times; i++)
        {
            // By turns, so that a busy moment of the machine does not fall on one side alone.
            if (!options.Alone) hand.Add(Child.Run("publish-sql", folder));
            treaty.Add(Child.Run("publish-treaty", folder));
            Directory.Delete(Path.Combine(folder, ".treaty"), recursive: true);
        }
        Directory.Delete(folder, recursive: true);
        return options.Alone ? Text(bytes, Median(treaty))
            : Text(bytes, Median(treaty), Median(hand), treaty.Zip(hand, (t, h) => t.Seconds / h.Seconds));
    }

    /// <summary>Treaty's side alone: what it holds in memory, where what it is compared with would take as long again.</summary>
    private string Text(long bytes, Measured treaty) => Invariant(
        $"""
        ## publish: {options.Rows:N0} rows of 12 columns ({bytes / 1e6:N0} MB of CSV), engine memory {options.Memory}, Treaty alone, median of {options.Times}

        | | seconds | read and type | check | write | rows/s | peak memory |
        |---|---:|---:|---:|---:|---:|---:|
        {Line("treaty publish", treaty)}

        Greatest resident memory of the process: **{treaty.PeakBytes / 1e9:N2} GB** (target at 100,000,000 rows: below 2). Good rows: {treaty.Good:N0}.

        """);

    private string Text(long bytes, Measured treaty, Measured hand, IEnumerable<double> ratios) => Invariant(
        $"""
        ## publish: {options.Rows:N0} rows of 12 columns ({bytes / 1e6:N0} MB of CSV), engine memory {options.Memory}, median of {options.Times}

        | | seconds | read and type | check | write | rows/s | peak memory |
        |---|---:|---:|---:|---:|---:|---:|
        {Line("treaty publish", treaty)}
        {Line("DuckDB SQL by hand", hand)}

        Ratio of the medians: **{treaty.Seconds / hand.Seconds:N2}** (target: at most 2.5); of each pair: {string.Join(", ", ratios.Select(r => r.ToString("N2", CultureInfo.InvariantCulture)))}.
        Good rows: {treaty.Good:N0} against {hand.Good:N0}.

        """);

    private string Line(string name, Measured m) => Invariant(
        $"| {name} | {m.Seconds:N1} | {m.Steps[0].Stage:N1} | {m.Steps[0].Check:N1} | {m.Steps[0].Write:N1} | {options.Rows / m.Seconds:N0} | {m.PeakBytes >> 20:N0} MiB |");

    private static Measured Median(IEnumerable<Measured> all) => all.OrderBy(m => m.Seconds).ToList() is var sorted ? sorted[sorted.Count / 2] : null!;
}
