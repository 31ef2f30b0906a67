using System.Runtime.InteropServices;
using Treaty.Operations.Doors;

namespace Treaty.Backends.Disk;

/// <summary>Writes that survive a crash, and the one way to make a file appear under a name that nobody else has taken.</summary>
internal static class DurableFile
{
    private const int Exists = 17; // EEXIST, the same number on Linux and macOS

    /// <summary>
    /// Makes <paramref name="path"/> appear whole, or not at all where it already exists; true if this call made it.
    /// </summary>
    /// <remarks>
    /// The bytes go to a private file that is flushed first, so the name never shows half a file. It is then published by an
    /// operation that the system itself makes exclusive: <c>link(2)</c> on Linux and macOS, MoveFileEx without REPLACE_EXISTING on
    /// Windows. Not File.Move(overwrite: false) everywhere: on Unix it may fall back to "look, then rename(2)", and rename replaces what a
    /// rival wrote in between. Not FileMode.CreateNew on the final name: it is exclusive, but a crash leaves the name with half its bytes.
    /// A crash between link and unlink leaves a second, private name, which a sweep removes.
    /// </remarks>
    public static bool PublishNew(string path, ReadOnlySpan<byte> content)
    {
        var folder = Path.GetDirectoryName(path)!;
        var draft = Path.Combine(folder, $".{Path.GetFileName(path)}.{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(draft, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stream.Write(content);
                stream.Flush(flushToDisk: true);
            }

            var won = OperatingSystem.IsWindows() ? MoveExclusively(draft, path) : LinkExclusively(draft, path);
            FlushFolder(folder);
            return won;
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>Flushes the bytes of a file another program wrote.</summary>
    public static void Flush(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        stream.Flush(flushToDisk: true);
    }

    /// <summary>Flushes the names in a folder. Windows has no such call; NTFS journals its names.</summary>
    public static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var handle = Open(folder, 0);
        if (handle < 0) throw new IOException($"cannot open folder {folder}", Marshal.GetLastPInvokeError());
        var failed = FSync(handle) != 0 ? Marshal.GetLastPInvokeError() : 0;
        _ = Close(handle);
        const int notSupportedHere = 22; // EINVAL: a file system without folder flush; its names are as safe as it makes them
        if (failed is not 0 and not notSupportedHere) throw new IOException($"cannot flush folder {folder}", failed);
    }

    private static bool LinkExclusively(string draft, string path)
    {
        if (Link(draft, path) == 0) return true;
        var error = Marshal.GetLastPInvokeError();
        const int notPermitted = 1; // EPERM: the file system has no hard links
        return error switch
        {
            Exists => false,
            notPermitted => throw new BackendException(BackendFault.Refused,
                $"the file system of `{Path.GetDirectoryName(path)}` has no hard links, so commits cannot be made safe there",
                "put the store on a local file system such as ext4, xfs, btrfs or apfs"),
            _ => throw new IOException($"cannot publish {path}: {Marshal.GetPInvokeErrorMessage(error)}", error),
        };
    }

    private static bool MoveExclusively(string draft, string path)
    {
        try
        {
            File.Move(draft, path, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            return false;
        }
    }

    [DllImport("libc", EntryPoint = "link", SetLastError = true)]
    private static extern int Link(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string existing, [MarshalAs(UnmanagedType.LPUTF8Str)] string name);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int FSync(int handle);

    [DllImport("libc", EntryPoint = "close")]
    private static extern int Close(int handle);
}
