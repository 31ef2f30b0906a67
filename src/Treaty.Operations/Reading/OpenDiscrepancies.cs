using Treaty.Core;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation.Decisions;
using Treaty.Operations.Deciding;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>Counts what is open in the queue by the product or feed that declares the comparison.</summary>
public static class OpenDiscrepancies
{
    /// <returns>Counts by canonical reference; absent where nothing is open.</returns>
    public static async ValueTask<IReadOnlyDictionary<string, int>> ByOwnerAsync(MeshStore store, Mesh mesh, Moment moment,
        CancellationToken cancel)
    {
        await new FollowQueue(store, mesh).RunAsync(moment, cancel).ConfigureAwait(false);
        var owners = mesh.Comparisons.ToDictionary(Comparing.RefOf, c => c.Owner.ToString(), StringComparer.Ordinal);
        return (await store.Queue.TallyAsync(cancel).ConfigureAwait(false))
            .Where(t => t.Facet.State.IsOpen() && owners.ContainsKey(t.Facet.Comparison)).GroupBy(t => owners[t.Facet.Comparison])
            .ToDictionary(g => g.Key, g => (int)g.Sum(t => t.Count), StringComparer.Ordinal);
    }
}
