using Treaty.Core.Contexts;
using Treaty.Core.Meshes;
using Treaty.Core.Products;

namespace Treaty.Core.Plans;

/// <summary>Which products a change is about, where it stands in a document that is no product's own: those that state the fact, read the
/// source, join by the mapping, or are spoken of.</summary>
internal sealed class ChangeSubjects(Mesh? before, Mesh after)
{
    public IEnumerable<Reference> Of(DocumentScope document, TreeDifference difference, ReadDocument? old, ReadDocument? @new) =>
        document.Kind switch
    {
        DocumentKind.Constitution => Meshes().SelectMany(m => CentralSubjects.OfConstitution(m, difference)).Distinct(),
        DocumentKind.Accord => Meshes().SelectMany(m => new[] { old, @new }.SelectMany(d => CentralSubjects.OfAccord(m, d?.Root)))
            .Distinct(),
        DocumentKind.Policy or DocumentKind.Cutover or DocumentKind.Parties => Named(difference, old, @new).Distinct(),
        DocumentKind.ReferenceData => Named(difference, old, @new)
            .Concat(CentralSubjects.Translating(Mappings(), old?.Root, @new?.Root).SelectMany(Joining))
            .Concat(Meshes().SelectMany(m => CentralSubjects.Reading(m, (@new ?? old)!.Document.Path))).Distinct(),
        DocumentKind.Context => OfContext(document.Scope.Context, difference.Path),
        DocumentKind.Sources => Products(p => p.Ref.Context == document.Scope.Context
            && (Item(difference.Path, "sources") is { } source ? p.Sources.Contains(source) : !p.Sources.IsEmpty)),
        DocumentKind.ContextMap => OfMap(Item(difference.Path, "terms")),
        _ => [],
    };

    private IEnumerable<Reference> Named(TreeDifference difference, ReadDocument? old, ReadDocument? @new) =>
        Meshes().SelectMany(m => CentralSubjects.Named(m, difference, old?.Root, @new?.Root));

    private IEnumerable<Reference> OfContext(string context, string path)
    {
        if (Item(path, "facts") is { } fact) return Stating(context, f => f.Id == fact);
        if (Item(path, "terms") is { } term)
            return Stating(context, f => f.Term == term)
                .Concat(Mappings().Where(m => m.From == $"{context}.{term}" || m.To == $"{context}.{term}").SelectMany(Joining)).Distinct();
        if (Item(path, "systems") is { } system)
            return Products(p => p.Ref.Context == context && p.Sources.Any(s => Contexts(context).Any(c => c.Source(s)?.System == system)));
        return [];
    }

    private IEnumerable<Reference> Stating(string context, Func<Fact, bool> which) => Products(p => p.Ref.Context == context
        && p.Contract.Objects.Any(o => Contexts(context).Any(c => c.Facts.Any(f => f.Id == o.Fact && which(f)))));

    private IEnumerable<Reference> OfMap(string? ends)
    {
        if (ends is null) return [];
        return Mappings().Where(m => $"{m.From} {m.To}" == ends).SelectMany(Joining).Distinct();
    }

    /// <summary>The products that put data of both contexts of a mapping side by side.</summary>
    private IEnumerable<Reference> Joining(TermMapping mapping)
    {
        var (a, b) = (mapping.From.Split('.')[0], mapping.To.Split('.')[0]);
        return Products(p => Reads(p).Append(p.Ref.Context).Contains(a) && Reads(p).Append(p.Ref.Context).Contains(b));
    }

    private IEnumerable<string> Reads(Product product) =>
        Meshes().SelectMany(m => m.Reads(product)).Select(r => r.Context);

    private IEnumerable<Reference> Products(Func<Product, bool> which) =>
        Meshes().SelectMany(m => m.Products.Where(which)).Select(p => p.Ref).Distinct();

    private IEnumerable<TermMapping> Mappings() => Meshes().SelectMany(m => m.Map.Terms).DistinctBy(m => (m.From, m.To));

    private IEnumerable<BoundedContext> Contexts(string id) => Meshes().Select(m => m.Context(id)).OfType<BoundedContext>();

    private IEnumerable<Mesh> Meshes() => before is null ? [after] : [before, after];

    /// <summary>What names the item of a list that a path leads into: <c>order</c> of <c>terms[order].meaning</c>.</summary>
    private static string? Item(string path, string list) =>
        path.StartsWith(list + "[", StringComparison.Ordinal) && path.IndexOf(']', StringComparison.Ordinal) is > 0 and var end
            ? path[(list.Length + 1)..end] : null;
}
