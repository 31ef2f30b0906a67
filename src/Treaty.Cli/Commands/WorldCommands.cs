using System.CommandLine;
using Treaty.Cli.Views;
using Treaty.Core.Findings;
using Treaty.Operations.Drafting;
using Treaty.Operations.Samples;

namespace Treaty.Cli.Commands;

/// <summary>sample and init.</summary>
internal static class WorldCommands
{
    public static IEnumerable<Command> All(MeshCommand mesh) => [Sample(mesh), Init(mesh)];

    private static Command Sample(MeshCommand mesh)
    {
        var name = new Argument<string>("sample") { Description = "The sample's name: order-to-cash" };
        var folder = new Argument<string>("dir") { Description = "Where to write it", HelpName = "DIR" };
        var seed = new Option<long>("--seed") { Description = "Equal seeds give equal bytes", DefaultValueFactory = _ => 42, HelpName =
            "N" };
        var scale = new Option<double>("--scale") { Description = "1 is 20,000 orders", DefaultValueFactory = _ => 1, HelpName = "X" };
        var command = new Command("sample", "Write a sample mesh with its source files, and the truth about what is wrong in them") { name,
            folder, seed,
            scale };
        command.SetAction(async (parsed, cancel) =>
        {
            var invocation = mesh.Read(parsed);
            var request = new SampleRequest(parsed.GetValue(name)!, Path.GetFullPath(parsed.GetValue(folder)!), parsed.GetValue(seed),
                parsed.GetValue(scale));
            var report = await new MakeSample(new Backends.DuckDb.DuckDbEngine())
                .RunAsync(request, new Progress<string>(text => mesh.Terminal.Error.WriteLine(text)), cancel).ConfigureAwait(false);
            mesh.Answer(invocation, report, SampleView.Write);
            return report.Findings.HasErrors() ? MeshCommand.Refused : MeshCommand.Done;
        });
        return command;
    }

    private static Command Init(MeshCommand mesh)
    {
        var files = new Argument<string[]>("file") { Description = "Your own files: CSV, NDJSON or Parquet", Arity =
            ArgumentArity.OneOrMore, HelpName =
            "FILE" };
        var command = new Command("init", "Draft a mesh around your own files, in the directory that --mesh names") { files };
        command.SetAction(async (parsed, cancel) =>
        {
            var invocation = mesh.Read(parsed);
            var name = Core.Meshes.Reference.IsId(Path.GetFileName(invocation.MeshFolder)) ? Path.GetFileName(invocation.MeshFolder)
                : "my_mesh";
            var report = await new DraftMesh(new Backends.DuckDb.DuckDbEngine(), new Backends.Files.FileFeed())
                .RunAsync(new DraftRequest(parsed.GetValue(files)!, invocation.MeshFolder, name), cancel).ConfigureAwait(false);
            mesh.Answer(invocation, report, DraftView.Write);
            return report.Findings.HasErrors() ? MeshCommand.Refused : MeshCommand.Done;
        });
        return command;
    }
}
