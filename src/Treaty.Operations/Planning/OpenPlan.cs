using Treaty.Core;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Plans;
using Treaty.Operations.Doors;
using Treaty.Operations.Meshes;
using Treaty.Operations.Running;

namespace Treaty.Operations.Planning;

/// <summary>A saved plan together with what is in force and what it would lead to, loaded once for everything that is asked of
/// it.</summary>
/// <param name="Before">What is in force; null where nothing is.</param>
/// <param name="After">What the plan leads to; null where it was made against another mesh than the one in force.</param>
internal sealed record OpenPlan(SavedPlan Saved, PlanSide? Before, PlanSide? After, IReadOnlyList<Finding> Findings, string BaseInForce)
{
    public static readonly FindingKind NotAsSaved = new("TRY1103", Severity.Error, "a plan is not what its documents need");

    /// <summary>True where the plan was made against another mesh, or against this one when it was in force an earlier time: what was
    /// said to it then does not hold now.</summary>
    public bool Outdated => Saved.Stale || Saved.Plan.Base != BaseInForce;

    /// <summary>Who decides upon it.</summary>
    public Approvals? Approvals => (After ?? Before)?.Mesh is { } target ? new(Before?.Mesh, target) : null;

    /// <summary>A plan by its id, or by enough of its beginning; null where there is none, or several.</summary>
    /// <param name="directory">Documents that need not be read from the ledger where it holds the same.</param>
    public static async ValueTask<OpenPlan?> FindAsync(ILedger ledger, string id, CheckReport? directory, Moment moment,
        CancellationToken cancel)
    {
        if (await ledger.FindPlanAsync(id, cancel).ConfigureAwait(false) is not { } saved) return null;
        var force = await EnterForce.NewestAsync(ledger, cancel).ConfigureAwait(false);
        var before = await PlanSides.InForceAsync(ledger, directory, cancel).ConfigureAwait(false);
        var inForce = force?.Hash ?? "";
        if (saved.Plan.Base != inForce) return new(saved, before, null, [], inForce);
        var documents = await PlanSides.TargetAsync(ledger, before, saved.Plan, directory, cancel).ConfigureAwait(false);
        var compiled = MeshCompiler.Compile(documents, moment.Day);
        var after = new PlanSide(compiled.Mesh, documents);
        return new(saved, before, after, [.. compiled.Findings, .. BreakingChanges.Judge(before, after, moment.Day)], inForce);
    }

    /// <summary>
    /// Whether the plan says of its documents what they need. The record of a plan was written by whoever saved it; the decisions it
    /// names, and the changes that people read before they sign, are made again from the documents themselves, and from the
    /// lineage that was recorded when it was saved.
    /// </summary>
    public async ValueTask<Finding?> UntrueAsync(ILedger ledger, CancellationToken cancel)
    {
        if (After is null) return null;
        var needed = await new PlanReach(ledger, Before?.Mesh, After.Mesh, Saved.Number)
            .WithLineageAsync(MakePlan.Between(Before, After), cancel).ConfigureAwait(false);
        return After.Mesh.Hash == Saved.Plan.Target && PlanRecords.HashOf(needed) == PlanRecords.HashOf(Saved.Plan) ? null
            : NotAsSaved.At(null, $"plan `{Saved.Id}` asks for other decisions than its documents need", "plan again: treaty plan --save");
    }
}
