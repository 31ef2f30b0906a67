using Treaty.Operations.Maintaining;
using Treaty.Operations.Reports;

namespace Treaty.Cli.Views;

/// <summary>What was merged, deleted or held, as text.</summary>
internal static class MaintenanceView
{
    public static void Write(TextWriter to, MaintenanceReport report)
    {
        foreach (var table in report.Tables)
            to.WriteLine(report.Kind == "compact"
                ? $"{table.Table}: {Figures.Count(table.Files, "file")} into {Figures.Count(table.Into)}, {Bytes(table.Bytes)}"
                : $"{table.Table}: {Figures.Count(table.Files, "file")}, {Bytes(table.Bytes)}");
        foreach (var version in report.Removed) to.WriteLine($"{version} can no longer be read");
        FindingView.Write(to, report.Findings);
        if (report.Refused) return;
        var (files, bytes) = (report.Tables.Sum(t => t.Files), report.Tables.Sum(t => t.Bytes));
        var done = report.Kind == "compact" ? "merged" : "deleted";
        to.WriteLine(report.Tables.Count == 0 ? $"nothing is to be {done}"
            : $"{Figures.Count(files, "file")} of {Bytes(bytes)} {(report.DryRun ? "would be" : "were")} {done}{(report.DryRun ? "" : $" by run {report.Run}")}");
    }

    public static void Write(TextWriter to, HoldReport report)
    {
        foreach (var pin in report.Pins)
            to.WriteLine($"{pin.Id}{(pin.Released ? " released" : "")}: {string.Join(", ", pin.Versions)} ({pin.Because})");
        FindingView.Write(to, report.Findings);
        if (report.Pins.Count == 0 && report.Findings.Count == 0) to.WriteLine("nothing is held");
    }

    private static string Bytes(long bytes) => bytes switch
    {
        >= 1L << 30 => FormattableString.Invariant($"{bytes / (decimal)(1L << 30):N1} GiB"),
        >= 1L << 20 => FormattableString.Invariant($"{bytes / (decimal)(1L << 20):N1} MiB"),
        _ => FormattableString.Invariant($"{bytes / 1024m:N1} KiB"),
    };
}
