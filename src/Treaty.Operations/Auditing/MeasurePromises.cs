using Treaty.Core;
using Treaty.Core.Meshes;
using Treaty.Core.Ownership;
using Treaty.Core.Plans;
using Treaty.Operations.Doors;
using Treaty.Operations.Planning;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Auditing;

/// <summary>Measures from the ledger what federation promises: time to publish, and changes made without the platform team.</summary>
public sealed class MeasurePromises(ILedger ledger, Mesh mesh)
{
    public async ValueTask<Promises> RunAsync(Moment moment, CancellationToken cancel)
    {
        var plans = (await ledger.ReadAsync(new(PlanRecords.Saved), cancel).ConfigureAwait(false))
            .Select(r => (r.Entry.At, r.Entry.By, r.Entry.Subject, TreatyJson.Read<PlanBody>(r.Entry.Body).Plan)).ToList();
        var forces = (await ledger.ReadAsync(new(RecordKind.Mesh), cancel).ConfigureAwait(false))
            .Select(r => (r.Number, r.Entry.At, Force: TreatyJson.Read<ForceManifest>(r.Entry.Body))).ToList();
        var first = (await ledger.ReadAsync(new(RecordKind.Version), cancel).ConfigureAwait(false)).GroupBy(r => r.Entry.Subject)
            .ToDictionary(g => g.Key, g => g.First().Entry.At, StringComparer.Ordinal);
        var planned = plans.SelectMany(p => p.Plan.Documents.Where(d => d.Before is null).Select(d => (d.Path, p.At))).GroupBy(x => x.Path)
            .ToDictionary(g => g.Key, g => g.Min(x => x.At), StringComparer.Ordinal);
        var inForce = forces.SelectMany(f => f.Force.Documents.Select(d => (d.Path, f.At))).GroupBy(x => x.Path)
            .ToDictionary(g => g.Key, g => g.Min(x => x.At), StringComparer.Ordinal);
        var products = mesh.Products.Where(p => !p.IsFeed).Select(p => (p.Ref, Path: Mesh.FolderOf(p.Ref) + "product.odps.yaml")).Select(p =>
            new ProductPromise(p.Ref.ToString(), At(planned, p.Path), At(inForce, p.Path), At(first, p.Ref.ToString()))).ToList();
        return Promises.Measure(mesh, products, await ChangesAsync(plans.ToLookup(p => p.Subject, p => p.By), forces, cancel)
            .ConfigureAwait(false),
            moment.Now);
    }

    /// <summary>Each change of the mesh in force, the first excepted, with those who planned and approved it.</summary>
    private async ValueTask<IReadOnlyList<CarriedOut>> ChangesAsync(ILookup<string, string> authors,
        IReadOnlyList<(long Number, DateTimeOffset At, ForceManifest Force)> forces, CancellationToken cancel)
    {
        var applied = (await ledger.ReadAsync(new(PlanRecords.Applied), cancel).ConfigureAwait(false))
            .ToDictionary(r => r.Number, r => TreatyJson.Read<AppliedPlan>(r.Entry.Body));
        return [.. forces.Zip(forces.Skip(1)).Select(pair => new CarriedOut(pair.Second.At,
            [.. pair.First.Force.Documents.Except(pair.Second.Force.Documents)
                .Concat(pair.Second.Force.Documents.Except(pair.First.Force.Documents))
                .Select(d => DocumentScope.Of(d.Path).Scope.Context).Where(c => c != "").Distinct(StringComparer.Ordinal)],
            applied.GetValueOrDefault(pair.Second.Number - 1) is { } plan
                ? [.. plan.Approvals.SelectMany(a => a.Teams).Concat(authors[plan.Plan].SelectMany(a => mesh.Principal(a)?.Teams ?? []))
                    .Distinct(StringComparer.Ordinal)]
                : []))];
    }

    private static DateTimeOffset? At(Dictionary<string, DateTimeOffset> times, string key) => times.TryGetValue(key, out var at) ? at
        : null;
}
