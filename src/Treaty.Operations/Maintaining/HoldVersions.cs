using Treaty.Core;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Operations.Doors;
using Treaty.Operations.Planning;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Operations.Maintaining;

/// <summary>A hold that was put or lifted, or why not.</summary>
public sealed record HoldReport(IReadOnlyList<PinManifest> Pins, IReadOnlyList<Finding> Findings);

/// <summary>Puts a hold on versions, so that no vacuum removes them, and lifts it again.</summary>
public sealed class HoldVersions(MeshStore store, Mesh mesh)
{
    private const string Prefix = "hold:";

    /// <param name="name">Names the hold; putting it again replaces it.</param>
    /// <param name="versions">As <c>sales.orders#3</c>.</param>
    public async ValueTask<HoldReport> PutAsync(
        string name, IReadOnlyList<string> versions, string because, Actor actor, Moment moment, CancellationToken cancel)
    {
        if (!Reference.IsId(name))
            return Refused($"`{name}` is no name of a hold", "use lower-case letters, digits and _, beginning with a letter");
        var removed = await store.Ledger.RemovedVersionsAsync(cancel).ConfigureAwait(false);
        foreach (var version in versions)
        {
            if (Reference.TryParse(version) is not { ProductVersion: not null } reference
                || await store.Ledger.VersionAsync(reference, cancel).ConfigureAwait(false) is null)
                return Refused($"there is no version `{version}`", "name versions as their product page lists them, such as sales.orders#3");
            if (removed.TryGetValue(version, out var run))
                return Refused($"`{version}` was removed by run {run}", "a hold keeps only what is still there");
            if (ReleaseRight.Refusal(mesh, actor, reference.Bare, moment.Day) is { } refusal) return new([], [refusal]);
        }
        return await RecordAsync(new(Prefix + name, versions, because, Released: false), actor, moment, cancel).ConfigureAwait(false);
    }

    public async ValueTask<HoldReport> LiftAsync(string name, Actor actor, Moment moment, CancellationToken cancel)
    {
        var pins = await store.Ledger.PinsAsync(cancel).ConfigureAwait(false);
        if (pins.FirstOrDefault(p => p.Id == Prefix + name) is not { } pin)
            return Refused($"there is no hold `{name}`", pins.Count == 0 ? "nothing is held" : $"there is {string.Join(", ", pins.Select(p => $"`{p.Id}`"))}");
        foreach (var product in pin.Versions.Select(v => Reference.TryParse(v)!.Bare).Distinct())
            if (ReleaseRight.Refusal(mesh, actor, product, moment.Day) is { } refusal) return new([], [refusal]);
        return await RecordAsync(pin with { Released = true }, actor, moment, cancel).ConfigureAwait(false);
    }

    private async ValueTask<HoldReport> RecordAsync(PinManifest pin, Actor actor, Moment moment, CancellationToken cancel)
    {
        await using var maintenance = await MaintenanceRun.BeginAsync(store, actor, "hold", moment, cancel).ConfigureAwait(false);
        await store.Ledger.AppendAsync([Pins.Entry(pin, maintenance.Run)], cancel).ConfigureAwait(false);
        return new([pin], []);
    }

    private static HoldReport Refused(string sentence, string help) => new([], [MaintenanceRun.Unknown.At(null, sentence, help)]);
}
