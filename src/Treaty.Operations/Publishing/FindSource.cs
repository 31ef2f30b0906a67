using System.Security.Cryptography;
using System.Text;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Operations.Doors;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Publishing;

/// <summary>Finds what a source holds now, without reading it as data: its files or its table, each with a hash of its content.</summary>
public sealed class FindSource(MeshStore store, MeshSettings settings, OpenTables tables)
{
    public static readonly FindingKind Changed = new("TRY0801", Severity.Error, "a file of an append source changed after it was taken");

    public static readonly FindingKind Gone = new("TRY1409", Severity.Error, "a file of changes is gone");

    /// <remarks>A file that was taken, is gone, and stands there under another name is the same file.</remarks>
    /// <param name="before">How the newest version read it; null at the first publish.</param>
    /// <param name="seen">The files that a refused publish looked at: known, and not taken.</param>
    public async ValueTask<SourceState> RunAsync(
        Source source, SourceManifest? before, SourceManifest? seen, List<Finding> findings, CancellationToken cancel)
    {
        var folder = Path.TrimEndingDirectorySeparator(store.FolderOf(settings, source.Root)) + Path.DirectorySeparatorChar;
        var taken = (before?.Files ?? []).ToDictionary(f => f.Name, f => f.Sha256, StringComparer.Ordinal);
        var known = (seen?.Files ?? []).Concat(before?.Files ?? []).DistinctBy(f => f.Name)
            .ToDictionary(f => f.Name, f => new SourceFile(f.Name, "", f.Bytes, f.Modified, f.Sha256), StringComparer.Ordinal);
        if (source.IsTable) return await TableAsync(source, folder, cancel).ConfigureAwait(false) with { Before = before };
        if (source.Format == SourceFormat.Delta)
        {
            var table = await store.Feed.ListDeltaAsync(folder, source.Location, known, cancel).ConfigureAwait(false);
            return new(source, folder, table.Files, table.Files) { Before = before, Stated = table.Columns };
        }
        var files = await store.Feed.ListAsync(folder, source.Location, known, cancel).ConfigureAwait(false);
        if (source.Mode == SourceMode.Full) return new(source, folder, files, files) { Before = before };
        foreach (var file in files)
            if (taken.TryGetValue(file.Name, out var sha256) && sha256 != file.Sha256)
                findings.Add(Changed.At(source.Place, $"`{file.Name}` of source `{source.Name}` is not as it was when it was taken",
                    "such a source only grows by new files; bring the correction as a new file, or set `mode: full`"));
        var missing = taken.Keys.Except(files.Select(f => f.Name)).ToList();
        var lost = missing.Select(m => taken[m]).ToHashSet(StringComparer.Ordinal);
        var renamed = files.Where(f => !taken.ContainsKey(f.Name) && f.Constants.Count == 0 && lost.Contains(f.Sha256)).ToList();
        if (source.TakesOnce)
            return new(source, folder, files, [.. files.Where(f => !taken.ContainsKey(f.Name)).Except(renamed)]) { Before = before };
        var found = renamed.Select(f => f.Sha256).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in missing.Where(m => !found.Contains(taken[m])).Order(StringComparer.Ordinal))
            findings.Add(Gone.At(source.Place, $"`{gone}` of source `{source.Name}` was taken before and is gone",
                "the state follows from all changes, so their files must stay; bring it back, or set `mode: full` and bring the state"));
        return new(source, folder, files, files) { Before = before };
    }

    private async ValueTask<SourceState> TableAsync(Source source, string folder, CancellationToken cancel)
    {
        var (place, name) = await PlaceAsync(source, folder, cancel).ConfigureAwait(false);
        var snapshot = await tables.OfAsync(place, cancel).ConfigureAwait(false);
        var table = await snapshot.DescribeAsync(source.Table!, cancel).ConfigureAwait(false);
        var fingerprint = $"{string.Join(',', table.Columns.Select(c => $"{c.Name} {c.DeclaredType}"))}\n"
            + await snapshot.FingerprintAsync(table, cancel).ConfigureAwait(false);
        var file = new SourceFile($"{name}:{source.Table}", "", 0, DateTimeOffset.UnixEpoch,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(fingerprint))));
        return new(source, folder, [file], [file])
        {
            Table = (snapshot, table), Stated = [.. table.Columns.Select(c => (c.Name, (string?)c.EngineType))],
        };
    }

    private async ValueTask<(TablePlace Place, string Name)> PlaceAsync(Source source, string folder, CancellationToken cancel)
    {
        if (source.Connection is { } name)
            return (new(null, settings.Connection(name) ?? throw new BackendException(BackendFault.Refused,
                $"source `{source.Name}` reads through `{name}`, which treaty.yaml does not name",
                "add it with host, database and user under `connections` in treaty.yaml")), name);
        var file = (await store.Feed.ListAsync(folder, source.Location, new Dictionary<string, SourceFile>(), cancel)
            .ConfigureAwait(false)) is [var only]
            ? only : throw new BackendException(BackendFault.Refused, $"`{source.Location}` of source `{source.Name}` is more than one file",
                "name one database file");
        return (new(file.Path, null), file.Name);
    }
}
