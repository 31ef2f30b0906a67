using System.Text.Json;

namespace Treaty.Acceptance.Tests.Rights;

/// <summary>From a changed document to what is in force, by the words of those who decide.</summary>
public sealed class A_plan(GovernedMesh governed) : IClassFixture<GovernedMesh>
{
    private const string Settlements = "contexts/payments/settlements/contract.odcs.yaml";

    [Fact]
    public async Task That_breaks_needs_two_people_and_its_consumers()
    {
        var mesh = governed.Copy();
        GovernedMesh.Edit(mesh, Settlements, "{name: psp_reference, logicalType: string, required: true}",
            "{name: psp_reference, logicalType: string}");
        var refused = governed.Run(mesh, "ada", "plan", "--save");
        refused.ExitCode.ShouldBe(1);
        refused.Out.ShouldContain("TRY0227");
        refused.Out.ShouldContain("it breaks `payments.daily_takings`, `zone.revenue`");
        refused.Out.ShouldContain("raise the version to 2.0.0");
        GovernedMesh.Edit(mesh, Settlements, "version: 1.0.0", "version: 2.0.0");
        var saved = governed.Run(mesh, "ada", "plan", "--save").Succeeded().Out;
        saved.ShouldContain("\"compatibility\": \"breaking\"");
        saved.ShouldNotContain("TRY0227");
        var plan = GovernedMesh.Text(saved, "id");
        governed.Run(mesh, "ada", "approve", plan).Out.ShouldContain("TRY0222");
        governed.Run(mesh, "ada", "apply", plan).Out.ShouldContain("waits for `payment_operations`");
        governed.Run(mesh, "cleo", "approve", plan).Succeeded();
        governed.Run(mesh, "cleo", "apply",
            plan).Out.ShouldContain("`zone.revenue` reads `payments.settlements`: `revenue_assurance` has until");
        governed.Run(mesh, "fin", "approve", plan, "--refuse", "the bank statement needs it").Succeeded();
        (await governed.RunAtAsync("2099-01-01T00:00:00Z", mesh, "cleo", "apply", plan)).Out.ShouldContain(
            "fin: the bank statement needs it");
        governed.Run(mesh, "fin", "approve", plan).Succeeded();
        governed.Run(mesh, "cleo", "apply", plan).Succeeded();
        governed.Run(mesh, "bot", "run").Succeeded();
    }

    [Fact]
    public void That_breaks_asks_those_who_read_what_passes_the_broken_column_on()
    {
        var mesh = governed.Copy();
        governed.Run(mesh, "bot", "run").Succeeded();
        const string orders = "contexts/sales/orders/contract.odcs.yaml";
        GovernedMesh.Edit(mesh, orders, "{name: customer_id, logicalType: string, required: true, description: The customer as",
            "{name: customer_id, logicalType: string, description: The customer as");
        GovernedMesh.Edit(mesh, orders, "version: 1.0.0", "version: 2.0.0");
        var saved = governed.Run(mesh, "ada", "plan", "--save").Succeeded().Out;
        saved.ShouldContain("\"origin\": \"sales.orders\"");
        var plan = GovernedMesh.Text(saved, "id");
        governed.Run(mesh, "ben", "approve", plan).Succeeded();
        governed.Run(mesh, "ben", "apply", plan).Out.ShouldContain(
            "`zone.revenue` reads `sales.order_states`, which passes on what breaks in `sales.orders`: `revenue_assurance` has until");
        // What is published since does not make another plan of it.
        governed.Run(mesh, "bot", "publish", "sales.order_states");
        governed.Run(mesh, "fin", "approve", plan).Succeeded();
        governed.Run(mesh, "ben", "apply", plan).Succeeded();
        governed.Run(mesh, null, "audit", "verify").Succeeded();
    }

    [Fact]
    public async Task Waits_for_silent_consumers_no_longer_than_the_constitution_says()
    {
        var mesh = governed.Copy();
        GovernedMesh.Edit(mesh, Settlements, "{name: psp_reference, logicalType: string, required: true}",
            "{name: psp_reference, logicalType: string}");
        GovernedMesh.Edit(mesh, Settlements, "version: 1.0.0", "version: 2.0.0");
        var plan = GovernedMesh.Text((await governed.RunAtAsync("2026-01-01T12:00:00Z", mesh, "ada", "plan", "--save")).Succeeded().Out,
            "id");
        (await governed.RunAtAsync("2026-01-02T12:00:00Z", mesh, "cleo", "approve", plan)).Succeeded();
        (await governed.RunAtAsync("2026-01-15T12:00:00Z", mesh, "cleo", "apply", plan)).ExitCode.ShouldBe(1);
        (await governed.RunAtAsync("2026-01-16T00:00:00Z", mesh, "cleo", "apply", plan)).Succeeded();
    }

    [Fact]
    public void Is_carried_out_as_it_was_saved_or_not_at_all()
    {
        var mesh = governed.Copy();
        GovernedMesh.Edit(mesh, "contexts/sales/context.yaml", "Whoever has placed at least one order.",
            "Whoever has ever placed an order.");
        var first = GovernedMesh.Text(governed.Run(mesh, "ada", "plan", "--save").Succeeded().Out, "id");
        governed.Run(mesh, "ada", "approve", first).Succeeded();
        GovernedMesh.Edit(mesh, "contexts/sales/context.yaml", "Whoever has ever placed an order.", "Anyone at all.");
        var second = GovernedMesh.Text(governed.Run(mesh, "ada", "plan", "--save").Succeeded().Out, "id");
        second.ShouldNotBe(first);
        governed.Run(mesh, "ada", "approve", second).Succeeded();
        governed.Run(mesh, "ada", "apply", first).Succeeded();
        governed.Run(mesh, "ada", "apply", second).Out.ShouldContain("TRY0224");
        governed.Run(mesh, "ada", "apply", first).Out.ShouldContain("TRY0224");
        governed.Run(mesh, "bot", "run").Out.ShouldContain("TRY0709");
        var list = JsonDocument.Parse(governed.Run(mesh, null, "plan", "--list").Succeeded().Out).RootElement.EnumerateArray().ToList();
        list.Count(p => p.GetProperty("applied").ValueKind != JsonValueKind.Null).ShouldBe(2);
    }

    [Fact]
    public void Gives_no_one_rights_by_the_plan_that_would_give_them()
    {
        var mesh = governed.Copy();
        GovernedMesh.Edit(mesh, "principals.yaml", "{id: ben, teams: [order_management]",
            "{id: ben, teams: [order_management, data_governance]");
        var plan = GovernedMesh.Text(governed.Run(mesh, "gov", "plan", "--save").Succeeded().Out, "id");
        governed.Run(mesh, "ben", "approve", plan).Out.ShouldContain("TRY0222");
        governed.Run(mesh, "gov", "approve", plan).Succeeded();
        governed.Run(mesh, "gov", "apply", plan).Out.ShouldContain("four eyes, and `gov` planned it");
        governed.Run(mesh, "gus", "approve", plan).Succeeded();
        governed.Run(mesh, "ben", "apply", plan).Succeeded();
    }

    [Fact]
    public void Shares_a_right_by_an_accord_that_both_contexts_signed()
    {
        var mesh = governed.Copy();
        governed.Run(mesh, "cleo", "publish", "sales.orders").Out.ShouldContain("TRY0228");
        Directory.CreateDirectory(Path.Combine(mesh, "accords"));
        File.WriteAllText(Path.Combine(mesh, "accords", "release.yaml"),
            """
            accord: release_orders
            purpose: Payments releases orders over the holidays.
            between: [sales, payments]
            rights: [{right: release, of: sales, to: payment_operations, product: orders, how: shared}]
            until: 2098-12-31
            """);
        var plan = GovernedMesh.Text(governed.Run(mesh, "cleo", "plan", "--save").Succeeded().Out, "id");
        governed.Run(mesh, "cleo", "approve", plan).Succeeded();
        governed.Run(mesh, "cleo", "apply", plan).Out.ShouldContain("release of sales.orders waits for `order_management`");
        governed.Run(mesh, "ada", "approve", plan).Succeeded();
        governed.Run(mesh, "cleo", "apply", plan).Succeeded();
        governed.Run(mesh, "cleo", "publish", "sales.orders").Succeeded();
        governed.Run(mesh, "cleo", "publish", "sales.order_states").Out.ShouldContain("TRY0228");
    }
}
