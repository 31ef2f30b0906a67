using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Operations.Doors;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Publishing;

/// <summary>A source as it is about to be read: its files, and which of them are new.</summary>
/// <param name="Folder">The folder its names are relative to, absolute with trailing separator.</param>
/// <param name="Files">Everything at its location.</param>
/// <param name="Take">What this publish reads: all of it, or, in append mode, the files not taken before.</param>
public sealed record SourceState(Source Source, string Folder, IReadOnlyList<SourceFile> Files, IReadOnlyList<SourceFile> Take)
{
    public StagedFiles Staged => new(Folder, [.. Take.Select(f => f.Path)]);
}

/// <summary>A source that is staged: its columns, rows and rejected records.</summary>
public sealed record StagedSource(SourceState State, IReadOnlyList<string> Columns, long Rows, long Rejected);

/// <summary>Finds a product's source files, then brings them into a session.</summary>
public static class StageSources
{
    public static readonly FindingKind Changed = new("TRY0801", Severity.Error, "a file of an append source changed after it was taken");
    public static readonly FindingKind Columns = new("TRY0802", Severity.Error, "a source file has other columns than the source");
    public static readonly FindingKind Moved = new("TRY0803", Severity.Error, "a source file changed while it was read");
    public static readonly FindingKind NoColumns = new("TRY0804", Severity.Error, "a source file is empty");

    /// <param name="taken">The files that the newest version was made from.</param>
    /// <param name="seen">Files that a refused publish looked at: known, and not taken.</param>
    public static async ValueTask<SourceState> FindAsync(
        MeshStore store, MeshSettings settings, Source source, SourceManifest? taken, SourceManifest? seen, List<Finding> findings,
        CancellationToken cancel)
    {
        var folder = Path.TrimEndingDirectorySeparator(store.FolderOf(settings, source.Root)) + Path.DirectorySeparatorChar;
        var before = (taken?.Files ?? []).ToDictionary(f => f.Name, f => f.Sha256, StringComparer.Ordinal);
        var known = (seen?.Files ?? []).Concat(taken?.Files ?? []).DistinctBy(f => f.Name)
            .ToDictionary(f => f.Name, f => new SourceFile(f.Name, "", f.Bytes, f.Modified, f.Sha256), StringComparer.Ordinal);
        var files = await store.Feed.ListAsync(folder, source.Location, known, cancel).ConfigureAwait(false);
        if (source.Mode == SourceMode.Full) return new(source, folder, files, files);
        foreach (var file in files)
            if (before.TryGetValue(file.Name, out var sha256) && sha256 != file.Sha256)
                findings.Add(Changed.At(source.Place, $"`{file.Name}` of source `{source.Name}` is not as it was when it was taken",
                    "an append source only grows by new files; bring the correction as a new file, or set `mode: full`"));
        return new(source, folder, files, [.. files.Where(f => !before.ContainsKey(f.Name))]);
    }

    /// <param name="direct">
    /// True where one table will be made of the source's records as they are: then they are not copied first, and counted once it is made.
    /// </param>
    public static async ValueTask<StagedSource> StageAsync(IQuerySession session, SourceState state, bool direct, List<Finding> findings,
        CancellationToken cancel)
    {
        var columns = await ColumnsAsync(session, state, findings, cancel).ConfigureAwait(false);
        if (findings.HasErrors()) return new(state, columns, 0, 0);
        var staged = state.Staged;
        if (direct)
        {
            await session.ExecuteAsync(StageSql.DirectView(state.Source, staged, columns), cancel).ConfigureAwait(false);
            return new(state, columns, 0, 0);
        }
        foreach (var statement in StageSql.Read(state.Source, staged, columns)) await session.ExecuteAsync(statement, cancel)
            .ConfigureAwait(false);
        var rejected = (long)(await session.QueryAsync(StageSql.CountRejected(state.Source), 1, cancel).ConfigureAwait(false)).Scalar!;
        foreach (var statement in StageSql.MakeView(state.Source, staged, columns, rejected)) await session.ExecuteAsync(statement, cancel)
            .ConfigureAwait(false);
        var rows = (long)(await session.QueryAsync(StageSql.CountRows(state.Source), 1, cancel).ConfigureAwait(false)).Scalar!;
        return new(state, columns, rows, rejected);
    }

    /// <summary>The file that was hashed must be the file that was read.</summary>
    public static void FindMoved(SourceState state, List<Finding> findings)
    {
        foreach (var file in state.Take)
        {
            var now = new FileInfo(file.Path);
            if (!now.Exists || now.Length != file.Bytes || new DateTimeOffset(now.LastWriteTimeUtc)
                .ToUnixTimeMilliseconds() != file.Modified.ToUnixTimeMilliseconds())
                findings.Add(Moved.At(state.Source.Place, $"`{file.Name}` changed while it was read",
                    "publish again when no one is writing it; write files under another name and rename them when complete"));
        }
    }

    private static async ValueTask<IReadOnlyList<string>> ColumnsAsync(IQuerySession session, SourceState state, List<Finding> findings,
        CancellationToken cancel)
    {
        var source = state.Source;
        if (source.Format == SourceFormat.Csv && !source.Dialect.Header) return source.Columns;
        if (source.Format == SourceFormat.Ndjson) return source.Columns.IsEmpty ? await KeysAsync(session, state, cancel)
            .ConfigureAwait(false)
            : source.Columns;
        IReadOnlyList<string>? first = null;
        foreach (var file in state.Take)
        {
            var names = file.Bytes == 0 ? [] : await NamesAsync(session, source, file.Path, cancel).ConfigureAwait(false);
            if (names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Key == "" || g.Count() > 1) is { } twice)
                findings.Add(Columns.At(source.Place, twice.Key == ""
                    ? $"`{file.Name}` of source `{source.Name}` has a column without a name"
                    : $"`{file.Name}` of source `{source.Name}` has the column `{twice.Key}` twice",
                    "give every column a name of its own, or set `header: false` and `columns`"));
            if (names.Count == 0)
                findings.Add(NoColumns.At(source.Place, $"`{file.Name}` of source `{source.Name}` is empty, without even a header",
                    "remove the file, or bring it again whole"));
            first ??= names;
            if (!first.SequenceEqual(names, StringComparer.Ordinal))
                findings.Add(Columns.At(source.Place,
                    $"`{file.Name}` of source `{source.Name}` has the columns {Names(names)} where {Names(first)} are expected",
                    "files of one source share one header in one order; split them into sources or correct the file"));
        }
        return first ?? [];
    }

    private static async ValueTask<IReadOnlyList<string>> NamesAsync(IQuerySession session, Source source, string path,
        CancellationToken cancel)
    {
        if (source.Format == SourceFormat.Parquet)
            return (await session.QueryAsync(StageSql.ColumnsOfParquet(path), 1, cancel).ConfigureAwait(false)).Columns;
        var first = await session.QueryAsync(StageSql.HeaderOfCsv(source, path), 1, cancel).ConfigureAwait(false);
        if (first.Rows.Count == 0) return [];
        var cells = first.Rows[0];
        var count = cells.Count;
        while (count > 0 && cells[count - 1] is null) count--;
        return [.. cells.Take(count).Select(cell => (cell as string ?? "").Trim())];
    }

    private static string Names(IReadOnlyList<string> names) => string.Join(", ", names.Take(40).Select(n => $"`{n}`"));

    private static async ValueTask<IReadOnlyList<string>> KeysAsync(IQuerySession session, SourceState state, CancellationToken cancel)
    {
        var keys = new List<string>();
        foreach (var file in state.Take.Take(8))
            foreach (var row in (await session.QueryAsync(StageSql.KeysOf(file.Path), 10_000, cancel).ConfigureAwait(false)).Rows)
                if (row[0] is string key && !keys.Contains(key)) keys.Add(key);
        return keys;
    }
}
