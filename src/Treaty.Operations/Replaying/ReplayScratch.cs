using Treaty.Core.Meshes;
using Treaty.Operations.Doors;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Replaying;

/// <summary>
/// Where a replay works: a session that reads the lake, and a folder for all that is made again. The folder is the session's own scratch,
/// so it is gone with it, and what a killed replay leaves there the next run takes for abandoned and removes.
/// </summary>
internal sealed class ReplayScratch : IAsyncDisposable
{
    private readonly MeshStore _store;
    private readonly string _folder;

    private ReplayScratch(MeshStore store, string folder, IQuerySession session) => (_store, _folder, Session) = (store, folder, session);

    public IQuerySession Session { get; }

    public static async ValueTask<ReplayScratch> OpenAsync(MeshStore store, MeshSettings settings, CancellationToken cancel)
    {
        var folder = Path.Combine(store.ScratchFolder, "replay-" + Path.GetRandomFileName());
        var reading = await store.Lake.ReadingAsync(cancel).ConfigureAwait(false);
        var opened = false;
        try
        {
            var session = await store.Engine.OpenAsync(new([store.LakeFolder], [], folder, settings.MemoryBytes, settings.Threads)
                { Holds = reading }, cancel).ConfigureAwait(false);
            opened = true;
            return new(store, folder, session);
        }
        finally
        {
            if (!opened) reading.Dispose();
        }
    }

    /// <summary>The store as it was before a version was made, whose writing ends in the folder.</summary>
    /// <param name="earlier">The versions before it, oldest first.</param>
    public MeshStore Before(IReadOnlyList<VersionManifest> earlier)
    {
        var made = Path.Combine(_folder, "made");
        long? Newest(LakeTable table) => earlier.LastOrDefault(v => v.Tables.Any(t => t.Table == table))?.Tables
            .First(t => t.Table == table).LakeVersion;
        return _store with
        {
            Lake = new LakeBeside(_store.Lake, made, Newest), WriteFolder = made, ScratchFolder = Path.Combine(_folder, "work"),
        };
    }

    /// <summary>Removes what was made again, so that the next step finds the space.</summary>
    public void Clear()
    {
        if (Directory.Exists(Path.Combine(_folder, "made"))) Directory.Delete(Path.Combine(_folder, "made"), recursive: true);
    }

    public ValueTask DisposeAsync() => Session.DisposeAsync();
}
