using System.Collections.Immutable;
using Treaty.Core.Contexts;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Rules;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation;

namespace Treaty.Core.Meshes;

/// <summary>Reads documents one by one and puts the model together; judges only what a document says by itself or lacks.</summary>
internal sealed class MeshReading
{
    private static readonly string[] Reserved = [Reference.ZoneContext, Reference.LegacyContext, "source", "groups"];

    private readonly Dictionary<string, MeshDocument> documents;
    private readonly HashSet<string> unreadable;
    private readonly Dictionary<string, YamlNode> roots = new(StringComparer.Ordinal);
    private readonly List<Finding> findings;
    private readonly Dictionary<Reference, ProductDocument> products = [];
    private readonly Dictionary<string, ImmutableArray<Source>> feedSources = new(StringComparer.Ordinal);
    private readonly List<SystemOfRecord> feedSystems = [];
    private readonly List<Comparison> feedComparisons = [];
    private readonly HashSet<Reference> broken = [];

    public MeshReading(IReadOnlyList<MeshDocument> documents, IReadOnlyDictionary<string, ParsedDocument> parsed,
        IReadOnlyList<Finding> found)
    {
        this.documents = documents.DistinctBy(d => d.Path, StringComparer.Ordinal).OrderBy(d => d.Path, StringComparer.Ordinal)
            .ToDictionary(d => d.Path, StringComparer.Ordinal);
        findings = [.. found];
        unreadable = found.Select(f => f.Place?.File).OfType<string>().ToHashSet(StringComparer.Ordinal);
        foreach (var document in this.documents.Values)
            if ((parsed.GetValueOrDefault(document.Path) ?? MeshCompiler.Parse(document)) is { } tree) Keep(document.Path, tree);
    }

    public IReadOnlyDictionary<string, YamlNode> Roots => roots;

    public IReadOnlyList<Finding> Findings => findings;

    public Mesh Mesh()
    {
        var settings = Read("treaty.yaml", SettingsReader.Read) ?? NoSettings();
        var constitution = Read("constitution.yaml", ConstitutionReader.Read) ?? Constitution.Default;
        var contexts = Contexts();
        var made = Folders(d => d.Product.Length > 0).Select(folder => Product(folder.Path, folder.Ref)).OfType<Product>()
            .OrderBy(product => product.Ref.ToString(), StringComparer.Ordinal).ToImmutableArray();
        var reconciliations = Reconciliations(made);
        return new Mesh(MeshHash.Of(documents.Values.Where(d => DocumentPath.Classify(d.Path) is { Kind: not DocumentKind.Stray })),
            settings, constitution, contexts,
            Read("context-map.yaml", ContextMapReader.Read) ?? ContextMap.Empty, made, reconciliations,
            [.. reconciliations.SelectMany(r => r.Comparisons), .. feedComparisons.Select(c => WithObjects(c, made))],
            feedSources.ToImmutableDictionary(StringComparer.Ordinal), documents.ContainsKey("principals.yaml"));
    }

    public MeshDrafts Drafts() => new(products.ToImmutableDictionary(), [.. broken], [.. documents.Keys, .. unreadable], [.. feedSystems]);

    private void Keep(string path, ParsedDocument tree)
    {
        findings.AddRange(tree.Findings);
        if (tree.Root is { } root) roots[path] = root;
        else unreadable.Add(path);
    }

    private T? Read<T>(string path, Func<Fields, T?> read) where T : class
    {
        if (!roots.TryGetValue(path, out var root)) return null;
        if (root is not YamlMap) unreadable.Add(path);
        return Fields.Read(path, root, findings, read);
    }

    private MeshSettings NoSettings()
    {
        if (!Present("treaty.yaml"))
            findings.Add(DocumentFindings.NoTreaty.At(null, "there is no treaty.yaml here",
                "run `treaty init`, or name the directory of a mesh with `--mesh DIR`"));
        return new MeshSettings("", "", ".treaty", null, null, ImmutableSortedDictionary<string, string>.Empty);
    }

    private bool Present(string path) => documents.ContainsKey(path) || unreadable.Contains(path);

    // One entry a folder that holds documents (of contexts, or of products), with the first of them.
    private IEnumerable<(string Path, string First, Reference Ref)> Folders(Func<DocumentPath, bool> wanted) =>
        from path in documents.Keys.Concat(unreadable).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
        let document = DocumentPath.Classify(path)
        where document is { Kind: not DocumentKind.Stray } && wanted(document.Value)
        group path by (Path: path[..path.LastIndexOf('/')], document.Value.Ref) into folder
        select (folder.Key.Path, folder.First(), folder.Key.Ref);

    private ImmutableArray<BoundedContext> Contexts()
    {
        var contexts = ImmutableArray.CreateBuilder<BoundedContext>();
        var names = documents.Keys.Concat(unreadable).Select(DocumentPath.Classify).OfType<DocumentPath>()
            .Select(d => d.Context).Where(c => c.Length > 0
                && c != Reference.LegacyContext).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);
        foreach (var name in names)
        {
            var path = name == Reference.ZoneContext ? "zone/team.yaml" : $"contexts/{name}/context.yaml";
            if (Read(path, fields => ContextReader.Read(fields, name)) is { } context)
                contexts.Add(context with { Sources = Sources($"contexts/{name}/sources.yaml") });
            else if (!Present(path))
                findings.Add(DocumentFindings.Missing.At(new SourcePlace(path, 1, 1),
                    $"the context `{name}` has no {path[(path.LastIndexOf('/') + 1)..]}",
                        "write it: teams, terms, facts, systems and rights"));
            if (name != Reference.ZoneContext && (Reserved.Contains(name) || !Reference.IsId(name)))
                findings.Add(Fields.BadId(new SourcePlace(path, 1, 1), name) with { Sentence = Reserved.Contains(name)
                    ? $"a context may not be called `{name}`" : $"`{name}` is not an id" });
        }
        foreach (var stray in documents.Keys.Where(path => DocumentPath.Classify(path) is { Kind: DocumentKind.Stray }))
            findings.Add(DocumentFindings.Stray.At(new SourcePlace(stray, 1, 1),
                $"`{stray[(stray.LastIndexOf('/') + 1)..]}` is no document of a product and is ignored", "rename it, or move it away"));
        return contexts.ToImmutable();
    }

    private ImmutableArray<Source> Sources(string path) =>
        Read<object>(path, fields => SourceReader.Read(fields)) is ImmutableArray<Source> sources ? sources : [];

    private Product? Product(string folder, Reference reference)
    {
        if (!Reference.IsId(reference.Product))
            findings.Add(Fields.BadId(new SourcePlace(folder, 1, 1), reference.Product));
        var document = reference.Context == Reference.LegacyContext ? Feed(folder, reference) : Described(folder, reference);
        var contract = Contract(folder);
        if (document is null || contract is null)
        {
            broken.Add(reference);
            return null;
        }
        products[reference] = document;
        return new Product(reference, document.Class, document.Title, document.Version, document.Status, document.Team, document.Meaning,
            document.Support, document.Inputs, document.Sources, document.SourceOf, contract, Selects(folder, document, contract),
                document.Place);
    }

    private ProductDocument? Described(string folder, Reference reference)
    {
        var path = folder + "/product.odps.yaml";
        if (!Present(path))
            findings.Add(DocumentFindings.Missing.At(new SourcePlace(path, 1, 1), $"the product `{reference}` has no product.odps.yaml",
                "write it, or remove the folder"));
        return Read(path, fields => ProductReader.Read(fields, reference));
    }

    private ProductDocument? Feed(string folder, Reference reference)
    {
        var path = folder + "/feed.yaml";
        if (!Present(path))
            findings.Add(DocumentFindings.Missing.At(new SourcePlace(path, 1, 1), $"the feed `{reference}` has no feed.yaml",
                "write it, or remove the folder"));
        if (Read(path, fields => FeedReader.Read(fields, reference)) is not { } feed) return null;
        feedSources[reference.ToString()] = feed.Sources;
        feedSystems.AddRange(feed.Systems);
        feedComparisons.AddRange(feed.Comparisons);
        return feed.Product;
    }

    private Contract? Contract(string folder)
    {
        var path = folder + "/contract.odcs.yaml";
        if (!Present(path))
            findings.Add(ProductFindings.NoContract.At(new SourcePlace(path, 1, 1),
                "there is no contract.odcs.yaml for what is published here", "write it: schema, meaning and checks"));
        return Read(path, ContractReader.Read);
    }

    private ImmutableArray<ObjectSelect> Selects(string folder, ProductDocument product, Contract contract)
    {
        var selects = new List<ObjectSelect>();
        foreach (var (file, forSources) in new[] { ("facts.sql", true), ("rows.sql", false) })
        {
            if (!documents.TryGetValue($"{folder}/{file}", out var document)) continue;
            selects.AddRange(ObjectSelectReader.Read(document, [.. contract.Objects.Select(o => o.Name)], findings));
            if (product.Class is not null && forSources == product.Sources.IsEmpty)
                findings.Add(SelectFindings.WrongFile.At(new SourcePlace(document.Path, 1, 1),
                    forSources ? "facts.sql is for products that read sources" : "rows.sql is for products that read products",
                    forSources ? "rename it to rows.sql, or name its `treatySources`" : "rename it to facts.sql"));
        }
        foreach (var again in selects.GroupBy(s => s.Object, StringComparer.Ordinal).SelectMany(same => same.Skip(1)))
            findings.Add(SelectFindings.TwoSelects.At(again.Place, $"the object `{again.Object}` has a select already",
                "keep one of the two"));
        return [.. selects.DistinctBy(s => s.Object, StringComparer.Ordinal)];
    }

    private ImmutableArray<ReconciliationRules> Reconciliations(ImmutableArray<Product> made) =>
    [
        .. from path in documents.Keys
           where DocumentPath.Classify(path) is { Kind: DocumentKind.Reconciliation }
           let product = DocumentPath.Classify(path)!.Value.Ref
           let rules = Read(path, fields => ReconciliationReader.Read(fields, product))
           where rules is not null
           select rules with
           {
               Inputs = [.. rules.Inputs.Select(input => input with { Object = WithObject(input.Object, made) })],
               Comparisons = [.. rules.Comparisons.Select(c => WithObjects(c, made))],
           },
    ];

    private static Comparison WithObjects(Comparison comparison, ImmutableArray<Product> made) => comparison with
    {
        A = comparison.A with { Object = WithObject(comparison.A.Object, made) },
        B = comparison.B with { Object = WithObject(comparison.B.Object, made) },
    };

    // A product with one object may be named without it.
    private static Reference WithObject(Reference reference, ImmutableArray<Product> made) =>
        reference.Object is null && made.FirstOrDefault(p => p.Ref == reference.Bare)?.Contract.Objects is [var only]
            ? reference.WithObject(only.Name) : reference;
}
