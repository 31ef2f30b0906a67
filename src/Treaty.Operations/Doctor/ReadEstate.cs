using Treaty.Core.Doctor;
using Treaty.Core.Doctor.Dbt;
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
            "name the folder of a dbt project (it has dbt_project.yml)");
        return estate with { Unread = [.. estate.Unread, .. read.Unread] };
    }

    private static Estate? Recognised(IReadOnlyList<ReadFile> files)
    {
        var projects = files.Where(f => f.File.Name == DbtProject.FileName)
            .Select(f => DbtProject.Of(f.File.Folder, f.Yaml is [var root, ..] ? root : null)).ToList();
        return projects.Count > 0 ? DbtEstate.Read(projects[0], files) : null;
    }
}
