using Treaty.Core.Findings;

namespace Treaty.Cli.Views;

/// <summary>Findings as a compiler prints them: a line with the place, the sentence, the help.</summary>
internal static class FindingView
{
    public static void Write(TextWriter to, IReadOnlyList<Finding> findings) => Write(to, findings, "");

    public static void Write(TextWriter to, IReadOnlyList<Finding> findings, string indent)
    {
        foreach (var finding in findings)
        {
            to.WriteLine($"{indent}{Word(finding.Severity)} {finding.Code}{(finding.Place is { } place ? " " + place : "")}");
            to.WriteLine($"{indent}  {finding.Sentence}");
            to.WriteLine($"{indent}  help: {finding.Help}");
        }
    }

    /// <summary>How many of each severity, in words.</summary>
    public static string Count(IReadOnlyList<Finding> findings)
    {
        string Part(Severity severity, string one) => Figures.Count(findings.Count(f => f.Severity == severity), one);
        return $"{Part(Severity.Error, "error")}, {Part(Severity.Warning, "warning")}, {Part(Severity.Info, "note")}";
    }

    private static string Word(Severity severity) =>
        severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "info" };
}
