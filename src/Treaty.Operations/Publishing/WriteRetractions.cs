using Treaty.Core.Contracts;
using Treaty.Core.Products;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Publishing;

/// <summary>Writes down which rows of an object left with a publish and which came back, in a table beside it.</summary>
public sealed class WriteRetractions(MeshStore store, IQuerySession session, PublishPlan plan, RunIdentity run)
{
    private readonly WriteTable _table = new(store, session, run.Id, run.At);
    private readonly InputViews _views = new(store, session);

    /// <summary>The table as it stands under this product's major version; null where nothing ever left.</summary>
    public TableManifest? Standing(SchemaObject o) =>
        plan.Before?.Table(RetractionSql.TableOf(o.Name)) is { } table && table.Table == Place(o) ? table : null;

    /// <summary>The relation of rows that are gone, with their last versions; null where none ever left.</summary>
    public async ValueTask<string?> GoneAsync(SchemaObject o, CancellationToken cancel)
    {
        if (!Applies(o) || Standing(o) is null) return null;
        var events = Quote.Name("_retractions_" + o.Name);
        await _views.ShowRetractionsAsync(events, o, plan.Before!, cancel).ConfigureAwait(false);
        return RetractionSql.Gone(events);
    }

    /// <param name="path">The file with the object's rows; it may be missing where there are none.</param>
    /// <param name="previous">The quoted relation of the version before; null where no row can have left.</param>
    /// <param name="gone">As of <see cref="GoneAsync"/>.</param>
    /// <returns>The table; null where nothing happened. And how many rows came back.</returns>
    public async ValueTask<(WrittenTable? Table, long Returned)> RunAsync(SchemaObject o, string? path, string? previous, string? gone,
        CancellationToken cancel)
    {
        if (!Applies(o) || previous is null && gone is null) return (null, 0);
        var written = File.Exists(path) ? $"read_parquet({Quote.Text(path)})"
            : $"(SELECT NULL::BIGINT AS \"_row_id\" WHERE false)";
        var deletions = plan.Sources.Where(s => s.Source.Mode == SourceMode.Upsert && s.Take.Count > 0)
            .Select(s => RetractionSql.Deletions(s.Source)).ToList();
        var events = new RetractionSql(o).Events(written, previous, File.Exists(path) ? gone : null, deletions, new(run.Id, run.At));
        if (events.Text.Length == 0) return (null, 0);
        var relation = Quote.Name("_events_" + o.Name);
        await session.ExecuteAsync(new SqlText($"CREATE TEMP TABLE {relation} AS\n{events.Text}"), cancel).ConfigureAwait(false);
        var counts = (await session.QueryAsync(new SqlText($"SELECT count(*), count_if(\"_event\" = 'returned') FROM {relation}"), 1, cancel)
            .ConfigureAwait(false)).Rows[0];
        if (EngineValues.Count(counts[0]) == 0) return (null, 0);
        var table = await _table.RunAsync(Place(o), RetractionSql.TableOf(o.Name), Columns(o),
            to => new($"COPY (FROM {relation} ORDER BY ALL) TO {Quote.Text(to)} (FORMAT parquet, COMPRESSION zstd)"), Standing(o),
            replace: Standing(o) is null, null, cancel).ConfigureAwait(false);
        return (table, EngineValues.Count(counts[1]));
    }

    private bool Applies(SchemaObject o) => !plan.Product.IsFeed && plan.Sources.Count > 0 && !o.Key.IsEmpty;

    private LakeTable Place(SchemaObject o) =>
        new(plan.Product.Ref.Context, plan.Product.Folder, plan.Product.Major, RetractionSql.TableOf(o.Name));

    private static IReadOnlyList<TableColumn> Columns(SchemaObject o) =>
    [
        .. o.Key.Select(p => new TableColumn(p.Name, p.EngineType(), p.LakeType(), true)),
        .. RetractionSql.EventColumns.Select(c => new TableColumn(c.Name, c.EngineType, c.LakeType, true)),
    ];
}
