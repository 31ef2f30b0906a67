using System.CommandLine;
using System.Text.Json;
using System.Text.RegularExpressions;
using Treaty.Acceptance.Tests.OnTheConsole;
using Treaty.Backends.Keys;
using Treaty.Cli.Commands;

namespace Treaty.Acceptance.Tests.Rights;

/// <summary>
/// Every command, route and form that there is has a row here: what changes something is refused to whoever has no right to it, cannot prove
/// who he is, or is no one; what only reads leaves the ledger as it was. A new one without a row fails.
/// </summary>
public sealed class Every_way_to_change_something(GovernedMesh governed) : IClassFixture<GovernedMesh>
{
    private const string Reads = "", Outside = "outside";
    private const string NoStep = "TRY1602|TRY1603";

    /// <summary>Arguments of a command that stands for all discrepancies of a comparison.</summary>
    private static string[] Step(params string[] more) => ["--comparison", "zone.revenue:order_payment", "--reason", "because", .. more];

    /// <summary>A command, arguments for it, a principal without the right to it, and the codes by one of which he is refused.</summary>
    private sealed record Row(string Command, string[] Arguments, string Who, string Refusal);

    private static readonly Row[] Rows =
    [
        new("run", [], "gov", "TRY0228"), new("publish", ["sales.orders"], "cleo", "TRY0228"), new("reconcile", ["zone.revenue"], "ada", "TRY0228"),
        new("plan", ["--save"], "nobody", "TRY0220"), new("approve", ["{plan}"], "fin", "TRY0222"), new("apply", ["{plan}"], "cleo", "TRY0225"),
        new("close", ["2025-01"], "ada", "TRY1622"), new("close reopen", ["{close}", "--reason", "because"], "ada", "TRY1622|TRY1625"),
        new("maintain compact", [], "cleo", "TRY0228"), new("maintain vacuum", [], "cleo", "TRY0228"),
        new("maintain hold", ["h", "sales.orders#1", "--because", "x"], "cleo", "TRY0228"), new("maintain release", ["kept"], "cleo", "TRY0228"),
        new("discrepancies assign", Step("--to", "revenue_assurance"), "dora", NoStep), new("discrepancies investigate", Step(), "dora", NoStep),
        new("discrepancies propose", Step("--resolution", "write-off"), "dora", NoStep), new("discrepancies approve", Step(), "dora", NoStep),
        new("discrepancies reject", Step(), "dora", NoStep), new("discrepancies resolve", Step("--resolution", "write-off"), "dora", NoStep),
        new("discrepancies accept", Step("--until", "2099-12-31"), "dora", NoStep), new("discrepancies reopen", Step(), "dora", NoStep),
        new("discrepancies undo", ["{decision}", "--reason", "because"], "dora", NoStep),
        .. new[] { "check", "catalog", "runs", "discrepancies", "discrepancies health", "cases", "proposals", "quarantine", "terms", "audit",
            "audit verify", "audit promises", "audit clauses", "plan" }.Select(c => new Row(c, [], "", Reads)),
        new("product", ["sales.orders"], "", Reads), new("query", ["select 1 as one"], "", Reads), new("contract status", ["sales.orders"], "", Reads),
        new("contract history", ["sales.orders"], "", Reads), new("explain", ["zone.revenue", "none"], "", Reads), new("maintain holds", [], "ada", Reads),
        new("bridge", ["sales.orders", "zone.revenue"], "", Reads), new("identical", ["zone.revenue:order_payment"], "", Reads),
        new("replay", ["r000001"], "", Reads), new("discrepancies show", ["none"], "", Reads), new("close show", ["none"], "", Reads),
        // These write what their user names, or keys of his own, and nothing of a mesh that is in force.
        .. new[] { "sample", "init", "demo", "serve", "key", "doctor", "contract", "contract check", "contract diff", "contract show", "contract import",
            "contract export", "maintain" }.Select(c => new Row(c, [], "", Outside)),
    ];

    private static IEnumerable<string> Tree(Command command, string path) => command.Subcommands.SelectMany(c =>
        Tree(c, (path + " " + c.Name).Trim()).Prepend((path + " " + c.Name).Trim()));

    [Fact]
    public void Every_command_has_a_row() =>
        Tree(TreatyCommand.Root(new MeshOptions(), new Terminal(TextWriter.Null, TextWriter.Null, TimeProvider.System, false)), "")
            .Order(StringComparer.Ordinal).ShouldBe(Rows.Select(r => r.Command).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public async Task Every_route_that_takes_something_in_is_known()
    {
        await using var console = await ConsoleUnderTest.StartAsync(new SampleReading());
        // A query reads, and an approval counts only with the principal's own signature (By_the_api).
        console.Api.Select(a => a.Route).Where(r => !r.StartsWith("GET", StringComparison.Ordinal)).ShouldBe(
            ["POST /plan/{id}/approvals", "POST /query"], ignoreOrder: true);
    }

    [Fact]
    public void Every_form_that_changes_something_is_known() =>
        Directory.EnumerateFiles(Path.Combine(The_readme.Root(), "src", "Treaty.Server", "Pages"), "*.razor").SelectMany(file =>
                Regex.Matches(File.ReadAllText(file), "<form[^>]*method=\"post\"[^>]*?@formname=\"(?:@\\(\\$\")?(\\w+)|<EditForm").Select(m =>
                    $"{Path.GetFileName(file)} {m.Groups[1].Value}"))
            // Those who steward and approve on the console act by the same operations, as the one whose key the server has.
            .Order(StringComparer.Ordinal).ShouldBe(["DiscrepanciesPage.razor step", "DiscrepancyPage.razor step", "PlanPage.razor act", "ProposalsPage.razor pair",
                "Recorded.razor undo"]);

    [Fact]
    public void Nothing_is_changed_by_whoever_has_no_right()
    {
        // Where all is up to date no one is refused, for nothing is done.
        var ((ran, known), fresh) = (Prepared(), governed.Copy());
        var before = (Records(ran), Records(fresh));
        var refused = new List<string>();
        foreach (var row in Rows.Where(r => r.Refusal is not (Reads or Outside)))
            foreach (var (who, codes) in new[] { (row.Who, row.Refusal), (null, "TRY0220"), ("nobody", "TRY0220"), ("mute", "TRY0221"), ("forged", "TRY0221"), ("zoe", "TRY0221") })
            {
                var outcome = governed.Run(row.Command is "run" or "publish" or "reconcile" ? fresh : ran, who, [.. row.Command.Split(' '), .. row.Arguments.Select(a => known.GetValueOrDefault(a, a))]);
                if (outcome.ExitCode != 1 || !codes.Split('|').Any(outcome.Out.Contains))
                    refused.Add($"{row.Command} as {who ?? "no one"} ended with {outcome.ExitCode}, not refused by {codes}: {outcome.Out}{outcome.Error}");
            }
        refused.ShouldBeEmpty();
        Records(ran).ShouldBe(before.Item1);
        Records(fresh).ShouldBe(before.Item2);
    }

    [Fact]
    public void Whatever_reads_leaves_the_ledger_as_it_was()
    {
        var (mesh, _) = Prepared();
        var before = GovernedMesh.Text(governed.Run(mesh, null, "audit", "verify").Succeeded().Out, "head");
        foreach (var row in Rows.Where(r => r.Refusal == Reads))
            governed.Run(mesh, row.Who == "" ? null : row.Who, [.. row.Command.Split(' '), .. row.Arguments]).ExitCode.ShouldNotBe(2, row.Command);
        GovernedMesh.Text(governed.Run(mesh, null, "audit", "verify").Succeeded().Out, "head").ShouldBe(before);
    }

    /// <summary>A mesh that ran, with a plan that waits, a hold, and a decision.</summary>
    private (string Mesh, Dictionary<string, string> Known) Prepared()
    {
        var mesh = governed.Copy();
        governed.Run(mesh, "bot", "run").Succeeded();
        governed.Run(mesh, "ada", "maintain", "hold", "kept", "sales.orders#1", "--because", "a test").Succeeded();
        var decision = GovernedMesh.Text(governed.Run(mesh, "cleo", "discrepancies", "investigate", "--comparison", "zone.revenue:order_payment", "--class", "missing-b")
            .Succeeded().Out, "decision");
        GovernedMesh.Edit(mesh, "contexts/sales/context.yaml", "Whoever has placed at least one order.", "Anyone at all.");
        var plan = GovernedMesh.Text(governed.Run(mesh, "cleo", "plan", "--save").Succeeded().Out, "id");
        // What is being edited is no obstacle to commands that need the documents in force.
        GovernedMesh.Edit(mesh, "contexts/sales/context.yaml", "Anyone at all.", "Whoever has placed at least one order.");
        return (mesh, new() { ["{plan}"] = plan, ["{decision}"] = decision, ["{close}"] = "c0ffee" });
    }

    /// <summary>What the ledger holds besides refusals and runs that did nothing else.</summary>
    private List<string> Records(string mesh) => [.. JsonDocument.Parse(governed.Run(mesh, null, "audit", "--limit", "10000").Succeeded().Out).RootElement
        .GetProperty("lines").EnumerateArray().Select(l => $"{l.GetProperty("number")} {l.GetProperty("kind").GetString()}")
        .Where(l => l.Split(' ')[1] is not ("plan-refusal" or "check-refusal" or "refusal" or "run"))];
}
