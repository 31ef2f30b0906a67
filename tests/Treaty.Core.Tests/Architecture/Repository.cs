using System.Runtime.CompilerServices;

namespace Treaty.Core.Tests.Architecture;

/// <summary>A text of the repository: its path from the root, with forward slashes, and its content.</summary>
public sealed record SourceFile(string Path, string Text)
{
    public string[] Lines { get; } = Text.TrimEnd('\n').Split('\n');

    public string Name => System.IO.Path.GetFileName(Path);
}

/// <summary>The repository these tests were compiled from.</summary>
public static class Repository
{
    private static readonly string[] Skipped = ["artifacts", "bin", "obj", "bench/work"];

    private static readonly string[] TextEndings =
        [".md", ".cs", ".csproj", ".props", ".targets", ".slnx", ".sh", ".cmd", ".razor", ".css", ".js", ".sql", ".yaml", ".yml"];

    public static string Root { get; } = FindRoot();

    /// <summary>Every C# file of the product, by path.</summary>
    public static IReadOnlyList<SourceFile> Sources { get; } =
        [.. Walk("src").Where(path => path.EndsWith(".cs", StringComparison.Ordinal)).Select(Read)];

    /// <summary>Everything people wrote: pages, code, build files and the scripts at the root, by path.</summary>
    public static IReadOnlyList<SourceFile> Texts { get; } = [.. Walk("").Where(IsText).Select(Read)];

    public static SourceFile Read(string path) => new(path, File.ReadAllText(Path.Combine(Root, path)));

    private static bool IsText(string path) =>
        TextEndings.Contains(Path.GetExtension(path), StringComparer.Ordinal) || path is "treaty" or "test" or ".ci/run";

    private static IEnumerable<string> Walk(string folder)
    {
        var start = Path.Combine(Root, folder);
        var here = Directory.GetFiles(start).Select(Relative);
        var below = Directory.GetDirectories(start).Select(Relative).Where(IsOurs).SelectMany(Walk);
        return here.Concat(below).Order(StringComparer.Ordinal);
    }

    private static bool IsOurs(string folder) =>
        folder == ".ci"
        || !Path.GetFileName(folder).StartsWith('.')
        && !Skipped.Any(s => folder == s || folder.EndsWith("/" + s, StringComparison.Ordinal));

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    private static string FindRoot([CallerFilePath] string here = "")
    {
        var folder = new FileInfo(here).Directory;
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Treaty.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"no Treaty.slnx above {here}");
    }
}
