using Treaty.Core.Findings;
using static Treaty.Core.Tests.Meshes.HealthyMesh;

namespace Treaty.Core.Tests.Meshes;

/// <summary>One change of the healthy mesh, and the finding it has to give: code, document, and the text at which it points.</summary>
/// <param name="At">Looked for in the changed document; null for its beginning.</param>
public sealed record Case(string Code, HealthyMesh Mesh, string Path, string? At)
{
    public string Expected => $"{Code} {(At is null ? Path + ":1:1" : Mesh.Place(Path, At))}";

    /// <summary>A change of one document that is found in that document.</summary>
    /// <param name="at">Where the finding points; null for the new text itself.</param>
    public static Case Swap(string code, string path, string old, string with, string? at = null) =>
        new(code, Whole.Change(path, old, with), path, at ?? with);

    /// <summary>The same, found in another document.</summary>
    public Case In(string path, string? at) => this with { Path = path, At = at };
}

/// <summary>Every kind of finding of the compiler: one change of a healthy mesh gives exactly that finding, and no error besides.</summary>
public class A_broken_mesh
{
    private static readonly (string Name, Func<IEnumerable<Case>> Cases)[] Lists =
    [
        (nameof(BrokenDocuments), BrokenDocuments.Cases), (nameof(BrokenNames), BrokenNames.Cases),
        (nameof(BrokenOwnership), BrokenOwnership.Cases), (nameof(BrokenProducts), BrokenProducts.Cases),
        (nameof(BrokenContracts), BrokenContracts.Cases), (nameof(BrokenVersions), BrokenVersions.Cases),
    ];

    private static readonly Dictionary<string, Case> ByName = Lists
        .SelectMany(list => list.Cases().Select((one, index) => (Name: $"{list.Name} {index}: {one.Expected}", Case: one)))
        .ToDictionary(x => x.Name, x => x.Case, StringComparer.Ordinal);

    /// <summary>Codes that have a case.</summary>
    internal static IEnumerable<string> Codes => ByName.Values.Select(one => one.Code).Distinct(StringComparer.Ordinal);

    public static TheoryData<string> Names => [.. ByName.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Says_what_is_wrong_and_where_and_nothing_else(string name)
    {
        var one = ByName[name];
        var findings = one.Mesh.Findings;
        var grave = findings.Any(f => f.Code == one.Code && f.Severity == Severity.Error) ? Severity.Error : Severity.Info;
        findings.Where(f => f.Severity >= grave).Select(f => $"{f.Code} {f.Place}").ShouldBe([one.Expected],
            string.Join('\n', findings));
    }

    public static TheoryData<string> Documents => [.. Whole.Texts.Keys.Where(path => path.EndsWith(".yaml", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Of_one_unreadable_document_is_not_repeated_for_all_that_refers_to_it(string path) =>
        Whole.With(path, "[").Findings.Select(f => $"{f.Code} {f.Place?.File}").ShouldBe([$"TRY0001 {path}"]);

    [Fact]
    public void Is_spoken_of_as_findings_speak() => ByName.Values.SelectMany(one => one.Mesh.Findings).Distinct()
        .Where(f => f.Sentence.EndsWith('.') || f.Help.EndsWith('.') || char.IsUpper(f.Sentence[0]) || char.IsUpper(f.Help[0])
            || f.Sentence.Count(c => c == '`') % 2 == 1)
        .ShouldBeEmpty();
}
