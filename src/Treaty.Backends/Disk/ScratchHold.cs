using Treaty.Operations.Doors;

namespace Treaty.Backends.Disk;

/// <summary>
/// A folder that is gone with this. While it is used the system itself holds a lock on a file beside it, which ends with the process
/// however that ends: so what a killed process left can be told from what another is filling at this moment.
/// </summary>
internal sealed class ScratchHold : IDisposable
{
    private const string Suffix = ".held";
    private const int Attempts = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly string _folder;
    private readonly FileStream _lock;

    private ScratchHold(string folder, FileStream held) => (_folder, _lock) = (folder, held);

    /// <summary>Makes the folder and holds it.</summary>
    /// <exception cref="BackendException">Conflict where it is held already.</exception>
    public static ScratchHold Take(string folder) => DiskFailure.Guard(folder, () =>
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            // The one who clears up may have taken the file for abandoned in the moment before it was locked.
            if (TryLock(folder + Suffix) is { } held)
            {
                if (File.Exists(folder + Suffix))
                {
                    Directory.CreateDirectory(folder);
                    return new ScratchHold(folder, held);
                }
                held.Dispose();
            }
            Thread.Sleep(Pause);
        }
        throw new BackendException(BackendFault.Conflict, $"the folder `{folder}` is used by another",
            "name another folder for spilled data");
    });

    /// <summary>Removes what is below a folder and held by no one.</summary>
    public static void RemoveAbandoned(string parent)
    {
        if (!Directory.Exists(parent)) return;
        foreach (var entry in Directory.EnumerateFileSystemEntries(parent).Select(Bare).Distinct().ToList())
            try
            {
                using var held = TryLock(entry + Suffix);
                if (held is null) continue;
                if (Directory.Exists(entry)) Directory.Delete(entry, recursive: true);
                else File.Delete(entry);
            }
            catch (IOException)
            {
                // It costs space alone; the next run tries again.
            }
            catch (UnauthorizedAccessException)
            {
                // As above.
            }
    }

    /// <summary>The folder first: once the lock ends, the next one may take what is left for abandoned.</summary>
    public void Dispose()
    {
        try
        {
            if (Directory.Exists(_folder)) DiskFailure.Guard(_folder, () => Directory.Delete(_folder, recursive: true));
        }
        finally
        {
            _lock.Dispose();
        }
    }

    private static string Bare(string path) => path.EndsWith(Suffix, StringComparison.Ordinal) ? path[..^Suffix.Length] : path;

    private static FileStream? TryLock(string file)
    {
        try
        {
            return new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException failure) when (DiskFailure.IsHeldByAnother(failure))
        {
            return null;
        }
    }
}
