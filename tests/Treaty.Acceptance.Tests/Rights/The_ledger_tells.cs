using System.Text.Json;
using Treaty.Backends;
using Treaty.Operations.Doors;
using Treaty.Operations.Running;
using Treaty.Operations.Stores;

namespace Treaty.Acceptance.Tests.Rights;

/// <summary>What can be read from the ledger of who decided what, and what shows when someone wrote into it who had no right to.</summary>
public sealed class The_ledger_tells(GovernedMesh governed) : IClassFixture<GovernedMesh>
{
    private static JsonElement Json(TreatyProgram.Outcome outcome) => JsonDocument.Parse(outcome.Succeeded().Out).RootElement;

    [Fact]
    public void Who_decided_what()
    {
        var mesh = governed.Copy();
        GovernedMesh.Edit(mesh, "contexts/sales/context.yaml", "Whoever has placed at least one order.", "Anyone at all.");
        var plan = GovernedMesh.Text(governed.Run(mesh, "cleo", "plan", "--save").Succeeded().Out, "id");
        governed.Run(mesh, "cleo", "apply", plan).ExitCode.ShouldBe(1);
        governed.Run(mesh, "ada", "approve", plan).Succeeded();
        governed.Run(mesh, "cleo", "apply", plan).Succeeded();
        var lines = Json(governed.Run(mesh, null, "audit", "--subject", plan)).GetProperty("lines").EnumerateArray()
            .Select(l => $"{l.GetProperty("by").GetString()} {l.GetProperty("kind").GetString()}: {l.GetProperty("what").GetString()}").Reverse();
        lines.ShouldBe([
            "cleo plan: 1 changes in 1 documents", "cleo plan-refusal: not carried out: define-term of sales waits for `order_management`",
            "ada approval: approves", "cleo apply: carried out, approved by ada",
        ]);
        Json(governed.Run(mesh, null, "audit", "--by", "ada", "--kind", "approval", "--since", "2020-01-01")).GetProperty("records").GetInt64().ShouldBe(2);
        governed.Run(mesh, "bot", "run").Succeeded();
        Json(governed.Run(mesh, null, "audit", "--until", "2020-01-01")).GetProperty("records").GetInt64().ShouldBe(0);
    }

    /// <summary>Every clause as <c>subject: text = standing, refused n</c>.</summary>
    private List<string> Clauses(string mesh, string subject) => [.. Json(governed.Run(mesh, null, "audit", "clauses", "--subject", subject))
        .EnumerateArray().Select(c => $"{c.GetProperty("clause").GetProperty("subject").GetString()}: {c.GetProperty("clause").GetProperty("text").GetString()} = "
            + $"{c.GetProperty("state").GetString()}, refused {(c.GetProperty("exercise") is { ValueKind: JsonValueKind.Object } e ? e.GetProperty("refusals").GetInt32() : 0)}")];

    [Fact]
    public void Which_clauses_were_enforced()
    {
        var mesh = governed.Copy();
        Clauses(mesh, "sales.orders/order_placed.channel").ShouldAllBe(c => c.EndsWith("pending, refused 0", StringComparison.Ordinal));
        governed.Run(mesh, "cleo", "publish", "sales.orders").Out.ShouldContain("TRY0228");
        governed.Run(mesh, "bot", "run").Succeeded();
        Clauses(mesh, "sales.orders/order_placed.channel").ShouldBe([
            "sales.orders/order_placed.channel: is one of web, store, partner = exercised, refused 0",
            "sales.orders/order_placed.channel: is present = exercised, refused 0",
        ]);
        Clauses(mesh, "sales.orders/order_placed.currency").ShouldContain("sales.orders/order_placed.currency: matches [A-Z]{3} = proved, refused 1");
        Clauses(mesh, "sales").ShouldContain("sales: release is decided by order_management = proved, refused 1");
        // A rule that is declared and has not run since is theatre until it does.
        GovernedMesh.Edit(mesh, "contexts/sales/orders/contract.odcs.yaml", "{name: customer_id, logicalType: string, required: true, description: The customer as sales knows them.}",
            "{name: customer_id, logicalType: string, required: true, description: The customer as sales knows them., logicalTypeOptions: {minLength: 1}}");
        governed.Run(mesh, "ada", "apply").Succeeded();
        Clauses(mesh, "sales.orders/order_placed.customer_id").ShouldContain("sales.orders/order_placed.customer_id: has at least 1 characters = theatre, refused 0");
        governed.Run(mesh, "bot", "publish", "sales.orders").Succeeded();
        Clauses(mesh, "sales.orders/order_placed.customer_id").ShouldContain("sales.orders/order_placed.customer_id: has at least 1 characters = exercised, refused 0");
        GovernedMesh.Edit(mesh, "constitution.yaml", "platform:", "severity: {TRY0204: info}\nplatform:");
        governed.Run(mesh, "gov", "apply").Out.ShouldContain("four eyes");
        Clauses(mesh, "amend-constitution").ShouldContain("amend-constitution: a second person takes the decision too = proved, refused 1");
        GovernedMesh.Edit(mesh, "constitution.yaml", "severity: {TRY0204: info}\nplatform:", "platform:");
        // Documents that break a rule of the constitution are refused on record.
        GovernedMesh.Edit(mesh, "contexts/payments/refunds/product.odps.yaml", "team: {name: payment_operations}", "team: {name: order_management}");
        governed.Run(mesh, "cleo", "apply").ExitCode.ShouldBe(1);
        Clauses(mesh, "authoritative-fact").ShouldContain("authoritative-fact: the owner holds release = proved, refused 1");
    }

    [Fact]
    public void Which_agreements_were_used()
    {
        var mesh = governed.Copy();
        void Bring(params string[] approvers)
        {
            var plan = GovernedMesh.Text(governed.Run(mesh, "gov", "plan", "--save").Succeeded().Out, "id");
            foreach (var who in approvers) governed.Run(mesh, who, "approve", plan).Succeeded();
            governed.Run(mesh, "gov", "apply", plan).Succeeded();
        }

        var folder = Directory.CreateDirectory(Path.Combine(mesh, "accords")).FullName;
        File.WriteAllText(Path.Combine(folder, "words.yaml"),
            "accord: words\nbetween: [sales, crm]\nuntil: 2100-12-31\nrights:\n  - {right: define-term, of: sales, to: customer_relations}\n");
        Directory.CreateDirectory(Path.Combine(mesh, "policies"));
        File.WriteAllText(Path.Combine(mesh, "policies", "pii.yaml"), "policy: pii\ndeny: [email]\n");
        Bring("ada", "dora", "gov", "gus");
        Clauses(mesh, "policies/").ShouldBe(["policies/pii.yaml: deny: [email] = not-enforced, refused 0"]);
        Clauses(mesh, "words").ShouldHaveSingleItem().ShouldEndWith("= theatre, refused 0");
        GovernedMesh.Edit(mesh, "contexts/sales/context.yaml", "Whoever has placed at least one order.", "Anyone at all.");
        Bring("ada");
        Clauses(mesh, "words").ShouldHaveSingleItem().ShouldEndWith("= theatre, refused 0");
        GovernedMesh.Edit(mesh, "contexts/sales/context.yaml", "Anyone at all.", "Anyone who has paid.");
        Bring("dora");
        Clauses(mesh, "words").ShouldHaveSingleItem().ShouldEndWith("= exercised, refused 0");
        // Whoever grants a waiver signs it himself, and it is on record that another could not.
        File.AppendAllText(Path.Combine(mesh, "constitution.yaml"), "waivers:\n  - {code: TRY0204, where: contexts/sales/, reason: a test, approver: gus, expires: 2100-01-01}\n");
        var waived = GovernedMesh.Text(governed.Run(mesh, "gov", "plan", "--save").Succeeded().Out, "id");
        governed.Run(mesh, "gov", "approve", waived).Out.ShouldContain("TRY0222");
        governed.Run(mesh, "gov", "apply", waived).ExitCode.ShouldBe(1);
        governed.Run(mesh, "gus", "approve", waived).Succeeded();
        governed.Run(mesh, "gov", "apply", waived).Succeeded();
        Clauses(mesh, "TRY0204").ShouldHaveSingleItem().ShouldEndWith("= proved, refused 1");
        governed.Run(mesh, "bot", "run").Succeeded();
        Clauses(mesh, "legacy.revenue_mart:revenue").ShouldContain(c => c.Contains("every row has its partner = proved", StringComparison.Ordinal));
    }

    [Fact]
    public void How_soon_and_how_freely_domains_publish()
    {
        var mesh = governed.Copy();
        governed.Run(mesh, "bot", "run").Succeeded();
        GovernedMesh.Edit(mesh, "contexts/sales/context.yaml", "Whoever has placed at least one order.", "Anyone at all.");
        governed.Run(mesh, "ada", "apply").Succeeded();
        GovernedMesh.Edit(mesh, "contexts/crm/context.yaml", "purpose:", "purpose: >-\n ");
        GovernedMesh.Edit(mesh, "contexts/crm/context.yaml", "rights:", "rights:\n  fund: data_governance");
        var plan = GovernedMesh.Text(governed.Run(mesh, "gov", "plan", "--save").Succeeded().Out, "id");
        foreach (var who in new[] { "gus", "dora" }) governed.Run(mesh, who, "approve", plan);
        governed.Run(mesh, "gov", "apply", plan).Succeeded();
        var promises = Json(governed.Run(mesh, null, "audit", "promises"));
        promises.GetProperty("products").EnumerateArray().ShouldAllBe(p => p.GetProperty("days").GetDecimal() >= 0
            && p.GetProperty("planned").ValueKind != JsonValueKind.Null);
        promises.GetProperty("domains").EnumerateArray().Select(d => $"{d.GetProperty("context")} {d.GetProperty("changes")} {d.GetProperty("alone")}")
            .ShouldBe(["crm 1 0", "payments 0 0", "sales 1 1", "zone 0 0"]);
    }

    [Fact]
    public async Task When_someone_wrote_into_it()
    {
        var mesh = governed.Copy();
        var head = GovernedMesh.Text(governed.Run(mesh, null, "audit", "verify").Succeeded().Out, "head");
        governed.Run(mesh, null, "audit", "verify", "--expect", head[..20]).Succeeded();
        var other = (head[^1] == '0' ? "1" : "0") + ":00";
        governed.Run(mesh, null, "audit", "verify", "--expect", other).Out.ShouldContain("TRY1113");
        // Someone who can write the file brings documents into force that no one approved.
        await using (var store = await EmbeddedStore.OpenAsync(mesh, ".treaty", new Dictionary<string, string>(), CancellationToken.None))
        {
            var force = (await EnterForce.NewestAsync(store.Ledger, CancellationToken.None))!;
            var text = await store.Ledger.KeepAsync("constitution: none", CancellationToken.None);
            var forged = force with { Documents = [.. force.Documents.Select(d => d.Path == "constitution.yaml" ? d with { Sha256 = text } : d)] };
            await using var held = await store.Ledger.HoldAsync("test", CancellationToken.None);
            await store.Ledger.AppendAsync([new LedgerEntry(RecordKind.Mesh, "order_to_cash", "", DateTimeOffset.UtcNow, "gov", TreatyJson.Write(forged))],
                CancellationToken.None);
        }
        var verified = governed.Run(mesh, null, "audit", "verify");
        verified.ExitCode.ShouldBe(1);
        verified.Out.ShouldContain("TRY1111");
        verified.Out.ShouldContain("no plan was carried out");
    }
}
