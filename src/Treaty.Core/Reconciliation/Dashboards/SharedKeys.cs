using System.Collections.Immutable;
using Treaty.Core.Contexts;
using Treaty.Core.Contracts;
using Treaty.Core.Meshes;
using Treaty.Core.Plans;
using Treaty.Core.Products;

namespace Treaty.Core.Reconciliation.Dashboards;

/// <summary>An object of a product, and where its columns come from.</summary>
/// <param name="Origins">A column with the columns that it was carried over from unchanged, itself among them.</param>
public sealed record KeyedObject(Product Product, SchemaObject Object, Func<string, IReadOnlySet<PublishedColumn>> Origins)
{
    public IEnumerable<string> Columns => Object.Properties.Select(p => p.Name);

    /// <summary>The same, asking for the origins of each column once.</summary>
    internal KeyedObject Once()
    {
        var known = new Dictionary<string, IReadOnlySet<PublishedColumn>>(StringComparer.Ordinal);
        return this with { Origins = column => known.TryGetValue(column, out var origins) ? origins : known[column] = Origins(column) };
    }
}

/// <summary>
/// Finds by which keys the rows of two objects belong together, from what is declared alone: references between them, the context map, a
/// key that both carry over from one place, an object that refers to both. Likeness of names says nothing.
/// </summary>
public static class SharedKeys
{
    /// <summary>Every way that is declared, each once; more than one certain way is for a person to choose from.</summary>
    public static IReadOnlyList<SharedKey> Between(Mesh mesh, KeyedObject a, KeyedObject b)
    {
        (a, b) = (a.Once(), b.Once());
        var found = Referred(a, b, turned: false).Concat(Referred(b, a, turned: true)).Concat(Mapped(mesh, a, b)).Concat(Carried(a, b))
            .Concat(Translated(mesh, a, b));
        // What several declarations say alike is one way; the more certain word of it counts.
        return [.. found.GroupBy(k => (k.Text, k.When)).Select(same => same.OrderByDescending(k => k.Certain).First()
            with { Because = string.Join(" and ", same.Where(k => k.Certain == same.Any(s => s.Certain)).Select(k => k.Because)
                .Distinct()) })];
    }

    /// <summary>References that the contract of one side declares to the other.</summary>
    private static IEnumerable<SharedKey> Referred(KeyedObject from, KeyedObject to, bool turned)
    {
        foreach (var (relationship, pairs) in References(from.Product, from.Object))
        {
            var target = new PublishedColumn(relationship.Product ?? from.Product.Ref, relationship.Object, "");
            var carried = pairs.Select(p =>
                (p.From, To: to.Columns.Where(c => to.Origins(c).Contains(target with { Column = p.To })).ToList()))
                .ToList();
            if (carried.Any(c => c.To.Count != 1)) continue;
            yield return new([.. carried.Select(c => turned ? (c.To[0], c.From) : (c.From, c.To[0]))],
                $"the contract of `{from.Product.Ref}` declares the reference to `{target.Product}/{target.Object}`");
        }
    }

    private static IEnumerable<(Relationship Relationship, ImmutableArray<(string From, string To)> Pairs)> References(Product product,
        SchemaObject o) =>
        o.Properties.SelectMany(p => p.Relationships.Select(r => (r, ImmutableArray.Create((p.Name, r.Property)))))
            .Concat(o.Relationships.Where(r => !r.Pairs.IsEmpty).Select(r => (r, r.Pairs)))
            .Where(r => r.Item1.Product != product.Ref || r.Item1.Object != o.Name);

    /// <summary>Keys that the context map translates into one another.</summary>
    private static IEnumerable<SharedKey> Mapped(Mesh mesh, KeyedObject a, KeyedObject b) =>
        from mapping in mesh.Map.Terms
        let fromA = Holding(a, mapping.FromContext, mapping.FromKey)
        let toA = Holding(a, mapping.ToContext, mapping.ToKey)
        let fromB = Holding(b, mapping.FromContext, mapping.FromKey)
        let toB = Holding(b, mapping.ToContext, mapping.ToKey)
        from columnA in a.Columns
        from columnB in b.Columns
        let forth = fromA.Contains(columnA) && toB.Contains(columnB)
        where forth || (toA.Contains(columnA) && fromB.Contains(columnB))
        select new SharedKey([(columnA, columnB)],
            $"the context map says that `{mapping.From}` {Word(mapping.Kind)} `{mapping.To}` by it ({mapping.Place})",
            mapping.Kind is TermRelationKind.Same or TermRelationKind.Translated)
        {
            When = forth ? (mapping.FromWhen, mapping.ToWhen) : (mapping.ToWhen, mapping.FromWhen),
        };

    private static string Word(TermRelationKind kind) => kind switch
    {
        TermRelationKind.Same => "is the same as", TermRelationKind.Translated => "is translated into",
        TermRelationKind.Overlaps => "overlaps with", TermRelationKind.Broader => "is broader than", _ => "is narrower than",
    };

    /// <summary>The columns that carry a key of the context map.</summary>
    private static HashSet<string> Holding(KeyedObject of, string context, string? key) => key is null ? []
        : [.. of.Columns.Where(column => of.Origins(column).Any(o => o.Product.Context == context
            && o.Column == key[(key.LastIndexOf('.') + 1)..]
            && (!key.Contains('.', StringComparison.Ordinal) || $"{o.Product.Product}/{o.Object}.{o.Column}" == key)))];

    /// <summary>The whole key of one side, which the other carries over from the same place.</summary>
    private static IEnumerable<SharedKey> Carried(KeyedObject a, KeyedObject b)
    {
        foreach (var (keyed, other, turned) in new[] { (a, b, false), (b, a, true) })
        {
            var pairs = keyed.Object.Key.Select(k => (Key: k.Name,
                Other: other.Columns.Where(c => other.Origins(c).Overlaps(keyed.Origins(k.Name))).ToList())).ToList();
            if (pairs.Count == 0 || pairs.Any(p => p.Other.Count != 1)) continue;
            yield return new([.. pairs.Select(p => turned ? (p.Other[0], p.Key) : (p.Key, p.Other[0]))],
                $"both carry the key of `{keyed.Product.Ref}/{keyed.Object.Name}`");
        }
    }

    /// <summary>Objects of other products that refer to a key of either side.</summary>
    private static IEnumerable<SharedKey> Translated(Mesh mesh, KeyedObject a, KeyedObject b) =>
        from product in mesh.Products
        from o in product.Contract.Objects
        where !(product.Ref == a.Product.Ref && o.Name == a.Object.Name) && !(product.Ref == b.Product.Ref && o.Name == b.Object.Name)
        from toA in Leads(product, o, a)
        from toB in Leads(product, o, b)
        where toA.Via != toB.Via
        select new SharedKey([(toA.Column, toB.Column)], $"`{product.Ref}/{o.Name}` refers to both")
        {
            Through = new(product.Ref.WithObject(o.Name), toA.Via, toB.Via),
        };

    /// <summary>Columns of an object that lead to a column of one side.</summary>
    private static IEnumerable<(string Via, string Column)> Leads(Product product, SchemaObject o, KeyedObject side) =>
        from reference in References(product, o)
        where reference.Pairs.Length == 1
        let target = new PublishedColumn(reference.Relationship.Product ?? product.Ref, reference.Relationship.Object,
            reference.Pairs[0].To)
        from column in side.Columns
        where side.Origins(column).Contains(target)
        select (reference.Pairs[0].From, column);
}
