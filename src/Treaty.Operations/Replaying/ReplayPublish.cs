using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Core.Products;
using Treaty.Core.Reconciliation;
using Treaty.Core.Sql;
using Treaty.Operations.Doors;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reconciling;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Replaying;

/// <summary>Makes a recorded product version again from what it was made from, beside the lake, and says what its tables come to.</summary>
/// <param name="comparisons">The records of the comparisons that the run made.</param>
internal sealed class ReplayPublish(MeshStore store, InForce inForce, ReplayScratch scratch, StoredContent stored,
    IReadOnlyList<LedgerRecord> comparisons, Action<string, double?> say)
{
    public async ValueTask<(IReadOnlyList<ReplayLine> Lines, IReadOnlyList<Finding> Findings)> RunAsync(
        LedgerRecord record, CancellationToken cancel)
    {
        var manifest = TreatyJson.Read<VersionManifest>(record.Entry.Body);
        var reference = Reference.TryParse(manifest.Ref)!;
        var findings = new List<Finding>();
        if (inForce.Mesh.Product(reference) is not { } product || manifest.MeshHash != inForce.Mesh.Hash)
            return ([], [ReplayRun.Documents.At(null, $"the documents on record are not those that `{manifest.Ref}#{manifest.Version}` was made by",
                "the ledger was changed from outside: restore the store from a backup")]);
        IReadOnlyList<VersionManifest> earlier = [.. (await store.Ledger.VersionsAsync(reference, cancel).ConfigureAwait(false))
            .Where(v => v.Version < manifest.Version)];
        await using var tables = new OpenTables(store.Tables);
        say("looking for what it was made from", null);
        var plan = await new ReplayInputs(store, inForce, tables, stored).OfAsync(product, manifest, earlier, findings, cancel)
            .ConfigureAwait(false);
        if (findings.HasErrors()) return ([], findings);

        var run = new RunIdentity(manifest.Run, manifest.At, record.Entry.By);
        var lines = new List<ReplayLine>();
        async ValueTask Compare(IQuerySession session)
        {
            lines.Clear();
            lines.AddRange(await CompareAsync(session, plan, run.Day, cancel).ConfigureAwait(false));
        }
        var (report, step) = await new PublishProduct(scratch.Before(earlier), inForce, run, say)
            .RunAsync(plan, product.Class == ProductClass.Reconciled ? Compare : null, cancel).ConfigureAwait(false);
        scratch.Clear();
        if (step is null)
            return (lines, [.. report.Findings.Where(f => f.Severity == Severity.Error).Select(f => ReplayRun.Impossible.At(f.Place,
                $"`{manifest.Ref}#{manifest.Version}` is refused when it is made again: {f.Sentence}", f.Help))]);
        var made = TreatyJson.Read<VersionManifest>(step.Records[^1].Body);
        lines.AddRange(manifest.Tables.Select(t => new ReplayLine($"{manifest.Ref}#{manifest.Version}", t.Object, "made-anew", t.Content,
            made.Table(t.Object)?.Content ?? "nothing")));
        return (lines, []);
    }

    /// <summary>A reconciled product reads the groups of its comparisons, which are made anew first.</summary>
    private async ValueTask<IReadOnlyList<ReplayLine>> CompareAsync(IQuerySession session, PublishPlan plan, DateOnly day,
        CancellationToken cancel)
    {
        var rules = inForce.Mesh.Reconciliation(plan.Product.Ref)!;
        var (views, lines) = (new InputViews(store, session), new List<ReplayLine>());
        foreach (var input in rules.Inputs)
            await views.ShowObjectAsync(Quote.Name(input.Alias), inForce.Mesh.Product(input.Object)!, input.Object.Object!,
                plan.Inputs[input.Object.Bare.ToString()], cancel).ConfigureAwait(false);
        await session.ExecuteAsync(new SqlText("CREATE SCHEMA groups"), cancel).ConfigureAwait(false);
        foreach (var comparison in rules.Comparisons.Select(c => StatusAuthority.Apply(inForce.Mesh, c, day)))
        {
            say($"comparing {comparison.A.Alias} and {comparison.B.Alias}", null);
            if (comparisons.FirstOrDefault(r => r.Entry.Subject == Comparing.RefOf(comparison)) is not { } record) continue;
            var (compared, groups) = await new ReplayComparison(store, inForce).RunAsync(session, comparison,
                TreatyJson.Read<ComparisonManifest>(record.Entry.Body), record.Number, (comparison.A.Alias, comparison.B.Alias), cancel)
                .ConfigureAwait(false);
            lines.AddRange(compared);
            await session.ExecuteAsync(Comparing.GroupsView(comparison, groups), cancel).ConfigureAwait(false);
        }
        return lines;
    }
}
