using System.Net;
using System.Text.Json;
using Treaty.Acceptance.Tests.Rights;

namespace Treaty.Acceptance.Tests.Deciding;

/// <summary>Pairs that a person must decide, on the pages of a real server: who may, who may not, and what the next run makes of it.</summary>
public sealed class Proposals_are_decided(GovernedMesh governed) : IClassFixture<GovernedMesh>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private List<JsonElement> Proposals(string mesh) => [.. JsonDocument.Parse(
        governed.Run(mesh, "gov", "proposals", "--limit", "1000").Succeeded().Out).RootElement.GetProperty("page").EnumerateArray()];

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    /// <summary>The sample, with a last pass that looks for a partner by amount and day alone, and so proposes.</summary>
    private string Searching(int fourEyesOver)
    {
        var mesh = governed.Copy();
        GovernedMesh.Edit(mesh, "zone/revenue/reconciliation.yaml", "      - {by: group-sum}\n    grace: 5d\n    definitions:",
            $"      - {{by: group-sum}}\n      - {{by: unique, key: {{a: currency, b: currency}}, band: {{from: 1, to: 10000}}}}\n    grace: 5d\n"
                + $"    decisions: {{fourEyesOver: {fourEyesOver}}}\n    definitions:");
        governed.Run(mesh, "fin", "apply").Succeeded();
        governed.Run(mesh, "bot", "run").Succeeded();
        return mesh;
    }

    private static (string Name, string Value)[] Pair(JsonElement p, string step, string resolution) =>
    [
        ("Form.Step", step), ("Form.Resolution", resolution), ("Form.Reason", "seen on the statement"), ("Form.Ids", Text(p, "discrepancyA")),
        ("Form.Ids", Text(p, "discrepancyB")),
    ];

    [Fact]
    public async Task By_whom_may_and_by_two_over_the_limit_and_the_next_run_obeys()
    {
        var mesh = Searching(fourEyesOver: 0);
        var open = Proposals(mesh);
        open.Count.ShouldBeGreaterThan(1);
        open.ShouldAllBe(p => p.GetProperty("needsSecond").GetBoolean());
        var (match, apart) = (open[0], open.First(p => Text(p, "discrepancyA") != Text(open[0], "discrepancyA") && Text(p, "discrepancyB") != Text(open[0], "discrepancyB")));
        // Payment operations decide about payments, and not about whose order one is.
        using (var cleo = new Served(mesh, "cleo", governed.Keys))
            (await Words(await cleo.ActAsync("/proposals", $"pair-{Text(match, "id")}", Pair(match, "propose", "manual-match")))).ShouldContain("TRY1602");
        using (var fin = new Served(mesh, "fin", governed.Keys))
        {
            (await fin.Client.GetStringAsync("/proposals", Cancel)).ShouldContain("Propose: they belong together");
            (await Words(await fin.ActAsync("/proposals", $"pair-{Text(match, "id")}", Pair(match, "resolve", "manual-match")))).ShouldContain("TRY1604");
            (await fin.ActAsync("/proposals", $"pair-{Text(match, "id")}", Pair(match, "propose", "manual-match"))).Headers.Location!.ToString().ShouldContain("done=d");
            (await fin.ActAsync("/proposals", $"pair-{Text(apart, "id")}", Pair(apart, "propose", "no-match"))).StatusCode.ShouldBe(HttpStatusCode.Found);
            var waiting = Proposals(mesh).First(p => Text(p, "id") == Text(match, "id")).GetProperty("waiting");
            (Text(waiting, "kind"), Text(waiting, "by")).ShouldBe(("manual-match", "fin"));
            (await Words(await fin.ActAsync("/proposals", $"pair-{Text(match, "id")}", ("Form.Step", "approve"), ("Form.Ids", Text(waiting, "decision"))))).ShouldContain("TRY1604");
        }
        using (var fay = new Served(mesh, "fay", governed.Keys))
        {
            // Half of a pair is no decision about it.
            (await Words(await fay.ActAsync($"/discrepancy/{Text(match, "discrepancyA")}", "step", ("Form.Step", "approve"), ("Form.Ids", Text(match, "discrepancyA")))))
                .ShouldContain("TRY1423");
            foreach (var pair in new[] { match, apart })
            {
                var decision = Text(Proposals(mesh).First(p => Text(p, "id") == Text(pair, "id")).GetProperty("waiting"), "decision");
                (await fay.ActAsync("/proposals", $"pair-{Text(pair, "id")}", ("Form.Step", "approve"), ("Form.Ids", decision))).StatusCode.ShouldBe(HttpStatusCode.Found);
            }
        }
        governed.Run(mesh, "bot", "run").Succeeded();
        var left = Proposals(mesh);
        left.ShouldAllBe(p => p.GetProperty("rowA").GetInt64() != match.GetProperty("rowA").GetInt64());
        left.ShouldAllBe(p => p.GetProperty("rowA").GetInt64() != apart.GetProperty("rowA").GetInt64() || p.GetProperty("rowB").GetInt64() != apart.GetProperty("rowB").GetInt64());
    }

    [Fact]
    public async Task By_one_below_the_limit_taken_back_and_not_by_the_unproved()
    {
        var mesh = Searching(fourEyesOver: 1_000_000);
        var pair = Proposals(mesh)[0];
        pair.GetProperty("needsSecond").GetBoolean().ShouldBeFalse();
        using (var forged = new Served(mesh, "forged", governed.Keys))
            (await Words(await forged.ActAsync("/proposals", $"pair-{Text(pair, "id")}", Pair(pair, "resolve", "no-match")))).ShouldContain("TRY0221");
        using var fin = new Served(mesh, "fin", governed.Keys);
        var without = Pair(pair, "resolve", "manual-match").Where(f => f.Name != "Form.Reason").ToArray();
        (await Words(await fin.ActAsync("/proposals", $"pair-{Text(pair, "id")}", without))).ShouldContain("TRY1606");
        (await Words(await fin.ActAsync("/proposals", $"pair-{Text(pair, "id")}", ("Form.Step", "resolve"), ("Form.Resolution", "no-match"), ("Form.Reason", "one"),
            ("Form.Ids", Text(pair, "discrepancyA"))))).ShouldContain("TRY1423");
        var done = (await fin.ActAsync("/proposals", $"pair-{Text(pair, "id")}", Pair(pair, "resolve", "manual-match"))).Headers.Location!.ToString();
        (await fin.ActAsync(done, "undo", ("Form.Step", "undo"), ("Form.Undoes", done.Split("done=")[1].Split('&')[0]))).StatusCode.ShouldBe(HttpStatusCode.Found);
        governed.Run(mesh, "bot", "run", "--retry").Succeeded();
        Proposals(mesh).ShouldContain(p => Text(p, "id") == Text(pair, "id"));
        using var form = new FormUrlEncodedContent([new("_handler", $"pair-{Text(pair, "id")}"), new("Form.Step", "resolve")]);
        (await fin.Client.PostAsync("/proposals", form, Cancel)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static async Task<string> Words(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
}
