using System.Text.Json;
using Treaty.Acceptance.Tests.Rights;

namespace Treaty.Acceptance.Tests.Deciding;

/// <summary>A gap between a control total and what its side comes to, where principals are known: proposed by one person, approved by another.</summary>
public sealed class A_control_total_takes_two_people(GovernedMesh governed) : IClassFixture<GovernedMesh>
{
    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private JsonElement Json(string mesh, string who, params string[] arguments) =>
        JsonDocument.Parse(governed.Run(mesh, who, arguments).Succeeded().Out).RootElement;

    private Dictionary<string, JsonElement> Gaps(string mesh, string state = "open") =>
        Json(mesh, "gov", "discrepancies", "--class", "control", "--state", state, "--limit", "100").GetProperty("page").EnumerateArray()
            .ToDictionary(d => Text(d, "currency"));

    /// <summary>What was captured is held against another total in each currency, so that none ties out.</summary>
    private string WithControl()
    {
        var mesh = governed.Copy();
        GovernedMesh.Edit(mesh, "zone/revenue/reconciliation.yaml", "    grace: 5d\n    definitions:",
            "    grace: 5d\n    controls: [{id: provider, side: b, measure: order_value, input: payments, amount: amount + 1, currency: currency, owner: payment_operations}]\n    definitions:");
        var plan = GovernedMesh.Text(governed.Run(mesh, "fin", "plan", "--save").Succeeded().Out, "id");
        governed.Run(mesh, "fay", "approve", plan).Succeeded();
        governed.Run(mesh, "fin", "apply", plan).Succeeded();
        governed.Run(mesh, "bot", "run").Succeeded();
        return mesh;
    }

    [Fact]
    public void To_let_it_stand_and_no_others()
    {
        var mesh = WithControl();
        var gaps = Gaps(mesh);
        gaps.Keys.Order(StringComparer.Ordinal).ShouldBe(["CHF", "EUR", "GBP", "USD"]);
        gaps.Values.ShouldAllBe(g => Text(g, "team") == "payment_operations" && g.GetProperty("gross").GetDecimal() > 0);
        string Id(string currency) => Text(gaps[currency], "id");
        void Refused(string code, string who, params string[] arguments)
        {
            var outcome = governed.Run(mesh, who, ["discrepancies", .. arguments]);
            outcome.ExitCode.ShouldBe(1, outcome.Out);
            outcome.Out.ShouldContain(code, customMessage: string.Join(' ', arguments));
        }
        string[] standing = ["--resolution", "write-off", "--reason", "fees of the provider"];
        // No one ends it alone, whoever holds the right; who does not hold it does not even propose.
        Refused("TRY1604", "fin", ["resolve", Id("EUR"), .. standing]);
        Refused("TRY1602", "ada", ["propose", Id("EUR"), .. standing]);
        Refused("TRY1602", "cleo", ["propose", Id("EUR"), "--resolution", "write-off", "--reason", "hers is the total, not the right"]);
        Refused("TRY1606", "fin", "propose", Id("EUR"), "--resolution", "void", "--reason", "no rows");
        var decision = Text(Json(mesh, "fin", ["discrepancies", "propose", Id("EUR"), Id("GBP"), .. standing]), "decision");
        Refused("TRY1604", "fin", "approve", decision);
        Refused("TRY1604", "bot", "approve", decision);
        Refused("TRY1602", "ada", "approve", decision);
        Gaps(mesh, "proposed").Count.ShouldBe(2);
        Json(mesh, "flo", "discrepancies", "approve", decision);
        Gaps(mesh, "resolved").Keys.Order(StringComparer.Ordinal).ShouldBe(["EUR", "GBP"]);
        // What one proposes another may turn down.
        var other = Text(Json(mesh, "fay", ["discrepancies", "propose", Id("USD"), .. standing]), "decision");
        Json(mesh, "fin", "discrepancies", "reject", other, "--reason", "ask the provider first");
        Gaps(mesh, "proposed").ShouldBeEmpty();
        Json(mesh, "gov", "discrepancies", "show", Id("EUR")).GetProperty("history").EnumerateArray()
            .Select(h => Text(h, "by")).ShouldBe(["treaty", "fin", "flo"]);
        governed.Run(mesh, "gov", "audit", "verify").Succeeded();
    }
}
