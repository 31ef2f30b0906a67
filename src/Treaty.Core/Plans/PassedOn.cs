using System.Collections.Immutable;
using Treaty.Core.Meshes;
using Treaty.Core.Products;

namespace Treaty.Core.Plans;

/// <summary>
/// Whom a breaking change reaches through others: where a product computes its own columns from broken ones, it passes the break on, and
/// those who read it have their say too. That a product only reads another says no more than that it is touched.
/// </summary>
public static class PassedOn
{
    /// <summary>The columns that a change breaks or touches in its own product.</summary>
    /// <param name="product">Finds a product as it is in force, or else as it is to come.</param>
    public static IEnumerable<PublishedColumn> Start(PlannedChange change, Func<Reference, Product?> product)
    {
        var scope = DocumentScope.Of(change.Document);
        return ColumnReach.Touched(change, scope, OlderMajors.In(change.Document, scope.Product) is { } about ? product(about) : null);
    }

    /// <summary>The plan with the say of those who read what passes a break on.</summary>
    /// <param name="edges">From a published column to those computed from it.</param>
    public static Plan Asked(Plan plan, Mesh? before, Mesh after, ILookup<PublishedColumn, PublishedColumn> edges)
    {
        var readers = new Readers(before, after);
        var asked = plan.Acknowledgements.Select(a => (a.Consumer, a.Product)).ToHashSet();
        var more = new SortedDictionary<(string Product, string Consumer), Acknowledgement>();
        foreach (var change in plan.Changes.Where(c => c.Compatibility == Compatibility.Breaking))
        {
            var broken = Start(change, p => before?.Product(p) ?? after.Product(p)).ToList();
            if (broken.Count == 0) continue;
            var origin = broken[0].Product;
            foreach (var passing in ColumnReach.Computed(broken, edges).Where(c => c.Product != origin).GroupBy(c => c.Product))
                foreach (var reader in readers.Direct(passing.Key).Where(r => r.Team is not null && r.Team != readers.TeamOf(origin)
                    && r.Ref != origin && ReliesOn(r, passing.Key, passing)))
                    if (!asked.Contains((reader.Ref.ToString(), origin.ToString()))
                        && !asked.Contains((reader.Ref.ToString(), passing.Key.ToString())))
                        more.TryAdd((passing.Key.ToString(), reader.Ref.ToString()),
                            new(reader.Ref.ToString(), reader.Team!, passing.Key.ToString(), origin.ToString()));
        }
        return more.Count == 0 ? plan : plan with { Acknowledgements = [.. plan.Acknowledgements, .. more.Values] };
    }

    /// <summary>Whether a consumer relies on one of some columns: all do that declare nothing.</summary>
    private static bool ReliesOn(Product consumer, Reference read, IEnumerable<PublishedColumn> columns) =>
        consumer.Inputs.Where(i => i.Product.Bare == read).SelectMany(i => i.ReliesOn).ToList() is not { Count: > 0 } declared
            || columns.Any(c => declared.Any(r => r.Touches(c.Object, c.Column)));
}
