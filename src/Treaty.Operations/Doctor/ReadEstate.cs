using Treaty.Core.Doctor;
using Treaty.Core.Doctor.Dbt;
using Treaty.Core.Doctor.Inventory;
using Treaty.Core.Doctor.Standards;
using Treaty.Operations.Doors;

namespace Treaty.Operations.Doctor;

/// <summary>Recognises what a folder holds and reads it as an estate.</summary>
public sealed class ReadEstate(IEstateFiles door)
{
    private const string Known = "the doctor reads a dbt project (dbt_project.yml, or manifest.json alone), a folder of ODCS or ODPS documents,"
        + " and an inventory in CSV (tables.csv)";

    /// <exception cref="BackendException">Unreachable where there is no such folder, or nothing in it is recognised.</exception>
    public Estate Run(string folder, IProgress<string>? progress, CancellationToken cancel)
    {
        var read = door.Read(folder, cancel);
        progress?.Report($"reading {read.Files.Count} files");
        IReadOnlyList<ReadFile> files = [.. read.Files.AsParallel().AsOrdered().WithCancellation(cancel).Select(ReadFile.Read)];
        var estate = Recognised(files) ?? throw new BackendException(BackendFault.Unreachable, $"nothing in {folder} is recognised",
            $"name the folder of an estate: {Known}");
        return Surroundings(estate, files) with
        {
            Unread = [.. estate.Unread, .. read.Unread],
            Name = estate.Name == "" ? Path.GetFileName(folder.TrimEnd('/', '\\')) : estate.Name,
        };
    }

    private static Estate? Recognised(IReadOnlyList<ReadFile> files)
    {
        var projects = files.Where(f => f.File.Name == DbtProject.FileName)
            .Select(f => DbtProject.Of(f.File.Folder, f.Yaml is [var root, ..] ? root : null)).ToList();
        if (projects.Count > 0)
            return WithManifest(Joined.Of([.. projects.Select(p => DbtEstate.Read(p, Own(p, projects, files)))])!, files);
        if (files.FirstOrDefault(f => f.File.Name == InventoryEstate.FileName) is { } tables)
            return InventoryEstate.Read(tables.File.Folder, files);
        return files.Where(f => f.File.Name == DbtManifest.FileName).Select(f => DbtManifest.Read(f.File)).FirstOrDefault(e => e
            is not null)
            ?? StandardsEstate.Read(files);
    }

    /// <summary>What dbt itself found out of who reads whom, where its manifest lies beside the files: macros hide some of it.</summary>
    private static Estate WithManifest(Estate estate, IReadOnlyList<ReadFile> files)
    {
        if (files.Where(f => f.File.Name == DbtManifest.FileName).Select(f => DbtManifest.Read(f.File)).FirstOrDefault(e => e is not null)
            is not { } manifest) return estate;
        var names = estate.Assets.Select(a => a.Name).ToHashSet(StringComparer.Ordinal);
        var known = estate.Edges.Select(e => (e.Downstream, e.Upstream)).ToHashSet();
        return estate with
        {
            Edges = [.. estate.Edges, .. manifest.Edges.Where(e => names.Contains(e.Downstream) && names.Contains(e.Upstream)
                && !known.Contains((e.Downstream, e.Upstream)))],
        };
    }

    /// <summary>The files of one project without those of projects in folders below it.</summary>
    private static IReadOnlyList<ReadFile> Own(DbtProject project, IReadOnlyList<DbtProject> all, IReadOnlyList<ReadFile> files)
    {
        var inner = all.Where(p => p != project && p.Folder != project.Folder && DbtProject.Within([project.Folder], p.Folder) is not null)
            .Select(p => p.Folder).ToList();
        return inner.Count == 0 ? files : [.. files.Where(f => DbtProject.Within(inner, f.File.Path) is null)];
    }

    /// <summary>What stands beside any estate: pages for people, and who must review what.</summary>
    private static Estate Surroundings(Estate estate, IReadOnlyList<ReadFile> files)
    {
        var rules = files.Where(f => f.File.Name == "CODEOWNERS").SelectMany(f => ReviewRules.Read(f.File)).ToList();
        var pages = files.Where(f => f.File.Ends(".md", ".markdown", ".txt", ".rst")).Select(f => new Page(f.File.Path, f.File.Text)).ToList();
        return estate with
        {
            ReviewRules = rules, Pages = pages,
            Speaks = estate.Speaks | (rules.Count > 0 ? Topic.Review : 0) | (pages.Count > 0 ? Topic.Pages : 0),
        };
    }
}
