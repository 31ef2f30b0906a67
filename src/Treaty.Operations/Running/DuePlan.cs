using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Matching;
using Treaty.Operations.Publishing;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Running;

/// <summary>Says whether a product is due, and why: its documents, its source files or the versions it reads are not those its newest
/// version was made
/// from.</summary>
/// <param name="day">The day of the run, by which it is decided who holds a right.</param>
public sealed class DuePlan(MeshStore store, InForce inForce, OpenTables tables, DateOnly day)
{
    /// <param name="versions">The newest version of each product as of now in this run.</param>
    /// <returns>The plan; its <see cref="PublishPlan.Because"/> is empty where nothing is due.</returns>
    public async ValueTask<PublishPlan> OfAsync(
        Product product, IReadOnlyDictionary<string, VersionManifest> versions, Refusals refusals, List<Finding> findings,
        CancellationToken cancel)
    {
        var before = versions.GetValueOrDefault(product.Ref.ToString());
        var sources = new List<SourceState>();
        foreach (var name in product.Sources)
            if (SourceOf(inForce.Mesh, product, name) is { } source)
                sources.Add(await new FindSource(store, inForce.Mesh.Settings, tables)
                    .RunAsync(source, before?.Sources.FirstOrDefault(s => s.Source == name),
                        refusals.SourcesOf(product.Ref).FirstOrDefault(s => s.Source == name), findings, cancel).ConfigureAwait(false));
        var inputs = inForce.Mesh.Reads(product)
            .Where(r => versions.ContainsKey(r.ToString())).ToDictionary(r => r.ToString(), r => versions[r.ToString()],
                StringComparer.Ordinal);
        var shape = ShapeOf(product);
        var files = InForce.Hash(sources.SelectMany(s => s.Files.Select(f => $"{s.Source.Name}:{f.Name}:{f.Sha256}")));
        var read = InForce.Hash(inputs.OrderBy(i => i.Key, StringComparer.Ordinal).Select(i => $"{i.Key}#{i.Value.Version}"));
        var fingerprint = $"{shape}.{files}.{read}{await DecidedAsync(product, cancel).ConfigureAwait(false)}";
        return new(product, before, inputs, sources, fingerprint, Because(before?.Fingerprint, fingerprint));
    }

    /// <summary>Hash of the documents, and of the decision rights over statuses where its comparisons go by them.</summary>
    private string ShapeOf(Product product)
    {
        var rights = (inForce.Mesh.Reconciliation(product.Ref)?.Comparisons ?? [])
            .SelectMany(c => StatusAuthority.Texts(StatusAuthority.Apply(inForce.Mesh, c, day))).ToList();
        var shape = inForce.ShapeOf(product);
        return rights.Count == 0 ? shape : InForce.Hash([shape, .. rights]);
    }

    /// <summary>A source that a product reads: of its context, or, for a feed, its own.</summary>
    public static Source? SourceOf(Mesh mesh, Product product, string name) =>
        (product.IsFeed ? null : mesh.Context(product.Ref.Context)?.Source(name))
            ?? (mesh.FeedSources.TryGetValue(product.Ref.ToString(), out var sources) ? sources.FirstOrDefault(s => s.Name == name) : null);

    private static string Because(string? before, string now)
    {
        if (before is null) return "first publish";
        var (was, @is) = (before.Split('.'), now.Split('.'));
        if (was[0] != @is[0]) return "documents changed";
        if (was[1] != @is[1]) return "source changed";
        if (was[2] != @is[2]) return "input changed";
        return before == now ? "" : "decisions changed";
    }

    /// <summary>The part of a fingerprint that decisions about single rows of its comparisons make; empty where there are none.</summary>
    private async ValueTask<string> DecidedAsync(Product product, CancellationToken cancel)
    {
        var decided = new List<string>();
        foreach (var comparison in inForce.Mesh.Reconciliation(product.Ref)?.Comparisons ?? [])
            if (await store.Ledger.LocksAsync(Reconciling.Comparing.RefOf(comparison), cancel).ConfigureAwait(false)
                is { IsEmpty: false } locks)
                decided.Add($"{comparison.Id}\n{new MatchLocks(locks).Text}");
        return decided.Count == 0 ? "" : "." + InForce.Hash(decided);
    }
}
