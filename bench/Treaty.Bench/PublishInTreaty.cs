using System.Collections.Immutable;
using System.Diagnostics;
using Treaty.Backends;
using Treaty.Backends.DuckDb;
using Treaty.Core;
using Treaty.Operations.Meshes;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;

namespace Treaty.Bench;

/// <summary>Checks a mesh and runs it as the command line does.</summary>
internal static class PublishInTreaty
{
    public static async Task<Measured> RunAsync(string folder)
    {
        var clock = Stopwatch.StartNew();
        var report = await MeshAsync(folder);
        var seconds = clock.Elapsed.TotalSeconds;
        return new(seconds, report.Steps.Sum(s => s.Rows.Published), [.. report.Steps.Select(Part)]);
    }

    public static Part Part(StepReport s) => new($"{s.Kind} {s.Ref}", s.Rows.Read > 0 ? s.Rows.Read : s.Rows.Mapped, s.Times.Stage, s.Times.Check, s.Times.Write, s.Times.Total, s.Times.Asserting);

    /// <summary>Publishes the customers, then measures the orders alone, from reading the documents on.</summary>
    public static async Task<Measured> OrdersAsync(string folder)
    {
        await MeshAsync(folder, ConformanceMesh.Customers);
        var clock = Stopwatch.StartNew();
        var report = await MeshAsync(folder, ConformanceMesh.Orders);
        return new(clock.Elapsed.TotalSeconds, report.Steps.Sum(s => s.Rows.Published), [.. report.Steps.Select(Part)]);
    }

    public static async Task<RunReport> MeshAsync(string folder, params string[] only)
    {
        var check = await CheckMesh.RunAsync(folder, new DuckDbEngine(), DateOnly.FromDateTime(DateTime.UtcNow), default);
        await using var store = await EmbeddedStore.OpenAsync(folder, ".treaty", ImmutableDictionary<string, string>.Empty, default);
        var (inForce, findings) = await LoadInForce.ForRunAsync(check, store, default);
        if (inForce is null) throw new InvalidOperationException(string.Join("\n", findings));
        var moment = new Moment(new DateTimeOffset(2026, 1, 31, 9, 0, 0, TimeSpan.Zero), 1);
        var report = await new RunMesh(store, inForce, null).RunAsync(new RunRequest(only, "bench"), moment, default);
        return report.Refused ? throw new InvalidOperationException(string.Join("\n", report.Findings.Concat(report.Steps.SelectMany(s => s.Findings)))) : report;
    }
}
