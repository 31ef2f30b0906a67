using Treaty.Core.Findings;
using Treaty.Core.Products;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Replaying;

/// <summary>
/// Proves what a run recorded. Every product version is made again from the sources, versions and documents it was made from, every
/// comparison from its versions, rules and decisions; and every table that was published is read again. Lake and ledger stay as they are.
/// </summary>
/// <param name="progress">Told of each step as it begins.</param>
public sealed class ReplayRun(MeshStore store, IProgress<RunProgress>? progress = null)
{
    public static readonly FindingKind Unknown = new("TRY1500", Severity.Error, "a run is not on record");
    public static readonly FindingKind Differs = new("TRY1501", Severity.Error, "a replay comes to another content than was recorded");
    public static readonly FindingKind Impossible = new("TRY1502", Severity.Error, "a part of a run can no longer be replayed");
    public static readonly FindingKind Documents = new("TRY1452", Severity.Error, "documents on record are not those of a run");
    public static readonly FindingKind Changed = new("TRY1454", Severity.Info, "documents have changed since a run");

    private readonly List<ReplayLine> _lines = [];
    private readonly List<Finding> _findings = [];
    private readonly List<string> _notMade = [];

    /// <param name="run">The run's id, such as r000012.</param>
    /// <param name="obeyed">The documents that it obeyed, where they are at hand; null: as the ledger keeps them.</param>
    public async ValueTask<ReplayReport> RunAsync(string run, InForce? obeyed, CancellationToken cancel)
    {
        var records = await store.Ledger.ReadAsync(new(Run: run), cancel).ConfigureAwait(false);
        if (records.Count == 0)
            return new(run, [], [Unknown.At(null, $"there is no run `{run}`",
                "name a run that `treaty audit` or the console lists, such as r000001")]);
        List<LedgerRecord> steps = [.. records.Where(r => r.Entry.Kind is RecordKind.Comparison or RecordKind.Version)];
        if (steps.Count > 0 && (obeyed ?? await DocumentsAsync(run, steps[0], cancel).ConfigureAwait(false)) is { } inForce)
            await StepsAsync(run, inForce, steps, cancel).ConfigureAwait(false);
        _findings.AddRange(_lines.Where(l => !l.Equal).Select(l => Differs.At(null,
            $"`{l.Ref}` table `{l.Table}` was recorded as {l.Recorded} and comes to {l.Found} {(l.How == "read-again" ? "in the lake" : "when it is made again")}",
            l.How == "read-again" ? "the lake was changed from outside: restore it from a backup, or run again"
                : "this program makes it differently than the one that recorded it, or the ledger was changed from outside")));
        return new(run, _lines, _findings) { NotMade = _notMade };
    }

    private async ValueTask StepsAsync(string run, InForce inForce, List<LedgerRecord> steps, CancellationToken cancel)
    {
        await using var scratch = await ReplayScratch.OpenAsync(store, inForce.Mesh.Settings, cancel).ConfigureAwait(false);
        var stored = new StoredContent(store, scratch.Session);
        var comparisons = steps.Where(r => r.Entry.Kind == RecordKind.Comparison).ToList();
        var reconciled = inForce.Mesh.Products.Where(p => p.Class == ProductClass.Reconciled).Select(p => p.Ref.ToString())
            .ToHashSet(StringComparer.Ordinal);
        // A comparison of a reconciled product is a part of its publish.
        var made = steps.Where(r => r.Entry.Kind == RecordKind.Version || !reconciled.Contains(OwnerOf(r.Entry.Subject))).ToList();
        foreach (var (record, number) in made.Select((r, i) => (r, i + 1)))
        {
            void Say(string stage, double? share) => progress?.Report(new(number, made.Count, record.Entry.Subject, stage, share));
            Say("making it again", null);
            if (record.Entry.Kind == RecordKind.Comparison)
                await MakeAsync(record, () => new ReplayComparison(store, inForce).OfFeedAsync(record, stored, cancel))
                    .ConfigureAwait(false);
            else if (TreatyJson.Read<VersionManifest>(record.Entry.Body).Run == run)
                await MakeAsync(record, () => new ReplayPublish(store, inForce, scratch, stored, comparisons, Say).RunAsync(record, cancel))
                    .ConfigureAwait(false);
        }
        foreach (var record in steps)
            _lines.AddRange(record.Entry.Kind == RecordKind.Comparison
                ? await ReadAgainAsync(record, TreatyJson.Read<ComparisonManifest>(record.Entry.Body), stored, cancel).ConfigureAwait(false)
                : await ReadAgainAsync(record, TreatyJson.Read<VersionManifest>(record.Entry.Body), stored, cancel).ConfigureAwait(false));
    }

    private static string OwnerOf(string comparison) => comparison[..comparison.LastIndexOf(':')];

    private async ValueTask MakeAsync(LedgerRecord record,
        Func<ValueTask<(IReadOnlyList<ReplayLine> Lines, IReadOnlyList<Finding> Findings)>> make)
    {
        try
        {
            var (lines, findings) = await make().ConfigureAwait(false);
            _lines.AddRange(lines);
            _findings.AddRange(findings);
            if (findings.HasErrors()) _notMade.Add(record.Entry.Subject);
        }
        catch (BackendException e) when (e.Fault is BackendFault.Corrupt or BackendFault.Unreachable or BackendFault.Refused)
        {
            _findings.Add(Impossible.At(null, $"`{record.Entry.Subject}` of {record.Entry.Run} cannot be made again: {e.Message}", e.Help));
            _notMade.Add(record.Entry.Subject);
        }
    }

    private async ValueTask<IReadOnlyList<ReplayLine>> ReadAgainAsync(LedgerRecord record, VersionManifest manifest, StoredContent stored,
        CancellationToken cancel)
    {
        var reference = $"{manifest.Ref}#{manifest.Version}";
        // Where files were merged since, the newest record of the version says where its rows lie.
        var lies = await store.Ledger.VersionAsync(Core.Meshes.Reference.TryParse(reference)!, cancel).ConfigureAwait(false) ?? manifest;
        return await ReadAgainAsync(record, reference, manifest.Tables, t => lies.Table(t.Object) ?? t, stored, cancel)
            .ConfigureAwait(false);
    }

    private ValueTask<IReadOnlyList<ReplayLine>> ReadAgainAsync(LedgerRecord record, ComparisonManifest manifest, StoredContent stored,
        CancellationToken cancel) =>
        ReadAgainAsync(record, manifest.Ref, [.. manifest.Tables.Where(t => t.Object != "superseded")], t => t, stored, cancel);

    private async ValueTask<IReadOnlyList<ReplayLine>> ReadAgainAsync(LedgerRecord record, string reference,
        IReadOnlyList<TableManifest> tables, Func<TableManifest, TableManifest> lies, StoredContent stored, CancellationToken cancel)
    {
        var lines = new List<ReplayLine>();
        foreach (var table in tables)
            try
            {
                lines.Add(new(reference, table.Object, "read-again", table.Content, await stored.OfAsync(lies(table), cancel)
                    .ConfigureAwait(false)));
            }
            catch (BackendException e) when (e.Fault is BackendFault.Corrupt or BackendFault.Unreachable or BackendFault.Refused)
            {
                _findings.Add(Impossible.At(null, $"table `{table.Object}` of `{reference}` of {record.Entry.Run} cannot be read again: {e.Message}",
                    await HelpAsync(reference, e, cancel).ConfigureAwait(false)));
            }
        return lines;
    }

    private async ValueTask<string> HelpAsync(string reference, BackendException failure, CancellationToken cancel) =>
        (await store.Ledger.RemovedVersionsAsync(cancel).ConfigureAwait(false)).TryGetValue(reference, out var run)
            ? $"its files were deleted by the vacuum {run}; put a hold on versions that must stay" : failure.Help;

    /// <summary>The documents in force at a record; null where the ledger no longer holds them. Says which have changed since.</summary>
    private async ValueTask<InForce?> DocumentsAsync(string run, LedgerRecord record, CancellationToken cancel)
    {
        InForce inForce;
        try
        {
            inForce = await LoadInForce.AsOfAsync(store, record.Number, cancel).ConfigureAwait(false);
        }
        catch (BackendException e) when (e.Fault == BackendFault.Corrupt)
        {
            _findings.Add(Documents.At(null, $"the documents that {run} obeyed cannot be read: {e.Message}", e.Help));
            return null;
        }
        var now = (await EnterForce.DocumentsAsync(store.Ledger, cancel).ConfigureAwait(false)).ToDictionary(d => d.Path, d => d.Text);
        var then = inForce.Documents.ToDictionary(d => d.Path, d => d.Text);
        var changed = then.Keys.Union(now.Keys).Where(path => then.GetValueOrDefault(path) != now.GetValueOrDefault(path))
            .Order(StringComparer.Ordinal).ToList();
        if (changed.Count > 0)
            _findings.Add(Changed.At(null, $"since {run} {string.Join(", ", changed.Take(20).Select(path => $"`{path}`"))}"
                + $"{(changed.Count > 20 ? $" and {changed.Count - 20} more" : "")} changed", "nothing is to be done: the replay obeys the documents of then"));
        return inForce;
    }
}
