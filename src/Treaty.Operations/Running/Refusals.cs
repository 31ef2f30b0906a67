using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Running;

/// <summary>
/// Remembers in the ledger what was refused, and for what it was given, so that a run with nothing new says it again instead of doing the
/// work again. What the world, the moment or the one who runs decided is not remembered: it may be otherwise next time.
/// </summary>
public sealed class Refusals(MeshStore store, RunIdentity run, IReadOnlyDictionary<string, RefusalManifest> known, RunRequest request)
{
    private static readonly HashSet<string> Passing = new(StringComparer.Ordinal)
    {
        RunMesh.MayNotRelease.Code, RunMesh.World.Code, StageSources.Moved.Code,
    };

    public static async ValueTask<Refusals> OpenAsync(MeshStore store, RunIdentity run, RunRequest request, CancellationToken cancel) =>
        new(store, run, await store.Ledger.NewestRefusalsAsync(cancel).ConfigureAwait(false), request);

    /// <summary>The source files that the newest refusal of a product saw.</summary>
    public IReadOnlyList<SourceManifest> SourcesOf(Reference product) => known.GetValueOrDefault(product.ToString())?.Sources ?? [];

    /// <summary>The refusal, where this very step was refused before and no one asks for it by name or with retry; else null.</summary>
    public StepReport? Recall(string subject, string fingerprint, long? before) =>
        !request.Retry && !request.Only.Contains(subject) && known.GetValueOrDefault(subject) is { } refusal
            && refusal.Fingerprint == Given(fingerprint, before)
            ? refusal.Step with { Outcome = StepOutcome.StillRefused, Because = $"as in run {refusal.Run}: nothing it reads has changed", 
                Rows = RowFigures.None, Times = StepTimes.None }
            : null;

    public StepReport? Recall(PublishPlan plan) => Recall(plan.Product.Ref.ToString(), plan.Fingerprint, plan.Before?.Version);

    /// <summary>Records a report if it is a refusal that would come again; returns it.</summary>
    public async ValueTask<StepReport> NoteAsync(StepReport report, string fingerprint, long? before, IReadOnlyList<SourceState> sources)
    {
        if (report.Outcome != StepOutcome.Refused || report.Findings.Any(f => f.Severity == Severity.Error && Passing.Contains(f.Code)))
            return report;
        var files = sources.Select(s => new SourceManifest(s.Source.Name,
            [.. s.Files.Select(f => new SourceFileManifest(f.Name, f.Bytes, f.Modified, f.Sha256, 0))], []));
        var refusal = new RefusalManifest(run.Id, run.At, Given(fingerprint, before), [.. files], report);
        await store.Ledger.AppendAsync([new(RecordKind.Refusal, report.Ref, run.Id, run.At, run.By, TreatyJson.Write(refusal))],
            CancellationToken.None).ConfigureAwait(false);
        return report;
    }

    public ValueTask<StepReport> NoteAsync(StepReport report, PublishPlan plan) =>
        NoteAsync(report, plan.Fingerprint, plan.Before?.Version, plan.Sources);

    /// <summary>Some checks look at the version before.</summary>
    private static string Given(string fingerprint, long? before) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{fingerprint}#{before ?? 0}");
}
