using System.CommandLine;
using Treaty.Cli.Views;
using Treaty.Operations.Doors;
using Treaty.Operations.Meshes;
using Treaty.Operations.Stores;

namespace Treaty.Cli.Commands;

/// <summary>The command line of treaty.</summary>
internal static class TreatyCommand
{
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter errors)
    {
        var root = new RootCommand("Treaty: a federated data platform with a constitution");
        var options = new MeshOptions();
        options.AddTo(root);
        var run = new Command("check", "Say everything that is wrong with a mesh's documents");
        run.SetAction(parsed =>
        {
            var invocation = Invocation.Of(parsed, options, TimeProvider.System);
            var report = CheckMesh.Run(invocation.MeshFolder);
            FindingView.Write(output, report.Findings);
            output.WriteLine(FindingView.Count(report.Findings));
            return report.Succeeded ? 0 : 1;
        });
        root.Subcommands.Add(run);
        var go = new Command("run", "Do everything that is due");
        go.SetAction(async (parsed, cancel) =>
        {
            var invocation = Invocation.Of(parsed, options, TimeProvider.System);
            var report = CheckMesh.Run(invocation.MeshFolder);
            if (!report.Succeeded) { FindingView.Write(output, report.Findings); return 1; }
            await using var store = await Backends.EmbeddedStore.OpenAsync(invocation.MeshFolder, report.Mesh.Settings.Store, invocation.Roots, cancel).ConfigureAwait(false);
            var result = await new Operations.Running.RunMesh(store, new(report.Mesh, report.Documents), null).RunAsync(new([], invocation.By), invocation.Moment, cancel).ConfigureAwait(false);
            output.WriteLine(TreatyJson.Write(result, true));
            return result.Refused ? 1 : 0;
        });
        root.Subcommands.Add(go);
        try
        {
            return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false }).ConfigureAwait(false);
        }
        catch (BackendException e)
        {
            errors.WriteLine($"treaty: {e.Message}\n  help: {e.Help}");
            return 2;
        }
    }
}
