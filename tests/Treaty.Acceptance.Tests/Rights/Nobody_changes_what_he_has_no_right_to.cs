using System.Diagnostics;

namespace Treaty.Acceptance.Tests.Rights;

/// <summary>Every operation that changes something, by every kind of principal.</summary>
public sealed class Nobody_changes_what_he_has_no_right_to(GovernedMesh governed) : IClassFixture<GovernedMesh>
{
    private const string Done = "";
    private const string Unknown = "TRY0220";
    private const string Unproved = "TRY0221";
    private const string NotHis = "TRY0225";
    private const string NotReleased = "TRY0228";

    private static readonly Dictionary<string, (string Document, string Before, string After)> Edits = new()
    {
        ["a term"] = ("contexts/sales/context.yaml", "Whoever has placed at least one order.", "Whoever has ever placed an order."),
        ["a weaker contract"] = ("contexts/payments/settlements/contract.odcs.yaml",
            "{name: psp_reference, logicalType: string, required: true}", "{name: psp_reference, logicalType: string}"),
        ["a new column's meaning"] = ("contexts/crm/consents/contract.odcs.yaml", "{name: channel, logicalType: string, required: true}",
            "{name: channel, logicalType: string, required: true, description: How we may address them.}"),
        ["rights"] = ("contexts/sales/context.yaml", "release: order_management", "release: [order_management, payment_operations]"),
        ["the constitution"] = ("constitution.yaml", "reconciled: [set-rule, release]", "reconciled: [release]"),
        ["a waiver"] = ("constitution.yaml", "platform:",
            "waivers: [{code: TRY0204, where: contexts/sales/, reason: later, approver: gov, expires: 2099-01-01}]\nplatform:"),
        ["principals"] = ("principals.yaml", "{id: ben, teams: [order_management]", "{id: ben, teams: [order_management, data_governance]"),
        ["a mapping"] = ("context-map.yaml", "relation: overlaps", "relation: same"),
        ["a rule"] = ("zone/revenue/reconciliation.yaml", "minor: 1", "minor: 500"),
        ["an accepted difference"] = ("zone/revenue/reconciliation.yaml", "A cancelled order is not to be paid.",
            "Nobody pays for a cancelled order."),
        ["a source"] = ("contexts/crm/sources.yaml", "sources:", "# moved\nsources:"),
        ["a select"] = ("contexts/sales/orders/facts.sql", "select", "select /* */"),
        ["a deprecation"] = ("contexts/payments/refunds/product.odps.yaml", "status: active", "status: deprecated"),
        ["an owner"] = ("contexts/payments/refunds/product.odps.yaml", "team: {name: payment_operations}",
            "team: {name: order_management}"),
    };

    public static TheoryData<string, string?, string> Changes { get; } = new()
    {
        { "a term", "ada", Done }, { "a term", "ben", Done }, { "a term", "bot", Done },
        { "a term", "cleo", NotHis }, { "a term", "gov", NotHis }, { "a term", "fin", NotHis },
        { "a term", null, Unknown }, { "a term", "nobody", Unknown }, { "a term", "../../etc/passwd", Unknown },
        { "a term", "zoe", Unproved }, { "a term", "mute", Unproved }, { "a term", "forged", Unproved },
        { "a weaker contract", "cleo", NotHis }, { "a weaker contract", "ada", NotHis }, { "a weaker contract", "bot", NotHis },
        { "a new column's meaning", "dora", Done }, { "a new column's meaning", "ada", NotHis },
        { "rights", "ada", NotHis }, { "rights", "bot", NotHis }, { "rights", "gov", NotHis },
        { "the constitution", "ada", NotHis }, { "the constitution", "gov", NotHis },
        { "a waiver", "ada", NotHis }, { "a waiver", "gov", NotHis },
        { "principals", "ben", NotHis }, { "principals", "gov", NotHis },
        { "a mapping", "ada", NotHis }, { "a mapping", "dora", NotHis },
        { "a rule", "fin", Done }, { "a rule", "ada", NotHis },
        { "an accepted difference", "fin", Done }, { "an accepted difference", "cleo", NotHis },
        { "a source", "ada", Done },
        { "a select", "ada", Done }, { "a select", "cleo", NotHis },
        { "a deprecation", "cleo", NotHis }, { "a deprecation", "ada", NotHis },
        { "an owner", "cleo", "TRY0201" }, { "an owner", "gov", "TRY0201" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void By_documents(string edit, string? who, string refusal)
    {
        var mesh = governed.Copy();
        var (document, before, after) = Edits[edit];
        GovernedMesh.Edit(mesh, document, before, after);
        // A promise is weakened in a new major version only.
        if (edit == "a weaker contract") GovernedMesh.Edit(mesh, document, "version: 1.0.0", "version: 2.0.0");
        Judge(governed.Run(mesh, who, "apply"), refusal);
        // What was not carried out is not in force, and nothing runs by it.
        governed.Run(mesh, "bot", "run").ExitCode.ShouldBe(refusal == Done ? 0 : 1);
    }

    public static TheoryData<string[], string?, string> Commands { get; } = new()
    {
        { ["run"], "bot", Done }, { ["publish", "sales.orders"], "ada", Done }, { ["publish", "payments.deposits"], "cleo", Done },
        { ["publish", "sales.orders"], "cleo", NotReleased }, { ["publish", "sales.orders"], "gov", NotReleased },
        { ["run"], "ada", NotReleased }, { ["publish", "legacy.revenue_mart"], "ada", NotReleased },
            { ["publish", "legacy.revenue_mart"], "fin", Done },
        { ["run"], null, Unknown }, { ["publish", "sales.orders"], "nobody", Unknown }, { ["run"], "zoe", Unproved },
            { ["run"], "mute", Unproved },
        { ["run"], "forged", Unproved }, { ["plan", "--save"], null, Unknown }, { ["plan", "--save"], "forged", Unproved },
        { ["apply"], "mute", Unproved },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void By_commands(string[] command, string? who, string refusal) => Judge(governed.Run(governed.Copy(), who, command), refusal);

    [Fact]
    public async Task By_the_server()
    {
        var mesh = governed.Copy();
        governed.Run(mesh, "bot", "run").Succeeded();
        using var server = Process.Start(TreatyProgram.StartInfo("serve", "--mesh", mesh, "--port", "0"))!;
        try
        {
            var line = (await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!;
            using var client = new HttpClient { BaseAddress = new Uri(
                line.Split(' ').First(w => w.StartsWith("http://", StringComparison.Ordinal)).TrimEnd(',')) };
            var before = (await client.GetStringAsync("/api/v1/catalog", TestContext.Current.CancellationToken));
            foreach (var page in new[] { "/", "/catalog", "/product/sales.orders", "/runs", "/discrepancies", "/bridge", "/rights",
                "/plans", "/api/v1/catalog" })
                foreach (var method in new[] { HttpMethod.Post, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Patch })
                    ((int)(await client.SendAsync(new HttpRequestMessage(method, page),
                        TestContext.Current.CancellationToken)).StatusCode).ShouldBeGreaterThanOrEqualTo(400, $"{method} {page}");
            (await client.GetStringAsync("/api/v1/catalog", TestContext.Current.CancellationToken)).ShouldBe(before);
        }
        finally
        {
            server.Kill();
        }
    }

    private static void Judge(TreatyProgram.Outcome outcome, string refusal)
    {
        if (refusal == Done)
        {
            outcome.Succeeded();
            return;
        }
        outcome.ExitCode.ShouldBe(1, outcome.Out + outcome.Error);
        outcome.Out.ShouldContain(refusal);
    }
}
