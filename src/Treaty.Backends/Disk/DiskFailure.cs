using Treaty.Operations.Doors;

namespace Treaty.Backends.Disk;

/// <summary>Turns what the file system says into a failure a user can act on.</summary>
internal static class DiskFailure
{
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsSharing = unchecked((int)0x80070020);
    private const int NoSpace = 28;
    private const int ReadOnlyFileSystem = 30;
    private const int LinuxQuota = 122;
    private const int MacQuota = 69;
    private const int LinuxWouldBlock = 11;
    private const int MacWouldBlock = 35;

    public static void Guard(string path, Action work) => Guard(path, () => { work(); return 0; });

    public static T Guard<T>(string path, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (IOException failure)
        {
            throw From(path, failure);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new BackendException(BackendFault.Refused, $"no right to use `{path}`: {failure.Message}",
                "give the user that runs Treaty read and write access to this path", failure);
        }
    }

    /// <summary>True where another open file holds the lock that was asked for.</summary>
    public static bool IsHeldByAnother(IOException failure) => OperatingSystem.IsWindows()
        ? failure.HResult == WindowsSharing
        : failure.HResult == (OperatingSystem.IsMacOS() ? MacWouldBlock : LinuxWouldBlock);

    /// <summary>True where the file system takes no changes at all.</summary>
    public static bool IsReadOnly(IOException failure) => !OperatingSystem.IsWindows() && failure.HResult == ReadOnlyFileSystem;

    public static BackendException From(string path, IOException failure) => IsFull(failure)
        ? new(BackendFault.Full, $"no space left to write `{path}`", "free disk space or quota, then run the same command again", failure)
        : IsReadOnly(failure) ? new(BackendFault.Refused, $"`{path}` may not be written: its file system is mounted to be read only",
            "mount it to be written, or run the command where the store can be written", failure)
        : new(BackendFault.Unreachable, $"cannot use `{path}`: {failure.Message}",
            "check that the path exists and the disk is healthy", failure);

    private static bool IsFull(IOException failure) => OperatingSystem.IsWindows()
        ? failure.HResult == WindowsDiskFull
        : failure.HResult == NoSpace || failure.HResult == (OperatingSystem.IsMacOS() ? MacQuota : LinuxQuota);
}
