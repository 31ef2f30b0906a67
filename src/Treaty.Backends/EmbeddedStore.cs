using Treaty.Backends.Databases;
using Treaty.Backends.Delta;
using Treaty.Backends.Disk;
using Treaty.Backends.DuckDb;
using Treaty.Backends.Files;
using Treaty.Backends.Sqlite;
using Treaty.Operations.Stores;

namespace Treaty.Backends;

/// <summary>The store as it is on one machine: DuckDB in process, Delta tables and a SQLite ledger below one folder.</summary>
public static class EmbeddedStore
{
    /// <summary>Opens the store, making it where there is none. One that stands and cannot be written is opened to be read: what is
    /// spilled, and the queue where it has to be brought up to date, then lie in a folder of this process alone.</summary>
    /// <param name="meshFolder">The directory of the documents.</param>
    /// <param name="store">Where the store lies, absolute or relative to the mesh.</param>
    /// <param name="roots">Named folders that override those of treaty.yaml.</param>
    public static async ValueTask<MeshStore> OpenAsync(
        string meshFolder, string store, IReadOnlyDictionary<string, string> roots, CancellationToken cancel)
    {
        var mesh = Path.GetFullPath(meshFolder);
        var folder = Path.GetFullPath(Path.Combine(mesh, store));
        var file = Path.Combine(folder, "ledger.db");
        if (File.Exists(file) && !WritableFolder.Is(folder)) return await ReadOnlyAsync(mesh, folder, file, roots).ConfigureAwait(false);
        var ledger = await SqliteLedger.OpenAsync(file).ConfigureAwait(false);
        var queue = new SqliteQueue(Path.Combine(folder, "queue.db"));
        return new(mesh, folder, roots, new DuckDbEngine(), new DeltaLake(Path.Combine(folder, "lake")), ledger, new FileFeed(),
            new DatabaseFeed())
        {
            Use = new UseFile(Path.Combine(folder, "use.log")),
            Queue = queue,
            Memory = queue,
        };
    }

    private static async ValueTask<MeshStore> ReadOnlyAsync(
        string mesh, string folder, string file, IReadOnlyDictionary<string, string> roots)
    {
        var own = new OwnFolder();
        var opened = false;
        try
        {
            var ledger = await SqliteLedger.OpenReadOnlyAsync(file, Path.Combine(own.Path, "ledger")).ConfigureAwait(false);
            opened = true;
            var queue = new SqliteQueue(Path.Combine(own.Path, "queue.db"), Path.Combine(folder, "queue.db"));
            return new(mesh, folder, roots, new DuckDbEngine(), new DeltaLake(Path.Combine(folder, "lake")), ledger, new FileFeed(),
                new DatabaseFeed())
            {
                Use = new UseFile(Path.Combine(folder, "use.log")),
                Queue = queue,
                Memory = queue,
                OwnFolder = own,
                ScratchFolder = Path.Combine(own.Path, "scratch"),
            };
        }
        finally
        {
            if (!opened) own.Dispose();
        }
    }
}
