using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Treaty.Core.Contracts;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Walks;
using Treaty.Core.Sql;

namespace Treaty.Core.Plans;

/// <summary>A column of a published object, written <c>context.product/object.column</c>.</summary>
public readonly record struct PublishedColumn(Reference Product, string Object, string Column)
{
    public override string ToString() => $"{Product}/{Object}.{Column}";
}

/// <summary>Follows columns downstream: which published columns are computed from those that a change touches.</summary>
public static partial class ColumnReach
{
    /// <summary>The columns that a change of a product's own documents touches; none where it touches no data.</summary>
    public static IEnumerable<PublishedColumn> Touched(PlannedChange change, DocumentScope scope, Product? product)
    {
        if (product is null) return [];
        if (scope.Kind is DocumentKind.Select || (change.Path == "" && scope.Kind is DocumentKind.Contract or DocumentKind.Product))
            return product.Contract.Objects.SelectMany(o => All(product, o));
        if (scope.Kind is not DocumentKind.Contract || Place().Match(change.Path) is not { Success: true } place) return [];
        if (product.Contract.Object(place.Groups["object"].Value) is not { } schemaObject) return [];
        return place.Groups["column"] is { Success: true, Value: var column } ? [new(product.Ref, schemaObject.Name, column)] : All(product,
            schemaObject);
    }

    /// <summary>What a column's origin means: the published columns behind <c>relation.column</c> as the select of a product says
    /// it.</summary>
    public static IEnumerable<PublishedColumn> Behind(Mesh mesh, Product reader, string origin)
    {
        if (origin.LastIndexOf('.') is not (> 0 and var dot)) return [];
        var (relation, column) = (origin[..dot], origin[(dot + 1)..]);
        if (mesh.Reconciliation(reader.Ref) is { } rules)
        {
            if (rules.Inputs.FirstOrDefault(i => i.Alias == relation) is { Object: { Object: { } name } input })
                return [new(input.Bare, name, column)];
            if (rules.Comparisons.FirstOrDefault(c => "groups." + c.Id == relation) is { } comparison) return Compared(mesh, comparison);
        }
        return reader.Inputs.Select(i => mesh.Product(i.Product)).OfType<Product>().Where(p => SelectRules.NamesOf(p).Contains(relation))
            .SelectMany(p => p.Contract.Objects.Where(o => relation == p.Ref.ToString() || relation.EndsWith("__" + o.Name,
                StringComparison.Ordinal))
                .Take(1).Select(o => new PublishedColumn(p.Ref, o.Name, column)));
    }

    /// <summary>Everything computed from some columns, directly or through others, in order of name.</summary>
    /// <param name="edges">From a column to those computed from it.</param>
    public static ImmutableArray<string> From(IEnumerable<PublishedColumn> start, ILookup<PublishedColumn, PublishedColumn> edges) =>
        [.. Computed(start, edges).Select(c => c.ToString()).Order(StringComparer.Ordinal)];

    /// <summary>As <see cref="From"/>, in no order.</summary>
    internal static IReadOnlySet<PublishedColumn> Computed(IEnumerable<PublishedColumn> start,
        ILookup<PublishedColumn, PublishedColumn> edges)
    {
        var found = new HashSet<PublishedColumn>();
        var open = new Stack<PublishedColumn>(start);
        while (open.TryPop(out var next))
            foreach (var computed in edges[next])
                if (found.Add(computed)) open.Push(computed);
        return found;
    }

    /// <summary>The columns that a comparison rests on: keys, statuses, and what its measures name.</summary>
    private static IEnumerable<PublishedColumn> Compared(Mesh mesh, Comparison comparison) => Sides.Both.SelectMany(side =>
    {
        var on = comparison.On(side);
        if (mesh.Product(on.Object) is not { } product || ComparisonRules.ObjectOf(product, on.Object) is not { } name) return [];
        var words = comparison.Measures.Select(m => product.Contract.Measure(side == Side.A ? m.A : m.B)).OfType<Measure>()
            .Select(m => $"{m.Expression} {m.Filter} {m.Date} {m.Currency}")
            .Concat(comparison.Counts.Select(count => count.On(side)))
            .Concat(comparison.Measures.Select(m => m.Factors).OfType<MeasureFactors>()
                .SelectMany(m => new[] { m.First.On(side), m.Second.On(side) }))
            .SelectMany(text => Word().Matches(text).Select(w => w.Value))
                .ToHashSet(StringComparer.OrdinalIgnoreCase);
        return product.Contract.Object(name)!.Properties.Where(p => on.Key.Contains(p.Name) || words.Contains(p.Name))
            .Select(p => new PublishedColumn(product.Ref, name, p.Name));
    });

    private static IEnumerable<PublishedColumn> All(Product product, SchemaObject o) =>
        o.Properties.Select(p => new PublishedColumn(product.Ref, o.Name, p.Name));

    [GeneratedRegex(@"^schema\[(?<object>[^\]]*)\](\.properties\[(?<column>[^\]]*)\])?", RegexOptions.ExplicitCapture)]
    private static partial Regex Place();

    [GeneratedRegex("[A-Za-z_][A-Za-z0-9_]*")]
    private static partial Regex Word();
}
