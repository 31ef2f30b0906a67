namespace Treaty.Acceptance.Tests.AdventureWorks;

/// <summary>Where the mesh lies and where the data it reads; the data is not part of the project and may be absent.</summary>
internal static class AdventureWorksFolders
{
    public const string DataIsAbsent = "the folder shared/data/adventureworks is not beside the project";

    /// <summary>The nearest <c>shared/data/adventureworks</c> beside or above the project; null where there is none.</summary>
    public static string? Data { get; } = Ancestors(Project.Parent)
        .Select(folder => Path.Combine(folder.FullName, "shared", "data", "adventureworks"))
        .FirstOrDefault(Directory.Exists);

    public static string Mesh => Path.Combine(Project.FullName, "tests", "meshes", "adventureworks");

    private static DirectoryInfo Project => Ancestors(new DirectoryInfo(AppContext.BaseDirectory))
        .First(folder => File.Exists(Path.Combine(folder.FullName, "Treaty.slnx")));

    /// <summary>The data folder; skips the running test where it is absent.</summary>
    public static string DataOrSkip()
    {
        Assert.SkipWhen(Data is null, DataIsAbsent);
        return Data!;
    }

    /// <summary>Copies the documents, and nothing a run may have left, to an empty folder.</summary>
    public static void CopyMesh(string target)
    {
        foreach (var file in Directory.EnumerateFiles(Mesh, "*", SearchOption.AllDirectories))
        {
            var relative = Path.GetRelativePath(Mesh, file);
            if (relative.StartsWith(".treaty", StringComparison.Ordinal)) continue;
            var copy = Path.Combine(target, relative);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static IEnumerable<DirectoryInfo> Ancestors(DirectoryInfo? folder)
    {
        for (; folder is not null; folder = folder.Parent) yield return folder;
    }
}
