using Treaty.Core.Doctor;
using Treaty.Core.Doctor.Dbt;
using Treaty.Core.Doctor.Inventory;
using Treaty.Operations.Doors;

namespace Treaty.Operations.Doctor;

/// <summary>Recognises what a folder holds and reads it as an estate.</summary>
public sealed class ReadEstate(IEstateFiles door)
{
    /// <exception cref="BackendException">Unreachable where there is no such folder, or nothing in it is recognised.</exception>
    public Estate Run(string folder, IProgress<string>? progress, CancellationToken cancel)
    {
        var read = door.Read(folder, cancel);
        progress?.Report($"reading {read.Files.Count} files");
        IReadOnlyList<ReadFile> files = [.. read.Files.AsParallel().AsOrdered().WithCancellation(cancel).Select(ReadFile.Read)];
        var estate = Recognised(files) ?? throw new BackendException(BackendFault.Unreachable, $"nothing in {folder} is recognised",
            "name the folder of a dbt project (it has dbt_project.yml) or of an inventory (tables.csv)");
        return Surroundings(estate, files) with
        {
            Unread = [.. estate.Unread, .. read.Unread], Name = estate.Name == "" ? Path.GetFileName(folder) : estate.Name,
        };
    }

    /// <summary>What stands beside any estate: pages for people, and who must review what.</summary>
    private static Estate Surroundings(Estate estate, IReadOnlyList<ReadFile> files)
    {
        var rules = files.Where(f => f.File.Name == "CODEOWNERS").SelectMany(f => ReviewRules.Read(f.File)).ToList();
        var pages = files.Where(f => f.File.Ends(".md", ".markdown", ".txt", ".rst", ".lst")).Select(f => new Page(f.File.Path, f.File.Text)).ToList();
        return estate with
        {
            ReviewRules = rules, Pages = pages,
            Speaks = estate.Speaks | (rules.Count > 0 ? Topic.Review : 0) | (pages.Count > 0 ? Topic.Pages : 0),
        };
    }

    private static Estate? Recognised(IReadOnlyList<ReadFile> files)
    {
        var projects = files.Where(f => f.File.Name == DbtProject.FileName)
            .Select(f => DbtProject.Of(f.File.Folder, f.Yaml is [var root, ..] ? root : null)).ToList();
        if (projects.Count > 0) return DbtEstate.Read(projects[0], files);
        return files.FirstOrDefault(f => f.File.Name == InventoryEstate.FileName) is { } tables
            ? InventoryEstate.Read(tables.File.Folder, files) : null;
    }
}
