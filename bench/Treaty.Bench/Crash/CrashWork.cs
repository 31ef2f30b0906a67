using System.Collections.Immutable;
using Treaty.Backends;
using Treaty.Core;
using Treaty.Core.Findings;
using Treaty.Core.Meshes;
using Treaty.Operations.Doors;
using Treaty.Operations.Maintaining;
using Treaty.Operations.Meshes;
using Treaty.Operations.Planning;
using Treaty.Operations.Publishing;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Bench.Crash;

/// <summary>What a process does until it is killed: bring files and publish them, compact, vacuum, in any order, without a pause.</summary>
internal static class CrashWork
{
    public static ValueTask<MeshStore> OpenAsync(string folder) =>
        EmbeddedStore.OpenAsync(folder, ".treaty", ImmutableDictionary<string, string>.Empty, CancellationToken.None);

    public static async Task ForeverAsync(string folder, int seed, Action ready)
    {
        var check = CheckMesh.Documents(folder);
        if (!check.Succeeded) throw new InvalidOperationException(string.Join("\n", check.Findings));
        var dice = new Random(seed);
        for (var first = true; ; first = false)
            try
            {
                await using var store = await OpenAsync(folder);
                if (first) ready();
                await StepAsync(folder, store, check, dice.Next(10));
            }
            catch (BackendException e) when (e.Fault == BackendFault.Conflict)
            {
                await Task.Delay(5); // another process is at work
            }
    }

    private static async Task StepAsync(string folder, MeshStore store, CheckReport check, int what)
    {
        var moment = new Moment(TimeProvider.System.GetUtcNow(), 1);
        var actor = Actor.Prove(null, "crash", null!, moment).Actor!;
        if (what >= 8) await new VacuumLake(store, check.Mesh).RunAsync(actor, dryRun: false, moment, CancellationToken.None);
        else if (what >= 6) await new CompactLake(store, check.Mesh).RunAsync([], actor, dryRun: false, moment, CancellationToken.None);
        else
        {
            await BringAsync(folder, store);
            var report = await new RunMesh(store, new InForce(check.Mesh, check.Documents), null)
                .RunAsync(new RunRequest([], actor.Id), moment, CancellationToken.None);
            // A rival may bring the next file while one is read: that is refused, as it should be, and tried again.
            var findings = report.Findings.Concat(report.Steps.SelectMany(s => s.Findings)).Where(f => f.Severity == Severity.Error).ToList();
            if (findings.Exists(f => f.Code != StageSources.Moved.Code))
                throw new InvalidOperationException(string.Join("\n", findings));
        }
    }

    /// <summary>The next file of orders, once the one before is published, and new rates.</summary>
    private static async Task BringAsync(string folder, MeshStore store)
    {
        var newest = await store.Ledger.VersionAsync(Reference.TryParse(CrashMesh.Orders)!, CancellationToken.None);
        var taken = newest?.Sources[0].Files.Count ?? 0;
        var there = Directory.GetFiles(Path.Combine(folder, "in"), "*.csv").Count(f => !Path.GetFileName(f).StartsWith('.'));
        if (taken < there) return;
        CrashMesh.WriteOrders(folder, there + 1);
        CrashMesh.WriteRates(folder, there + 1);
    }
}
