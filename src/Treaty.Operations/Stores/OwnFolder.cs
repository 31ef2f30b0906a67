namespace Treaty.Operations.Stores;

/// <summary>A folder of this process for what it cannot keep in a store that it may only read; gone with this.</summary>
public sealed class OwnFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("treaty-").FullName;

    public void Dispose()
    {
        if (Directory.Exists(Path)) Directory.Delete(Path, recursive: true);
    }
}
