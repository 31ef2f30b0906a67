using Treaty.Backends.Disk;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Delta;

/// <summary>
/// Who reads a lake, and who deletes from it: a lock of the system on one file, shared by readers of all processes, alone for a deletion.
/// It ends with the process however that ends.
/// </summary>
internal static class LakeReaders
{
    private const string FileName = ".readers";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    public static Task<IDisposable> JoinAsync(string root, CancellationToken cancel) =>
        TakeAsync(root, FileAccess.Read, FileShare.Read, "files of this lake are being deleted", cancel);

    public static Task<IDisposable> ExcludeAsync(string root, CancellationToken cancel) =>
        TakeAsync(root, FileAccess.ReadWrite, FileShare.None, "this lake is being read", cancel);

    private static async Task<IDisposable> TakeAsync(string root, FileAccess access, FileShare share, string why, CancellationToken cancel)
    {
        var path = Path.Combine(root, FileName);
        var until = TimeProvider.System.GetTimestamp();
        while (true)
            try
            {
                Directory.CreateDirectory(root);
                return new FileStream(path, FileMode.OpenOrCreate, access, share);
            }
            catch (UnauthorizedAccessException) when (access == FileAccess.Read)
            {
                return Stream.Null; // A lake that cannot be written to cannot be deleted from either.
            }
            catch (IOException failure) when (access == FileAccess.Read && DiskFailure.IsReadOnly(failure))
            {
                return Stream.Null; // As above.
            }
            catch (IOException failure) when (DiskFailure.IsHeldByAnother(failure))
            {
                if (TimeProvider.System.GetElapsedTime(until) > Patience)
                    throw new BackendException(BackendFault.Conflict, why, "wait until that has ended, then run the same command again", failure);
                await Task.Delay(Pause, cancel).ConfigureAwait(false);
            }
            catch (IOException failure)
            {
                throw DiskFailure.From(path, failure);
            }
    }
}
