using Treaty.Core.Doctor;

namespace Treaty.Operations.Doors;

/// <summary>Reads the files of somebody's estate and the history of who changed them. Nothing is ever written.</summary>
public interface IEstateFiles
{
    /// <summary>
    /// Every text file below a folder that an estate may consist of, by path in ordinal order; packages of others, build outputs and
    /// hidden folders are left out, links are not followed.
    /// </summary>
    /// <exception cref="BackendException">Unreachable where the folder is not there.</exception>
    EstateFiles Read(string folder, CancellationToken cancel);

    /// <summary>Who changed which file on which day; null where the folder has no history or none can be read.</summary>
    ValueTask<IReadOnlyList<Change>?> HistoryAsync(string folder, CancellationToken cancel);
}

/// <summary>The files of an estate as texts.</summary>
/// <param name="Unread">Files that could not be read as text, and why.</param>
public sealed record EstateFiles(string Folder, IReadOnlyList<EstateFile> Files, IReadOnlyList<Unread> Unread);
