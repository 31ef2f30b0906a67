using System.CommandLine;
using System.Globalization;
using Treaty.Cli.Views;
using Treaty.Core.Findings;
using Treaty.Core.Reconciliation.Closing;
using Treaty.Operations.Reading;
using Treaty.Operations.Reports;

namespace Treaty.Cli.Commands;

/// <summary>query, discrepancies, proposals, bridge, explain.</summary>
internal static class ReadCommands
{
    public static IEnumerable<Command> All(MeshCommand mesh) =>
        [Query(mesh), .. DiscrepancyCommands.All(mesh), Proposals(mesh), Replay(mesh), Identical(mesh), Bridge(mesh), Explain(mesh)];

    internal static Option<int> Limit(int standard) => new("--limit") { Description = "The most rows to show", DefaultValueFactory = _ =>
        standard, HelpName =
        "N" };

    internal static Option<string?> Text(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help };

    private static Command Query(MeshCommand mesh)
    {
        var sql = new Argument<string>("select") { Description =
            "One SELECT over products by name, such as \"select count(*) from sales.orders\"", HelpName =
            "SELECT" };
        var asOf = new Option<string[]>("--as-of") { Description = "Read this version instead of the newest, or everything as of an instant or day",
            HelpName =
            "PRODUCT#VERSION|INSTANT" };
        var limit = Limit(1000);
        var command = new Command("query", "Read published products with SQL; ends with what kind of truth was read") { sql, asOf, limit };
        command.SetAction((parsed, cancel) => mesh.ReadAsync(parsed, async (invocation, reading) =>
        {
            var report = await reading.QueryAsync(parsed.GetValue(sql)!, parsed.GetValue(asOf) ?? [], parsed.GetValue(limit), cancel)
                .ConfigureAwait(false);
            mesh.Answer(invocation, report, QueryView.Write);
            return report.Findings.HasErrors() ? MeshCommand.Refused : MeshCommand.Done;
        }, cancel));
        return command;
    }

    private static Command Proposals(MeshCommand mesh)
    {
        var comparison = Text("--comparison", "Only of this comparison, such as zone.revenue:order_payment", "REF");
        var key = Text("--key", "Only of the row with this key, on either side", "KEY");
        var reason = Text("--reason", "Only those not confirmed for this reason: several-partners, chance, subset-unique or subset-several", "REASON");
        reason.AcceptOnlyFromAmong("several-partners", "chance", "subset-unique", "subset-several");
        var rank = new Option<int?>("--rank") { Description = "Only those among the first N of either of their rows", HelpName = "N" };
        var limit = Limit(40);
        var command = new Command("proposals", "List pairs and subsets of rows that may belong together, and why each was not confirmed")
        {
            comparison, key, reason, rank, limit,
        };
        command.SetAction((parsed, cancel) => mesh.ReadAsync(parsed, async (invocation, reading) =>
        {
            var filter = new ProposalFilter(parsed.GetValue(comparison), parsed.GetValue(key), parsed.GetValue(reason),
                parsed.GetValue(rank), 0, parsed.GetValue(limit));
            mesh.Answer(invocation, await reading.ProposalsAsync(filter, cancel).ConfigureAwait(false), ProposalView.Write);
            return MeshCommand.Done;
        }, cancel));
        return command;
    }

    private static Command Replay(MeshCommand mesh)
    {
        var run = new Argument<string>("run") { Description = "The run to replay, such as r000012", HelpName = "RUN" };
        var command = new Command("replay", "Prove what a run recorded: make everything again, beside the lake, from the same sources, versions, "
            + "documents and decisions, and read again what was published") { run };
        command.SetAction((parsed, cancel) => mesh.ReadAsync(parsed, async (invocation, reading) =>
        {
            using var progress = new RunProgressView(mesh.Terminal.Error, mesh.Terminal.Interactive);
            var report = await reading.ReplayAsync(parsed.GetValue(run)!, progress, cancel).ConfigureAwait(false);
            progress.Dispose();
            mesh.Answer(invocation, report, ReplayView.Write);
            return report.Findings.HasErrors() ? MeshCommand.Refused : MeshCommand.Done;
        }, cancel));
        return command;
    }

    private static Command Identical(MeshCommand mesh)
    {
        var comparison = new Argument<string>("comparison")
        {
            Description = "The comparison, such as zone.revenue:order_payment", HelpName = "REF",
        };
        var command = new Command("identical", "Prove whether both sides of a comparison hold the same rows, without matching them")
        {
            comparison,
        };
        command.SetAction((parsed, cancel) => mesh.ReadAsync(parsed, async (invocation, reading) =>
        {
            var report = await reading.IdenticalAsync(parsed.GetValue(comparison)!, cancel).ConfigureAwait(false);
            mesh.Answer(invocation, report, IdenticalView.Write);
            return report.Identical ? MeshCommand.Done : MeshCommand.Refused;
        }, cancel));
        return command;
    }

    private static Command Bridge(MeshCommand mesh)
    {
        var from = new Argument<string?>("a") { Description = "Where the walk begins, such as zone.revenue", HelpName = "A",
            Arity = ArgumentArity.ZeroOrOne };
        var to = new Argument<string?>("b") { Description = "Where it ends, such as legacy.revenue_mart", HelpName = "B",
            Arity = ArgumentArity.ZeroOrOne };
        var sqlA = Text("--sql-a", "Instead of A and B: a file with a dashboard's select, one sum or count over one product", "FILE");
        var sqlB = Text("--sql-b", "The select of the other dashboard", "FILE");
        var key = new Option<string[]>("--key") { HelpName = "A=B", Arity = ArgumentArity.ZeroOrMore,
            Description = "For two dashboards over two products: the columns whose equal values bring rows together, such as order_id=order_ref" };
        var comparison = Text("--comparison", "For two dashboards whose products several comparisons compare: the one to go by", "REF");
        var measure = Text("--measure", "The measure; may be left out where there is one", "NAME");
        var period = Text("--period", "One month or day, such as 2026-01 or 2026-01-31", "PERIOD");
        var currency = Text("--currency", "Only this currency", "CODE");
        var rows = Text("--rows", "Open one line into its rows, such as missing-b", "LINE");
        var shapley = new Option<bool>("--shapley")
        {
            Description = "Show beside each line what it is where every order of causes counts alike",
        };
        var limit = Limit(40);
        var command = new Command("bridge", "Walk from one total to another, lines summing exactly") { from, to, measure, period, currency,
            rows, shapley, limit, sqlA, sqlB, key, comparison };
        // The period is read before the mesh, so that what is mistyped is said at once.
        command.SetAction((parsed, cancel) => Period(parsed.GetValue(period)) is var asked
            ? mesh.ReadAsync(parsed, async (invocation, reading) =>
        {
            var selects = (A: parsed.GetValue(sqlA), B: parsed.GetValue(sqlB));
            if ((parsed.GetValue(from) is null || parsed.GetValue(to) is null) && (selects.A is null || selects.B is null))
                return selects is (null, null) ? await PairsAsync(mesh, invocation, reading, parsed.GetValue(from), cancel)
                    .ConfigureAwait(false)
                    : throw new UsageException("name two products, or two selects with --sql-a and --sql-b");
            if (selects is (null, null) && (parsed.GetValue(key) is { Length: > 0 } || parsed.GetValue(comparison) is not null))
                throw new UsageException("--key and --comparison are for two dashboards: give their selects with --sql-a and --sql-b");
            var report = selects is { A: { } fileA, B: { } fileB }
                ? await new DashboardBridge(reading.Store, reading.Mesh)
                    .RunAsync(new(FileText(fileA), FileText(fileB), parsed.GetValue(rows),
                    parsed.GetValue(limit), parsed.GetValue(key), parsed.GetValue(comparison)), cancel).ConfigureAwait(false)
                : await reading.BridgeAsync(new(parsed.GetValue(from)!, parsed.GetValue(to)!, parsed.GetValue(measure), asked?.From,
                    asked?.To, parsed.GetValue(currency), parsed.GetValue(rows), parsed.GetValue(limit))
                {
                    Shapley = parsed.GetValue(shapley),
                }, cancel).ConfigureAwait(false);
            mesh.Answer(invocation, report, BridgeView.Write);
            return report.Findings.HasErrors() ? MeshCommand.Refused : MeshCommand.Done;
        }, cancel) : Task.FromResult(MeshCommand.Refused));
        return command;
    }

    /// <summary>Where no two ends are named, the bridges that there are.</summary>
    private static async ValueTask<int> PairsAsync(MeshCommand mesh, Invocation invocation, MeshReading reading, string? end,
        CancellationToken cancel)
    {
        var pairs = await reading.BridgesAsync(cancel).ConfigureAwait(false);
        var with = pairs.Where(p => end is null || p.From == end || p.To == end).ToList();
        if (with.Count == 0 && end is not null)
            return mesh.Refuse(invocation, [ReadBridge.NoBridge.At(null, $"no comparison has `{end}` for an end",
                Core.Meshes.Yaml.Nearest.Help(end,
                    [.. pairs.SelectMany(p => new[] { p.From, p.To }).Distinct().Order(StringComparer.Ordinal)]))]);
        mesh.Answer(invocation, with, BridgeView.WritePairs);
        return MeshCommand.Done;
    }

    private static string FileText(string file) => File.Exists(file) ? File.ReadAllText(file) : throw new UsageException($"there is no file {file}");

    private static ClosingPeriod? Period(string? text) => text is null ? null : ClosingPeriod.TryParse(text)
        ?? throw new UsageException($"`--period {text}` is no month or day such as 2026-01 or 2026-01-31");

    private static Command Explain(MeshCommand mesh)
    {
        var product = new Argument<string>("product") { Description = "The product, such as zone.revenue", HelpName = "PRODUCT" };
        var key = new Argument<string>("key") { Description = "The key of the row; several columns joined by |", HelpName = "KEY" };
        var command = new Command("explain", "Show where each value of one row came from, down to the source records") { product, key };
        command.SetAction((parsed, cancel) => mesh.ReadAsync(parsed, async (invocation, reading) =>
        {
            var report = await reading.ExplainAsync(parsed.GetValue(product)!, parsed.GetValue(key)!, cancel).ConfigureAwait(false);
            mesh.Answer(invocation, report, ExplainView.Write);
            return report.Findings.HasErrors() ? MeshCommand.Refused : MeshCommand.Done;
        }, cancel));
        return command;
    }
}
