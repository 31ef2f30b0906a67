using Treaty.Core.Meshes;
using Treaty.Core.Plans;
using Treaty.Core.Products;

namespace Treaty.Core.Contexts;

/// <summary>Which published columns hold the keys of terms, and which term a column speaks of.</summary>
public static class TermColumns
{
    private static readonly string[] Endings = ["_id", "_ref", "_key", "_no", "_number", "_code", "_reference"];

    /// <summary>
    /// The columns that hold one side of a mapping: as named in full, else of the facts of the term, else of every authoritative product of
    /// the context that has a column of this name. Empty where the mapping names no key.
    /// </summary>
    public static IReadOnlyList<PublishedColumn> Of(Mesh mesh, string term, string? key)
    {
        if (key is null) return [];
        var (context, id) = (term.Split('.')[0], term[(term.IndexOf('.', StringComparison.Ordinal) + 1)..]);
        if (key.Split('/', '.') is [var product, var name, var column])
            return mesh.Product(new(context, product))?.Contract.Object(name)?.Property(column) is null ? [] : [new(new(context, product),
                name, column)];
        var holding = mesh.Products.Where(p => p.Ref.Context == context)
            .SelectMany(p => p.Contract.Objects.Where(o => o.Property(key) is not null).Select(o => (Product: p, Object: o))).ToList();
        var facts = mesh.Context(context)?.Facts.Where(f => f.Term == id).Select(f => f.Id).ToHashSet(StringComparer.Ordinal) ?? [];
        var ofTerm = holding.Where(x => x.Object.Fact is { } fact && facts.Contains(fact)).ToList();
        var chosen = ofTerm.Count > 0 ? ofTerm : holding.Where(x => x.Product.Class == ProductClass.AuthoritativeFact).ToList();
        if (chosen.Count == 0) chosen = holding;
        return [.. chosen.Select(x => new PublishedColumn(x.Product.Ref, x.Object.Name, key))];
    }

    /// <summary>The term that a column speaks of: the key of a fact, a key of the context map, or a word of its context in its name; null
    /// where nothing says.</summary>
    public static string? TermOf(Mesh mesh, PublishedColumn column)
    {
        if (mesh.Context(column.Product.Context) is not { } context) return null;
        var fact = mesh.Product(column.Product)?.Contract.Object(column.Object)?.Fact is { } id ? context.Fact(id) : null;
        if (fact is { Term: { } of } && fact.Key.Contains(column.Column)) return $"{context.Id}.{of}";
        var word = Endings.FirstOrDefault(e => column.Column.EndsWith(e, StringComparison.Ordinal)) is { } ending
            ? column.Column[..^ending.Length] : column.Column;
        if (context.Terms.FirstOrDefault(t => t.Id == word || t.Synonyms.Contains(word)) is { } named) return $"{context.Id}.{named.Id}";
        return mesh.Map.Terms.SelectMany(m => new[] { (m.From, Key: m.FromKey), (m.To, Key: m.ToKey) })
            .Where(side => side.Item1.Split('.')[0] == context.Id && side.Key is not null && Of(mesh, side.Item1, side.Key)
                .Contains(column))
            .Select(side => side.Item1).FirstOrDefault();
    }

    /// <summary>Whether a mapping says how two columns of two contexts relate.</summary>
    public static bool Maps(Mesh mesh, TermMapping mapping, PublishedColumn a, PublishedColumn b) =>
        One(mesh, mapping.From, mapping.FromKey, a) && One(mesh, mapping.To, mapping.ToKey, b)
        || One(mesh, mapping.From, mapping.FromKey, b) && One(mesh, mapping.To, mapping.ToKey, a);

    /// <summary>A side without a key maps the term itself, by whatever column.</summary>
    private static bool One(Mesh mesh, string term, string? key, PublishedColumn column)
    {
        if (term.Split('.')[0] != column.Product.Context) return false;
        if (key is null) return TermOf(mesh, column) is not { } of || of == term;
        // The same key may be carried on by other products of the context under its name; where it is named in full, it is measured there.
        return column.Column == key[(key.LastIndexOf('.') + 1)..];
    }
}
