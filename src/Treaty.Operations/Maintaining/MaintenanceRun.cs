using System.Globalization;
using Treaty.Core;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Operations.Doors;
using Treaty.Operations.Planning;
using Treaty.Operations.Publishing;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Maintaining;

/// <summary>What every maintenance has in common: the sole right to write, interrupted runs finished first, a run of its own.</summary>
internal sealed class MaintenanceRun : IAsyncDisposable
{
    public static readonly FindingKind Unknown = new("TRY1420", Severity.Error, "maintenance names what is not there");

    private readonly IAsyncDisposable _held;

    private MaintenanceRun(IAsyncDisposable held, RunIdentity run) => (_held, Run) = (held, run);

    public RunIdentity Run { get; }

    public static async ValueTask<MaintenanceRun> BeginAsync(MeshStore store, Actor actor, string what, Moment moment,
        CancellationToken cancel)
    {
        var held = await store.Ledger.HoldAsync($"{what} by {actor.Id} since {moment.Text}", cancel).ConfigureAwait(false);
        await new CommitSteps(store).RecoverAsync(moment.Now, cancel).ConfigureAwait(false);
        var last = await store.Ledger.ReadAsync(new(Last: true), cancel).ConfigureAwait(false);
        var id = string.Create(CultureInfo.InvariantCulture, $"r{(last.Count == 0 ? 0 : last.Max(r => r.Number)) + 1:D6}");
        return new(held, new(id, moment.Now, actor.Id));
    }

    public ValueTask DisposeAsync() => _held.DisposeAsync();

    /// <summary>Names that are no product of the mesh, and products that the actor may not release.</summary>
    public static IReadOnlyList<Finding> Refusals(Mesh mesh, Actor actor, IReadOnlyList<string> products, Moment moment) =>
    [
        .. products.Where(name => !mesh.Products.Any(p => p.Ref.ToString() == name)).Select(name => Unknown.At(null, $"`{name}` is no product of this mesh",
            Core.Meshes.Yaml.Nearest.Help(name, [.. mesh.Products.Select(p => p.Ref.ToString())]))),
        .. mesh.Products.Where(p => products.Count == 0 || products.Contains(p.Ref.ToString()))
            .Select(p => ReleaseRight.Refusal(mesh, actor, p.Ref, moment.Day)).OfType<Finding>(),
    ];

    public static LedgerEntry Entry(Mesh mesh, RunIdentity run, MaintenanceReport report) =>
        new(RecordKind.Maintenance, mesh.Settings.Name, run.Id, run.At, run.By, TreatyJson.Write(report));
}
