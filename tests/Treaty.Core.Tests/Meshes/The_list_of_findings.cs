using System.Reflection;
using System.Runtime.CompilerServices;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;

namespace Treaty.Core.Tests.Meshes;

public class The_list_of_findings
{
    private static string Page([CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "../../../docs/findings.md"));

    private static string Text => """
        # Findings

        What `check` can say about documents, by code. `error` stops an operation; the constitution may set another severity, except for `TRY00…`.
        This page is written from the list of kinds in the code.

        | code | severity | rule that is broken |
        |---|---|---|

        """ + string.Concat(FindingKinds.All.Select(kind => $"| {kind.Code} | {kind.Severity.ToString().ToLowerInvariant()} | {kind.Title} |\n"));

    [Fact]
    public void Is_the_page_of_the_documentation()
    {
        if (Environment.GetEnvironmentVariable("GOLDEN") == "accept") File.WriteAllText(Page(), Text);
        File.ReadAllText(Page()).ShouldBe(Text, "run this test with GOLDEN=accept to write the page");
    }

    [Fact]
    public void Has_each_code_once() => FindingKinds.All.Select(kind => kind.Code).ShouldBeUnique();

    [Fact]
    public void Has_every_kind_in_the_code() => typeof(FindingKinds).Assembly.GetTypes()
        .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Where(field => field.FieldType == typeof(FindingKind)).Select(field => (FindingKind)field.GetValue(null)!)
        .Except(FindingKinds.All).ShouldBeEmpty();
}
