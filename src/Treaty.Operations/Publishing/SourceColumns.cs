using System.Collections.Immutable;
using Treaty.Core.Findings;
using Treaty.Core.Products;
using Treaty.Operations.Doors;

namespace Treaty.Operations.Publishing;

/// <summary>Says which columns a source has, and their types where it states any.</summary>
public static class SourceColumns
{
    public static readonly FindingKind Differ = new("TRY0802", Severity.Error, "a source file has other columns than the source");
    public static readonly FindingKind None = new("TRY0804", Severity.Error, "a source file is empty");
    public static readonly FindingKind Unknown = new("TRY1408", Severity.Error, "a source names a column that it does not have");

    private const int FilesLookedAt = 8;
    private const int MostKeys = 10_000;

    /// <returns>Names in order; types by name, of the columns whose type the source states.</returns>
    public static async ValueTask<(IReadOnlyList<string> Columns, IReadOnlyDictionary<string, string> Types)> OfAsync(
        IQuerySession session, SourceState state, List<Finding> findings, CancellationToken cancel)
    {
        var types = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, type) in state.Stated)
            if (type is not null) types[name] = type;
        var columns = await NamesAsync(session, state, types, findings, cancel).ConfigureAwait(false);
        var source = state.Source;
        var named = source.Numbers.Concat(source.Changes.Key).Append(source.Changes.Sequence).Append(source.Changes.Operation)
            .OfType<string>();
        foreach (var unknown in columns.Count == 0 ? [] : named.Where(n => !columns.Contains(n)))
            findings.Add(Unknown.At(source.Place, $"source `{source.Name}` names the column `{unknown}`, which is not in the data",
                Core.Meshes.Yaml.Nearest.Help(unknown, [.. columns])));
        return (columns, types);
    }

    private static async ValueTask<IReadOnlyList<string>> NamesAsync(
        IQuerySession session, SourceState state, Dictionary<string, string> types, List<Finding> findings, CancellationToken cancel)
    {
        var source = state.Source;
        if (state.Stated.Count > 0) return [.. state.Stated.Select(c => c.Name)];
        if (source.Format == SourceFormat.Csv && !source.Dialect.Header) return source.Columns;
        if (source.Format is SourceFormat.Ndjson or SourceFormat.Json && !source.Columns.IsEmpty) return source.Columns;
        if (state.Take.Count == 0) return state.Before?.Columns ?? [];
        return source.Format is SourceFormat.Ndjson or SourceFormat.Json ? await KeysAsync(session, state, cancel).ConfigureAwait(false)
            : await HeadersAsync(session, state, types, findings, cancel).ConfigureAwait(false);
    }

    private static async ValueTask<IReadOnlyList<string>> HeadersAsync(
        IQuerySession session, SourceState state, Dictionary<string, string> types, List<Finding> findings, CancellationToken cancel)
    {
        var source = state.Source;
        IReadOnlyList<string>? first = null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in state.Take)
        {
            var line = source.Format == SourceFormat.Csv && file.Bytes > 0
                ? await FirstLine.OfAsync(source.Dialect, state.ReadPath(file), cancel).ConfigureAwait(false) : null;
            if (line is not null && seen.Contains(line)) continue;
            var names = file.Bytes == 0 ? [] : await HeaderAsync(session, source, state.ReadPath(file), types, cancel)
                .ConfigureAwait(false);
            var before = findings.Count;
            if (names.Count > 0 && source.Format == SourceFormat.Csv && !source.Columns.IsEmpty)
                names = Renamed(source, file, names, findings);
            if (names.GroupBy(n => n, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Key == "" || g.Count() > 1) is { } twice)
                findings.Add(Differ.At(source.Place, twice.Key == ""
                    ? $"`{file.Name}` of source `{source.Name}` has a column without a name"
                    : $"`{file.Name}` of source `{source.Name}` has the column `{twice.Key}` twice",
                    "give every column a name of its own in the file, or by `columns` of the source"));
            if (names.Count == 0)
                findings.Add(None.At(source.Place, $"`{file.Name}` of source `{source.Name}` is empty, without even a header",
                    "remove the file, or bring it again whole"));
            first ??= names;
            if (!first.SequenceEqual(names, StringComparer.Ordinal))
                findings.Add(Differ.At(source.Place,
                    $"`{file.Name}` of source `{source.Name}` has the columns {SourceDrift.Names(names)} where {SourceDrift.Names(first)} are expected",
                    "files of one source share one header in one order; split them into sources or correct the file"));
            if (line is not null && findings.Count == before) seen.Add(line);
        }
        return first ?? [];
    }

    /// <summary>Columns of a source with a header are names in the place of the header's.</summary>
    private static ImmutableArray<string> Renamed(Source source, SourceFile file, IReadOnlyList<string> header, List<Finding> findings)
    {
        if (header.Count > source.Columns.Length)
            findings.Add(Differ.At(source.Place,
                $"`{file.Name}` of source `{source.Name}` has {header.Count} columns, and `columns` names {source.Columns.Length}",
                "name as many columns as the file has"));
        return source.Columns;
    }

    private static async ValueTask<IReadOnlyList<string>> HeaderAsync(
        IQuerySession session, Source source, string path, Dictionary<string, string> types, CancellationToken cancel)
    {
        if (source.Format == SourceFormat.Parquet)
        {
            var shape = await session.QueryAsync(StageDeltaSql.ColumnsOfParquet(path), 1, cancel).ConfigureAwait(false);
            foreach (var (name, type) in shape.Columns.Zip(shape.Types)) types.TryAdd(name, type);
            return shape.Columns;
        }
        var first = await session.QueryAsync(StageCsvSql.Header(source, path, StageCsvSql.UsualColumns), 1, cancel).ConfigureAwait(false);
        if (first.Rows.Count == 0)
            first = await session.QueryAsync(StageCsvSql.Header(source, path, StageCsvSql.MaxColumns), 1, cancel).ConfigureAwait(false);
        if (first.Rows.Count == 0) return [];
        var cells = first.Rows[0];
        var count = cells.Count;
        while (count > 0 && cells[count - 1] is null) count--;
        return [.. cells.Take(count).Select(cell => (cell as string ?? "").Trim())];
    }

    private static async ValueTask<IReadOnlyList<string>> KeysAsync(IQuerySession session, SourceState state, CancellationToken cancel)
    {
        var keys = new List<string>();
        foreach (var file in state.Take.Take(FilesLookedAt))
            foreach (var row in (await session.QueryAsync(StageJsonSql.KeysOf(state.Source, state.ReadPath(file)), MostKeys, cancel)
                .ConfigureAwait(false)).Rows)
                if (row[0] is string key && !keys.Contains(key)) keys.Add(key);
        return keys;
    }
}
