using System.Collections.Immutable;
using Treaty.Core.Contexts;
using Treaty.Core.Ownership;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation;

namespace Treaty.Core.Meshes;

/// <summary>A document of a mesh: its path relative to the mesh directory with forward slashes, and its text.</summary>
public sealed record MeshDocument(string Path, string Text);

/// <summary>
/// The compiled documents: what publish, reconcile and query obey once in force. <see cref="Hash"/> is the SHA-256 over paths and texts
/// of the
/// documents it was compiled from.
/// </summary>
/// <param name="FeedSources">The raw sources of each legacy feed, by its canonical reference.</param>
public sealed record Mesh(
    string Hash,
    MeshSettings Settings,
    Constitution Constitution,
    ImmutableArray<BoundedContext> Contexts,
    ContextMap Map,
    ImmutableArray<Product> Products,
    ImmutableArray<ReconciliationRules> Reconciliations,
    ImmutableArray<Comparison> Comparisons,
    ImmutableDictionary<string, ImmutableArray<Source>> FeedSources,
    bool HasPrincipals)
{
    private readonly Lookup<string, BoundedContext> _contexts = new();
    private readonly Lookup<Reference, Product> _products = new();
    private readonly Lookup<Reference, ReconciliationRules> _reconciliations = new();

    /// <summary>Who may act; empty where the mesh does not say, and the local user holds every right.</summary>
    public ImmutableArray<Principal> Principals { get; init; } = [];

    public ImmutableArray<Accord> Accords { get; init; } = [];

    /// <summary>Paths of the documents that are there and could not be read: what they declare is unknown, not missing.</summary>
    public ImmutableHashSet<string> Unread { get; init; } = [];

    /// <summary>Whether nothing in the mesh is, or could be, the product of this reference.</summary>
    public bool Lacks(Reference reference) => Product(reference) is null
        && !Unread.Any(p => p.StartsWith(FolderOf(reference), StringComparison.Ordinal));

    /// <summary>Whether nothing in the mesh is, or could be, the team of this id.</summary>
    public bool LacksTeam(string id) => Team(id) is null
        && !Unread.Any(p => p.EndsWith("/context.yaml", StringComparison.Ordinal) || p is "zone/team.yaml" or "constitution.yaml");

    /// <summary>The folder of a product's documents.</summary>
    public static string FolderOf(Reference product) => product.Context switch
    {
        Reference.LegacyContext => $"legacy/{product.Product}/",
        Reference.ZoneContext => $"zone/{product.Product}/",
        _ => $"contexts/{product.Context}/{product.Product}/",
    };

    public Principal? Principal(string id) => Principals.FirstOrDefault(p => p.Id == id);

    public BoundedContext? Context(string id) => _contexts.Of(Contexts, c => c.Id, id);

    public Product? Product(Reference reference) =>
        _products.Of(Products, p => p.Ref.Bare, reference.Bare);

    public ReconciliationRules? Reconciliation(Reference product) => 
        _reconciliations.Of(Reconciliations, r => r.Product.Bare, product.Bare);

    /// <summary>What a product reads: its input ports, and the inputs of its reconciliation; each once, by reference.</summary>
    public IReadOnlyList<Reference> Reads(Product product) =>
    [
        .. product.Inputs.Select(i => i.Product.Bare).Concat(Reconciliation(product.Ref)?.Inputs.Select(i => i.Object.Bare) ?? [])
            .Distinct().OrderBy(r => r.ToString(), StringComparer.Ordinal),
    ];

    /// <summary>The teams of the contexts, in their order, then those of the constitution.</summary>
    public IEnumerable<Team> Teams => Contexts.SelectMany(context => context.Teams).Concat(Constitution.Teams);

    public Team? Team(string id) => Teams.FirstOrDefault(team => team.Id == id);

    /// <summary>Comparisons declared by one reconciled product or feed.</summary>
    public IEnumerable<Comparison> ComparisonsOf(Reference owner) => Comparisons.Where(c => c.Owner.Bare == owner.Bare);
}

/// <summary>What treaty.yaml says.</summary>
public sealed record MeshSettings(
    string Name, string Title, string Store, long? MemoryBytes, int? Threads, ImmutableSortedDictionary<string, string> Roots)
{
    /// <summary>The databases that sources may read.</summary>
    public ImmutableArray<Connection> Connections { get; init; } = [];

    /// <summary>Days for which a version stays readable after a newer one took its place.</summary>
    public int RetentionDays { get; init; } = Retention.StandardDays;

    public Connection? Connection(string name) => Connections.FirstOrDefault(c => c.Name == name);
}
