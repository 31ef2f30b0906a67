using Treaty.Core;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Ownership;
using Treaty.Core.Plans;
using Treaty.Operations.Doors;
using Treaty.Operations.Meshes;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Planning;

/// <summary>Compares the directory with what is in force, saves plans, takes approvals, and carries plans out.</summary>
public sealed class PlanMesh(MeshStore store)
{
    public static readonly FindingKind NoPlan = new("TRY0223", Severity.Error, "there is no such plan");
    public static readonly FindingKind Moved = new("TRY0224", Severity.Error, "the mesh in force has moved since the plan was made");
    public static readonly FindingKind NotApproved = new("TRY0225", Severity.Error, "a plan lacks approvals");
    public static readonly FindingKind NothingToSay = new("TRY0222", Severity.Error, "someone without a right speaks to a plan");
    public static readonly FindingKind NoReason = new("TRY0229", Severity.Error, "a plan is refused without a reason");
    public static readonly FindingKind SameAsInForce = new("TRY0226", Severity.Info, "nothing would change");
    public static readonly FindingKind SameMajor = new("TRY0227", Severity.Warning, "a breaking change under the same major version");

    private ILedger Ledger => store.Ledger;

    /// <summary>What would change if the directory came into force; nothing is recorded.</summary>
    public async ValueTask<PlanReport> PreviewAsync(CheckReport check, Moment moment, CancellationToken cancel)
    {
        var before = await PlanSides.InForceAsync(Ledger, check, cancel).ConfigureAwait(false);
        var plan = MakePlan.Between(before, new(check.Mesh, check.Trees));
        var saved = await Ledger.PlanAsync(PlanRecords.IdOf(plan), cancel).ConfigureAwait(false);
        var findings = plan.IsEmpty ? [SameAsInForce.At(null, "the directory is what is in force", "nothing to do")] : Breaks(plan, before?.Mesh, check.Mesh);
        return await ReportAsync(plan, saved, before?.Mesh, check.Mesh, findings, moment, cancel).ConfigureAwait(false);
    }

    /// <summary>Keeps the plan and its documents, so that it can be approved and carried out as it is.</summary>
    public async ValueTask<PlanReport> SaveAsync(CheckReport check, Actor actor, Moment moment, CancellationToken cancel)
    {
        var report = await PreviewAsync(check, moment, cancel).ConfigureAwait(false);
        if (report.Plan.IsEmpty || report.Author is not null) return report;
        foreach (var tree in check.Trees.Where(t => report.Plan.Documents.Any(d => d.Path == t.Document.Path)))
            await Ledger.KeepAsync(tree.Document.Text, cancel).ConfigureAwait(false);
        await AppendAsync(PlanRecords.Saved, report.Id, actor.Id, moment, TreatyJson.Write(report.Plan), cancel).ConfigureAwait(false);
        return report with { Author = actor.Id, SavedAt = moment.Now };
    }

    /// <summary>A saved plan and where it stands; null where there is none of this id.</summary>
    public async ValueTask<PlanReport?> ShowAsync(string id, Moment moment, CancellationToken cancel)
    {
        if (await FindAsync(id, cancel).ConfigureAwait(false) is not { } saved) return null;
        var before = await PlanSides.InForceAsync(Ledger, null, cancel).ConfigureAwait(false);
        var target = before?.Mesh.Hash == saved.Plan.Base || (before is null && saved.Plan.Base == "")
            ? MeshCompiler.Compile(await PlanSides.TargetAsync(Ledger, before, saved.Plan, cancel).ConfigureAwait(false), moment.Day).Mesh
            : before?.Mesh;
        return target is null ? null : await ReportAsync(saved.Plan, saved, before?.Mesh, target, [], moment, cancel).ConfigureAwait(false);
    }

    public async ValueTask<PlanReport> ShowOrMissingAsync(string id, Moment moment, CancellationToken cancel) =>
        await ShowAsync(id, moment, cancel).ConfigureAwait(false) ?? Missing(id);

    /// <summary>The mesh whose principals decide upon the directory; null where none are known.</summary>
    public async ValueTask<Mesh?> AuthorityAsync(CheckReport check, CancellationToken cancel) =>
        new Approvals((await PlanSides.InForceAsync(Ledger, check, cancel).ConfigureAwait(false))?.Mesh, check.Mesh).Authority;

    /// <summary>The mesh whose principals decide upon a saved plan; null where none are known, or there is no such plan.</summary>
    public async ValueTask<Mesh?> AuthorityOfAsync(string id, CancellationToken cancel)
    {
        var before = await PlanSides.InForceAsync(Ledger, null, cancel).ConfigureAwait(false);
        if (before is { Mesh.HasPrincipals: true }) return before.Mesh;
        if (await FindAsync(id, cancel).ConfigureAwait(false) is not { } saved) return null;
        return new Approvals(before?.Mesh, MeshCompiler.Compile(await PlanSides.TargetAsync(Ledger, before, saved.Plan, cancel)
            .ConfigureAwait(false)).Mesh).Authority;
    }

    public async ValueTask<IReadOnlyList<PlanLine>> ListAsync(Moment moment, CancellationToken cancel)
    {
        var lines = new List<PlanLine>();
        foreach (var saved in await Ledger.PlansAsync(cancel).ConfigureAwait(false))
            if (await ShowAsync(saved.Id, moment, cancel).ConfigureAwait(false) is { } report)
                lines.Add(new(saved.Id, saved.Author, saved.At, report.Applied, report.Outdated, report.State.Ready,
                    report.Plan.Changes.Length,
                    report.Plan.Changes.Count(c => c.Compatibility == Compatibility.Breaking),
                    report.State.Decisions.Count(d => d.Missing is not null)
                        + report.State.Acknowledgements.Count(a => a.Missing is not null)));
        return lines;
    }

    /// <summary>Signs a plan, or refuses it with a reason.</summary>
    public async ValueTask<PlanReport> ApproveAsync(string id, Actor actor, bool approves, string? reason, Moment moment,
        CancellationToken cancel)
    {
        if (await ShowAsync(id, moment, cancel).ConfigureAwait(false) is not { } report) return Missing(id);
        if (Standing(report) is { } finding) return report with { Findings = [finding] };
        if (!report.State.Free && !await MaySpeakAsync(report, actor.Id, moment, cancel).ConfigureAwait(false)) return NoSay(report,
            actor.Id);
        var said = new Approval(actor.Id, approves, reason, moment.Now);
        var signed = new SignedApproval(report.Id, said, actor.Sign(SignedApproval.Text(report.Hash, said)));
        await AppendAsync(PlanRecords.Said, report.Id, actor.Id, moment, TreatyJson.Write(signed), cancel).ConfigureAwait(false);
        return (await ShowAsync(report.Id, moment, cancel).ConfigureAwait(false))!;
    }

    /// <summary>Records what a principal said to a plan and signed himself; without his signature under exactly this plan nothing is
    /// recorded.</summary>
    public async ValueTask<PlanReport> TakeAsync(string id, Approval said, string signature, Moment moment, CancellationToken cancel)
    {
        if (await ShowAsync(id, moment, cancel).ConfigureAwait(false) is not { } report) return Missing(id);
        if (Standing(report) is { } finding) return report with { Findings = [finding] };
        var authority = await AuthorityOfAsync(id, cancel).ConfigureAwait(false);
        var text = SignedApproval.Text(report.Hash, said);
        if (authority?.Principal(said.Principal)?.PublicKey is not { } key || !Signature.Verifies(key, text, signature))
            return report with { Findings = [Actor.NotProved.At(null, $"the signature is not that of `{said.Principal}` under this plan",
                "sign the text of the approval with the key that principals.yaml names")] };
        if (!await MaySpeakAsync(report, said.Principal, moment, cancel).ConfigureAwait(false)) return NoSay(report, said.Principal);
        var signed = new SignedApproval(report.Id, said, signature);
        await AppendAsync(PlanRecords.Said, report.Id, said.Principal, moment, TreatyJson.Write(signed), cancel).ConfigureAwait(false);
        return (await ShowAsync(report.Id, moment, cancel).ConfigureAwait(false))!;
    }

    private static PlanReport NoSay(PlanReport report, string who) => report with
    {
        Findings = [NothingToSay.At(null, $"`{who}` holds none of the rights that this plan needs, and answers for no consumer of it",
            Wanted(report))],
    };

    /// <summary>Brings exactly the saved plan into force.</summary>
    public async ValueTask<PlanReport> ApplyAsync(string id, Actor actor, Moment moment, CancellationToken cancel)
    {
        await using var held = await Ledger.HoldAsync($"apply by {actor.Id} since {moment.Text}", cancel).ConfigureAwait(false);
        if (await ShowAsync(id, moment, cancel).ConfigureAwait(false) is not { } report) return Missing(id);
        if (Standing(report) is { } finding) return report with { Findings = [finding] };
        if (!report.State.Ready) return report with { Findings = [.. Lacking(report.State)] };
        var before = await PlanSides.InForceAsync(Ledger, null, cancel).ConfigureAwait(false);
        var compiled = MeshCompiler.Compile(await PlanSides.TargetAsync(Ledger, before, report.Plan, cancel).ConfigureAwait(false),
            moment.Day);
        if (compiled.Mesh.Hash != report.Plan.Target)
            throw new BackendException(BackendFault.Corrupt, $"the documents kept for plan {report.Id} are not the ones it was made of", "plan again");
        if (!compiled.Succeeded) return report with { Findings = [.. compiled.Findings.Where(f => f.Severity == Severity.Error)] };
        await CarryOutAsync(report, compiled.Mesh, before, actor, moment, cancel).ConfigureAwait(false);
        return report with { Applied = moment.Now };
    }

    private async ValueTask CarryOutAsync(PlanReport report, Mesh mesh, PlanSide? before, Actor actor, Moment moment,
        CancellationToken cancel)
    {
        var documents = (await PlanSides.TargetAsync(Ledger, before, report.Plan, cancel).ConfigureAwait(false))
            .Select(d => new ForceDocument(d.Document.Path, PlanSides.Sha256(d.Document.Text))).ToList();
        var authority = new Approvals(before?.Mesh, mesh).Authority;
        var approvals = report.State.Decisions.SelectMany(d => d.ApprovedBy)
            .Concat(report.State.Acknowledgements.Select(a => a.By).OfType<string>()).Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
            .Select(p => new AppliedApproval(p, [.. authority?.Principal(p)?.Teams ?? []])).ToList();
        LedgerEntry Entry(string kind, string subject, string body) => new(kind, subject, "", moment.Now, actor.Id, body);
        await Ledger.AppendAsync([
            Entry(PlanRecords.Applied, report.Id,
                TreatyJson.Write(new AppliedPlan(report.Id, report.Plan.Base, report.Plan.Target, approvals))),
            Entry(RecordKind.Mesh, mesh.Settings.Name, TreatyJson.Write(new ForceManifest(mesh.Hash, documents))),
        ], cancel).ConfigureAwait(false);
    }

    private async ValueTask<PlanReport> ReportAsync(Plan plan, SavedPlan? saved, Mesh? before, Mesh target, IReadOnlyList<Finding> findings,
        Moment moment, CancellationToken cancel)
    {
        var approvals = new Approvals(before, target);
        var said = saved is null ? [] : await Ledger.SaidAsync(saved, approvals.Authority, cancel).ConfigureAwait(false);
        var state = approvals.Judge(plan, saved?.Author ?? "", DateOnly.FromDateTime((saved?.At ?? moment.Now).UtcDateTime), said,
            moment.Day);
        var id = PlanRecords.IdOf(plan);
        var applied = (await Ledger.ReadAsync(new(PlanRecords.Applied, id), cancel).ConfigureAwait(false))
            .Select(r => (DateTimeOffset?)r.Entry.At).LastOrDefault();
        return new(id, PlanRecords.HashOf(plan), saved?.Author, saved?.At, applied, plan.Base != (before?.Hash ?? ""), plan, state,
            findings);
    }

    private async ValueTask<bool> MaySpeakAsync(PlanReport report, string who, Moment moment, CancellationToken cancel)
    {
        var before = await PlanSides.InForceAsync(Ledger, null, cancel).ConfigureAwait(false);
        var target = MeshCompiler.Compile(await PlanSides.TargetAsync(Ledger, before, report.Plan, cancel).ConfigureAwait(false)).Mesh;
        return new Approvals(before?.Mesh, target).MaySpeak(report.Plan, who, moment.Day);
    }

    /// <summary>A plan by its id, or by enough of its beginning.</summary>
    private async ValueTask<SavedPlan?> FindAsync(string id, CancellationToken cancel) =>
        (await Ledger.PlansAsync(cancel).ConfigureAwait(false))
            .Where(p => id.Length >= 4 && p.Id.StartsWith(id, StringComparison.Ordinal)).ToList()
            is [var only] ? only : null;

    private static PlanReport Missing(string id) =>
        new(id, "", null, null, null, false, new("", "", [], [], [], []), new(false, [], [], []),
        [NoPlan.At(null, $"there is no plan `{id}`", "see `treaty plan --list`")]);

    /// <summary>Why nothing can be said to a plan any more; null where it stands.</summary>
    private static Finding? Standing(PlanReport report) => report switch
    {
        { Applied: not null, Outdated: true } => Moved.At(null, $"plan `{report.Id}` was carried out already", "nothing to do"),
        { Outdated: true } => Moved.At(null, $"the mesh in force is no longer the one that plan `{report.Id}` was made against", "plan again: treaty plan --save"),
        _ => null,
    };

    private static IEnumerable<Finding> Lacking(PlanState state) =>
        state.Refusals.Select(refusal => NotApproved.At(null, $"the plan was refused by {refusal}", "change the documents and plan again, or convince them"))
            .Concat(state.Decisions.Where(d => d.Missing is not null)
                .Select(d => $"{d.Decision.Right.Text()} of {d.Decision.Scope} {d.Missing}")
                .Concat(state.Acknowledgements.Select(a => a.Missing)).OfType<string>()
                .Select(missing => NotApproved.At(null, missing, "ask for `treaty approve PLAN --as …`")));

    private static string Wanted(PlanReport report) =>
        $"it needs {string.Join("; ", report.State.Decisions.Where(d => d.Missing is not null).Select(Wanted).Distinct().Take(5))}";

    private static string Wanted(DecisionState state) =>
        $"{string.Join(" or ", state.Holders.Select(h => $"`{h}`"))} for {state.Decision.Scope}";

    private static List<Finding> Breaks(Plan plan, Mesh? before, Mesh after) =>
    [
        .. plan.Changes.Where(c => c.Compatibility == Compatibility.Breaking && c.Kind != ChangeKind.Removed | c.Path != "")
            .Select(c => (Change: c, DocumentScope.Of(c.Document).Product)).Where(x => x.Product is not null)
            .Where(x => before?.Product(x.Product!)?.Major is { } old && old == after.Product(x.Product!)?.Major)
            .Select(x => SameMajor.At(x.Change.Place,
                $"`{x.Change.Path}` breaks what consumers of `{x.Product}` were promised, and the version stays at "
                    + after.Product(x.Product!)!.Contract.Version,
                "raise the major version of the contract, or keep the promise")),
    ];

    private async ValueTask AppendAsync(string kind, string subject, string by, Moment moment, string body, CancellationToken cancel)
    {
        await using var held = await Ledger.HoldAsync($"{kind} by {by} since {moment.Text}", cancel).ConfigureAwait(false);
        await Ledger.AppendAsync([new LedgerEntry(kind, subject, "", moment.Now, by, body)], cancel).ConfigureAwait(false);
    }
}
