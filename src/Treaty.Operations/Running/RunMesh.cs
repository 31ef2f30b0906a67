using Treaty.Core;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Ownership;
using Treaty.Core.Products;
using Treaty.Operations.Contexts;
using Treaty.Operations.Doors;
using Treaty.Operations.Planning;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Reports;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Running;

/// <param name="Only">The products or comparisons to do, by reference; empty for everything that is due.</param>
/// <param name="By">Who runs.</param>
/// <param name="Kinds">Which kinds of steps to do.</param>
/// <param name="Retry">Try again what was refused before and has not changed since; what is named in Only is always tried.</param>
/// <param name="Actor">Proof of who runs, where the mesh knows principals: each product is done only by who holds its release.</param>
public sealed record RunRequest(IReadOnlyList<string> Only, string By, RunKinds Kinds = RunKinds.All, Actor? Actor = null,
    bool Retry = false);

[Flags]
public enum RunKinds
{
    /// <summary>Publishes of products and snapshots of feeds.</summary>
    Publish = 1,

    /// <summary>Reconciled products and comparisons of feeds.</summary>
    Reconcile = 2,

    All = Publish | Reconcile,
}

/// <summary>Does everything that is due, in dependency order: snapshots, publishes, reconciliations, comparisons. Each step is visible as
/// soon as it is done,
/// and never half.</summary>
public sealed class RunMesh(MeshStore store, InForce inForce, IProgress<RunProgress>? progress)
{
    public static readonly FindingKind Unknown = new("TRY0705", Severity.Error, "a name on the command line is not in the mesh");
    public static readonly FindingKind NoInput = new("TRY0706", Severity.Error, "an input has never been published");
    public static readonly FindingKind MayNotRelease = new("TRY0228", Severity.Error, "someone publishes without the right to release");
    public static readonly FindingKind Recovered = new("TRY0790", Severity.Info, "an interrupted run was finished or given up");
    public static readonly FindingKind Stopped = new("TRY0791", Severity.Error, "a run was stopped before its end");
    public static readonly FindingKind World = new("TRY0707", Severity.Error, "the world failed during a step");

    public async ValueTask<RunReport> RunAsync(RunRequest request, Moment moment, CancellationToken cancel)
    {
        var mesh = inForce.Mesh;
        if (Unknowns(request, mesh) is { Count: > 0 } unknown)
            return new("", mesh.Settings.Name, mesh.Hash, moment.Now, request.By, [], unknown);
        if (mesh.HasPrincipals && request.Actor?.Principal is null)
            return new("", mesh.Settings.Name, mesh.Hash, moment.Now, request.By, [],
                [Actor.NotKnown.At(null, $"`{request.By}` has not proved to be a principal of this mesh", "say who runs with --as")]);
        await using var held = await store.Ledger.HoldAsync($"run by {request.By} since {moment.Text}", cancel).ConfigureAwait(false);
        // What is in force may have changed since it was loaded, and whoever starts a run may not have looked at all.
        if (await EnterForce.NewestAsync(store.Ledger, cancel).ConfigureAwait(false) is { Governed: true } force && force.Hash != mesh.Hash)
            return new("", mesh.Settings.Name, mesh.Hash, moment.Now, request.By, [], [LoadInForce.Differs(false)]);
        var recovered = await new CommitSteps(store).RecoverAsync(moment.Now, cancel).ConfigureAwait(false);
        var run = new RunIdentity(await NextRunAsync(cancel).ConfigureAwait(false), moment.Now, request.By);
        await new EnterForce(store.Ledger).RunAsync(mesh, inForce.Documents, run, cancel).ConfigureAwait(false);
        var steps = new List<StepReport>();
        var findings = recovered.Select(text => Recovered.At(null, text, "nothing is to be done; this only says what happened")).ToList();
        IReadOnlyList<MappingLine> mappings;
        try
        {
            await StepsAsync(request, run, steps, cancel).ConfigureAwait(false);
            mappings = await new MeasureMappings(store, mesh, run).AfterAsync(steps, findings, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await RecordStoppedAsync(run, steps, "it was asked to stop").ConfigureAwait(false);
            throw;
        }
        catch (BackendException e)
        {
            await RecordStoppedAsync(run, steps, e.Message).ConfigureAwait(false);
            throw;
        }
        var report = new RunReport(run.Id, mesh.Settings.Name, mesh.Hash, run.At, run.By, steps, findings) { Mappings = mappings };
        if (report.NothingNew) return report with { Run = "" };
        await RecordAsync(report).ConfigureAwait(false);
        return report;
    }

    private async ValueTask RecordAsync(RunReport report) => await store.Ledger.AppendAsync([new LedgerEntry(RecordKind.Run,
        inForce.Mesh.Settings.Name, report.Run, report.At, report.By, TreatyJson.Write(report))], CancellationToken.None)
        .ConfigureAwait(false);

    /// <summary>What a run did before it was stopped stays, and is on record as far as the world still lets anything be written.</summary>
    private async ValueTask RecordStoppedAsync(RunIdentity run, List<StepReport> steps, string why)
    {
        if (steps.All(s => s.Outcome is StepOutcome.UpToDate or StepOutcome.StillRefused)) return;
        var stopped = Stopped.At(null, $"the run was stopped after {steps.Count} steps: {why}",
            "run again; it goes on where this run ended");
        try
        {
            await RecordAsync(new(run.Id, inForce.Mesh.Settings.Name, inForce.Mesh.Hash, run.At, run.By, steps, [stopped]))
                .ConfigureAwait(false);
        }
        catch (BackendException)
        {
            // The versions are on record each by itself; what stopped the run is what the user is told.
        }
    }

    private async ValueTask StepsAsync(RunRequest request, RunIdentity run, List<StepReport> steps, CancellationToken cancel)
    {
        var versions = (await store.Ledger.NewestVersionsAsync(cancel).ConfigureAwait(false)).ToDictionary(StringComparer.Ordinal);
        var products = DependencyOrder.Of(inForce.Mesh)
            .Where(p => Asked(request, p.Ref.ToString()) && request.Kinds.HasFlag(p.Class == ProductClass.Reconciled ? RunKinds.Reconcile
                : RunKinds.Publish))
                .ToList();
        var ofFeeds = inForce.Mesh.Comparisons.Where(c => c.Owner.Context == Reference.LegacyContext)
            .Where(_ => request.Kinds.HasFlag(RunKinds.Reconcile))
                .Where(c => Asked(request, c.Owner.ToString()) || request.Only.Contains(Comparing.RefOf(c)))
                .ToList();
        var refusals = await Refusals.OpenAsync(store, run, request, cancel).ConfigureAwait(false);
        var total = products.Count + ofFeeds.Count;
        foreach (var product in products)
        {
            void Say(string stage, double? share) => progress?.Report(new(steps.Count + 1, total, product.Ref.ToString(), stage, share));
            Say("looking for changes", null);
            steps.Add(await GuardAsync(product.Ref.ToString(), PublishProduct.Kind(product), () =>
                ProductAsync(product, versions, run, () =>
                    MayRelease(request.Actor, product.OlderOf ?? product.Ref, run), refusals, Say, cancel))
                    .ConfigureAwait(false));
        }
        foreach (var comparison in ofFeeds)
        {
            void Say(string stage, double? share) => progress?.Report(new(steps.Count + 1, total, Comparing.RefOf(comparison), stage,
                share));
            steps.Add(await GuardAsync(Comparing.RefOf(comparison), "compare", () => new Comparing(store, inForce, run, Say)
                .FeedStepAsync(comparison, versions, () => MayRelease(request.Actor, comparison.Owner, run), refusals, cancel))
                .ConfigureAwait(false));
        }
    }

    private async ValueTask<StepReport> ProductAsync(
        Product product, Dictionary<string, VersionManifest> versions, RunIdentity run, Func<Finding?> refusal, Refusals refusals,
        Action<string, double?> say, CancellationToken cancel)
    {
        var findings = new List<Finding>();
        await using var tables = new OpenTables(store.Tables);
        var plan = await new DuePlan(store, inForce, tables, run.Day).OfAsync(product, versions, refusals, findings, cancel)
            .ConfigureAwait(false);
        if (plan.Because == "" && !findings.HasErrors())
            return UpToDate(product.Ref.ToString(), PublishProduct.Kind(product), plan.Before?.Version);
        if (refusals.Recall(plan) is { } same) return same;
        if (findings.HasErrors())
            return await refusals.NoteAsync(PublishProduct.Refused(plan, RowFigures.None, [], [], findings), plan).ConfigureAwait(false);
        if (refusal() is { } refused) return PublishProduct.Refused(plan, RowFigures.None, [], [], [refused]);
        var report = await DueAsync(plan, versions, run, say, cancel).ConfigureAwait(false);
        return await refusals.NoteAsync(report, plan).ConfigureAwait(false);
    }

    private async ValueTask<StepReport> DueAsync(
        PublishPlan plan, Dictionary<string, VersionManifest> versions, RunIdentity run, Action<string, double?> say,
        CancellationToken cancel)
    {
        var product = plan.Product;
        if (inForce.Mesh.Reads(product).FirstOrDefault(r => !versions.ContainsKey(r.ToString())) is { } missing)
            return PublishProduct.Refused(plan, RowFigures.None, [], [], [NoInput.At(product.Place, $"`{missing}` has never been published",
                "publish it first; see why it was refused")]);
        var (report, step) = product.Class == ProductClass.Reconciled
            ? await new Comparing(store, inForce, run, say).ReconcileAsync(plan, cancel).ConfigureAwait(false)
            : await new PublishProduct(store, inForce, run, say).RunAsync(plan, null, cancel).ConfigureAwait(false);
        if (step is null) return report;
        say("committing", null);
        await new CommitSteps(store).CommitAsync(step, cancel).ConfigureAwait(false);
        // The version is visible: being stopped now must not keep its step from the report.
        versions[product.Ref.ToString()] = (await store.Ledger.VersionAsync(product.Ref, CancellationToken.None).ConfigureAwait(false))!;
        return report;
    }

    private Finding? MayRelease(Actor? actor, Reference product, RunIdentity run) =>
        ReleaseRight.Refusal(inForce.Mesh, actor, product, DateOnly.FromDateTime(run.At.UtcDateTime));

    public static StepReport UpToDate(string reference, string kind, long? version) =>
        new(reference, kind, StepOutcome.UpToDate, version, "", RowFigures.None, [], [], [], [], StepTimes.None);

    /// <summary>A world that fails in one step refuses that step; the others go on. A full disk or a lost store ends the run.</summary>
    private static async ValueTask<StepReport> GuardAsync(string reference, string kind, Func<ValueTask<StepReport>> step)
    {
        try
        {
            return await step().ConfigureAwait(false);
        }
        catch (BackendException e) when (e.Fault is BackendFault.Unreachable or BackendFault.Refused or BackendFault.TooLarge)
        {
            return new(reference, kind, StepOutcome.Refused, null, "", RowFigures.None, [], [], [], [World.At(null, e.Message, e.Help)],
                StepTimes.None);
        }
    }

    private static bool Asked(RunRequest request, string reference) => request.Only.Count == 0 || request.Only.Contains(reference);

    private static List<Finding> Unknowns(RunRequest request, Mesh mesh) =>
    [
        .. request.Only.Where(name => !mesh.Products.Any(p => p.Ref.ToString() == name)
            && !mesh.Comparisons.Any(c => Comparing.RefOf(c) == name))
            .Select(name => Unknown.At(null, $"`{name}` is no product of this mesh",
                $"it has {string.Join(", ", mesh.Products.Select(p => p.Ref.ToString()).Order(StringComparer.Ordinal).Take(30))}")),
    ];

    /// <summary>Runs are numbered by the ledger record they begin behind, so that no two runs that wrote anything share an id.</summary>
    private async ValueTask<string> NextRunAsync(CancellationToken cancel)
    {
        var last = await store.Ledger.ReadAsync(new(Last: true), cancel).ConfigureAwait(false);
        return string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"r{(last.Count == 0 ? 0 : last.Max(r => r.Number)) + 1:D6}");
    }
}
