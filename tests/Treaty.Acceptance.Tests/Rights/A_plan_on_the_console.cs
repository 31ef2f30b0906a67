using System.Net;
using System.Net.Http.Json;
using Treaty.Backends.Keys;

namespace Treaty.Acceptance.Tests.Rights;

/// <summary>Approving and carrying out a plan through pages and API of a real server, by those who may and those who may not.</summary>
public sealed class A_plan_on_the_console(GovernedMesh governed) : IClassFixture<GovernedMesh>
{
    private const string Terms = "contexts/sales/context.yaml";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_approved_and_carried_out_by_one_who_holds_the_right()
    {
        var (mesh, plan) = Planned("Anyone who has ever placed an order.");
        using var served = Serve(mesh, "ada");
        (await served.Client.GetStringAsync($"/plan/{plan}", Cancel)).ShouldContain("You act as <b>ada</b>");
        (await served.Client.GetStringAsync("/plans", Cancel)).ShouldContain("waits");
        (await served.ActAsync($"/plan/{plan}", "act", ("Do", "approve"))).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await served.Client.GetStringAsync($"/plan/{plan}", Cancel)).ShouldContain("approved by ada");
        (await served.ActAsync($"/plan/{plan}", "act", ("Do", "apply"))).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await served.Client.GetStringAsync("/plans", Cancel)).ShouldContain("carried out");
        governed.Run(mesh, "bot", "plan").Out.ShouldContain("TRY0226");
    }

    [Theory]
    [InlineData("cleo", "TRY0222"), InlineData("zoe", "TRY0221"), InlineData("forged", "TRY0221"), InlineData("nobody", "TRY0220")]
    public async Task Is_left_alone_by_one_who_does_not(string who, string code)
    {
        var (mesh, plan) = Planned("Anyone who has ever placed an order or thought of it.");
        using var served = Serve(mesh, who);
        foreach (var act in new[] { "approve", "refuse" })
            (await (await served.ActAsync($"/plan/{plan}", "act", ("Do", act), ("Reason", "no"))).Content.ReadAsStringAsync(Cancel)).ShouldContain(code);
        (await (await served.ActAsync($"/plan/{plan}", "act", ("Do", "apply"))).Content.ReadAsStringAsync(Cancel)).ShouldContain(who == "cleo" ? "TRY0225" : code);
        governed.Run(mesh, "bot", "plan", plan).Out.ShouldContain("waits for `order_management`");
    }

    [Fact]
    public async Task Is_refused_only_with_a_reason()
    {
        var (mesh, plan) = Planned("Someone.");
        using var served = Serve(mesh, "ada");
        (await (await served.ActAsync($"/plan/{plan}", "act", ("Do", "refuse"), ("Reason", " "))).Content.ReadAsStringAsync(Cancel)).ShouldContain("TRY0229");
        (await served.ActAsync($"/plan/{plan}", "act", ("Do", "refuse"), ("Reason", "too short to mean anything"))).StatusCode.ShouldBe(HttpStatusCode.Found);
        (await served.Client.GetStringAsync($"/plan/{plan}", Cancel)).ShouldContain("Refused by ada: too short to mean anything");
    }

    [Fact]
    public async Task Is_never_changed_by_a_form_of_another_page()
    {
        var (mesh, plan) = Planned("Somebody.");
        using var served = Serve(mesh, "ada");
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["_handler"] = "act", ["Do"] = "approve" });
        (await served.Client.PostAsync($"/plan/{plan}", form, Cancel)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        governed.Run(mesh, "bot", "plan", plan).Out.ShouldContain("waits for `order_management`");
    }

    [Fact]
    public async Task Takes_over_the_api_what_a_principal_signed_and_nothing_else()
    {
        var (mesh, plan) = Planned("A party that has placed an order.");
        using var served = Serve(mesh, "bot");
        var at = DateTimeOffset.UtcNow;
        var text = await served.Client.GetStringAsync($"/api/v1/plan/{plan}/text?principal=ada&approves=true&at={Uri.EscapeDataString(at.ToString("O"))}", Cancel);
        text.ShouldContain("ada\napproves");
        var keys = new KeyFolder(governed.Keys);
        async Task<HttpStatusCode> Say(string principal, string? signature, DateTimeOffset when) => (await served.Client.PostAsJsonAsync(
            $"/api/v1/plan/{plan}/approvals", new { principal, approves = true, at = when, signature }, Cancel)).StatusCode;
        (await Say("ada", keys.Sign("ben", text), at)).ShouldBe(HttpStatusCode.Forbidden);
        (await Say("ben", keys.Sign("ada", text), at)).ShouldBe(HttpStatusCode.Forbidden);
        (await Say("ada", keys.Sign("ada", text), at.AddSeconds(1))).ShouldBe(HttpStatusCode.Forbidden);
        (await Say("ada", keys.Sign("ada", text), at.AddHours(1))).ShouldBe(HttpStatusCode.Forbidden);
        governed.Run(mesh, "bot", "plan", plan).Out.ShouldContain("waits for `order_management`");
        (await Say("ada", keys.Sign("ada", text), at)).ShouldBe(HttpStatusCode.OK);
        governed.Run(mesh, "bot", "plan", plan).Out.ShouldNotContain("waits for `order_management`");
        (await served.Client.PostAsJsonAsync("/api/v1/plan/nosuchplan/approvals", new { principal = "ada", approves = true, at, signature = "" }, Cancel)).StatusCode
            .ShouldBe(HttpStatusCode.NotFound);
    }

    private (string Mesh, string Plan) Planned(string meaning)
    {
        var mesh = governed.Copy();
        GovernedMesh.Edit(mesh, Terms, "Whoever has placed at least one order.", meaning);
        return (mesh, GovernedMesh.Text(governed.Run(mesh, "bot", "plan", "--save").Succeeded().Out, "id"));
    }

    private Served Serve(string mesh, string who) => new(mesh, who, governed.Keys);
}
