using Treaty.Core;
using Treaty.Core.Findings;
using Treaty.Core.Ownership;
using Treaty.Core.Plans;
using Treaty.Operations.Doors;
using Treaty.Operations.Meshes;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Planning;

/// <summary>Takes what principals say to a saved plan, and carries out exactly what was saved.</summary>
/// <param name="directory">Documents that need not be read from the ledger where it holds the same; null where there are none.</param>
public sealed class DecidePlan(MeshStore store, CheckReport? directory)
{
    public static readonly FindingKind Moved = new("TRY0224", Severity.Error, "the mesh in force has moved since the plan was made");
    public static readonly FindingKind NotApproved = new("TRY0225", Severity.Error, "a plan lacks approvals");
    public static readonly FindingKind NothingToSay = new("TRY0222", Severity.Error, "someone without a right speaks to a plan");

    private readonly PlanMesh _plans = new(store, directory);

    private ILedger Ledger => store.Ledger;

    /// <summary>Signs a plan, or refuses it with a reason.</summary>
    public async ValueTask<PlanReport> ApproveAsync(string id, Actor actor, bool approves, string? reason, Moment moment,
        CancellationToken cancel)
    {
        if (await OpenPlan.FindAsync(Ledger, id, directory, moment, cancel).ConfigureAwait(false) is not { } open)
            return PlanMesh.Missing(id);
        var said = new Approval(actor.Id, approves, reason, moment.Now);
        return await HearAsync(open, said, report => actor.Sign(SignedApproval.Text(report.Hash, said)), moment, cancel)
            .ConfigureAwait(false);
    }

    /// <summary>Records what a principal said to a plan and signed himself; without his signature under exactly this plan nothing is
    /// recorded.</summary>
    public async ValueTask<PlanReport> TakeAsync(string id, Approval said, string signature, Moment moment, CancellationToken cancel)
    {
        if (await OpenPlan.FindAsync(Ledger, id, directory, moment, cancel).ConfigureAwait(false) is not { } open)
            return PlanMesh.Missing(id);
        var text = SignedApproval.Text(PlanRecords.HashOf(open.Saved.Plan), said);
        if (open.Approvals?.Authority?.Principal(said.Principal)?.PublicKey is { } key && Signature.Verifies(key, text, signature))
            return await HearAsync(open, said, _ => signature, moment, cancel).ConfigureAwait(false);
        return await _plans.ShowAsync(open, moment, cancel).ConfigureAwait(false) with
        {
            Findings = [Actor.NotProved.At(null, $"the signature is not that of `{said.Principal}` under this plan",
                "sign the text of the approval with the key that principals.yaml names")],
        };
    }

    private async ValueTask<PlanReport> HearAsync(OpenPlan open, Approval said, Func<PlanReport, string?> signature, Moment moment,
        CancellationToken cancel)
    {
        var report = await _plans.ShowAsync(open, moment, cancel).ConfigureAwait(false);
        if (Standing(report) is { } finding) return report with { Findings = [finding] };
        if (await open.UntrueAsync(Ledger, cancel).ConfigureAwait(false) is { } untrue) return report with { Findings = [untrue] };
        if (!report.State.Free && open.Approvals?.MaySpeak(report.Plan, said.Principal, moment.Day) != true)
            return report with
            {
                Findings = [NothingToSay.At(null,
                    $"`{said.Principal}` holds none of the rights that this plan needs, and answers for no consumer of it", Wanted(report))],
            };
        var signed = new SignedApproval(report.Id, said, signature(report));
        await Ledger.RecordAsync(PlanRecords.Said, report.Id, said.Principal, moment, TreatyJson.Write(signed), cancel)
            .ConfigureAwait(false);
        return await _plans.ShowAsync(open, moment, cancel).ConfigureAwait(false);
    }

    /// <summary>Brings exactly the saved plan into force. A refusal is recorded too, so that it is known who was held back by
    /// what.</summary>
    public async ValueTask<PlanReport> ApplyAsync(string id, Actor actor, Moment moment, CancellationToken cancel)
    {
        await using var held = await Ledger.HoldAsync($"apply by {actor.Id} since {moment.Text}", cancel).ConfigureAwait(false);
        if (await OpenPlan.FindAsync(Ledger, id, directory, moment, cancel).ConfigureAwait(false) is not { } open)
            return PlanMesh.Missing(id);
        var report = await _plans.ShowAsync(open, moment, cancel).ConfigureAwait(false);
        IReadOnlyList<Finding> refusal = Standing(report) is { } finding ? [finding]
            : await open.UntrueAsync(Ledger, cancel).ConfigureAwait(false) is { } untrue ? [untrue]
            : !report.State.Ready ? [.. Lacking(report.State)] : [.. open.Findings.Where(f => f.Severity == Severity.Error)];
        if (refusal.Count > 0)
        {
            var body = TreatyJson.Write(new RefusedPlan(report.Id, refusal));
            await Ledger.AppendAsync([Entry(PlanRecords.Refused, report.Id, actor, moment, body)], cancel).ConfigureAwait(false);
            return report with { Findings = refusal };
        }
        await CarryOutAsync(report, open, actor, moment, cancel).ConfigureAwait(false);
        return report with { Applied = moment.Now };
    }

    private async ValueTask CarryOutAsync(PlanReport report, OpenPlan open, Actor actor, Moment moment, CancellationToken cancel)
    {
        var mesh = open.After!.Mesh;
        var documents = open.After.Documents.Select(d => new ForceDocument(d.Document.Path, PlanSides.Sha256(d.Document.Text))).ToList();
        var authority = open.Approvals!.Authority;
        var approvals = report.State.Decisions.SelectMany(d => d.ApprovedBy)
            .Concat(report.State.Acknowledgements.Select(a => a.By).OfType<string>()).Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
            .Select(p => new AppliedApproval(p, [.. authority?.Principal(p)?.Teams ?? []])).ToList();
        await Ledger.AppendAsync([
            Entry(PlanRecords.Applied, report.Id, actor, moment,
                TreatyJson.Write(new AppliedPlan(report.Id, report.Plan.Base, report.Plan.Target, approvals))),
            Entry(RecordKind.Mesh, mesh.Settings.Name, actor, moment, TreatyJson.Write(new ForceManifest(mesh.Hash, documents))),
        ], cancel).ConfigureAwait(false);
    }

    private static LedgerEntry Entry(string kind, string subject, Actor actor, Moment moment, string body) =>
        new(kind, subject, "", moment.Now, actor.Id, body);

    /// <summary>Why nothing can be said to a plan any more; null where it stands.</summary>
    private static Finding? Standing(PlanReport report) => report switch
    {
        { Applied: not null, Outdated: true } => Moved.At(null, $"plan `{report.Id}` was carried out already",
            "nothing to do; where it is wanted again, save it again and have it approved again"),
        { Outdated: true } => Moved.At(null, $"the mesh in force is no longer the one that plan `{report.Id}` was made against",
            "plan again: treaty plan --save"),
        _ => null,
    };

    private static IEnumerable<Finding> Lacking(PlanState state) =>
        state.Refusals.Select(refusal => NotApproved.At(null, $"the plan was refused by {refusal}",
                "change the documents and plan again, or convince them"))
            .Concat(state.Decisions.Where(d => d.Missing is not null)
                .Select(d => $"{d.Decision.Right.Text()} of {d.Decision.Scope} {d.Missing}")
                .Concat(state.Acknowledgements.Select(a => a.Missing)).OfType<string>()
                .Select(missing => NotApproved.At(null, missing, "ask for `treaty approve PLAN --as …`")));

    private static string Wanted(PlanReport report) =>
        $"it needs {string.Join("; ", report.State.Decisions.Where(d => d.Missing is not null)
            .Select(d => $"{string.Join(" or ", d.Holders.Select(h => $"`{h}`"))} for {d.Decision.Scope}").Distinct().Take(5))}";
}
