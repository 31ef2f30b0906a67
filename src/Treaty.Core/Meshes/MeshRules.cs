using Treaty.Core.Contexts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes.Yaml;
using Treaty.Core.Products;

namespace Treaty.Core.Meshes;

/// <summary>The rules that hold over a whole mesh. Each family has its own file; this one runs them and holds what they share.</summary>
public static class MeshRules
{
    public static readonly FindingKind NoDocument = new("TRY0020", Severity.Error, "a document is missing");
    public static readonly FindingKind FolderName = new("TRY0021", Severity.Error, "a name differs from its folder");
    public static readonly FindingKind BadId = new("TRY0022", Severity.Error, "an id is malformed");
    public static readonly FindingKind UnknownName = new("TRY0102", Severity.Error, "a name leads nowhere");
    public static readonly FindingKind Duplicate = new("TRY0103", Severity.Error, "an id is used twice");
    public static readonly FindingKind MixedModes = new("TRY1406", Severity.Error, "a product mixes sources that are appended with others");
    public static readonly FindingKind Cycle = new("TRY0104", Severity.Error, "products depend on themselves");

    public static IEnumerable<Finding> Judge(Mesh mesh, DateOnly today) =>
        Names(mesh).Concat(ContextMapRules.Judge(mesh)).Concat(Cycles(mesh)).Concat(Modes(mesh)).Concat(OwnershipRules.Judge(mesh))
            .Concat(RightRules.Judge(mesh, today))
            .Concat(ClassRules.Judge(mesh)).Concat(ContractRules.Judge(mesh))
            .Concat(ComparisonRules.Judge(mesh)).Concat(StatusRules.Judge(mesh, today)).Concat(OlderMajors.Judge(mesh, today))
                .Concat(RelianceRules.Judge(mesh));

    /// <summary>The finding of a name that leads nowhere.</summary>
    public static Finding Unknown(SourcePlace place, string what, string name, IReadOnlyCollection<string> known) =>
        UnknownName.At(place, $"there is no {what} `{name}`", known.Count == 0 ? $"declare the {what} first" : Nearest.Help(name, known));

    private static IEnumerable<Finding> Names(Mesh mesh)
    {
        foreach (var twice in mesh.Teams.GroupBy(t => t.Id).Where(g => g.Count() > 1))
            yield return Duplicate.At(twice.Last().Place, $"the team `{twice.Key}` is declared twice",
                $"it is also at {twice.First().Place}; keep one");
        foreach (var twice in mesh.Products.Where(p => p.OlderOf is null).GroupBy(p => p.Contract.Id)
            .Where(g => g.Count() > 1 && g.Key != ""))
            yield return Duplicate.At(twice.Last().Contract.Place, $"the contract id `{twice.Key}` is used twice",
                $"it is also at {twice.First().Contract.Place}; give each contract an id of its own");
        var products = mesh.Products.Select(p => p.Ref.ToString()).ToList();
        foreach (var product in mesh.Products)
            foreach (var input in product.Inputs.Where(i => mesh.Lacks(i.Product)))
                yield return Unknown(input.Place, "product", input.Product.ToString(), products);
        foreach (var rules in mesh.Reconciliations)
            foreach (var input in rules.Inputs)
                if (mesh.Lacks(input.Object)) yield return Unknown(input.Place, "product", input.Object.Bare.ToString(), products);
                else if (mesh.Product(input.Object) is { } product
                    && (input.Object.Object is not { } name || product.Contract.Object(name) is null))
                    yield return Unknown(input.Place, "object", input.Object.ToString(),
                        [.. product.Contract.Objects.Select(o => $"{product.Ref}/{o.Name}")]);
        foreach (var context in mesh.Contexts) foreach (var finding in Ids(context)) yield return finding;
        foreach (var context in mesh.Contexts)
            foreach (var twice in context.Sources.GroupBy(s => s.Name).Where(g => g.Count() > 1))
                yield return Duplicate.At(twice.Last().Place, $"the source `{twice.Key}` is declared twice", "keep one");
        foreach (var (owner, source) in mesh.Contexts.SelectMany(c => c.Sources.Select(s => (c.Id, s)))
            .Concat(mesh.FeedSources.SelectMany(f => f.Value.Select(s => (f.Key, s)))))
            if (source.Root is { } root && !mesh.Unread.Contains(SettingsDocument.Path) && !mesh.Settings.Roots.ContainsKey(root))
                yield return Unknown(source.Place, "root", root, [.. mesh.Settings.Roots.Keys]);
            else if (source.Connection is { Length: > 0 } connection && mesh.Settings.Connection(connection) is null)
                yield return ConnectionDocument.NoConnection.At(source.Place,
                    $"source `{source.Name}` reads through `{connection}`, which treaty.yaml does not name",
                    mesh.Settings.Connections.IsEmpty ? "add it with host, database and user under `connections` in treaty.yaml"
                        : Nearest.Help(connection, [.. mesh.Settings.Connections.Select(c => c.Name)]));
    }

    /// <summary>What a context declares has ids of the right form, each once.</summary>
    private static IEnumerable<Finding> Ids(BoundedContext context)
    {
        var kinds = new (string What, IEnumerable<(string Id, SourcePlace Place)> Ids)[]
        {
            ("team", context.Teams.Select(t => (t.Id, t.Place))), ("system", context.Systems.Select(s => (s.Id, s.Place))),
            ("term", context.Terms.Select(t => (t.Id, t.Place))), ("fact", context.Facts.Select(f => (f.Id, f.Place))),
        };
        foreach (var (what, ids) in kinds)
        {
            foreach (var (id, place) in ids.Where(x => x.Id != "" && !Reference.IsId(x.Id)))
                yield return BadId.At(place, $"`{id}` is no id", "use lower-case letters, digits and _, beginning with a letter");
            // Teams are held against those of the whole mesh.
            foreach (var twice in ids.Where(x => what != "team" && x.Id != "").GroupBy(x => x.Id).Where(g => g.Count() > 1))
                yield return Duplicate.At(twice.Last().Place, $"the {what} `{twice.Key}` is declared twice",
                    $"it is also at {twice.First().Place}; keep one");
        }
    }

    /// <summary>What is appended is not read again, so a product that is made anew each time would lose it.</summary>
    private static IEnumerable<Finding> Modes(Mesh mesh)
    {
        foreach (var product in mesh.Products)
        {
            var ofFeed = mesh.FeedSources.TryGetValue(product.Ref.ToString(), out var declared) ? declared : [];
            var sources = product.Sources.Select(name => ofFeed.FirstOrDefault(s => s.Name == name)
                ?? mesh.Context(product.Ref.Context)?.Source(name)).OfType<Source>().ToList();
            if (sources.Select(s => s.TakesOnce).Distinct().Count() > 1)
                yield return MixedModes.At(product.Place, $"`{product.Ref}` reads sources that are appended together with others",
                    "let all its sources be appended, or none; split the product, or use `mode: upsert` with a key");
        }
    }

    private static IEnumerable<Finding> Cycles(Mesh mesh)
    {
        var done = new HashSet<Reference>();
        foreach (var product in mesh.Products)
            if (Path(product.Ref.Bare, []) is { } cycle)
                yield return Cycle.At(product.Place,
                    $"a product depends on itself: {string.Join(" reads ", cycle.Select(name => $"`{name}`"))}",
                    "break the circle: let one of them read something earlier");

        List<Reference>? Path(Reference read, List<Reference> path)
        {
            if (path.IndexOf(read) is >= 0 and var at) return [.. path[at..], read];
            if (!done.Add(read) || mesh.Product(read) is not { } product) return null;
            foreach (var input in mesh.Reads(product))
                if (Path(input, [.. path, read]) is { } cycle) return cycle;
            return null;
        }
    }
}
