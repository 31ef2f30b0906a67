using System.CommandLine;
using Treaty.Backends;
using Treaty.Cli.Views;
using Treaty.Core.Findings;
using Treaty.Operations.Deciding;
using Treaty.Operations.Meshes;
using Treaty.Operations.Planning;
using Treaty.Operations.Reports;
using Treaty.Operations.Running;
using Treaty.Operations.Samples;
using Treaty.Operations.Stores;
using Treaty.Server;

namespace Treaty.Cli.Commands;

/// <summary>serve and demo.</summary>
internal static class ServeCommands
{
    public static IEnumerable<Command> All(MeshCommand mesh) => [Serve(mesh), Demo(mesh)];

    private static Option<int> Port() => new("--port") { Description = "The port of the console on this machine", DefaultValueFactory = _ =>
        ConsoleOptions.StandardPort,
        HelpName = "N" };

    private static Command Serve(MeshCommand mesh)
    {
        var port = Port();
        var command = new Command("serve", "Serve the console and the API on this machine until Ctrl-C") { port };
        command.SetAction(async (parsed, cancel) =>
        {
            var invocation = mesh.Read(parsed);
            var check = CheckMesh.Documents(invocation.MeshFolder);
            await using var store = await mesh.OpenAsync(invocation, check, cancel).ConfigureAwait(false);
            await ServeAsync(mesh, store, invocation.By, parsed.GetValue(port), cancel).ConfigureAwait(false);
            return MeshCommand.Done;
        });
        return command;
    }

    private static async Task ServeAsync(MeshCommand mesh, MeshStore store, string by, int port, CancellationToken cancel)
    {
        using var reading = CurrentReading.Of(store, new("console", mesh.Terminal.Clock.GetUtcNow));
        var options = new ConsoleOptions(ConsoleOptions.LoopbackUrl(port), reading.GetAsync, mesh.Terminal.Clock,
            Path.Combine(store.OwnFolder?.Path ?? store.StoreFolder, "keys"))
        {
            Plans = new PlanDesk(store, by, mesh.Keys),
            Discrepancies = new DiscrepancyDesk(store, by, mesh.Keys),
        };
        await using var app = await ConsoleHost.StartAsync(options, cancel).ConfigureAwait(false);
        mesh.Terminal.Out.WriteLine($"console at {string.Join(", ", app.Urls)} — Ctrl-C ends it");
        try
        {
            await Task.Delay(Timeout.Infinite, cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            await app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static Command Demo(MeshCommand mesh)
    {
        var folder = new Argument<string?>("dir") { Description = "Where to put the sample; a temporary folder where none is named", Arity =
            ArgumentArity.ZeroOrOne, HelpName = "DIR" };
        var noServe = new Option<bool>("--no-serve") { Description = "End after the summary" };
        var scale = new Option<double>("--scale") { Description = "1 is 20,000 orders", DefaultValueFactory = _ => 1, HelpName = "X" };
        var port = Port();
        var command = new Command("demo", "Make a sample company, run everything, and open the console") { folder, noServe, scale, port };
        command.SetAction(async (parsed, cancel) =>
        {
            var target = Path.GetFullPath(parsed.GetValue(folder) ?? Path.Combine(Path.GetTempPath(), "treaty-demo"));
            var invocation = mesh.Read(parsed) with { MeshFolder = target };
            var sample = await new MakeSample(new Backends.DuckDb.DuckDbEngine()).RunAsync(
                new SampleRequest(MakeSample.OrderToCashName, target, 42, parsed.GetValue(scale)), null, cancel).ConfigureAwait(false);
            SampleView.Write(mesh.Terminal.Out, sample);
            if (sample.Findings.HasErrors()) return MeshCommand.Refused;
            var check = await CheckMesh.RunAsync(target, new Backends.DuckDb.DuckDbEngine(), invocation.Moment.Day, cancel)
                .ConfigureAwait(false);
            if (!check.Succeeded) return mesh.Refuse(invocation, check.Findings);
            await using var store = await EmbeddedStore.OpenAsync(target, check.Mesh.Settings.Store, invocation.Roots, cancel)
                .ConfigureAwait(false);
            var report = await RunAsync(mesh, store, check, invocation, cancel).ConfigureAwait(false);
            RunView.Write(mesh.Terminal.Out, report);
            WriteNext(mesh.Terminal.Out, target);
            if (report.Refused) return MeshCommand.Refused;
            if (!parsed.GetValue(noServe)) await ServeAsync(mesh, store, invocation.By, parsed.GetValue(port), cancel)
                .ConfigureAwait(false);
            return MeshCommand.Done;
        });
        return command;
    }

    private static async Task<RunReport> RunAsync(MeshCommand mesh, MeshStore store, CheckReport check, Invocation invocation,
        CancellationToken cancel)
    {
        using var progress = new RunProgressView(mesh.Terminal.Error, mesh.Terminal.Interactive);
        return await new RunMesh(store, new InForce(check.Mesh, check.Documents), progress)
            .RunAsync(new RunRequest([], invocation.By), invocation.Moment, cancel).ConfigureAwait(false);
    }

    private static void WriteNext(TextWriter to, string folder)
    {
        to.WriteLine();
        to.WriteLine("try next, in another terminal:");
        to.WriteLine($"  ./treaty bridge zone.revenue legacy.revenue_mart --currency EUR --mesh {folder}");
        to.WriteLine($"  ./treaty discrepancies --mesh {folder}");
        to.WriteLine($"  ./treaty explain zone.revenue O1000042 --mesh {folder}");
        to.WriteLine();
    }
}
