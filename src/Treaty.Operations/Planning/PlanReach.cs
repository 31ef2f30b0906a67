using Treaty.Core.Meshes;
using Treaty.Core.Plans;
using Treaty.Core.Products;
using Treaty.Operations.Doors;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Planning;

/// <summary>Says which columns downstream a plan reaches, and whom it has to ask on their account, by the lineage that the newest
/// versions of the touched products recorded.</summary>
/// <param name="record">The ledger record of the plan, where it was saved: versions recorded since do not count. Null for a plan made
/// now.</param>
internal sealed class PlanReach(ILedger ledger, Mesh? before, Mesh after, long? record = null)
{
    public async ValueTask<Plan> WithLineageAsync(Plan plan, CancellationToken cancel)
    {
        var edges = new List<(PublishedColumn From, PublishedColumn To)>();
        foreach (var touched in plan.Changes.Where(c => !c.Touches.IsEmpty && PassedOn.Start(c, Product).Any()).SelectMany(c => c.Touches)
            .Distinct(StringComparer.Ordinal))
            if (Product(Reference.TryParse(touched)!) is { } reader
                && await VersionAsync(reader.Ref, cancel).ConfigureAwait(false) is { } version)
                edges.AddRange(version.Lineage.SelectMany(column => column.From.SelectMany(origin => Behind(reader, origin))
                    .Select(from => (from, new PublishedColumn(reader.Ref, column.Object, column.Column)))));
        if (edges.Count == 0) return plan;
        var lookup = edges.ToLookup(e => e.From, e => e.To);
        return PassedOn.Asked(plan, before, after, lookup) with { Changes = [.. plan.Changes.Select(change => Reached(change, lookup))] };
    }

    private PlannedChange Reached(PlannedChange change, ILookup<PublishedColumn, PublishedColumn> edges) =>
        ColumnReach.From(PassedOn.Start(change, Product), edges) is { IsEmpty: false } columns ? change with { Columns = columns } : change;

    private async ValueTask<VersionManifest?> VersionAsync(Reference product, CancellationToken cancel) =>
        record is not { } number ? await ledger.VersionAsync(product, cancel).ConfigureAwait(false)
        : (await ledger.ReadAsync(new(RecordKind.Version, product.Bare.ToString()), cancel).ConfigureAwait(false))
            .LastOrDefault(r => r.Number < number) is { } newest ? TreatyJson.Read<VersionManifest>(newest.Entry.Body) : null;

    /// <summary>As it is in force, or else as it is to come: what is read today is what the change takes away.</summary>
    private Product? Product(Reference reference) => before?.Product(reference) ?? after.Product(reference);

    private IEnumerable<PublishedColumn> Behind(Product reader, string origin) =>
        ColumnReach.Behind(before?.Product(reader.Ref) is null ? after : before, reader, origin);
}
