using System.Globalization;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Replaying;

/// <summary>
/// Brings together what a version was made from: its source files or tables, the version before it, the versions it read. Each is held
/// against what was recorded of it, by its bytes; what is gone or differs is named, for nothing can be made again from it.
/// </summary>
internal sealed class ReplayInputs(MeshStore store, InForce inForce, OpenTables tables, StoredContent stored)
{
    public static readonly FindingKind Gone = new("TRY1450", Severity.Error, "a source file that a run read is gone");
    public static readonly FindingKind Differs = new("TRY1451", Severity.Error, "a source is not as it was when a run read it");
    public static readonly FindingKind Earlier = new("TRY1453", Severity.Error, "a version that a run read is not as it was recorded");

    private const int MostNamed = 20;
    private const int DigitsShown = 16;

    /// <param name="made">The version, as it was recorded.</param>
    /// <param name="earlier">All versions of its product before it, oldest first.</param>
    public async ValueTask<PublishPlan> OfAsync(Product product, VersionManifest made, IReadOnlyList<VersionManifest> earlier,
        List<Finding> findings, CancellationToken cancel)
    {
        var before = earlier.Count == 0 ? null : earlier[^1];
        if (before is not null) await JudgeAsync(product.Place, Name(made), before, findings, cancel).ConfigureAwait(false);
        var inputs = new Dictionary<string, VersionManifest>(StringComparer.Ordinal);
        foreach (var input in made.Inputs)
            if (await store.Ledger.VersionAsync(Reference.TryParse(input)!, cancel).ConfigureAwait(false) is { } version)
            {
                inputs[version.Ref] = version;
                await JudgeAsync(product.Place, Name(made), version, findings, cancel).ConfigureAwait(false);
            }
            else
                findings.Add(Earlier.At(product.Place, $"`{Name(made)}` read `{input}`, which is not on record", "restore the store from a backup"));
        var sources = new List<SourceState>();
        foreach (var recorded in made.Sources)
            if (DuePlan.SourceOf(inForce.Mesh, product, recorded.Source) is { } source)
                sources.Add(await SourceAsync(source, made, recorded, before?.Sources.FirstOrDefault(s => s.Source == recorded.Source),
                    findings, cancel).ConfigureAwait(false));
        return new(product, before, inputs, sources, made.Fingerprint, "replay");
    }

    private static string Name(VersionManifest version) => $"{version.Ref}#{version.Version}";

    /// <summary>Holds a version that was read against what was recorded of it.</summary>
    /// <param name="reader">What read it.</param>
    private ValueTask JudgeAsync(SourcePlace? place, string reader, VersionManifest read, List<Finding> findings,
        CancellationToken cancel) =>
        JudgeAsync(stored, place, reader, read, findings, cancel);

    public static async ValueTask JudgeAsync(StoredContent stored, SourcePlace? place, string reader, VersionManifest read,
        List<Finding> findings, CancellationToken cancel)
    {
        foreach (var table in read.Tables)
        {
            string found;
            try
            {
                found = await stored.OfAsync(table, cancel).ConfigureAwait(false);
            }
            catch (BackendException e) when (e.Fault is BackendFault.Corrupt or BackendFault.Refused or BackendFault.Unreachable)
            {
                findings.Add(Earlier.At(place, $"`{reader}` read table `{table.Object}` of `{Name(read)}`, which cannot be read: {e.Message}",
                    "restore the lake from a backup"));
                continue;
            }
            if (found != table.Content)
                findings.Add(Earlier.At(place,
                    $"`{reader}` read table `{table.Object}` of `{Name(read)}`, recorded as {table.Content}; the lake now holds {found}",
                    "the lake was changed from outside: restore it from a backup"));
        }
    }

    /// <summary>A source as the run found it, as far as it still is so.</summary>
    private async ValueTask<SourceState> SourceAsync(Source source, VersionManifest made, SourceManifest recorded, SourceManifest? before,
        List<Finding> findings, CancellationToken cancel)
    {
        var (now, why) = await FindAsync(source, cancel).ConfigureAwait(false);
        var there = now?.Files.ToDictionary(f => f.Name, StringComparer.Ordinal) ?? [];
        var old = source.TakesOnce ? (before?.Files ?? []).Select(f => f.Name).ToHashSet(StringComparer.Ordinal) : [];
        var (take, missed) = (new List<SourceFile>(), new List<Finding>());
        foreach (var was in recorded.Files.Where(f => !old.Contains(f.Name)))
            if (!there.TryGetValue(was.Name, out var file))
                missed.Add(Gone.At(source.Place, $"`{Name(made)}` read `{was.Name}` of source `{source.Name}`, {Words(was.Bytes, was.Sha256)}; it is gone"
                    + (why is null ? "" : ": " + why), Elsewhere(now, was)));
            else if (file.Sha256 != was.Sha256)
                missed.Add(Differs.At(source.Place,
                    $"`{Name(made)}` read `{was.Name}` of source `{source.Name}`, {Words(was.Bytes, was.Sha256)}; it is now {Words(file.Bytes, file.Sha256)}",
                    "bring it back as it was, from a backup or from its system; what it holds now is published by `treaty run`"));
            else take.Add(file);
        findings.AddRange(missed.Take(MostNamed));
        if (missed.Count > MostNamed)
            findings.Add(Gone.At(source.Place, $"{missed.Count - MostNamed} more files of source `{source.Name}` are gone or differ",
                "bring the files of the source back as they were"));
        var folder = now?.Folder ?? store.FolderOf(inForce.Mesh.Settings, source.Root) + Path.DirectorySeparatorChar;
        IReadOnlyList<SourceFile> files = source.TakesOnce
            ? [.. recorded.Files.Select(f => new SourceFile(f.Name, folder + f.Name, f.Bytes, f.Modified, f.Sha256))] : take;
        return new(source, folder, files, take) { Before = before, Stated = now?.Stated ?? [], Table = now?.Table };
    }

    /// <summary>What is at its place now, every byte of it read; null and the reason where nothing is.</summary>
    private async ValueTask<(SourceState? Now, string? Why)> FindAsync(Source source, CancellationToken cancel)
    {
        try
        {
            return (await new FindSource(store, inForce.Mesh.Settings, tables).RunAsync(source, null, null, [], cancel)
                .ConfigureAwait(false), null);
        }
        catch (BackendException e) when (e.Fault is BackendFault.Unreachable or BackendFault.Refused or BackendFault.Corrupt)
        {
            return (null, e.Message);
        }
    }

    private static string Elsewhere(SourceState? now, SourceFileManifest was) =>
        now?.Files.FirstOrDefault(f => f.Sha256 == was.Sha256) is { } same
            ? $"`{same.Name}` holds the same bytes: give it back its name"
            : "bring it back from a backup or from its system; without it this step cannot be made again";

    /// <summary>A table of a database has no bytes of its own: its hash is over its columns and rows.</summary>
    private static string Words(long bytes, string sha256) =>
        (bytes == 0 ? "" : $"{bytes.ToString(CultureInfo.InvariantCulture)} bytes, ") + $"sha256 {sha256[..DigitsShown]}…";
}
