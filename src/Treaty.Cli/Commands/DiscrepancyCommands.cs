using System.CommandLine;
using Treaty.Cli.Views;
using Treaty.Core.Findings;
using Treaty.Operations.Deciding;
using Treaty.Operations.Reading;

namespace Treaty.Cli.Commands;

/// <summary>close, and discrepancies with show, health and every step that can be taken.</summary>
internal static class DiscrepancyCommands
{
    public static IEnumerable<Command> All(MeshCommand mesh) => 
        [Discrepancies(mesh), .. CaseCommands.All(mesh), .. CloseCommands.All(mesh)];

    private static Command Discrepancies(MeshCommand mesh)
    {
        var filter = new DiscrepancyFilterOptions();
        var sort = new Option<string>("--sort") { Description = "By amount, age or team", DefaultValueFactory = _ => "amount", HelpName = "amount|age|team" };
        var limit = ReadCommands.Limit(40);
        var offset = new Option<int>("--offset") { Description = "How many to pass over, to page on", HelpName = "N" };
        var command = new Command("discrepancies", "List what did not align, by class, age, amount and accountable team; work through it") { sort, limit, offset };
        filter.AddTo(command);
        command.SetAction((parsed, cancel) => mesh.ReadAsync(parsed, async (invocation, reading) =>
        {
            var wanted = filter.Filter(parsed, Math.Max(0, parsed.GetValue(offset)),
                Math.Max(0, parsed.GetValue(limit))) with { Sort = parsed.GetValue(sort)! };
            var report = await reading.DiscrepanciesAsync(wanted, invocation.Moment, cancel).ConfigureAwait(false);
            mesh.Answer(invocation, report, DiscrepancyView.Write);
            return report.Findings.Any(f => f.Code == ReadDiscrepancies.NoState.Code) ? MeshCommand.Refused : MeshCommand.Done;
        }, cancel));
        command.Subcommands.Add(Show(mesh));
        command.Subcommands.Add(Health(mesh));
        foreach (var step in StepCommands.All(mesh)) command.Subcommands.Add(step);
        return command;
    }

    private static Command Show(MeshCommand mesh)
    {
        var id = new Argument<string>("id") { Description = "The discrepancy, as the list names it", HelpName = "ID" };
        var command = new Command("show", "Show one discrepancy: both sides' rows, the rule that put it there, its history, what can be done") { id };
        command.SetAction((parsed, cancel) => mesh.ReadAsync(parsed, async (invocation, reading) =>
        {
            if (await reading.DiscrepancyAsync(parsed.GetValue(id)!, invocation.Moment, cancel).ConfigureAwait(false) is not { } report)
                return mesh.Refuse(invocation, [DecideDiscrepancies.NoSuch.At(null, $"there is no discrepancy `{parsed.GetValue(id)}`", "see `treaty discrepancies`")]);
            mesh.Answer(invocation, report, DiscrepancyDetailView.Write);
            return MeshCommand.Done;
        }, cancel));
        return command;
    }

    private static Command Health(MeshCommand mesh)
    {
        var command = new Command("health", "Say how much aligns by itself, how much is open and how old, and how it ends");
        command.SetAction((parsed, cancel) => mesh.ReadAsync(parsed, async (invocation, reading) =>
        {
            mesh.Answer(invocation, await reading.HealthAsync(invocation.Moment, cancel).ConfigureAwait(false), HealthView.Write);
            return MeshCommand.Done;
        }, cancel));
        return command;
    }
}
