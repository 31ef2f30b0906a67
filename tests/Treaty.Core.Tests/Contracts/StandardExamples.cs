using Treaty.Core.Contracts.Standard;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Meshes.Yaml;

namespace Treaty.Core.Tests.Contracts;

/// <summary>The published examples of the standards; they are not part of the project and may be absent.</summary>
internal static class StandardExamples
{
    public const string AreAbsent = "the folder shared/data/contracts is not beside the project";

    private static string? Folder { get; } = Ancestors(new DirectoryInfo(AppContext.BaseDirectory))
        .Select(folder => Path.Combine(folder.FullName, "shared", "data", "contracts")).FirstOrDefault(Directory.Exists);

    /// <summary>The names of the documents in a folder of examples; one that stands for their absence where there are none.</summary>
    public static TheoryData<string> In(string folder) =>
        Folder is null ? [AreAbsent]
            : [.. Directory.EnumerateFiles(Path.Combine(Folder, folder)).Select(f => $"{folder}/{Path.GetFileName(f)}")
                .Order(StringComparer.Ordinal)];

    public static string Text(string name)
    {
        Assert.SkipWhen(Folder is null, AreAbsent);
        return File.ReadAllText(Path.Combine(Folder!, name));
    }

    public static IReadOnlyList<Finding> Judge(string text, string path = "contract.odcs.yaml")
    {
        var findings = new List<Finding>();
        var root = YamlReader.Read(new MeshDocument(path, text), findings);
        return [.. findings.Concat(root is null ? [] : StandardDocument.Read(root).Findings).Sorted()];
    }

    private static IEnumerable<DirectoryInfo> Ancestors(DirectoryInfo? folder)
    {
        for (; folder is not null; folder = folder.Parent) yield return folder;
    }
}
