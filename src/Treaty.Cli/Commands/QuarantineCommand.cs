using System.CommandLine;
using Treaty.Cli.Views;
using Treaty.Core.Findings;
using Treaty.Operations.Reports;

namespace Treaty.Cli.Commands;

/// <summary>quarantine: the rows held back.</summary>
internal static class QuarantineCommand
{
    public static Command Of(MeshCommand mesh)
    {
        var product = new Argument<string?>("product")
        {
            Description = "Only of this product, such as sales.orders", Arity = ArgumentArity.ZeroOrOne, HelpName = "PRODUCT",
        };
        var reason = ReadCommands.Text("--reason", "Only for this reason, such as type, required, unique or malformed", "REASON");
        var place = ReadCommands.Text("--place", "Only from this file or record, such as in/orders.csv or in/orders.csv:12", "FILE[:RECORD]");
        var column = ReadCommands.Text("--column", "Only where this column breaks its contract", "COLUMN");
        var offset = new Option<int>("--offset") { Description = "How many rows to pass over first", HelpName = "N" };
        var all = new Option<bool>("--all") { Description = "Also rows that a later run found mended" };
        var limit = ReadCommands.Limit(40);
        var command = new Command("quarantine", "List the rows that were held back, by product, reason and place; open ones, unless told")
        {
            product, reason, column, place, all, limit, offset,
        };
        command.SetAction((parsed, cancel) => mesh.ReadAsync(parsed, async (invocation, reading) =>
        {
            var filter = new QuarantineFilter(parsed.GetValue(product), parsed.GetValue(reason), parsed.GetValue(place),
                parsed.GetValue(all), parsed.GetValue(limit))
                { Column = parsed.GetValue(column), Offset = parsed.GetValue(offset) };
            var report = await reading.QuarantineAsync(filter, cancel).ConfigureAwait(false);
            mesh.Answer(invocation, report, QuarantineView.Write);
            return report.Findings.HasErrors() ? MeshCommand.Refused : MeshCommand.Done;
        }, cancel));
        return command;
    }
}
