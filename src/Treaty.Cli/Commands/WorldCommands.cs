using System.CommandLine;
using Treaty.Cli.Views;
using Treaty.Core.Findings;
using Treaty.Operations.Samples;

namespace Treaty.Cli.Commands;

/// <summary>sample, init, demo, serve.</summary>
internal static class WorldCommands
{
    public static IEnumerable<Command> All(MeshCommand mesh) => [Sample(mesh)];

    private static Command Sample(MeshCommand mesh)
    {
        var name = new Argument<string>("sample") { Description = "The sample's name: order-to-cash" };
        var folder = new Argument<string>("dir") { Description = "Where to write it", HelpName = "DIR" };
        var seed = new Option<long>("--seed") { Description = "Equal seeds give equal bytes", DefaultValueFactory = _ => 42, HelpName = "N" };
        var scale = new Option<double>("--scale") { Description = "1 is 20,000 orders", DefaultValueFactory = _ => 1, HelpName = "X" };
        var command = new Command("sample", "Write a sample mesh with its source files, and the truth about what is wrong in them") { name, folder, seed, scale };
        command.SetAction((parsed, cancel) =>
        {
            var invocation = mesh.Read(parsed);
            var request = new SampleRequest(parsed.GetValue(name)!, Path.GetFullPath(parsed.GetValue(folder)!), parsed.GetValue(seed), parsed.GetValue(scale));
            var report = MakeSample.Run(request, new Progress<string>(text => mesh.Terminal.Error.WriteLine(text)), cancel);
            mesh.Answer(invocation, report, SampleView.Write);
            return Task.FromResult(report.Findings.HasErrors() ? MeshCommand.Refused : MeshCommand.Done);
        });
        return command;
    }
}
