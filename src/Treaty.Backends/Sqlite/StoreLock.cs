using Treaty.Operations.Doors;

namespace Treaty.Backends.Sqlite;

/// <summary>The sole right to write a store, as a lock of the operating system: it ends with the process, however that ends.</summary>
internal sealed class StoreLock : IAsyncDisposable
{
    private readonly FileStream _lock;

    private StoreLock(FileStream held) => _lock = held;

    public static StoreLock Take(string ledger, string holder)
    {
        var names = ledger + ".holder";
        try
        {
            var held = new FileStream(ledger + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            File.WriteAllText(names, $"{holder} (process {Environment.ProcessId})");
            return new(held);
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException))
        {
            var who = File.Exists(names) ? File.ReadAllText(names) : "another process";
            throw new BackendException(BackendFault.Conflict, $"this store is at work: {who}",
                "wait until it has ended, then run again; nothing was changed",
                e);
        }
    }

    public ValueTask DisposeAsync() => _lock.DisposeAsync();
}
