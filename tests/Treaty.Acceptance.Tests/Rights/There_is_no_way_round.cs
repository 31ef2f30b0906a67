using Treaty.Backends;
using Treaty.Core;
using Treaty.Operations.Planning;
using Treaty.Operations.Stores;

namespace Treaty.Acceptance.Tests.Rights;

/// <summary>What someone would try who has no right to a change, or wants to decide alone.</summary>
public sealed class There_is_no_way_round(GovernedMesh governed) : IClassFixture<GovernedMesh>
{
    private const string Settlements = "contexts/payments/settlements/contract.odcs.yaml";
    private const string Orders = "contexts/sales/orders/contract.odcs.yaml";
    private const string Required = "{name: psp_reference, logicalType: string, required: true}";

    [Fact]
    public void By_taking_principals_away()
    {
        var mesh = governed.Copy();
        File.Delete(Path.Combine(mesh, "principals.yaml"));
        foreach (var command in new[] { "run", "publish", "reconcile" })
            governed.Run(mesh, null, command).Out.ShouldContain("TRY0709");
        governed.Run(mesh, null, "apply").Out.ShouldContain("TRY0220");
        var plan = GovernedMesh.Text(governed.Run(mesh, "ada", "plan", "--save").Succeeded().Out, "id");
        governed.Run(mesh, "ada", "approve", plan).Out.ShouldContain("TRY0222");
    }

    [Fact]
    public void By_other_keys_in_the_documents()
    {
        var mesh = governed.Copy();
        using var own = new TemporaryFolder();
        var key = new Treaty.Backends.Keys.KeyFolder(own.Path).Create("gov").PublicKey;
        var line = File.ReadLines(Path.Combine(mesh, "principals.yaml")).Single(l => l.Contains("id: gov", StringComparison.Ordinal));
        GovernedMesh.Edit(mesh, "principals.yaml", line, $"  - {{id: gov, teams: [data_governance], publicKey: {key}}}");
        TreatyProgram.RunWithKeys(own.Path, ["apply", "--as", "gov", "--mesh", mesh, "--format", "json"]).Out.ShouldContain("TRY0221");
        // One key for two principals would let one person be both of four eyes.
        var shared = governed.Copy();
        var ada = File.ReadLines(Path.Combine(shared, "principals.yaml")).Single(l => l.Contains("id: ada,", StringComparison.Ordinal));
        File.AppendAllText(Path.Combine(shared, "principals.yaml"), ada.Replace("id: ada", "id: eve", StringComparison.Ordinal) + "\n");
        governed.Run(shared, null, "check").Out.ShouldContain("TRY1100");
    }

    [Fact]
    public void By_being_two_principals()
    {
        var mesh = governed.Copy();
        GovernedMesh.Edit(mesh, Orders, "version: 1.0.0", "version: 2.0.0");
        GovernedMesh.Edit(mesh, Orders, "{name: placed_at, logicalType: timestamp, required: true,", "{name: placed_at, logicalType: timestamp,");
        var plan = GovernedMesh.Text(governed.Run(mesh, "ada", "plan", "--save").Succeeded().Out, "id");
        governed.Run(mesh, "adas_other", "approve", plan).Succeeded();
        governed.Run(mesh, "ada", "approve", plan).Succeeded();
        governed.Run(mesh, "ada", "apply", plan).Out.ShouldContain("waits for a second person of `order_management`");
        governed.Run(mesh, "ben", "approve", plan).Succeeded();
        governed.Run(mesh, "ada", "apply", plan).Out.ShouldNotContain("second person");
    }

    [Fact]
    public void By_letting_a_service_plan()
    {
        var mesh = governed.Copy();
        GovernedMesh.Edit(mesh, Settlements, Required, "{name: psp_reference, logicalType: string}");
        GovernedMesh.Edit(mesh, Settlements, "version: 1.0.0", "version: 2.0.0");
        var plan = GovernedMesh.Text(governed.Run(mesh, "bot", "plan", "--save").Succeeded().Out, "id");
        governed.Run(mesh, "cleo", "approve", plan).Succeeded();
        governed.Run(mesh, "cleo", "apply", plan).Out.ShouldContain("no person planned it");
    }

    [Fact]
    public void By_another_time()
    {
        var mesh = governed.Copy();
        GovernedMesh.Edit(mesh, "contexts/sales/context.yaml", "Whoever has placed at least one order.", "Anyone at all.");
        foreach (var now in new[] { "2020-01-01T00:00:00Z", "2099-01-01T00:00:00Z" })
        {
            foreach (var command in new string[][] { ["plan", "--save"], ["apply"], ["run"] })
                governed.Run(mesh, "ada", [.. command, "--now", now]).Out.ShouldContain(command[0] == "run" ? "TRY0709" : "TRY1102");
            governed.Run(governed.Copy(), "ada", "publish", "sales.orders", "--now", now).Out.ShouldContain("TRY1102");
        }
    }

    [Fact]
    public void By_an_approval_of_an_earlier_time()
    {
        var mesh = governed.Copy();
        var (old, @new) = ("Whoever has placed at least one order.", "Whoever has ever placed an order.");
        GovernedMesh.Edit(mesh, "contexts/sales/context.yaml", old, @new);
        var there = GovernedMesh.Text(governed.Run(mesh, "ada", "apply").Succeeded().Out, "id");
        GovernedMesh.Edit(mesh, "contexts/sales/context.yaml", @new, old);
        governed.Run(mesh, "ada", "apply").Succeeded();
        // The mesh is again the one that the first plan was made against, and everyone had approved it.
        governed.Run(mesh, "cleo", "apply", there).Out.ShouldContain("TRY0224");
        GovernedMesh.Edit(mesh, "contexts/sales/context.yaml", old, @new);
        GovernedMesh.Text(governed.Run(mesh, "cleo", "plan", "--save").Succeeded().Out, "id").ShouldBe(there);
        governed.Run(mesh, "cleo", "apply", there).Out.ShouldContain("waits for `order_management`");
    }

    [Fact]
    public async Task By_a_plan_that_asks_for_less()
    {
        var mesh = governed.Copy();
        GovernedMesh.Edit(mesh, "contexts/sales/context.yaml", "Whoever has placed at least one order.", "Anyone at all.");
        var saved = GovernedMesh.Text(governed.Run(mesh, "cleo", "plan", "--save").Succeeded().Out, "id");
        string forged;
        await using (var store = await EmbeddedStore.OpenAsync(mesh, ".treaty", new Dictionary<string, string>(), CancellationToken.None))
        {
            var plan = (await store.Ledger.PlanAsync(saved, CancellationToken.None))!.Plan with { Decisions = [] };
            forged = PlanRecords.IdOf(plan);
            await using var held = await store.Ledger.HoldAsync("test", CancellationToken.None);
            await store.Ledger.AppendAsync([new(PlanRecords.Saved, forged, "", DateTimeOffset.UtcNow, "cleo",
                TreatyJson.Write(new PlanBody(plan, null)))], CancellationToken.None);
        }
        governed.Run(mesh, "cleo", "apply", forged).Out.ShouldContain("TRY1103");
        governed.Run(mesh, "cleo", "approve", forged).Out.ShouldContain("TRY1103");
    }

    [Fact]
    public void By_a_waiver_in_anothers_name()
    {
        var mesh = governed.Copy();
        GovernedMesh.Edit(mesh, "constitution.yaml", "platform:",
            "waivers: [{code: TRY0204, where: contexts/sales/, reason: later, approver: gus, expires: 2099-01-01}]\nplatform:");
        var plan = GovernedMesh.Text(governed.Run(mesh, "ada", "plan", "--save").Succeeded().Out, "id");
        governed.Run(mesh, "gov", "approve", plan).Out.ShouldContain("TRY0222");
        governed.Run(mesh, "gov", "apply", plan).Out.ShouldContain("waits for `gus`, who grants it");
        governed.Run(mesh, "gus", "approve", plan).Succeeded();
        governed.Run(mesh, "gov", "apply", plan).Succeeded();
    }

    [Fact]
    public void By_a_rule_that_no_longer_counts()
    {
        var mesh = governed.Copy();
        GovernedMesh.Edit(mesh, "contexts/payments/daily_takings/product.odps.yaml", "name: payments.settlements", "name: payments.settlement");
        GovernedMesh.Edit(mesh, "constitution.yaml", "platform:", "severity: {TRY0102: info, TRY0504: info}\nplatform:");
        var check = governed.Run(mesh, null, "check");
        check.ExitCode.ShouldBe(1);
        check.Out.ShouldContain("no waiver and no severity of the constitution can allow it");
        var endless = governed.Copy();
        GovernedMesh.Edit(endless, "constitution.yaml", "platform:", "waivers: [{code: TRY0204, where: contexts/sales/, reason: later, approver: gus}]\nplatform:");
        governed.Run(endless, null, "check").Out.ShouldContain("`expires`");
    }

    [Fact]
    public async Task By_an_accord_that_has_ended()
    {
        var mesh = governed.Copy();
        Directory.CreateDirectory(Path.Combine(mesh, "accords"));
        File.WriteAllText(Path.Combine(mesh, "accords", "release.yaml"),
            """
            accord: release_orders
            between: [sales, payments]
            rights: [{right: release, of: sales, to: payment_operations, product: orders, how: shared}]
            until: 2098-12-31
            """);
        var plan = GovernedMesh.Text(governed.Run(mesh, "cleo", "plan", "--save").Succeeded().Out, "id");
        foreach (var who in new[] { "cleo", "ada" }) governed.Run(mesh, who, "approve", plan).Succeeded();
        governed.Run(mesh, "cleo", "apply", plan).Succeeded();
        (await governed.RunAtAsync("2099-01-01T12:00:00Z", mesh, "cleo", "publish", "sales.orders")).Out.ShouldContain("TRY0228");
        (await governed.RunAtAsync("2098-12-31T12:00:00Z", mesh, "cleo", "publish", "sales.orders")).Succeeded();
    }

    [Fact]
    public void To_see_whom_a_change_touches()
    {
        var mesh = governed.Copy();
        governed.Run(mesh, "bot", "run").Succeeded();
        GovernedMesh.Edit(mesh, Settlements, Required, "{name: psp_reference, logicalType: string}");
        GovernedMesh.Edit(mesh, Settlements, "{name: captured_at, logicalType: timestamp, required: true}", "{name: captured_at, logicalType: timestamp}");
        GovernedMesh.Edit(mesh, "contexts/sales/context.yaml", "key: [order_id], system: web_shop, meaning: A customer committed",
            "key: [order_id], system: web_shop, meaning: A customer has committed");
        var changes = System.Text.Json.JsonDocument.Parse(governed.Run(mesh, "ada", "plan").Out).RootElement.GetProperty("plan").GetProperty("changes")
            .EnumerateArray().ToDictionary(c => c.GetProperty("path").GetString()!);
        IEnumerable<string?> Of(string path, string list) => changes[path].GetProperty(list).EnumerateArray().Select(t => t.GetString());
        Of("schema[payment_captured].properties[captured_at].required", "columns")
            .ShouldBe(["payments.daily_takings/daily_takings.day", "zone.revenue/revenue.payment_state"]);
        Of("schema[payment_captured].properties[psp_reference].required", "touches").ShouldBe(["payments.daily_takings", "zone.revenue"]);
        Of("facts[order_placed].meaning", "touches").ShouldBe(["sales.order_states", "sales.orders", "zone.revenue"]);
    }
}
