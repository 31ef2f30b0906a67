using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Treaty.Core.Contexts;
using Treaty.Core.Contracts;
using Treaty.Core.Contracts.Standard;
using Treaty.Core.Enforcement;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Ownership;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation;

namespace Treaty.Core.Meshes;

/// <summary>A mesh as far as its documents give one, and what is wrong with them. Only a mesh without errors may come into force.</summary>
public sealed record Compilation(Mesh Mesh, IReadOnlyList<Finding> Findings)
{
    public bool Succeeded => !Findings.HasErrors();
}

/// <summary>A mesh put together from its documents and not yet held against the rules.</summary>
/// <param name="Documents">By path.</param>
/// <param name="Findings">What is wrong with documents taken one by one.</param>
public sealed record AssembledMesh(Mesh Mesh, IReadOnlyList<ReadDocument> Documents, IReadOnlyList<Finding> Findings)
{
    /// <param name="today">The day by which rights, accords and waivers have ended; null to take all of them as they stand.</param>
    public Compilation Judged(DateOnly? today) => new(Mesh, Findings.Concat(Documents.SelectMany(d => d.Findings))
        .Concat(DocumentClauses.Judge(Documents)).Concat(MeshRules.Judge(Mesh, today ?? DateOnly.MinValue))
        .Select(f => Waivers.Judge(Mesh, f, today)).Sorted());
}

/// <summary>Turns documents into a mesh: reads each kind, puts products together from their folders, then holds the whole against the
/// rules.</summary>
public static class MeshCompiler
{
    public static Compilation Compile(IReadOnlyList<MeshDocument> documents) => Compile([.. documents.Select(ReadDocument.Read)]);

    /// <param name="today">The day by which rights, accords and waivers have ended; null to take all of them as they stand.</param>
    public static Compilation Compile(IReadOnlyList<ReadDocument> documents, DateOnly? today = null) => Begin(documents).Judged(today);

    /// <summary>Puts the mesh together; what it is held against is asked of the answer.</summary>
    public static AssembledMesh Begin(IReadOnlyList<ReadDocument> documents)
    {
        var ordered = documents.OrderBy(d => d.Document.Path, StringComparer.Ordinal).ToList();
        return new(new Assembly(ordered).Mesh(out var findings), ordered, findings);
    }

    /// <summary>The mesh of documents that were judged before, as those in force were: nothing is said of what is wrong with
    /// them.</summary>
    public static Mesh Assemble(IEnumerable<ReadDocument> documents) =>
        new Assembly([.. documents.OrderBy(d => d.Document.Path, StringComparer.Ordinal)]).Mesh(out _);

    /// <summary>A finding as the constitution and its waivers want it.</summary>
    public static Finding Judge(Mesh mesh, Finding finding, DateOnly? today) => Waivers.Judge(mesh, finding, today);

    private sealed class Assembly(List<ReadDocument> documents)
    {
        private readonly List<Finding> _findings = [];
        private readonly Dictionary<string, ReadDocument> _byPath = documents.ToDictionary(d => d.Document.Path, StringComparer.Ordinal);
        private readonly ILookup<string, ReadDocument> _byFolder =
            documents.ToLookup(d => d.Document.Path[..(d.Document.Path.LastIndexOf('/') + 1)], StringComparer.Ordinal);
        private readonly List<ReconciliationRules> _reconciliations = [];
        private readonly List<Comparison> _comparisons = [];
        private readonly Dictionary<string, ImmutableArray<Source>> _feedSources = new(StringComparer.Ordinal);

        public Mesh Mesh(out List<Finding> findings)
        {
            findings = _findings;
            var settings = Root(SettingsDocument.Path) is { } root ? SettingsDocument.Read(root, _findings) : NoSettings();
            var contexts = Contexts();
            var products = Folders("contexts", 2).SelectMany(f => Product(new(f[1], f[2]), $"contexts/{f[1]}/{f[2]}/"))
                .Concat(Folders("zone", 1).SelectMany(f => Zone(f[1])))
                .Concat(Folders("legacy", 1).SelectMany(f => Feed(f[1]))).ToImmutableArray();
            return new Mesh(Hash(documents), settings, Root("constitution.yaml") is { } c ? ConstitutionDocument.Read(c, _findings)
                : Constitution.Default,
                contexts, Root("context-map.yaml") is { } m ? ContextMapDocument.Read(m, _findings) : ContextMap.Empty,
                RelianceRules.Attach(products), [.. _reconciliations], [.. _comparisons], _feedSources.ToImmutableDictionary(),
                _byPath.ContainsKey(PrincipalsDocument.Path))
            {
                Unread = [.. documents.Where(d => d.Root is null && d.Findings.Count > 0).Select(d => d.Document.Path)],
                Principals = Root(PrincipalsDocument.Path) is { } p ? PrincipalsDocument.Read(p, _findings) : [],
                Accords = [.. documents.Where(d => d.Document.Path.StartsWith("accords/", StringComparison.Ordinal) && d.Root is not null)
                    .Select(d => AccordDocument.Read(d.Root!, _findings))],
            };
        }

        private YamlNode? Root(string path) => _byPath.GetValueOrDefault(path)?.Root;

        private MeshSettings NoSettings()
        {
            if (!_byPath.ContainsKey(SettingsDocument.Path))
                _findings.Add(MeshRules.NoDocument.At(new(SettingsDocument.Path, 1, 1), "there is no treaty.yaml here",
                    "make one with `treaty init`, or name the mesh with --mesh DIR"));
            return new("", "", ".treaty", null, null, ImmutableSortedDictionary<string, string>.Empty);
        }

        private ImmutableArray<BoundedContext> Contexts()
        {
            var contexts = ImmutableArray.CreateBuilder<BoundedContext>();
            foreach (var folder in documents.Select(d => d.Document.Path.Split('/')).Where(p => p is ["contexts", _, ..]).Select(p => p[1])
                .Distinct(StringComparer.Ordinal))
                if (Root($"contexts/{folder}/context.yaml") is { } root)
                    contexts.Add(Context(root, folder, Root($"contexts/{folder}/sources.yaml") is { } sources
                        ? SourceDocument.Read(sources, _findings) : []));
                else NoDocument($"contexts/{folder}/context.yaml", $"the context `{folder}`");
            if (Root("zone/team.yaml") is { } zone) contexts.Add(Context(zone, Reference.ZoneContext, []));
            return contexts.ToImmutable();
        }

        private BoundedContext Context(YamlNode root, string folder, ImmutableArray<Source> sources)
        {
            var context = ContextDocument.Read(root, sources, _findings);
            if (context.Id != folder && context.Id != "") _findings.Add(MeshRules.FolderName.At(context.Place,
                $"the context is called `{context.Id}` and lies in `{folder}`",
                $"write `context: {folder}`, or rename the folder"));
            return context with { Id = folder };
        }

        /// <summary>The folders that hold documents at a depth below a top folder, as path parts.</summary>
        private IEnumerable<string[]> Folders(string top, int depth) => documents.Select(d => d.Document.Path.Split('/'))
            .Where(parts => parts.Length == depth + 2 && parts[0] == top).Select(parts => parts[..(depth + 1)])
            .DistinctBy(parts => string.Join('/', parts), StringComparer.Ordinal);

        private IEnumerable<Product> Product(Reference reference, string folder)
        {
            CheckId(reference.Product, folder);
            if (Root(folder + "product.odps.yaml") is not { } root)
            {
                NoDocument(folder + "product.odps.yaml", "a product");
                yield break;
            }
            if (Contract(folder) is not { } contract) yield break;
            var selects = Selects(folder, contract);
            var product = StandardReading.Read(_byPath[folder + "product.odps.yaml"].AgainstStandard(OdpsStandard.Standard),
                (document, findings) => ProductDocument.Read(document, reference, contract, selects, findings), _findings);
            if (product.Title != reference.Product && root is YamlNode.Map map && map["name"] is YamlNode.Scalar { Text: var name } scalar
                && name != reference.Product)
                _findings.Add(MeshRules.FolderName.At(scalar.Place, $"the product is called `{name}` and lies in `{reference.Product}`",
                    $"write `name: {reference.Product}`, or rename the folder"));
            yield return product;
            foreach (var older in OlderMajors.Of(product, folder, _byFolder[folder], _findings)) yield return older;
        }

        private IEnumerable<Product> Zone(string name)
        {
            var folder = $"zone/{name}/";
            foreach (var product in Product(new(Reference.ZoneContext, name), folder))
            {
                if (Root(folder + "reconciliation.yaml") is { } root)
                {
                    Named(root, "reconciliation", name);
                    var (rules, comparisons) = ReconciliationDocument.Read(root, product.Ref, _findings);
                    _reconciliations.Add(rules);
                    _comparisons.AddRange(comparisons);
                }
                else NoDocument(folder + "reconciliation.yaml", "a reconciled product");
                yield return product;
            }
        }

        private IEnumerable<Product> Feed(string name)
        {
            var folder = $"legacy/{name}/";
            var reference = new Reference(Reference.LegacyContext, name);
            CheckId(name, folder);
            if (Root(folder + "feed.yaml") is not { } root)
            {
                NoDocument(folder + "feed.yaml", "a legacy feed");
                yield break;
            }
            if (Contract(folder) is not { } contract) yield break;
            var f = new Fields(root, root.Place, _findings);
            f.Required("feed");
            Named(root, "feed", name);
            var team = f.Text("team");
            var sources = SourceDocument.ReadList(f);
            _feedSources[reference.ToString()] = sources;
            ContextDocument.Systems(f);
            _comparisons.AddRange(ReconciliationDocument.Comparisons(f,
                new Declared(reference, team ?? "", f.Text("timezone") ?? "UTC", Reference.TryParse)));
            yield return new Product(reference, null, f.Text("title") ?? name, contract.Version, f.Text("status") ?? "active", team,
                new(f.Text("purpose") ?? contract.Purpose, f.Text("usage"), f.Text("limitations")), [], [],
                    [.. sources.Select(s => s.Name)],
                    ImmutableDictionary<string, string>.Empty, contract, Selects(folder, contract), root.Place);
            f.End("support");
        }

        /// <summary>A document that names itself does so as its folder does.</summary>
        private void Named(YamlNode root, string key, string folder)
        {
            if (root is YamlNode.Map map && map[key] is YamlNode.Scalar { Text: { Length: > 0 } name } scalar && name != folder)
                _findings.Add(MeshRules.FolderName.At(scalar.Place, $"the {key} is called `{name}` and lies in `{folder}`",
                    $"write `{key}: {folder}`, or rename the folder"));
        }

        private void CheckId(string id, string folder)
        {
            if (!Reference.IsId(id)) _findings.Add(MeshRules.BadId.At(new(folder, 1, 1), $"`{id}` is no id",
                "rename the folder: lower-case letters, digits and _, beginning with a letter"));
        }

        private Contract? Contract(string folder)
        {
            if (_byPath.GetValueOrDefault(folder + "contract.odcs.yaml") is { Root: not null } document) return document.ContractOf(_findings);
            NoDocument(folder + "contract.odcs.yaml", "what is published");
            return null;
        }

        private void NoDocument(string path, string what)
        {
            if (!_byPath.TryGetValue(path, out var document)) _findings.Add(MeshRules.NoDocument.At(new(path, 1, 1),
                $"{what} needs this document, which is not there", "add it"));
            else if (document.Findings.Count == 0) _findings.Add(MeshRules.NoDocument.At(new(path, 1, 1), "this document is empty",
                "fill it, or remove the folder"));
        }

        private ImmutableArray<ObjectSelect> Selects(string folder, Contract contract)
        {
            var only = contract.Objects is [var single] ? single.Name : null;
            var selects = new[] { "facts.sql", "rows.sql" }.Where(name => _byPath.ContainsKey(folder + name))
                .SelectMany(name => SelectDocument.Read(_byPath[folder + name].Document, only, _findings)).ToImmutableArray();
            foreach (var select in selects.Where(s => contract.Object(s.Object) is null))
                _findings.Add(MeshRules.UnknownName.At(select.Place, $"`{select.Object}` is no object of the contract",
                    Nearest.Help(select.Object, [.. contract.Objects.Select(o => o.Name)])));
            return selects;
        }

        private static string Hash(IEnumerable<ReadDocument> documents)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var text in documents.SelectMany(d => new[] { d.Document.Path, d.Document.Text }))
            {
                var bytes = Encoding.UTF8.GetBytes(text);
                hash.AppendData(BitConverter.GetBytes((long)bytes.Length));
                hash.AppendData(bytes);
            }
            return Convert.ToHexStringLower(hash.GetHashAndReset());
        }
    }
}
