using Treaty.Core.Findings;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation;

namespace Treaty.Core.Meshes;

/// <summary>What a class of product commits to: what it may read, what it may claim, what it must say.</summary>
public static class ClassRules
{
    public static readonly FindingKind ClaimsAuthority = new("TRY0303", Severity.Error,
        "a product claims authority that its class does not have");
    public static readonly FindingKind NoFact = new("TRY0304", Severity.Error, "an authoritative object states no fact of its context");
    public static readonly FindingKind FactKey = new("TRY0305", Severity.Error, "an object's key is not the key of its fact");
    public static readonly FindingKind ReadsWrong = new("TRY0306", Severity.Error, "a product reads what its class may not read");
    public static readonly FindingKind WrongZone = new("TRY0307", Severity.Error, "reconciled products and the treaty zone do not agree");
    public static readonly FindingKind NoRows = new("TRY0308", Severity.Error, "an object has nothing to be made from");
    public static readonly FindingKind SaysTooLittle = new("TRY0309", Severity.Error, "a product leaves out what every product must say");
    public static readonly FindingKind NoMapping = new("TRY0310", Severity.Error, "a product joins contexts whose terms are not mapped");

    public static IEnumerable<Finding> Judge(Mesh mesh) =>
        mesh.Products.SelectMany(p => (p.OlderOf is null ? Class(mesh, p) : []).Concat(Rows(mesh, p))
        .Concat(p.IsFeed ? [] : Required(mesh, p)).Concat(Mappings(mesh, p)));

    private static IEnumerable<Finding> Class(Mesh mesh, Product product)
    {
        var authoritative = product.Class == ProductClass.AuthoritativeFact;
        foreach (var o in product.Contract.Objects)
        {
            if (!authoritative && o.Fact is not null)
                yield return ClaimsAuthority.At(o.Place,
                    $"`{product.Ref}` is {product.ClassText()} and claims to state the fact `{o.Fact}`",
                    "only an authoritative-fact product states facts; remove treatyFact, or class it so if its owner can answer for it");
            if (!authoritative) continue;
            var context = mesh.Context(product.Ref.Context);
            // What a context asserts is unknown while it cannot be read, which is said of the context.
            if (context is null && o.Fact is not null) continue;
            if (o.Fact is not { } id || context?.Fact(id) is not { } fact)
                yield return NoFact.At(o.Place, o.Fact is null ? $"`{o.Name}` states no fact"
                    : $"`{product.Ref.Context}` asserts no fact `{o.Fact}`",
                    "bind the object to a fact of its context with treatyFact");
            else if (!fact.Key.IsEmpty && !fact.Key.SequenceEqual(o.Key.Select(p => p.Name)))
                yield return FactKey.At(o.Place,
                    $"`{o.Name}` has the key ({string.Join(", ", o.Key.Select(p => p.Name))}) and the fact `{id}` the key ({string.Join(", ", fact.Key)})",
                    "a fact and its object have one key");
        }
        if (authoritative && product.Inputs.FirstOrDefault(i => i.Product.Context != product.Ref.Context
            && !RefersTo(product, i.Product)) is { } foreign)
            yield return ReadsWrong.At(foreign.Place, $"an authoritative product reads `{foreign.Product}` of another context",
                "class it as derived; a context asserts only what its own systems know");
        if (product.Class is ProductClass.Derived or ProductClass.Reconciled && !product.Sources.IsEmpty)
            yield return ReadsWrong.At(product.Place, $"a {product.ClassText()} product reads raw sources",
                "publish the sources as facts first, and read those");
        var inZone = product.Ref.Context == Reference.ZoneContext;
        if (inZone != (product.Class == ProductClass.Reconciled))
            yield return WrongZone.At(product.Place, inZone ? $"`{product.Ref}` lies in the treaty zone and is {product.ClassText()}"
                : $"`{product.Ref}` is reconciled and lies in a context", "reconciled products, and only they, lie below zone/");
    }

    /// <summary>An input that only checks references is no reading of another's facts.</summary>
    private static bool RefersTo(Product product, Reference input) =>
        product.Contract.Objects.SelectMany(o => o.Properties).SelectMany(p => p.Relationships).Any(r => r.Product == input);

    private static IEnumerable<Finding> Rows(Mesh mesh, Product product)
    {
        var known = product.IsFeed ? [.. mesh.FeedSources.GetValueOrDefault(product.Ref.ToString(), []).Select(s => s.Name)]
            : mesh.Context(product.Ref.Context)?.Sources.Select(s => s.Name).ToList() ?? [];
        var unread = mesh.Unread.Contains($"contexts/{product.Ref.Context}/sources.yaml")
            || mesh.Unread.Contains($"contexts/{product.Ref.Context}/context.yaml");
        foreach (var source in product.Sources.Where(s => !unread && !known.Contains(s))) yield return MeshRules.Unknown(product.Place,
            "source",
            source, known);
        foreach (var o in product.Contract.Objects.Where(o => product.Select(o.Name) is null))
            if (product.Sources.IsEmpty || (product.Sources.Length > 1 && !product.SourceOf.ContainsKey(o.Name)))
                yield return NoRows.At(o.Place, $"nothing says how the rows of `{o.Name}` are made",
                    $"add a select after `-- object: {o.Name}` in {(product.Class == ProductClass.AuthoritativeFact ? "facts.sql" : "rows.sql")}, or name its source");
        if (product.Sources.Length > 0 && product.Sources.Select(s => Mode(mesh, product, s)).Distinct().Count() > 1)
            yield return ReadsWrong.At(product.Place, $"`{product.Ref}` reads full and append sources",
                "give the sources of one product one mode, or make it two products");
    }

    private static SourceMode? Mode(Mesh mesh, Product product, string source) =>
        (product.IsFeed ? mesh.FeedSources.GetValueOrDefault(product.Ref.ToString(), []) : mesh.Context(product.Ref.Context)?.Sources ?? [])
            .FirstOrDefault(s => s.Name == source)?.Mode;

    private static IEnumerable<Finding> Required(Mesh mesh, Product product)
    {
        bool Says(string what) => what switch
        {
            "purpose" => product.Meaning.Purpose is { Length: > 0 },
            "usage" => product.Meaning.Usage is { Length: > 0 },
            "limitations" => product.Meaning.Limitations is { Length: > 0 },
            "support" => !product.Support.IsEmpty,
            "team" => product.Team is { Length: > 0 },
            _ => true,
        };
        foreach (var what in mesh.Constitution.RequiredOfProducts.Where(what => !Says(what)))
            yield return SaysTooLittle.At(product.Place, $"`{product.Ref}` does not say its {what}", what switch
            {
                "support" => "add `support:` with a channel where its consumers ask for help",
                "team" => "add `team: {name: …}` with the id of the accountable team",
                _ => $"add `description: {{{what}: …}}`",
            });
    }

    /// <summary>Contexts whose data one product puts side by side need a mapping of terms, or the join is a guess.</summary>
    private static IEnumerable<Finding> Mappings(Mesh mesh, Product product)
    {
        var contexts = mesh.Reads(product).Where(r => !IsLookedUp(mesh, product, r)).Select(r => r.Context)
            .Where(c => c is not (Reference.ZoneContext or Reference.LegacyContext))
            .Append(product.Ref.Context).Where(c => c is not (Reference.ZoneContext or Reference.LegacyContext))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal).ToList();
        if (product.IsFeed || contexts.Count < 2 || mesh.Unread.Contains("context-map.yaml")) yield break;
        // One mapped net is enough: contexts joined through a third need no mapping of their own.
        var reached = new HashSet<string>(StringComparer.Ordinal) { contexts[0] };
        bool Mapped(string a, string b) => mesh.Map.Terms.Any(t => (Context(t.From) == a && Context(t.To) == b)
            || (Context(t.From) == b && Context(t.To) == a));
        while (contexts.FirstOrDefault(c => !reached.Contains(c) && reached.Any(r => Mapped(r, c))) is { } next) reached.Add(next);
        foreach (var missing in contexts.Where(c => !reached.Contains(c)))
            yield return NoMapping.At(product.Place,
                $"`{product.Ref}` joins `{contexts[0]}` and `{missing}`, and no term of one is mapped to a term of the other",
                $"add to context-map.yaml under `terms`: {{from: {contexts[0]}.<term>, to: {missing}.<term>, relation: …, key: {{from: …, to: …}}}}");
    }

    /// <summary>Rates and calendars that comparisons alone look up, by currencies and days: these are the words of no context, so
    /// nothing is to be mapped. What a select reads too is joined.</summary>
    private static bool IsLookedUp(Mesh mesh, Product product, Reference read)
    {
        if (mesh.Reconciliation(product.Ref) is not { } rules) return false;
        var inputs = rules.Inputs.Where(input => input.Object.Bare == read).ToList();
        var lookedUp = rules.Comparisons.SelectMany(c => new[] { c.Reporting?.Read, c.Calendar?.Read }).OfType<ReadInput>()
            .Select(r => r.Object).ToHashSet();
        var joined = rules.Comparisons.SelectMany(c => new[] { c.A.Object, c.B.Object, c.A.Through?.Read.Object, c.B.Through?.Read.Object }
            .Concat(c.Controls.Select(control => (Reference?)control.Read.Object))).OfType<Reference>().ToHashSet();
        bool Read(string alias) => product.Selects.Any(s => s.Sql.Contains(alias, StringComparison.OrdinalIgnoreCase));
        return inputs.Count > 0
            && inputs.All(input => lookedUp.Contains(input.Object) && !joined.Contains(input.Object) && !Read(input.Alias));
    }

    private static string Context(string term) => term.Split('.')[0];
}
