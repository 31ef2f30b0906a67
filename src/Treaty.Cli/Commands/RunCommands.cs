using System.CommandLine;
using Treaty.Cli.Views;
using Treaty.Operations.Meshes;
using Treaty.Operations.Running;

namespace Treaty.Cli.Commands;

/// <summary>check, run, publish, reconcile.</summary>
internal static class RunCommands
{
    public static IEnumerable<Command> All(MeshCommand mesh)
    {
        yield return Check(mesh);
        yield return Run(mesh, "run", "Do everything that is due, in dependency order", null);
        yield return Run(mesh, "publish", "Publish products and snapshot feeds that are due", "PRODUCT");
        yield return Run(mesh, "reconcile", "Make reconciled products and comparisons that are due", "PRODUCT");
    }

    private static Command Check(MeshCommand mesh)
    {
        var command = new Command("check", "Say everything that is wrong with a mesh's documents");
        command.SetAction(async (parsed, cancel) =>
        {
            var invocation = mesh.Read(parsed);
            var report = await CheckMesh.RunAsync(invocation.MeshFolder, new Backends.DuckDb.DuckDbEngine(), invocation.Moment.Day,
                cancel).ConfigureAwait(false);
            mesh.Answer(invocation, new CheckAnswer(report.Findings, report.Documents.Count, report.Mesh.Products.Length), (to, answer) =>
            {
                FindingView.Write(to, answer.Findings);
                var (documents, products) = (Figures.Count(answer.Documents, "document"),
                    Figures.Count(answer.Products, "product or feed", "products and feeds"));
                to.WriteLine($"{documents}, {products}: {FindingView.Count(answer.Findings)}");
            });
            return report.Succeeded ? MeshCommand.Done : MeshCommand.Refused;
        });
        return command;
    }

    private sealed record CheckAnswer(IReadOnlyList<Core.Findings.Finding> Findings, int Documents, int Products);

    private static Command Run(MeshCommand mesh, string name, string description, string? argument)
    {
        var only = new Argument<string[]>("product") { Description =
            "The products to do, such as sales.orders; all that are due where none is named", Arity =
            ArgumentArity.ZeroOrMore, HelpName = argument ?? "PRODUCT" };
        var retry = new Option<bool>("--retry") { Description = "Try again what was refused before, though nothing it reads has changed" };
        var command = new Command(name, description) { retry };
        if (argument is not null) command.Arguments.Add(only);
        command.SetAction(async (parsed, cancel) =>
        {
            var invocation = mesh.Read(parsed);
            var check = await CheckMesh.RunAsync(invocation.MeshFolder, new Backends.DuckDb.DuckDbEngine(), invocation.Moment.Day,
                cancel).ConfigureAwait(false);
            if (!check.Succeeded) return await mesh.RefuseAsync(invocation, check, name, cancel).ConfigureAwait(false);
            await using var store = await mesh.OpenAsync(invocation, check, cancel).ConfigureAwait(false);
            var (inForce, findings) = await LoadInForce.ForRunAsync(check, store, cancel).ConfigureAwait(false);
            if (inForce is null) return mesh.Refuse(invocation, findings);
            using var progress = new RunProgressView(mesh.Terminal.Error, mesh.Terminal.Interactive);
            var kinds = name switch { "publish" => RunKinds.Publish, "reconcile" => RunKinds.Reconcile, _ => RunKinds.All };
            if (mesh.Prove(invocation, inForce.Mesh, out var refusal) is not { } actor) return mesh.Refuse(invocation, [refusal!]);
            var request = new RunRequest(argument is null ? [] : parsed.GetValue(only) ?? [], actor.Id, kinds, actor,
                parsed.GetValue(retry));
            var report = await new RunMesh(store, inForce, progress).RunAsync(request, invocation.Moment, cancel).ConfigureAwait(false);
            progress.Dispose();
            mesh.Answer(invocation, report, RunView.Write);
            if (!invocation.Json && !check.Mesh.HasPrincipals) mesh.Terminal.Error.WriteLine("note: there is no principals.yaml, so the local user held every right");
            return report.Refused ? MeshCommand.Refused : MeshCommand.Done;
        });
        return command;
    }
}
