using Treaty.Core.Contracts;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Publishing;

/// <summary>Shows published products to a session under the names that selects use.</summary>
public sealed class InputViews(MeshStore store, IQuerySession session)
{
    private readonly HashSet<string> _schemas = new(StringComparer.Ordinal);

    /// <summary>Every object of one product version: as <c>context.product</c> where there is one, and always as
    /// <c>context.product__object</c>.</summary>
    public async ValueTask ShowAsync(Product product, VersionManifest version, CancellationToken cancel)
    {
        if (_schemas.Add(product.Ref.Context)) await session.ExecuteAsync(new SqlText($"CREATE SCHEMA IF NOT EXISTS {Quote.Name(product.Ref.Context)}"), cancel)
            .ConfigureAwait(false);
        foreach (var schemaObject in product.Contract.Objects)
        {
            var name = Quote.Name(product.Ref.Context, $"{product.Ref.Product}__{schemaObject.Name}");
            await ShowObjectAsync(name, product, schemaObject.Name, version, cancel).ConfigureAwait(false);
            if (product.Contract.Objects.Length == 1)
                await session.ExecuteAsync(new SqlText($"CREATE VIEW {Quote.Name(product.Ref.Context, product.Ref.Product)} AS FROM {name}"), cancel)
                    .ConfigureAwait(false);
        }
    }

    /// <summary>One object of one product version under a quoted name.</summary>
    public async ValueTask ShowObjectAsync(string name, Product product, string schemaObject, VersionManifest version,
        CancellationToken cancel)
    {
        await ShowFilesAsync(name, product, schemaObject, version, _ => true, cancel).ConfigureAwait(false);
    }

    /// <summary>Of one object of a product version what files of some kind hold; false where there are none.</summary>
    private async ValueTask<bool> ShowFilesAsync(string name, Product product, string schemaObject, VersionManifest version,
        Func<LakeFile, bool> which, CancellationToken cancel)
    {
        var table = version.Table(schemaObject);
        var snapshot = table is null ? null : await SnapshotAsync(table, cancel).ConfigureAwait(false);
        var files = (snapshot?.Files ?? []).Where(which).Select(f => f.Path).ToList();
        await session.ExecuteAsync(PublishedViewSql.Make(name, product.Contract.Object(schemaObject)!,
            files, [.. (snapshot?.Columns ?? []).Select(c => c.Name)], table?.Corrected ?? false), cancel).ConfigureAwait(false);
        return files.Count > 0;
    }

    /// <summary>One object of a product's version before as <c>_previous_object</c>; null where it had none.</summary>
    /// <returns>The quoted name.</returns>
    public async ValueTask<string?> ShowPreviousAsync(Product product, SchemaObject schemaObject, VersionManifest before,
        CancellationToken cancel)
    {
        if (before.Table(schemaObject.Name) is null) return null;
        var name = Quote.Name("_previous_" + schemaObject.Name);
        await ShowObjectAsync(name, product, schemaObject.Name, before, cancel).ConfigureAwait(false);
        return name;
    }

    /// <summary>Of one object of a product's version before, the rows among which keys within a span can be; all states of a row have its
    /// key, so they are all there or none is.</summary>
    /// <returns>The quoted name; null where no file can hold them.</returns>
    public async ValueTask<string?> ShowNearAsync(Product product, SchemaObject schemaObject, VersionManifest before, KeySpan keys,
        CancellationToken cancel)
    {
        var name = Quote.Name("_near_" + schemaObject.Name);
        return await ShowFilesAsync(name, product, schemaObject.Name, before, file => keys.MayBeIn(column =>
            file.Statistics.FirstOrDefault(s => s.Column == column) is { } s ? (s.Minimum, s.Maximum) : (null, null)), cancel)
            .ConfigureAwait(false) ? name : null;
    }

    /// <summary>
    /// A quarantine under a quoted name; one written before rows had a life reads as open since the version it belongs to.
    /// </summary>
    public async ValueTask ShowQuarantineAsync(string name, TableManifest table, string run, CancellationToken cancel)
    {
        var snapshot = await SnapshotAsync(table, cancel).ConfigureAwait(false);
        var present = snapshot.Columns.Select(c => c.Name).ToHashSet(StringComparer.Ordinal);
        string Otherwise(TableColumn c) =>
            c.Name switch { "state" => "'open'", "opened_run" => Quote.Text(run), _ => $"NULL::{c.EngineType}" };
        string Column(TableColumn c) => present.Contains(c.Name) ? Quote.Name(c.Name) : $"{Otherwise(c)} AS {Quote.Name(c.Name)}";
        var nothing = string.Join(", ", QuarantineTable.Columns.Select(c => $"NULL::{c.EngineType} AS {Quote.Name(c.Name)}"));
        var from = snapshot.Files.Count == 0 ? $"(SELECT {nothing} WHERE false)"
            : $"read_parquet({Quote.List(snapshot.Files.Select(f => f.Path))})";
        await session.ExecuteAsync(new SqlText($"CREATE VIEW {name} AS SELECT {string.Join(", ", QuarantineTable.Columns.Select(Column))} FROM {from}"),
            cancel).ConfigureAwait(false);
    }

    /// <summary>What left an object and came back, under a quoted name; nothing where nothing ever left.</summary>
    public async ValueTask ShowRetractionsAsync(string name, SchemaObject schemaObject, VersionManifest version, CancellationToken cancel)
    {
        var table = version.Table(RetractionSql.TableOf(schemaObject.Name));
        var snapshot = table is null ? null : await SnapshotAsync(table, cancel).ConfigureAwait(false);
        await session.ExecuteAsync(new RetractionSql(schemaObject).View(name, [.. (snapshot?.Files ?? []).Select(f => f.Path)]), cancel)
            .ConfigureAwait(false);
    }

    /// <summary>The retractions of every object with a key: as <c>context.product__object__retractions</c>, and where there is one object
    /// also as <c>context.product__retractions</c>.</summary>
    public async ValueTask ShowRetractionsAsync(Product product, VersionManifest version, CancellationToken cancel)
    {
        foreach (var o in product.Contract.Objects.Where(o => !o.Key.IsEmpty))
        {
            var name = Quote.Name(product.Ref.Context, $"{product.Ref.Product}__{RetractionSql.TableOf(o.Name)}");
            await ShowRetractionsAsync(name, o, version, cancel).ConfigureAwait(false);
            if (product.Contract.Objects.Length > 1) continue;
            var alone = Quote.Name(product.Ref.Context, RetractionSql.TableOf(product.Ref.Product));
            await session.ExecuteAsync(new SqlText($"CREATE VIEW {alone} AS FROM {name}"), cancel).ConfigureAwait(false);
        }
    }

    /// <summary>A table as it stands in the lake, all its columns, under a quoted name; false where it holds no rows.</summary>
    public async ValueTask<bool> ShowTableAsync(string name, TableManifest table, CancellationToken cancel)
    {
        var snapshot = await SnapshotAsync(table, cancel).ConfigureAwait(false);
        if (snapshot.Files.Count == 0) return false;
        var superseded = table.Superseded is { } by ? await SnapshotAsync(by.Table, by.LakeVersion, cancel).ConfigureAwait(false) : null;
        await session.ExecuteAsync(ChangesViewSql.Make(name, [.. snapshot.Files.Select(f => f.Path)],
            [.. (superseded?.Files ?? []).Select(f => f.Path)]), cancel).ConfigureAwait(false);
        return true;
    }

    private ValueTask<LakeSnapshot> SnapshotAsync(TableManifest table, CancellationToken cancel) =>
        SnapshotAsync(table.Table, table.LakeVersion, cancel);

    private async ValueTask<LakeSnapshot> SnapshotAsync(LakeTable table, long version, CancellationToken cancel) =>
        await store.Lake.ReadAsync(table, version, cancel).ConfigureAwait(false)
            ?? throw new BackendException(BackendFault.Corrupt, $"table {table} has no version {version}",
                "the lake was changed from outside; restore it from a backup");
}
