using System.CommandLine;
using Treaty.Cli.Views;
using Treaty.Core.Contracts.Changes;
using Treaty.Operations.Contracts;

namespace Treaty.Cli.Commands;

/// <summary>contract check, diff: single documents, no mesh needed.</summary>
internal static class ContractCommands
{
    public static Command Of(MeshCommand mesh)
    {
        var command = new Command("contract", "Work with contracts and products as documents, with or without a mesh");
        foreach (var sub in new[] { Check(mesh), Diff(mesh) }) command.Subcommands.Add(sub);
        return command;
    }

    private static Command Check(MeshCommand mesh)
    {
        var files = new Argument<string[]>("file")
        {
            Description = "Contracts (ODCS 2.2 to 3.2) and products (ODPS 1.0, 1.1): files, folders, globs",
                Arity = ArgumentArity.OneOrMore, HelpName = "FILE",
        };
        var command = new Command("check", "Hold documents against the standard each names; exit code 1 where one breaks it") { files };
        command.SetAction((parsed, cancel) =>
        {
            var report = CheckContracts.Run(parsed.GetValue(files)!, cancel);
            mesh.Answer(mesh.Read(parsed), report, ContractView.Write);
            return Task.FromResult(report.Succeeded ? MeshCommand.Done : MeshCommand.Refused);
        });
        return command;
    }

    private static Command Diff(MeshCommand mesh)
    {
        var before = new Argument<string>("old") { Description = "The version that is in use", HelpName = "OLD" };
        var after = new Argument<string>("new") { Description = "The version that is to replace it", HelpName = "NEW" };
        var port = new Option<string>("--port")
        {
            Description = "Whose contract it is: output is a promise to readers, input an expectation of a provider",
                DefaultValueFactory = _ => "output",
            HelpName = "output|input",
        };
        port.AcceptOnlyFromAmong("output", "input");
        var command = new Command("diff",
            "Say what changed between two versions, whom it breaks, and which version it asks for; exit code 1 where a breaking change keeps the major version")
        {
            before, after, port,
        };
        command.SetAction(parsed =>
        {
            var report = CompareContracts.Run(parsed.GetValue(before)!, parsed.GetValue(after)!, parsed.GetValue(port) == "input"
                ? PortDirection.Input : PortDirection.Output);
            mesh.Answer(mesh.Read(parsed), report, ContractView.Write);
            return report.Succeeded ? MeshCommand.Done : MeshCommand.Refused;
        });
        return command;
    }
}
