using Treaty.Core.Reconciliation;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reconciling;

/// <summary>Compares sides and makes reconciled products: the comparisons first, then the rows that read their groups, in one step.</summary>
public sealed class Comparing(MeshStore store, InForce inForce, RunIdentity run, Action<string, double?> say)
{
    /// <summary>The canonical name of a comparison: its owner and its id.</summary>
    public static string RefOf(Comparison comparison) => $"{comparison.Owner}:{comparison.Id}";

    public ValueTask<(StepReport Report, PreparedStep? Step)> ReconcileAsync(PublishPlan plan, CancellationToken cancel) =>
        new PublishProduct(store, inForce, run, say).RunAsync(plan, null, cancel);

    public ValueTask<StepReport> FeedStepAsync(Comparison comparison, IReadOnlyDictionary<string, VersionManifest> versions, CancellationToken cancel) =>
        ValueTask.FromResult(RunMesh.UpToDate(RefOf(comparison), "compare", versions.GetValueOrDefault(run.Id)?.Version));
}
