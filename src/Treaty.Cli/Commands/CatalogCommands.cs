using System.CommandLine;
using Treaty.Cli.Views;
using Treaty.Operations.Reports;

namespace Treaty.Cli.Commands;

/// <summary>catalog, product, runs: what publishing has put on record.</summary>
internal static class CatalogCommands
{
    public static IEnumerable<Command> All(MeshCommand mesh) => [Catalog(mesh), Product(mesh), Runs(mesh)];

    private static Command Catalog(MeshCommand mesh)
    {
        var words = new Argument<string[]>("words")
        {
            Description = "Only products with all of these words in name, title, purpose, columns or terms", HelpName = "WORD", Arity = ArgumentArity.ZeroOrMore,
        };
        var kind = ReadCommands.Text("--class", "Only of this class: authoritative-fact, context-view, derived, reconciled, legacy-feed", "CLASS");
        var command = new Command("catalog", "List the products: class, owner, version, rows, what is open, checks, freshness") { words, kind };
        command.SetAction((parsed, cancel) => mesh.ReadAsync(parsed, async (invocation, reading) =>
        {
            var search = string.Join(' ', parsed.GetValue(words)!);
            var report = await reading.CatalogAsync(invocation.Moment, search.Length > 0 ? search : null, cancel).ConfigureAwait(false);
            mesh.Answer(invocation, Of(report, parsed.GetValue(kind)), CatalogView.Write);
            return MeshCommand.Done;
        }, cancel));
        return command;
    }

    private static CatalogReport Of(CatalogReport report, string? kind) =>
        kind is null ? report : report with { Entries = [.. report.Entries.Where(e => e.Class == kind)] };

    private static Command Product(MeshCommand mesh)
    {
        var product = new Argument<string>("product") { Description = "The product or feed, such as sales.orders", HelpName = "PRODUCT" };
        var command = new Command("product", "Show one product: meaning, use, owner, contract, columns, checks, who reads it") { product };
        command.SetAction((parsed, cancel) => mesh.ReadAsync(parsed, async (invocation, reading) =>
        {
            var named = parsed.GetValue(product)!;
            var report = await reading.ProductAsync(named, invocation.Moment, cancel).ConfigureAwait(false)
                ?? throw new UsageException($"there is no product `{named}`; `treaty catalog` lists them");
            mesh.Answer(invocation, report, ProductView.Write);
            return MeshCommand.Done;
        }, cancel));
        return command;
    }

    private static Command Runs(MeshCommand mesh)
    {
        var run = new Argument<string?>("run") { Description = "One run, to see its steps", HelpName = "RUN", Arity = ArgumentArity.ZeroOrOne };
        var limit = ReadCommands.Limit(20);
        var command = new Command("runs", "List the runs on record, or show one with its steps") { run, limit };
        command.SetAction((parsed, cancel) => mesh.ReadAsync(parsed, async (invocation, reading) =>
        {
            if (parsed.GetValue(run) is { } named)
                mesh.Answer(invocation, await reading.RunAsync(named, cancel).ConfigureAwait(false)
                    ?? throw new UsageException($"there is no run `{named}`; `treaty runs` lists them"), RunView.Write);
            else mesh.Answer(invocation, await reading.RunsAsync(parsed.GetValue(limit), cancel).ConfigureAwait(false), RunsView.Write);
            return MeshCommand.Done;
        }, cancel));
        return command;
    }
}
