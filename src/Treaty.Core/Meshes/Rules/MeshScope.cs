using System.Collections.Frozen;
using System.Collections.Immutable;
using Treaty.Core.Contexts;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Products;

namespace Treaty.Core.Meshes.Rules;

/// <summary>What a rule looks at: the mesh as read, indexes over it, and where things stand in the documents.</summary>
internal sealed class MeshScope
{
    private readonly FrozenDictionary<Reference, Product> products;
    private readonly FrozenDictionary<string, BoundedContext> contexts;
    private readonly FrozenSet<Reference> broken;
    private readonly FrozenSet<string> teams;
    private readonly FrozenSet<string> systems;

    public MeshScope(Mesh mesh, MeshDrafts drafts, DocumentPlaces places)
    {
        (Mesh, Drafts, Places) = (mesh, drafts, places);
        products = mesh.Products.ToFrozenDictionary(p => p.Ref);
        contexts = mesh.Contexts.ToFrozenDictionary(c => c.Id, StringComparer.Ordinal);
        broken = drafts.Broken.ToFrozenSet();
        teams = mesh.Contexts.SelectMany(c => c.Teams).Select(t => t.Id).ToFrozenSet(StringComparer.Ordinal);
        systems = mesh.Contexts.SelectMany(c => c.Systems).Concat(drafts.FeedSystems).Select(s => s.Id).ToFrozenSet(StringComparer.Ordinal);
    }

    public Mesh Mesh { get; }

    public MeshDrafts Drafts { get; }

    public DocumentPlaces Places { get; }

    public IEnumerable<string> Teams => teams;

    public IEnumerable<string> Systems => systems;

    /// <summary>The products that are made here; feeds are snapshots of what others make.</summary>
    public IEnumerable<Product> Made => Mesh.Products.Where(product => !product.IsFeed);

    public Product? Product(Reference reference) => products.GetValueOrDefault(reference.Bare);

    public BoundedContext? Context(string id) => contexts.GetValueOrDefault(id);

    /// <summary>True for a product whose own documents could not be read: what refers to it cannot be judged.</summary>
    public bool IsBroken(Reference reference) => broken.Contains(reference.Bare);

    /// <summary>A finding where a team is named that no context declares. A mesh without teams has not come so far.</summary>
    public IEnumerable<Finding> Team(string? team, Spot place) => team is null or "" || teams.Contains(team) ? []
        : [ReferenceFindings.Team.At(place, $"the team `{team}` is not declared",
            Nearest.Help(team, teams, "declare it under `teams` of a context.yaml or of zone/team.yaml"))];

    public IEnumerable<Finding> System(string? system, Spot place) => system is null or "" || systems.Contains(system) ? []
        : [ReferenceFindings.System.At(place, $"the system of record `{system}` is not declared",
            Nearest.Help(system, systems, "declare it under `systems` of a context.yaml"))];

    /// <summary>A finding where a product is named that does not exist; none where it exists but could not be read.</summary>
    public IEnumerable<Finding> Exists(Reference reference, Spot place) => Product(reference) is not null || IsBroken(reference) ? []
        : [ReferenceFindings.Product.At(place, $"the product `{reference.Bare}` does not exist",
            Nearest.Help(reference.Bare.ToString(), products.Keys.Select(r => r.ToString()),
                "write the `context.product` of a product of this mesh"))];

    /// <summary>A finding where a column is named that the object does not have.</summary>
    public static IEnumerable<Finding> Column(SchemaObject of, string? column, Spot place) => column is null or ""
        || of.Property(column) is not null ? []
        : [ReferenceFindings.Column.At(place, $"the object `{of.Name}` has no column `{column}`",
            Nearest.Help(column, of.Properties.Select(p => p.Name), "name a column of the object"))];
}

/// <summary>What was read beside the model: documents of products, what could not be read, where documents are missing.</summary>
/// <param name="Documents">What product.odps.yaml says, by product.</param>
/// <param name="Broken">Products with a document that could not be read.</param>
/// <param name="Files">Paths of all documents that are there.</param>
internal sealed record MeshDrafts(
    ImmutableDictionary<Reference, ProductDocument> Documents, ImmutableArray<Reference> Broken, ImmutableHashSet<string> Files,
    ImmutableArray<SystemOfRecord> FeedSystems);
