using System.CommandLine;
using Treaty.Backends.DuckDb;
using Treaty.Cli.Views;
using Treaty.Core.Findings;
using Treaty.Operations.Contexts;
using Treaty.Operations.Meshes;

namespace Treaty.Cli.Commands;

/// <summary>terms.</summary>
internal static class TermCommands
{
    public static Command Of(MeshCommand mesh)
    {
        var word = new Argument<string?>("word")
        {
            Description = "A word of the business, such as customer, or context.term; all words where none is named",
            Arity = ArgumentArity.ZeroOrOne, HelpName = "WORD",
        };
        var command = new Command("terms", "Show what a word means in each context, how the meanings translate, and where they were mixed") { word };
        command.SetAction(async (parsed, cancel) =>
        {
            var invocation = mesh.Read(parsed);
            var check = CheckMesh.Documents(invocation.MeshFolder, invocation.Moment.Day);
            if (check.Mesh.Contexts.IsEmpty) return mesh.Refuse(invocation, check.Findings);
            var folder = Path.GetFullPath(Path.Combine(invocation.MeshFolder, check.Mesh.Settings.Store));
            await using var store = File.Exists(Path.Combine(folder, "ledger.db"))
                ? await mesh.OpenAsync(invocation, check, cancel).ConfigureAwait(false) : null;
            var report = await new ReadTerms(check.Mesh, new DuckDbEngine(), store?.Ledger)
                .RunAsync(parsed.GetValue(word), invocation.Moment.Day, cancel).ConfigureAwait(false);
            mesh.Answer(invocation, report, TermsView.Write);
            return report.Findings.HasErrors() ? MeshCommand.Refused : MeshCommand.Done;
        });
        return command;
    }
}
