using Treaty.Core.Contracts;
using Treaty.Core.Lineage;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Publishing;

/// <summary>Reads the lineage of a product's columns from its parsed selects; objects without a select take their columns from the
/// source.</summary>
public static class ReadLineage
{
    public static async ValueTask<IReadOnlyList<ColumnOrigins>> RunAsync(
        IQuerySession session, Mesh mesh, Product product, IReadOnlyDictionary<string, IReadOnlyList<string>> sources,
            CancellationToken cancel)
    {
        var tables = InputColumns.Of(mesh, product, sources);
        var parsed = await session.ParseAsync([.. product.Selects.Select(s => s.Sql)], cancel).ConfigureAwait(false);
        var trees = product.Selects.Zip(parsed).ToDictionary(x => x.First.Object, x => x.Second.TreeJson, StringComparer.Ordinal);
        return [.. product.Contract.Objects.SelectMany(o => trees.GetValueOrDefault(o.Name) is { } tree
            ? OfSelect(o, ColumnLineage.Of(SelectTree.Read(tree), tables).Columns)
            : OfSource(product, o))];
    }

    private static IEnumerable<ColumnOrigins> OfSelect(SchemaObject o, IReadOnlyList<LineageColumn> origins) =>
        o.Properties.Select(p => origins.FirstOrDefault(x => x.Name == p.Name) is { } origin
            ? new ColumnOrigins(
                o.Name, p.Name, origin.How.ToString().ToLowerInvariant(), [.. origin.From.Select(f => $"{f.Table}.{f.Column}")])
                : new ColumnOrigins(o.Name, p.Name, "unknown", []));

    private static IEnumerable<ColumnOrigins> OfSource(Product product, SchemaObject o)
    {
        var source = product.SourceOf.GetValueOrDefault(o.Name, product.Sources.FirstOrDefault() ?? "");
        return o.Properties.Select(p => new ColumnOrigins(o.Name, p.Name, "direct", [$"source.{source}.{p.SourceName}"]));
    }
}
