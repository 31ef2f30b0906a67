using System.Reflection;
using System.Runtime.CompilerServices;
using Treaty.Core.Findings;
using Treaty.Operations.Running;

namespace Treaty.Backends.Tests.Docs;

/// <summary>docs/findings.md is written from the code: every kind of finding with its code, severity and title. Rewritten with GOLDEN=accept.</summary>
public sealed class The_page_of_findings
{
    private static readonly FindingKind[] Kinds =
    [
        .. new[] { typeof(FindingKind).Assembly, typeof(RunMesh).Assembly }.SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.FieldType == typeof(FindingKind)).Select(field => (FindingKind)field.GetValue(null)!)
            .Distinct().OrderBy(kind => kind.Code, StringComparer.Ordinal).ThenBy(kind => kind.Title, StringComparer.Ordinal),
    ];

    [Fact]
    public void Lists_every_kind()
    {
        var page = "# Findings\n\nWhat `check`, `run` and the other commands can say. A constitution may raise or lower a severity.\n\n| code | severity | means |\n|---|---|---|\n"
            + string.Concat(Kinds.Select(kind => $"| {kind.Code} | {kind.Severity.ToString().ToLowerInvariant()} | {kind.Title} |\n"));
        var path = Path.Combine(Root(), "docs", "findings.md");
        if (Environment.GetEnvironmentVariable("GOLDEN") == "accept" && Environment.GetEnvironmentVariable("CI") is null) File.WriteAllText(path, page);
        File.ReadAllText(path).ShouldBe(page, "run the tests with GOLDEN=accept and review the page");
    }

    [Fact]
    public void No_code_stands_for_two_things() =>
        Kinds.GroupBy(kind => kind.Code).Where(g => g.Count() > 1).Select(g => $"{g.Key}: {string.Join(" / ", g.Select(k => k.Title))}").ShouldBeEmpty();

    private static string Root([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
}
