using Treaty.Core.Meshes;
using Treaty.Operations.Doors;

namespace Treaty.Operations.Stores;

/// <summary>The doors of one mesh's store and where things lie.</summary>
/// <param name="MeshFolder">The directory of the documents, absolute.</param>
/// <param name="StoreFolder">Where lake, ledger, scratch and cache lie, absolute.</param>
/// <param name="Roots">Named folders outside the mesh that sources may read, absolute; overrides those of treaty.yaml.</param>
public sealed record MeshStore(
    string MeshFolder, string StoreFolder, IReadOnlyDictionary<string, string> Roots, IQueryEngine Engine, ILake Lake, ILedger Ledger,
        ISourceFeed Feed, ITableFeed Tables)
        : IAsyncDisposable
{
    /// <summary>The projection of all discrepancies that pages are read from.</summary>
    public required IDiscrepancyQueue Queue { get; init; }

    /// <summary>What was worked out from the queue.</summary>
    public required IQueueMemory Memory { get; init; }

    /// <summary>Who reads what; null where no one keeps it.</summary>
    public IUseLog? Use { get; init; }

    public string LakeFolder => Path.Combine(StoreFolder, "lake");

    /// <summary>Where sessions write instead of the lake, so that nothing of it becomes visible; null where they write the lake.</summary>
    public string? WriteFolder { get; init; }

    /// <summary>Where sessions spill.</summary>
    public string ScratchFolder { get; init; } = Path.Combine(StoreFolder, "scratch");

    /// <summary>Where a store that can only be read is not written to; null where it can be written.</summary>
    public OwnFolder? OwnFolder { get; init; }

    /// <summary>True where nothing can be recorded: the store is read as it stands.</summary>
    public bool IsReadOnly => OwnFolder is not null;

    /// <summary>The folder below which a source may read.</summary>
    public string FolderOf(MeshSettings settings, string? root)
    {
        if (root is null) return MeshFolder;
        if (Roots.TryGetValue(root, out var given)) return Path.GetFullPath(given);
        return Path.GetFullPath(Path.Combine(MeshFolder, settings.Roots[root]));
    }

    /// <summary>A session that reads sources and lake, and writes the lake; while one that only reads is open no vacuum deletes.</summary>
    public async ValueTask<IQuerySession> OpenSessionAsync(MeshSettings settings, IEnumerable<string> sourceFolders, bool writes,
        CancellationToken cancel)
    {
        var reading = writes ? null : await Lake.ReadingAsync(cancel).ConfigureAwait(false);
        var request = new SessionRequest([.. sourceFolders.Append(LakeFolder).Distinct()], writes ? [WriteFolder ?? LakeFolder] : [],
            Path.Combine(ScratchFolder, Path.GetRandomFileName()), settings.MemoryBytes, settings.Threads) { Holds = reading };
        var opened = false;
        try
        {
            var session = await Engine.OpenAsync(request, cancel).ConfigureAwait(false);
            opened = true;
            return session;
        }
        finally
        {
            if (!opened) reading?.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Queue.DisposeAsync().ConfigureAwait(false);
        await Ledger.DisposeAsync().ConfigureAwait(false);
        OwnFolder?.Dispose();
    }
}
