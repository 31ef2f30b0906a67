namespace Treaty.Backends.Disk;

/// <summary>Whether files can be made in a folder: asked by making one, because rights, mounts and attributes each have a say.</summary>
internal static class WritableFolder
{
    /// <summary>False where this user may not write there, or no one. A full disk is no reason: what it hinders says so itself.</summary>
    public static bool Is(string folder)
    {
        try
        {
            File.Create(Path.Combine(folder, "." + Path.GetRandomFileName()), 1, FileOptions.DeleteOnClose).Dispose();
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException failure) when (DiskFailure.IsReadOnly(failure))
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
