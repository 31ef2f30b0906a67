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

/// <summary>Compares the directory with what is in force, saves plans, and shows where they stand.</summary>
/// <param name="directory">The directory as it was checked; null where it does not matter.</param>
public sealed class PlanMesh(MeshStore store, CheckReport? directory)
{
    public static readonly FindingKind NoPlan = new("TRY0223", Severity.Error, "there is no such plan");
    public static readonly FindingKind NoReason = new("TRY0229", Severity.Error, "a plan is refused without a reason");
    public static readonly FindingKind SameAsInForce = new("TRY0226", Severity.Info, "nothing would change");

    private PlanSide? _inForce;

    private ILedger Ledger => store.Ledger;

    /// <summary>What would change if the directory came into force; nothing is recorded.</summary>
    public async ValueTask<PlanReport> PreviewAsync(CheckReport check, Moment moment, CancellationToken cancel)
    {
        var before = await InForceAsync(check, cancel).ConfigureAwait(false);
        var plan = await new PlanReach(Ledger, before?.Mesh, check.Mesh)
            .WithLineageAsync(MakePlan.Between(before, new(check.Mesh, check.Trees)), cancel).ConfigureAwait(false);
        var saved = await Ledger.PlanAsync(PlanRecords.IdOf(plan), cancel).ConfigureAwait(false) is { Stale: false } standing ? standing
            : null;
        IReadOnlyList<Finding> findings = plan.IsEmpty ? [SameAsInForce.At(null, "the directory is what is in force", "nothing to do")]
            : [.. BreakingChanges.Judge(before, new(check.Mesh, check.Trees), moment.Day),
                .. RelianceChanges.Judge(before, new(check.Mesh, check.Trees))];
        return await ReportAsync(plan, saved, new(before?.Mesh, check.Mesh), false, findings, moment, cancel).ConfigureAwait(false);
    }

    /// <summary>Keeps the plan and its documents, so that it can be approved and carried out as it is.</summary>
    public async ValueTask<PlanReport> SaveAsync(CheckReport check, Actor actor, Moment moment, CancellationToken cancel)
    {
        var report = await PreviewAsync(check, moment, cancel).ConfigureAwait(false);
        if (report.Plan.IsEmpty || report.Refused || report.Author is not null) return report;
        var changed = report.Plan.Documents.Select(d => d.Path).ToHashSet(StringComparer.Ordinal);
        await Ledger.KeepAllAsync([.. check.Trees.Where(t => changed.Contains(t.Document.Path)).Select(t => t.Document.Text)], cancel)
            .ConfigureAwait(false);
        var body = new PlanBody(report.Plan, actor.Sign(SavedPlan.Text(report.Hash, actor.Id, moment.Now)));
        await Ledger.RecordAsync(PlanRecords.Saved, report.Id, actor.Id, moment, TreatyJson.Write(body), cancel).ConfigureAwait(false);
        var before = await InForceAsync(check, cancel).ConfigureAwait(false);
        return await ReportAsync(report.Plan, await Ledger.PlanAsync(report.Id, cancel).ConfigureAwait(false), new(before?.Mesh,
            check.Mesh), false,
            report.Findings, moment, cancel).ConfigureAwait(false);
    }

    /// <summary>What is in force, read and put together once as long as it stays the same.</summary>
    private async ValueTask<PlanSide?> InForceAsync(CheckReport? check, CancellationToken cancel)
    {
        if (_inForce is null || (await EnterForce.NewestAsync(Ledger, cancel).ConfigureAwait(false))?.Hash != _inForce.Mesh.Hash)
            _inForce = await PlanSides.InForceAsync(Ledger, check, cancel).ConfigureAwait(false);
        return _inForce;
    }

    /// <summary>A saved plan and where it stands; null where there is none of this id.</summary>
    public async ValueTask<PlanReport?> ShowAsync(string id, Moment moment, CancellationToken cancel) =>
        await OpenPlan.FindAsync(Ledger, id, directory, moment, cancel).ConfigureAwait(false) is { } open
            ? await ShowAsync(open, moment, cancel).ConfigureAwait(false) : null;

    public async ValueTask<PlanReport> ShowOrMissingAsync(string id, Moment moment, CancellationToken cancel) =>
        await ShowAsync(id, moment, cancel).ConfigureAwait(false) ?? Missing(id);

    internal async ValueTask<PlanReport> ShowAsync(OpenPlan open, Moment moment, CancellationToken cancel) =>
        await ReportAsync(open.Saved.Plan, open.Saved, open.Approvals, open.Outdated, [], moment, cancel).ConfigureAwait(false);

    /// <summary>The mesh whose principals decide upon the directory; null where none are known.</summary>
    public async ValueTask<Mesh?> AuthorityAsync(CheckReport check, CancellationToken cancel) =>
        new Approvals((await InForceAsync(check, cancel).ConfigureAwait(false))?.Mesh, check.Mesh).Authority;

    /// <summary>The mesh whose principals decide upon a saved plan; null where none are known, or there is no such plan.</summary>
    public async ValueTask<Mesh?> AuthorityOfAsync(string id, Moment moment, CancellationToken cancel) =>
        await InForceAsync(directory, cancel).ConfigureAwait(false) is { Mesh: { HasPrincipals: true } inForce } ? inForce
            : (await OpenPlan.FindAsync(Ledger, id, directory, moment, cancel).ConfigureAwait(false))?.Approvals?.Authority;

    public async ValueTask<IReadOnlyList<PlanLine>> ListAsync(Moment moment, CancellationToken cancel)
    {
        var lines = new List<PlanLine>();
        foreach (var saved in await Ledger.PlansAsync(cancel).ConfigureAwait(false))
        {
            var report = await ShowOrMissingAsync(saved.Id, moment, cancel).ConfigureAwait(false);
            lines.Add(new(saved.Id, saved.Author, saved.At, report.Applied, report.Outdated, report.State.Ready, report.Plan.Changes.Length,
                report.Plan.Changes.Count(c => c.Compatibility == Compatibility.Breaking),
                report.State.Decisions.Count(d => d.Missing is not null) + report.State.Acknowledgements.Count(a =>
                    a.Missing is not null)));
        }
        return lines;
    }

    private async ValueTask<PlanReport> ReportAsync(Plan plan, SavedPlan? saved, Approvals? approvals, bool outdated,
        IReadOnlyList<Finding> findings, Moment moment, CancellationToken cancel)
    {
        var authority = approvals?.Authority;
        var said = saved is null ? [] : await Ledger.SaidAsync(saved, authority, cancel).ConfigureAwait(false);
        var state = approvals?.Judge(plan, saved?.ProvedAuthor(authority) ?? "", DateOnly.FromDateTime((saved?.At ?? moment.Now)
            .UtcDateTime),
            said, moment.Day) ?? new(false, [], [], []);
        var id = PlanRecords.IdOf(plan);
        var applied = saved is null ? null : (await Ledger.ReadAsync(new(PlanRecords.Applied, id), cancel).ConfigureAwait(false))
            .Where(r => r.Number > saved.Number).Select(r => (DateTimeOffset?)r.Entry.At).FirstOrDefault();
        return new(id, PlanRecords.HashOf(plan), saved?.Author, saved?.At, applied, outdated, plan, state, findings);
    }

    internal static PlanReport Missing(string id) => new(id, "", null, null, null, false, new("", "", [], [], [], []), new(false, [], [],
        []),
        [NoPlan.At(null, $"there is no plan `{id}`", "see `treaty plan --list`")]);
}
