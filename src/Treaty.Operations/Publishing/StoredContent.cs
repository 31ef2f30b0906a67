using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Publishing;

/// <summary>The content of published tables by what the lake holds now; each table is read once.</summary>
public sealed class StoredContent(MeshStore store, IQuerySession session)
{
    private readonly Dictionary<(LakeTable, long, SupersededTable?), string> _known = [];
    private long _views;

    /// <exception cref="BackendException">Corrupt where the version is not in the lake, or a file of it cannot be read.</exception>
    public async ValueTask<string> OfAsync(TableManifest table, CancellationToken cancel)
    {
        var key = (table.Table, table.LakeVersion, table.Superseded);
        if (_known.TryGetValue(key, out var known)) return known;
        var snapshot = await store.Lake.ReadAsync(table.Table, table.LakeVersion, cancel).ConfigureAwait(false)
            ?? throw new BackendException(BackendFault.Corrupt, $"table {table.Table} has no version {table.LakeVersion}",
                "the lake was changed from outside; restore it from a backup");
        return _known[key] = table.Superseded is null
            ? await FilesAsync(snapshot, cancel).ConfigureAwait(false) : await StandingAsync(table, snapshot, cancel).ConfigureAwait(false);
    }

    /// <summary>Files are hashed by the columns that they have: what an older contract promised was hashed when it was written.</summary>
    private async ValueTask<string> FilesAsync(LakeSnapshot snapshot, CancellationToken cancel)
    {
        if (snapshot.Files.Count == 0) return ContentHash.Nothing;
        var columns = (await session.QueryAsync(new SqlText(
            $"SELECT file_name, name FROM parquet_schema({Quote.List(snapshot.Files.Select(f => f.Path))}) WHERE num_children IS NULL"),
            int.MaxValue, cancel).ConfigureAwait(false)).Rows
            .ToLookup(row => (string)row[0]!, row => (string)row[1]!, StringComparer.Ordinal);
        var content = ContentHash.Nothing;
        foreach (var alike in snapshot.Files.Select(f => f.Path)
            .GroupBy(path => string.Join('\n', snapshot.Columns.Select(c => c.Name).Where(columns[path].Contains))))
            content = ContentHash.Plus(content, await TableContent.OfFilesAsync(session, [.. alike], alike.Key.Split('\n'), cancel)
                .ConfigureAwait(false));
        return content;
    }

    /// <summary>Of a table to which changes were added, the rows that still hold.</summary>
    private async ValueTask<string> StandingAsync(TableManifest table, LakeSnapshot snapshot, CancellationToken cancel)
    {
        // A view whose files cannot be read stays, so its name is not used again.
        var view = Quote.Name($"standing_{Quote.Number(_views++)}");
        if (!await new InputViews(store, session).ShowTableAsync(view, table, cancel).ConfigureAwait(false)) return ContentHash.Nothing;
        return await TableContent.OfAsync(session, view, snapshot.Columns.Select(c => c.Name), cancel).ConfigureAwait(false);
    }
}
