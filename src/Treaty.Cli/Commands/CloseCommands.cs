using System.CommandLine;
using Treaty.Cli.Views;
using Treaty.Core.Findings;
using Treaty.Operations.Closing;

namespace Treaty.Cli.Commands;

/// <summary>close, with show and reopen.</summary>
internal static class CloseCommands
{
    public static IEnumerable<Command> All(MeshCommand mesh) => [Close(mesh)];

    private static Command Close(MeshCommand mesh)
    {
        var period = new Argument<string?>("period") { Description = "The month or day, such as 2026-01", Arity = ArgumentArity.ZeroOrOne, HelpName = "PERIOD" };
        var product = ReadCommands.Text("--product", "The reconciled product; may be left out where there is one", "PRODUCT");
        var list = new Option<bool>("--list") { Description = "List what was closed" };
        var command = new Command("close", "Close a period: one person prepares it, another signs it with the same command") { period, product, list };
        command.SetAction((parsed, cancel) => mesh.ReadAsync(parsed, async (invocation, reading) =>
        {
            if (parsed.GetValue(list) || parsed.GetValue(period) is null)
            {
                mesh.Answer(invocation, await reading.ClosesAsync(cancel).ConfigureAwait(false), CloseView.WriteList);
                return MeshCommand.Done;
            }
            if (mesh.Prove(invocation, reading.Mesh, out var refusal) is not { } actor) return mesh.Refuse(invocation, [refusal!]);
            var products = ClosePeriod.Reconciled(reading.Mesh);
            var named = parsed.GetValue(product) ?? (products is [var only] ? only : throw new UsageException(
                $"there are {products.Count} reconciled products: name one with --product{string.Concat(products.Select(p => " " + p))}"));
            var report = await new ClosePeriod(reading.Store, reading.InForce, actor).RunAsync(parsed.GetValue(period)!, named,
                invocation.Moment, cancel)
                .ConfigureAwait(false);
            mesh.Answer(invocation, report, CloseView.Write);
            if (!invocation.Json && actor.Principal is null && !report.Refused)
                mesh.Terminal.Error.WriteLine("note: there is no principals.yaml, so the local user prepared and signed");
            return report.Refused ? MeshCommand.Refused : MeshCommand.Done;
        }, cancel));
        command.Subcommands.Add(Show(mesh));
        command.Subcommands.Add(Reopen(mesh));
        return command;
    }

    private static Argument<string> Certificate() => new("certificate") { Description = "The certificate, as the list names it", HelpName = "CERT" };

    private static Command Show(MeshCommand mesh)
    {
        var id = Certificate();
        var verify = new Option<bool>("--verify") { Description = "Prove it again: hash, signatures, ledger, and the content of every table" };
        var command = new Command("show", "Show a certificate: what it rests on, what it comes to, how discrepancies were settled") { id, verify };
        command.SetAction((parsed, cancel) => mesh.ReadAsync(parsed, async (invocation, reading) =>
        {
            if (await reading.CloseAsync(parsed.GetValue(id)!, parsed.GetValue(verify), cancel).ConfigureAwait(false) is not { } report)
                return mesh.Refuse(invocation, [ClosePeriod.NoSuch.At(null, $"there is no certificate `{parsed.GetValue(id)}`", "see `treaty close --list`")]);
            mesh.Answer(invocation, report, CloseView.WriteDetail);
            return report.Findings.HasErrors() ? MeshCommand.Refused : MeshCommand.Done;
        }, cancel));
        return command;
    }

    private static Command Reopen(MeshCommand mesh)
    {
        var id = Certificate();
        var reason = ReadCommands.Text("--reason", "Why; it stays on record", "TEXT");
        var command = new Command("reopen", "Take the last close of a product back, by a recorded decision") { id, reason };
        command.SetAction((parsed, cancel) => mesh.ReadAsync(parsed, async (invocation, reading) =>
        {
            if (mesh.Prove(invocation, reading.Mesh, out var refusal) is not { } actor) return mesh.Refuse(invocation, [refusal!]);
            var report = await new ClosePeriod(reading.Store, reading.InForce, actor).ReopenAsync(parsed.GetValue(id)!,
                parsed.GetValue(reason) ?? "",
                invocation.Moment, cancel).ConfigureAwait(false);
            mesh.Answer(invocation, report, CloseView.WriteReopened);
            return report.Refused ? MeshCommand.Refused : MeshCommand.Done;
        }, cancel));
        return command;
    }
}
