using System.Collections.Immutable;
using Treaty.Core.Meshes;
using Treaty.Core.Plans;
using Treaty.Core.Products;
using Treaty.Operations.Doors;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Planning;

/// <summary>Says which columns downstream a plan reaches, by the lineage that the newest versions of the touched products
/// recorded.</summary>
internal sealed class PlanReach(ILedger ledger, Mesh? before, Mesh after)
{
    public async ValueTask<Plan> WithColumnsAsync(Plan plan, CancellationToken cancel)
    {
        var edges = new List<(PublishedColumn From, PublishedColumn To)>();
        foreach (var touched in plan.Changes.SelectMany(c => c.Touches).Distinct(StringComparer.Ordinal))
            if (Product(Reference.TryParse(touched)!) is { } reader
                && await ledger.VersionAsync(reader.Ref, cancel).ConfigureAwait(false) is { } version)
                edges.AddRange(version.Lineage.SelectMany(column => column.From.SelectMany(origin => Behind(reader, origin))
                    .Select(from => (from, new PublishedColumn(reader.Ref, column.Object, column.Column)))));
        if (edges.Count == 0) return plan;
        var lookup = edges.ToLookup(e => e.From, e => e.To);
        return plan with { Changes = [.. plan.Changes.Select(change => Reached(change, lookup))] };
    }

    private static PlannedChange Reached(PlannedChange change, ImmutableArray<string> columns) =>
        columns.IsEmpty ? change : change with { Columns = columns };

    private PlannedChange Reached(PlannedChange change, ILookup<PublishedColumn, PublishedColumn> edges)
    {
        var scope = DocumentScope.Of(change.Document);
        return Reached(change, ColumnReach.From(ColumnReach.Touched(change, scope, scope.Product is { } p ? Product(p) : null), edges));
    }

    /// <summary>As it is in force, or else as it is to come: what is read today is what the change takes away.</summary>
    private Product? Product(Reference reference) => before?.Product(reference) ?? after.Product(reference);

    private IEnumerable<PublishedColumn> Behind(Product reader, string origin) =>
        ColumnReach.Behind(before?.Product(reader.Ref) is null ? after : before, reader, origin);
}
