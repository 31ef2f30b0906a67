using System.Collections.Immutable;
using Treaty.Core.Meshes;
using Treaty.Core.Products;

namespace Treaty.Core.Plans;

/// <summary>Which products read which, in what is in force and in what is to come: a reader that is about to go still has its
/// say.</summary>
internal sealed class Readers
{
    private readonly ILookup<Reference, Product> _readers;
    private readonly Dictionary<Reference, string?> _teams = [];

    public Readers(Mesh? before, Mesh after)
    {
        var reads = new[] { after, before }.OfType<Mesh>()
            .SelectMany(mesh => mesh.Products.SelectMany(p => mesh.Reads(p).Select(r => (Read: r, Reader: p))))
            .DistinctBy(x => (x.Read, x.Reader.Ref)).ToList();
        _readers = reads.ToLookup(x => x.Read, x => x.Reader);
        foreach (var product in (before?.Products ?? []).Concat(after.Products)) _teams.TryAdd(product.Ref, product.Team);
    }

    public IEnumerable<Product> Direct(Reference product) => _readers[product];

    public string? TeamOf(Reference product) => _teams.GetValueOrDefault(product);

    /// <summary>Some products and all that read them, in order of name.</summary>
    public ImmutableArray<string> OfAll(IReadOnlyCollection<Reference> products) =>
        [.. Reading(products).Concat(products).Select(p => p.ToString()).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>All that read a product, directly or through others, in order of name.</summary>
    public ImmutableArray<string> Of(Reference product) =>
        [.. Reading([product]).Select(p => p.ToString()).Order(StringComparer.Ordinal)];

    private HashSet<Reference> Reading(IEnumerable<Reference> products)
    {
        var found = new HashSet<Reference>();
        var open = new Stack<Reference>(products);
        while (open.TryPop(out var next))
            foreach (var reader in _readers[next])
                if (found.Add(reader.Ref)) open.Push(reader.Ref);
        return found;
    }
}
