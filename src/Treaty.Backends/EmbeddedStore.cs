using Treaty.Backends.Databases;
using Treaty.Backends.Delta;
using Treaty.Backends.DuckDb;
using Treaty.Backends.Files;
using Treaty.Backends.Sqlite;
using Treaty.Operations.Stores;

namespace Treaty.Backends;

/// <summary>The store as it is on one machine: DuckDB in process, Delta tables and a SQLite ledger below one folder.</summary>
public static class EmbeddedStore
{
    /// <param name="meshFolder">The directory of the documents.</param>
    /// <param name="store">Where the store lies, absolute or relative to the mesh.</param>
    /// <param name="roots">Named folders that override those of treaty.yaml.</param>
    public static async ValueTask<MeshStore> OpenAsync(
        string meshFolder, string store, IReadOnlyDictionary<string, string> roots, CancellationToken cancel)
    {
        var mesh = Path.GetFullPath(meshFolder);
        var folder = Path.GetFullPath(Path.Combine(mesh, store));
        var ledger = await SqliteLedger.OpenAsync(Path.Combine(folder, "ledger.db")).ConfigureAwait(false);
        return new(mesh, folder, roots, new DuckDbEngine(), new DeltaLake(Path.Combine(folder, "lake")), ledger, new FileFeed(),
            new DatabaseFeed())
        {
            Use = new UseFile(Path.Combine(folder, "use.log")),
            Queue = new SqliteQueue(Path.Combine(folder, "queue.db")),
        };
    }
}
