using System.Diagnostics;
using Treaty.Core.Contracts;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Core.Quality;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Publishing;

/// <summary>What a publish works from: the product, its newest version, the versions it reads, and its source files.</summary>
public sealed record PublishPlan(
    Product Product, VersionManifest? Before, IReadOnlyDictionary<string, VersionManifest> Inputs, IReadOnlyList<SourceState> Sources,
        string Fingerprint,
        string Because)
{
    /// <summary>Files of the version before that its sources no longer have.</summary>
    public IReadOnlyList<string> FilesGone => [.. FilesBefore.Except(FilesNow)];

    /// <summary>Files that its sources did not have then.</summary>
    public IReadOnlyList<string> FilesCome => [.. FilesNow.Except(FilesBefore)];

    private IEnumerable<string> FilesBefore => (Before?.Sources ?? []).SelectMany(s => s.Files).Select(f => f.Name);

    private IEnumerable<string> FilesNow => Sources.SelectMany(s => s.Files).Select(f => f.Name);

    /// <summary>True where rows stay and only new states of rows are written beside them.</summary>
    public bool Adds => Before is not null && Sources.Count > 0 && Sources.All(s => s.Source.Mode == SourceMode.Append);
}

/// <summary>
/// Publishes one product or snapshots one feed: stage the sources, map them, hold every row against the contract, hold the whole against
/// its checks and
/// thresholds, write, and prepare the commit of one new version. Nothing is visible until <see cref="CommitSteps"/> makes it so.
/// </summary>
public sealed class PublishProduct(MeshStore store, InForce inForce, RunIdentity run, Action<string, double?> say)
{
    /// <param name="prepare">Run in the session before the selects, to show more relations (the groups of a reconciliation).</param>
    public async ValueTask<(StepReport Report, PreparedStep? Step)> RunAsync(
        PublishPlan plan, Func<IQuerySession, ValueTask>? prepare, CancellationToken cancel)
    {
        try
        {
            return await OnceAsync(plan, prepare, copied: false, cancel).ConfigureAwait(false);
        }
        catch (BackendException e) when (e.Fault == BackendFault.Corrupt && plan.Sources.Any(s => s.Source.Format == SourceFormat.Csv))
        {
            // A CSV file whose lines end in different ways stops the engine's reader; in a copy they end in one.
            return await OnceAsync(plan, prepare, copied: true, cancel).ConfigureAwait(false);
        }
    }

    private async ValueTask<(StepReport Report, PreparedStep? Step)> OnceAsync(
        PublishPlan plan, Func<IQuerySession, ValueTask>? prepare, bool copied, CancellationToken cancel)
    {
        var product = plan.Product;
        var findings = new List<Finding>();
        var clock = Stopwatch.StartNew();
        using var copies = new DecodedCopies(store.Feed, Path.Combine(store.ScratchFolder, "copies-" + Path.GetRandomFileName()));
        plan = plan with { Sources = await copies.MakeAsync(plan.Sources, copied, cancel).ConfigureAwait(false) };
        await using var session = await store.OpenSessionAsync(inForce.Mesh.Settings, plan.Sources.Select(s => s.ReadFolder), writes: true,
            cancel).ConfigureAwait(false);
        say("staging", null);
        var staged = await StageAsync(session, plan, findings, cancel).ConfigureAwait(false);
        var stageSeconds = clock.Elapsed.TotalSeconds;
        var figures = RowFigures.None with { Read = staged.Sum(s => s.Rows + s.Rejected) };
        if (findings.HasErrors()) return (Refused(plan, figures, [], [], findings), null);
        if (prepare is not null) await prepare(session).ConfigureAwait(false);

        say("checking", null);
        var checkedObjects = await CheckAsync(session, plan, staged, findings, cancel).ConfigureAwait(false);
        foreach (var source in plan.Sources) StageSources.FindMoved(source, findings);
        if (findings.HasErrors()) return (Refused(plan, figures, [], [], findings), null);
        staged = Counted(plan, staged, checkedObjects);
        figures = figures with { Read = staged.Sum(s => s.Rows + s.Rejected) };
        await QuarantineTable.GatherAsync(session, product, checkedObjects, staged, cancel).ConfigureAwait(false);
        var quarantine = await QuarantineTable.SummaryAsync(session, cancel).ConfigureAwait(false);
        var checks = checkedObjects.SelectMany(o => o.Results).Select(CheckObject.Line).ToList();
        PublishRules.Judge(product, checkedObjects, staged, plan.Before, findings);
        var checkSeconds = clock.Elapsed.TotalSeconds - stageSeconds;
        var rejected = staged.Sum(s => s.Rejected);
        figures = figures with { Mapped = checkedObjects.Sum(o => o.Mapped) + rejected, Quarantined =
            checkedObjects.Sum(o => o.Mapped - o.Good) + rejected };
        if (findings.HasErrors()) return (Refused(plan, figures, checks, quarantine, findings), null);

        say("writing", null);
        var writer = new WriteProduct(store, session, plan, run);
        var (tables, stay, written) = await writer.RunAsync(checkedObjects, figures, findings, cancel).ConfigureAwait(false);
        if (findings.HasErrors())
        {
            await CommitSteps.SweepAsync(store.Lake, tables.Select(t => t.Commit.Table), cancel).ConfigureAwait(false);
            return (Refused(plan, written, checks, quarantine, findings), null);
        }
        checks.AddRange(MeasureObjectives.Of(product.Contract, Service(plan, written, tables)).Select(CheckObject.Line));
        var freshAsOf = checkedObjects.Select(o => o.FreshAsOf).Append(plan.Adds ? plan.Before?.FreshAsOf : null).Max();
        var columns = staged.ToDictionary(s => s.State.Source.Name, s => s.Columns, StringComparer.Ordinal);
        var lineage = await ReadLineage.RunAsync(session, inForce.Mesh, product, columns, cancel).ConfigureAwait(false);
        var manifest = new VersionManifest(
            product.Ref.ToString(), (plan.Before?.Version ?? 0) + 1, run.Id, run.At, product.Contract.Version, inForce.Mesh.Hash,
                plan.Fingerprint,
            [.. tables.Select(t => t.Manifest), .. stay], SourcesTaken(plan, staged),
                [.. plan.Inputs.Values.Select(v => $"{v.Ref}#{v.Version}").Order(StringComparer.Ordinal)],
            written, checks, quarantine, freshAsOf, lineage);
        var step = new PreparedStep(product.Ref.ToString(), run.Id, run.At, run.By, [.. tables.Select(t => t.Commit)],
            [new LedgerEntry(RecordKind.Version, product.Ref.ToString(), run.Id, run.At, run.By, TreatyJson.Write(manifest))]);
        var times = new StepTimes(stageSeconds, checkSeconds, clock.Elapsed.TotalSeconds - stageSeconds - checkSeconds,
            clock.Elapsed.TotalSeconds, checkedObjects.Sum(o => o.Asserting));
        return (new StepReport(product.Ref.ToString(), Kind(product), StepOutcome.Published, manifest.Version, plan.Because, written,
            checks, quarantine, [], findings, times), step);
    }

    public static string Kind(Product product) => product.Class switch
    {
        null => "snapshot",
        ProductClass.Reconciled => "reconcile",
        _ => "publish",
    };

    public static StepReport Refused(
        PublishPlan plan, RowFigures figures, IReadOnlyList<CheckLine> checks, IReadOnlyList<QuarantineLine> quarantine,
            IReadOnlyList<Finding> findings) =>
        new(plan.Product.Ref.ToString(), Kind(plan.Product), StepOutcome.Refused, plan.Before?.Version, plan.Because, figures, checks,
            quarantine, [],
            findings.Sorted(), StepTimes.None);

    private static async ValueTask<List<StagedSource>> StageAsync(IQuerySession session, PublishPlan plan, List<Finding> findings,
        CancellationToken cancel)
    {
        var staged = new List<StagedSource>();
        if (plan.Sources.Count > 0) await session.ExecuteAsync(StageSql.Schemas, cancel).ConfigureAwait(false);
        foreach (var source in plan.Sources)
        {
            staged.Add(await StageSources.StageAsync(session, source, DirectObject(plan) is not null, findings, cancel)
                .ConfigureAwait(false));
            if (findings.HasErrors()) break;
        }
        return staged;
    }

    private async ValueTask<List<CheckedObject>> CheckAsync(IQuerySession session, PublishPlan plan, List<StagedSource> staged,
        List<Finding> findings, CancellationToken cancel)
    {
        var product = plan.Product;
        var inputs = new InputViews(store, session);
        foreach (var input in plan.Inputs.Values)
            await inputs.ShowAsync(inForce.Mesh.Product(Reference.TryParse(input.Ref)!)!, input, cancel).ConfigureAwait(false);
        var done = new List<CheckedObject>();
        foreach (var schemaObject in ReferredFirst(product.Contract))
        {
            var select = product.Select(schemaObject.Name);
            var mapped = select is not null ? Quote.Name("_mapped_" + schemaObject.Name) : SourceView(product, schemaObject.Name, plan);
            if (select is not null) await MapAsync(session, mapped, select, cancel).ConfigureAwait(false);
            var previous = plan.Adds && await inputs.ShowPreviousAsync(product, schemaObject, plan.Before!, cancel)
                .ConfigureAwait(false) is { } standing
                ? new PreviousRows(standing, keys => inputs.ShowNearAsync(product, schemaObject, plan.Before!, keys, cancel),
                    plan.Before!.Table(schemaObject.Name)!.Counts) : null;
            var rows = new MappedRows(mapped, select is null, DirectObject(plan), previous)
            {
                MoreParts = DirectObject(plan) is { } direct
                    ? [.. StageDirectSql.Views(direct.Source, direct.Staged, staged[0].Columns).Skip(1)] : [],
            };
            var check = new CheckObject(session, product.Ref, Target);
            if (await check.RunAsync(schemaObject, rows, findings, cancel).ConfigureAwait(false) is { } result) done.Add(result);
        }
        return done;

        ReferenceTarget Target(Relationship to) => to.Product is { } other
            ? new(Quote.Name(other.Context, $"{other.Product}__{to.Object}"), inForce.Mesh.Product(other)?.Contract.Object(to.Object))
            : new(done.FirstOrDefault(o => o.Object.Name == to.Object)?.Standing ?? Quote.Name("_checked_" + to.Object),
                product.Contract.Object(to.Object));
    }

    /// <summary>What was read straight from its files is counted only now.</summary>
    private static List<StagedSource> Counted(PublishPlan plan, List<StagedSource> staged, List<CheckedObject> objects) =>
        DirectObject(plan) is null ? staged : [staged[0] with { Rows = objects[0].Mapped, Rejected = objects[0].Rejected }];

    /// <summary>The source, where the product is one object over one source of text as it is, so that no copy need be staged.</summary>
    private static SourceState? DirectObject(PublishPlan plan) =>
        plan is { Sources: [{ Source: { Format: SourceFormat.Csv, HasChanges: false }, Take.Count: > 0 } only],
            Product.Selects.IsEmpty: true,
            Product.Contract.Objects.Length: 1 } ? only : null;

    /// <summary>The select as a view; with the source places of its rows where they have one.</summary>
    private static async ValueTask MapAsync(IQuerySession session, string mapped, ObjectSelect select, CancellationToken cancel)
    {
        var tree = await session.WholeTreeAsync(select.Sql, cancel).ConfigureAwait(false);
        if (tree is not null && PlaceColumns.Add(tree) is { } placed)
            try
            {
                var sql = await session.RenderAsync(placed, cancel).ConfigureAwait(false);
                await session.ExecuteAsync(new SqlText($"CREATE VIEW {mapped} AS\n{sql}"), cancel)
                    .ConfigureAwait(false);
                return;
            }
            catch (BackendException e) when (e.Fault == BackendFault.Refused)
            {
                // An aggregate without GROUP BY has no place for its one row: the select stands as it is written.
            }
        await session.ExecuteAsync(new SqlText($"CREATE VIEW {mapped} AS\n{select.Sql}"), cancel).ConfigureAwait(false);
    }

    private static string SourceView(Product product, string schemaObject, PublishPlan plan) =>
        StageSql.View(plan.Sources.First(s => s.Source.Name == product.SourceOf.GetValueOrDefault(schemaObject, product.Sources[0]))
            .Source);

    /// <summary>Objects in an order in which those referred to come first, as far as their references allow.</summary>
    private static IEnumerable<SchemaObject> ReferredFirst(Contract contract)
    {
        var left = contract.Objects.ToList();
        while (left.Count > 0)
        {
            var next = left.FirstOrDefault(o => !o.AllRelationships
                .Any(r => r.Product is null && r.Object != o.Name && left.Any(l => l.Name == r.Object))) ?? left[0];
            left.Remove(next);
            yield return next;
        }
    }

    private ServiceFigures Service(PublishPlan plan, RowFigures figures, IReadOnlyList<WrittenTable> tables) => new(
        run.At, plan.Before?.At, plan.Sources.SelectMany(s => s.Take).Select(f => (DateTimeOffset?)f.Modified).Max(), figures.Mapped,
        figures.Quarantined, (o, column) => tables.FirstOrDefault(t => t.Manifest.Object == o.Name)?.Span(column.Name) ?? (null, null));

    /// <summary>The files the new version rests on: in append mode those taken before too.</summary>
    private static IReadOnlyList<SourceManifest> SourcesTaken(PublishPlan plan, IReadOnlyList<StagedSource> staged) =>
    [
        .. plan.Sources.Select(state =>
        {
            var before = plan.Before?.Sources.FirstOrDefault(s => s.Source == state.Source.Name);
            var now = staged.FirstOrDefault(s => s.State.Source.Name == state.Source.Name);
            var taken = state.Take.Select(f => new SourceFileManifest(f.Name, f.Bytes, f.Modified, f.Sha256, 0));
            return new SourceManifest(state.Source.Name,
                [.. (state.Source.TakesOnce ? before?.Files ?? [] : []).Concat(taken)
                    .OrderBy(f => f.Name, StringComparer.Ordinal)],
                    now?.Columns ?? before?.Columns ?? []) { Types = now?.Types ?? before?.Types ?? [] };
        }),
    ];
}
