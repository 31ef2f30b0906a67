using System.CommandLine;
using Treaty.Cli.Views;
using Treaty.Core.Findings;
using Treaty.Operations.Maintaining;
using Treaty.Operations.Planning;
using Treaty.Operations.Stores;

namespace Treaty.Cli.Commands;

/// <summary>maintain compact, vacuum, hold, release, holds.</summary>
internal static class MaintainCommands
{
    public static Command Of(MeshCommand mesh) => new("maintain", "Keep the lake small and quick: merge files, delete what nothing needs, hold what must stay")
    {
        Compact(mesh), Vacuum(mesh), Hold(mesh), Release(mesh), Holds(mesh),
    };

    private static Option<bool> DryRun() => new("--dry-run") { Description = "Only say what would be done" };

    private static Command Compact(MeshCommand mesh)
    {
        var products = new Argument<string[]>("product") { Description = "The products, such as sales.orders; all where none is named",
            Arity = ArgumentArity.ZeroOrMore, HelpName = "PRODUCT" };
        var dry = DryRun();
        var command = new Command("compact", "Merge small files of tables into large ones; rows, versions and contents stay as they are") { products, dry };
        command.SetAction((parsed, cancel) => mesh.MaintainAsync(parsed, async (invocation, store, inForce, actor) =>
        {
            var report = await new CompactLake(store, inForce.Mesh)
                .RunAsync(parsed.GetValue(products) ?? [], actor, parsed.GetValue(dry), invocation.Moment, cancel).ConfigureAwait(false);
            mesh.Answer(invocation, report, MaintenanceView.Write);
            return report.Refused ? MeshCommand.Refused : MeshCommand.Done;
        }, cancel));
        return command;
    }

    private static Command Vacuum(MeshCommand mesh)
    {
        var dry = DryRun();
        var command = new Command("vacuum", "Delete files that no version within retention, held, or newest needs") { dry };
        command.SetAction((parsed, cancel) => mesh.MaintainAsync(parsed, async (invocation, store, inForce, actor) =>
        {
            var report = await new VacuumLake(store, inForce.Mesh).RunAsync(actor, parsed.GetValue(dry), invocation.Moment, cancel)
                .ConfigureAwait(false);
            mesh.Answer(invocation, report, MaintenanceView.Write);
            return report.Refused ? MeshCommand.Refused : MeshCommand.Done;
        }, cancel));
        return command;
    }

    private static Command Hold(MeshCommand mesh)
    {
        var name = new Argument<string>("name") { Description = "Names the hold, such as audit_2026", HelpName = "NAME" };
        var versions = new Argument<string[]>("version") { Description = "Versions that must stay, such as sales.orders#3", Arity = ArgumentArity.OneOrMore,
            HelpName = "PRODUCT#VERSION" };
        var because = new Option<string>("--because") { Description = "Why they must stay", Required = true, HelpName = "TEXT" };
        var command = new Command("hold", "Keep versions readable until the hold is released") { name, versions, because };
        command.SetAction((parsed, cancel) => mesh.MaintainAsync(parsed, async (invocation, store, inForce, actor) => Say(mesh, invocation,
            await new HoldVersions(store, inForce.Mesh).PutAsync(parsed.GetValue(name)!, parsed.GetValue(versions)!,
                parsed.GetValue(because)!, actor,
                invocation.Moment, cancel).ConfigureAwait(false)), cancel));
        return command;
    }

    private static Command Release(MeshCommand mesh)
    {
        var name = new Argument<string>("name") { Description = "The hold", HelpName = "NAME" };
        var command = new Command("release", "Release a hold") { name };
        command.SetAction((parsed, cancel) => mesh.MaintainAsync(parsed, async (invocation, store, inForce, actor) => Say(mesh, invocation,
            await new HoldVersions(store, inForce.Mesh).LiftAsync(parsed.GetValue(name)!, actor, invocation.Moment, cancel)
                .ConfigureAwait(false)), cancel));
        return command;
    }

    private static Command Holds(MeshCommand mesh)
    {
        var command = new Command("holds", "List which versions must stay, and why");
        command.SetAction((parsed, cancel) => mesh.MaintainAsync(parsed, async (invocation, store, _, _) => Say(mesh, invocation,
            new HoldReport(await store.Ledger.PinsAsync(cancel).ConfigureAwait(false), [])), cancel));
        return command;
    }

    private static int Say(MeshCommand mesh, Invocation invocation, HoldReport report)
    {
        mesh.Answer(invocation, report, MaintenanceView.Write);
        return report.Findings.HasErrors() ? MeshCommand.Refused : MeshCommand.Done;
    }
}
