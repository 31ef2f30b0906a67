using System.Diagnostics;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Reconciliation;
using Treaty.Core.Reconciliation.Matching;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Reconciling;

/// <summary>Makes reconciled products (their comparisons first, then the rows that read the groups, visible in one step) and the
/// comparisons of legacy
/// feeds.</summary>
public sealed class Comparing(MeshStore store, InForce inForce, RunIdentity run, Action<string, double?> say)
{
    /// <summary>Groups of one row a side that agree; <see cref="Groups"/> holds the others.</summary>
    public const string Agreed = "agreed";

    /// <summary>Rows of groups that do not say their rows themselves.</summary>
    public const string Members = "members";

    /// <summary>A view: the rows that are in no agreeing group.</summary>
    public const string OtherMembers = "other_members";
    public const string Groups = "groups";
    public const string Discrepancies = "discrepancies";
    public const string Proposals = "proposals";

    /// <summary>The canonical name of a comparison: its owner and its id.</summary>
    public static string RefOf(Comparison comparison) => comparison.Ref;

    public async ValueTask<(StepReport Report, PreparedStep? Step)> ReconcileAsync(PublishPlan plan, CancellationToken cancel)
    {
        var rules = inForce.Mesh.Reconciliation(plan.Product.Ref)!;
        var made = new List<Compared>();
        var findings = new List<Finding>();
        async ValueTask Prepare(IQuerySession session)
        {
            var views = new InputViews(store, session);
            foreach (var input in rules.Inputs)
                await views.ShowObjectAsync(Quote.Name(input.Alias), inForce.Mesh.Product(input.Object)!, input.Object.Object!,
                    plan.Inputs[input.Object.Bare.ToString()], cancel).ConfigureAwait(false);
            await session.ExecuteAsync(new SqlText("CREATE SCHEMA groups"), cancel).ConfigureAwait(false);
            foreach (var comparison in rules.Comparisons.Select(c => StatusAuthority.Apply(inForce.Mesh, c, run.Day)))
            {
                say($"comparing {comparison.A.Alias} and {comparison.B.Alias}", null);
                made.Add(await new CompareSides(store, inForce.Mesh, session, run)
                    { Rules = Rules(comparison), Inputs = plan.Inputs }.RunAsync(
                    comparison, comparison.A.Alias, comparison.B.Alias, plan.Fingerprint, Versions(comparison, plan.Inputs), findings,
                    cancel).ConfigureAwait(false));
                await session.ExecuteAsync(GroupsView(comparison, made[^1].Groups), cancel).ConfigureAwait(false);
            }
        }
        var (report, step) = await new PublishProduct(store, inForce, run, say).RunAsync(plan, Prepare, cancel).ConfigureAwait(false);
        if (findings.HasErrors()) return (PublishProduct.Refused(plan, report.Rows, report.Checks, report.Quarantine,
            [.. report.Findings, .. findings]), null);
        report = report with { Comparisons = [.. made.Select(m => Line(m.Manifest))], Findings = [.. report.Findings, .. findings] };
        return step is null ? (report, null)
            : (report, step with { Commits = [.. made.SelectMany(m => m.Commits), .. step.Commits], Records =
                [.. made.Select(m => m.Record), .. step.Records] });
    }

    /// <summary>Shows the groups of a comparison as the selects of its product name them.</summary>
    /// <param name="groups">Their relation, quoted.</param>
    public static SqlText GroupsView(Comparison comparison, string groups) => new($"CREATE VIEW {Quote.Name("groups", comparison.Id)} AS "
        + (comparison.Status is { } status ? $"SELECT *, {StatusRights.Holding(status)} AS status " : "") + $"FROM {groups}");

    /// <summary>Compares a feed with a product, where either has a new version or the rules changed.</summary>
    /// <param name="refusal">Why the one who runs may not do it; asked only when there is something to do.</param>
    public async ValueTask<StepReport> FeedStepAsync(Comparison comparison, IReadOnlyDictionary<string, VersionManifest> versions,
        Func<Finding?> refusal, Refusals refusals, CancellationToken cancel)
    {
        comparison = StatusAuthority.Apply(inForce.Mesh, comparison, run.Day);
        var reference = RefOf(comparison);
        var (a, b) = (versions.GetValueOrDefault(comparison.A.Object.Bare.ToString()),
            versions.GetValueOrDefault(comparison.B.Object.Bare.ToString()));
        var before = await store.Ledger.ComparisonAsync(reference, cancel).ConfigureAwait(false);
        var fingerprint = InForce.Hash([inForce.ShapeOf(inForce.Mesh.Product(comparison.Owner)!), $"{a?.Ref}#{a?.Version}",
            $"{b?.Ref}#{b?.Version}",
            a?.ContractVersion ?? "", b?.ContractVersion ?? "",
            new MatchLocks(await store.Ledger.LocksAsync(reference, cancel).ConfigureAwait(false)).Text,
            .. comparison.Inputs.Select(read => versions.GetValueOrDefault(read.Object.Bare.ToString()))
                .Select(v => $"{v?.Ref}#{v?.Version}"),
            .. StatusAuthority.Texts(comparison)]);
        if (before?.Fingerprint == fingerprint) return RunMesh.UpToDate(reference, "compare", null);
        if (refusals.Recall(reference, fingerprint, null) is { } same) return same;
        var missing = comparison.Inputs.Select(read => read.Object).Prepend(comparison.B.Object).Prepend(comparison.A.Object)
            .FirstOrDefault(of => !versions.ContainsKey(of.Bare.ToString()));
        if (a is null || b is null || missing is not null)
            return await refusals.NoteAsync(RunMesh.UpToDate(reference, "compare", null) with
            {
                Outcome = StepOutcome.Refused,
                Findings = [RunMesh.NoInput.At(comparison.Place,
                    $"`{missing!.Bare}` has never been published",
                    "publish it first; see why it was refused")],
            }, fingerprint, null, []).ConfigureAwait(false);
        if (refusal() is { } refused)
            return RunMesh.UpToDate(reference, "compare", null) with { Outcome = StepOutcome.Refused, Findings = [refused] };
        say("comparing", null);
        var report = await CompareAsync(comparison, versions, fingerprint, before is null ? "first comparison" : "input changed", cancel)
            .ConfigureAwait(false);
        return await refusals.NoteAsync(report, fingerprint, null, []).ConfigureAwait(false);
    }

    private async ValueTask<StepReport> CompareAsync(Comparison comparison, IReadOnlyDictionary<string, VersionManifest> versions,
        string fingerprint, string because, CancellationToken cancel)
    {
        VersionManifest Of(Reference reference) => versions[reference.Bare.ToString()];
        var clock = Stopwatch.StartNew();
        var findings = new List<Finding>();
        await using var session = await store.OpenSessionAsync(inForce.Mesh.Settings, [], writes: true, cancel).ConfigureAwait(false);
        var views = new InputViews(store, session);
        foreach (var (name, of) in comparison.Inputs.Select(read => (read.Name, read.Object))
            .Prepend(("side_b", comparison.B.Object)).Prepend(("side_a", comparison.A.Object)))
        {
            var product = inForce.Mesh.Product(of)!;
            await views.ShowObjectAsync(Quote.Name(name), product, ComparisonRules.ObjectOf(product, of)!, Of(of), cancel)
                .ConfigureAwait(false);
        }
        var made = await new CompareSides(store, inForce.Mesh, session, run)
            {
                Rules = Rules(comparison), Inputs = versions, Read = [.. comparison.Inputs.Select(read => Of(read.Object)).Distinct()],
            }
            .RunAsync(comparison, "side_a", "side_b", fingerprint, (Of(comparison.A.Object), Of(comparison.B.Object)), findings, cancel)
            .ConfigureAwait(false);
        var times = new StepTimes(0, clock.Elapsed.TotalSeconds, 0, clock.Elapsed.TotalSeconds);
        var report = new StepReport(RefOf(comparison), "compare", StepOutcome.Published, null, because, RowFigures.None, [], [],
            [Line(made.Manifest)],
            findings, times);
        if (findings.HasErrors()) return report with { Outcome = StepOutcome.Refused };
        await new CommitSteps(store).CommitAsync(new PreparedStep(RefOf(comparison), run.Id, run.At, run.By, made.Commits, [made.Record]),
            cancel)
            .ConfigureAwait(false);
        return report;
    }

    /// <summary>Hash of what shapes the comparison: the documents of its owner and of both sides, and the decision rights over
    /// statuses.</summary>
    private string Rules(Comparison comparison) => InForce.Hash(new[] { comparison.Owner, comparison.A.Object, comparison.B.Object }
        .Concat(comparison.Inputs.Select(read => read.Object))
        .Select(r => inForce.ShapeOf(inForce.Mesh.Product(r)!)).Concat(StatusAuthority.Texts(comparison)));

    private static (VersionManifest A, VersionManifest B) Versions(
        Comparison comparison, IReadOnlyDictionary<string, VersionManifest> inputs) =>
        (inputs[comparison.A.Object.Bare.ToString()], inputs[comparison.B.Object.Bare.ToString()]);

    private static ComparisonLine Line(ComparisonManifest manifest) =>
        new(manifest.Ref, manifest.A, manifest.B, manifest.Classes, manifest.Proofs) 
        {
            Searches = manifest.Searches, Changes = manifest.Changes, Whole = manifest.Whole, Controls = manifest.Controls,
        };
}
