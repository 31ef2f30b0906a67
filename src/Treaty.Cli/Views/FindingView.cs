using Treaty.Core.Findings;

namespace Treaty.Cli.Views;

/// <summary>Findings as a compiler prints them.</summary>
internal static class FindingView
{
    public static void Write(TextWriter to, IReadOnlyList<Finding> findings)
    {
        foreach (var f in findings)
        {
            to.WriteLine($"{f.Severity.ToString().ToLowerInvariant()} {f.Code}{(f.Place is { } place ? " " + place : "")}: {f.Sentence}");
            to.WriteLine($"  help: {f.Help}");
        }
    }

    /// <summary>How many of each severity, in words.</summary>
    public static string Count(IReadOnlyList<Finding> findings)
    {
        string Part(Severity severity, string one) => findings.Count(f => f.Severity == severity) is var n && n == 1 ? $"1 {one}"
            : $"{n} {one}s";
        return $"{Part(Severity.Error, "error")}, {Part(Severity.Warning, "warning")}, {Part(Severity.Info, "note")}";
    }
}
