using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reading;

/// <summary>Reads one record of a source file again, as it stands there now, and says whether the file is still the one that was
/// published.</summary>
internal sealed class SourceRecord(MeshStore store, Mesh mesh, IQuerySession session)
{
    public async ValueTask<ExplainedRow> FillAsync(ExplainedRow row, Product product, VersionManifest version, CancellationToken cancel)
    {
        foreach (var source in Sources(product))
        {
            var taken = version.Sources.FirstOrDefault(s => s.Source == source.Name);
            if (taken?.Files.FirstOrDefault(f => f.Name == row.Source) is not { } file) continue;
            var folder = Path.TrimEndingDirectorySeparator(store.FolderOf(mesh.Settings, source.Root)) + Path.DirectorySeparatorChar;
            var found = new FileInfo(Path.Combine(folder, file.Name));
            var unchanged = found.Exists && found.Length == file.Bytes && new DateTimeOffset(found.LastWriteTimeUtc)
                .ToUnixTimeMilliseconds() == file.Modified.ToUnixTimeMilliseconds();
            return row with { SourceUnchanged = unchanged, SourceText = unchanged
                ? await TextAsync(source, folder, found.FullName, taken.Columns, row.Record, cancel).ConfigureAwait(false) : null };
        }
        return row;
    }

    private IEnumerable<Source> Sources(Product product) => product.IsFeed
        ? mesh.FeedSources.TryGetValue(product.Ref.ToString(), out var ofFeed) ? ofFeed : []
        : product.Sources.Select(name => mesh.Context(product.Ref.Context)?.Source(name)).OfType<Source>();

    private async ValueTask<string?> TextAsync(Source source, string folder, string path, IReadOnlyList<string> columns, long? record,
        CancellationToken cancel)
    {
        // What stands in no file of its own, or in one that had to be decoded, is not read again.
        if (record is null || source.Format == SourceFormat.Delta || source.Dialect.NeedsDecoding) return null;
        // A name of its own, so that several records of one source can be read in one session.
        var again = source with { Mode = SourceMode.Full, Name = "again_" + Guid.CreateVersion7().ToString("N") };
        var files = new StagedFiles(folder, [path]);
        await session.ExecuteAsync(new SqlText("CREATE SCHEMA IF NOT EXISTS source"), cancel).ConfigureAwait(false);
        await session.ExecuteAsync(new SqlText("CREATE SCHEMA IF NOT EXISTS rejected"), cancel).ConfigureAwait(false);
        await session.ExecuteAllAsync(StageSql.Read(again, files, columns), cancel).ConfigureAwait(false);
        var rejected = Publishing.EngineValues.Count((await session.QueryAsync(StageSql.CountRejected(again), 1, cancel)
            .ConfigureAwait(false)).Scalar);
        foreach (var statement in StageSql.MakeView(again, files, columns, new Dictionary<string, string>(),
            rejected)) await session.ExecuteAsync(statement, cancel)
            .ConfigureAwait(false);
        var names = string.Join(", ", columns.Select(Quote.Name));
        var select = new SqlText($"SELECT {names} FROM {StageSql.View(again)} WHERE \"_record\" = {Quote.Number(record.Value)}");
        var rows = await session.QueryAsync(select, 1, cancel).ConfigureAwait(false);
        return rows.Rows.Count == 0 ? null : string.Join(", ", columns.Zip(rows.Rows[0], (name, value) =>
            $"{name}={RunQuery.Text(value)}"));
    }
}
