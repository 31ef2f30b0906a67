using System.CommandLine;
using Treaty.Cli.Views;
using Treaty.Operations.Deciding;

namespace Treaty.Cli.Commands;

/// <summary>cases.</summary>
internal static class CaseCommands
{
    public static IEnumerable<Command> All(MeshCommand mesh)
    {
        var id = new Argument<string?>("case")
        {
            Description = "A case, to print the ids in it, one a line; pipe them into `treaty discrepancies … --ids -`", Arity = ArgumentArity.ZeroOrOne,
            HelpName = "CASE",
        };
        var comparison = ReadCommands.Text("--comparison", "Only of this comparison, such as zone.revenue:order_payment", "REF");
        var limit = ReadCommands.Limit(40);
        var command = new Command("cases", "Group open discrepancies by probable common cause: one broken file is one case") { id, comparison, limit };
        command.SetAction((parsed, cancel) => mesh.ReadAsync(parsed, async (invocation, reading) =>
        {
            var cases = new FindCases(reading.Store, reading.Mesh);
            if (parsed.GetValue(id) is { } one)
            {
                if (await cases.OneAsync(one, invocation.Moment, cancel).ConfigureAwait(false) is not { } found)
                    return mesh.Refuse(invocation, [DecideDiscrepancies.NoSuch.At(null, $"there is no case `{one}`", "see `treaty cases`")]);
                mesh.Answer(invocation, found, CaseView.WriteIds);
                return MeshCommand.Done;
            }
            var report = await cases.RunAsync(parsed.GetValue(comparison), invocation.Moment, cancel).ConfigureAwait(false);
            mesh.Answer(invocation, report, (to, r) => CaseView.Write(to, r, parsed.GetValue(limit)));
            return MeshCommand.Done;
        }, cancel));
        yield return command;
    }
}
