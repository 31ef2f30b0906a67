using System.Globalization;
using System.Text.Json;
using Treaty.Acceptance.Tests.Rights;
using Treaty.Backends;
using Treaty.Core.Reconciliation.Decisions;

namespace Treaty.Acceptance.Tests.Deciding;

/// <summary>Discrepancies from found to closed, by command line alone, on the sample.</summary>
public sealed class Stewards_work_through_the_queue(GovernedMesh governed) : IClassFixture<GovernedMesh>
{
    private const string Payments = "zone.revenue:order_payment";

    private JsonElement Json(string mesh, string? who, params string[] arguments) =>
        JsonDocument.Parse(governed.Run(mesh, who, arguments).Succeeded().Out).RootElement;

    private IReadOnlyList<JsonElement> Page(string mesh, params string[] filter) =>
        [.. Json(mesh, "gov", ["discrepancies", "--limit", "1000", .. filter]).GetProperty("page").EnumerateArray()];

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString() ?? "";

    private string MeshThatRan()
    {
        var mesh = governed.Copy();
        governed.Run(mesh, "bot", "run").Succeeded();
        return mesh;
    }

    [Fact]
    public void Proposed_by_one_approved_by_another_undone_and_on_record()
    {
        var mesh = MeshThatRan();
        var one = Page(mesh, "--class", "missing-b", "--comparison", Payments)[0];
        var id = Text(one, "id");
        Text(one, "team").ShouldBe("payment_operations");
        governed.Run(mesh, "ada", "discrepancies", "investigate", id).Out.ShouldContain("TRY1602");
        governed.Run(mesh, null, "discrepancies", "investigate", id).Out.ShouldContain("TRY0220");
        governed.Run(mesh, "forged", "discrepancies", "investigate", id).Out.ShouldContain("TRY0221");
        Json(mesh, "cleo", "discrepancies", "assign", id, "--person", "cleo", "--to", "payment_operations");
        string[] ending = [id, "--resolution", "write-off", "--reason", "the customer is gone"];
        governed.Run(mesh, "flo", ["discrepancies", "resolve", .. ending]).Out.ShouldContain("TRY1604");
        var proposed = Json(mesh, "cleo", ["discrepancies", "propose", .. ending]);
        var decision = Text(proposed, "decision");
        governed.Run(mesh, "cleo", "discrepancies", "approve", decision).Out.ShouldContain("TRY1602");
        governed.Run(mesh, "bot", "discrepancies", "approve", decision).Out.ShouldContain("TRY1604");
        var approved = Text(Json(mesh, "flo", "discrepancies", "approve", decision), "decision");
        Page(mesh, "--state", "resolved").Select(d => Text(d, "id")).ShouldBe([id]);
        Page(mesh).ShouldNotContain(d => Text(d, "id") == id);
        var shown = Json(mesh, "gov", "discrepancies", "show", id);
        shown.GetProperty("history").EnumerateArray().Select(h => Text(h, "by")).ShouldBe(["treaty", "cleo", "cleo", "flo"]);
        Text(shown.GetProperty("resolution"), "by").ShouldBe("cleo");
        shown.GetProperty("rows").EnumerateArray().ShouldContain(r => Text(r, "source").Contains("shop/orders.csv", StringComparison.Ordinal));
        Text(shown, "rule").ShouldStartWith("zone/revenue/reconciliation.yaml:");
        governed.Run(mesh, "ada", "discrepancies", "undo", approved).Out.ShouldContain("TRY1602");
        Json(mesh, "cleo", "discrepancies", "undo", approved);
        Text(Page(mesh, "--state", "proposed").Single(), "id").ShouldBe(id);
        // The queue is made of the record alone.
        var before = governed.Run(mesh, "gov", "discrepancies", "--limit", "1000").Succeeded().Out;
        var history = governed.Run(mesh, "gov", "discrepancies", "show", id).Succeeded().Out;
        foreach (var file in Directory.GetFiles(Path.Combine(mesh, ".treaty"), "queue.db*")) File.Delete(file);
        governed.Run(mesh, "gov", "discrepancies", "--limit", "1000").Succeeded().Out.ShouldBe(before);
        governed.Run(mesh, "gov", "discrepancies", "show", id).Succeeded().Out.ShouldBe(history);
    }

    [Fact]
    public void A_filter_is_frozen_and_what_is_accepted_opens_again_when_its_time_is_over()
    {
        var mesh = MeshThatRan();
        var small = Page(mesh, "--class", "amount");
        small.Count.ShouldBeGreaterThan(1);
        var last = DateTime.UtcNow.AddDays(30).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var dayAfter = DateTime.UtcNow.AddDays(31).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string[] accept = ["discrepancies", "accept", "--class", "amount", "--until", last, "--reason", "too small", "--propose"];
        var proposed = Json(mesh, "fin", accept);
        proposed.GetProperty("count").GetInt32().ShouldBe(small.Count);
        governed.Run(mesh, "fin", "discrepancies", "approve", Text(proposed, "decision")).Out.ShouldContain("TRY1604");
        Json(mesh, "flo", "discrepancies", "approve", Text(proposed, "decision"));
        Page(mesh, "--class", "amount", "--now", last + "T23:00:00Z").ShouldBeEmpty();
        Page(mesh, "--class", "amount", "--now", dayAfter + "T00:00:00Z").ShouldAllBe(d => Text(d, "state") == "reopened");
        Page(mesh, "--class", "amount", "--now", last + "T23:00:00Z").ShouldBeEmpty();
        governed.Run(mesh, "flo", "discrepancies", "accept", "--class", "late", "--until", "2091-01-01", "--reason", "x", "--propose").Out.ShouldContain("TRY1605");
        governed.Run(mesh, "flo", "discrepancies", "accept", "--class", "nothing", "--until", last, "--reason", "x").Out.ShouldContain("TRY1608");
        governed.Run(mesh, "flo", "discrepancies", "accept", "--class", "amount", "--text", "no key", "--until", last, "--reason", "x").Out.ShouldContain("TRY1607");
        var list = Path.Combine(mesh, "ids.txt");
        File.WriteAllLines(list, Page(mesh, "--class", "duplicate").Select(d => Text(d, "id") + " 12.00 anything"));
        Json(mesh, "fin", "discrepancies", "investigate", "--ids", list).GetProperty("count").GetInt32().ShouldBe(File.ReadAllLines(list).Length);
        File.AppendAllText(list, "0000000000000000\n");
        governed.Run(mesh, "fin", "discrepancies", "investigate", "--ids", list).Out.ShouldContain("TRY1607");
    }

    /// <summary>An empty answer to a mistyped name would read as if nothing were open, and a step would be about all that is.</summary>
    [Theory]
    [InlineData("--class", "missng-b", "did you mean `missing-b`?")]
    [InlineData("--comparison", "zone.revenue:order_paymen", "did you mean `zone.revenue:order_payment`?")]
    [InlineData("--team", "payment_operation", "did you mean `payment_operations`?")]
    [InlineData("--currency", "EURO", "did you mean `EUR`?")]
    [InlineData("--decision", "d00000000000", "treaty audit --kind decision")]
    [InlineData("--state", "assinged", "use one of open, assigned,")]
    public void A_name_that_nothing_has_is_refused(string option, string name, string help)
    {
        var outcome = governed.Run(governed.Ran, "gov", "discrepancies", option, name);
        outcome.ExitCode.ShouldBe(1);
        outcome.Out.ShouldContain("TRY1608");
        outcome.Out.ShouldContain(help);
        string[] payments = option == "--comparison" ? [] : ["--comparison", Payments];
        var step = governed.Run(governed.Ran, "fin", ["discrepancies", "accept", .. payments, option, name, "--until",
            DateTime.UtcNow.AddDays(9).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), "--reason", "all of these", "--propose"]);
        step.ExitCode.ShouldBe(1);
        step.Out.ShouldContain("TRY1608");
        step.Out.ShouldContain(help);
        Page(governed.Ran, "--state", "proposed").ShouldBeEmpty();
    }

    /// <summary>However many that nobody decided about ended by themselves, and however large they were.</summary>
    [Fact]
    public async Task A_line_of_a_bridge_tells_of_a_small_decision_among_many_that_ended_by_themselves()
    {
        var mesh = MeshThatRan();
        var small = Page(mesh, "--class", "missing-b", "--comparison", Payments)[^1];
        Json(mesh, "cleo", "discrepancies", "propose", Text(small, "id"), "--resolution", "write-off", "--reason", "lost");
        await using (var store = await EmbeddedStore.OpenAsync(mesh, ".treaty", new Dictionary<string, string>(), TestContext.Current.CancellationToken))
        {
            var like = (await store.Queue.FindAsync([Text(small, "id")], default)).Single();
            var position = await store.Queue.PositionAsync(default);
            await using var change = await store.Queue.ChangeAsync(default);
            await change.SaveAsync([.. Enumerable.Range(0, 2_000).Select(i => like with
            {
                Item = like.Item with
                {
                    Found = like.Item.Found with { Id = $"{i:x16}", GroupKey = $"gone{i}", Gross = 1_000_000 + i },
                    Standing = Standing.New with { State = DiscrepancyState.AutoClosed, Ending = Ending.Arrived, Why = "its partner arrived" },
                },
            })], [], default);
            await change.CommitAsync(position, default);
        }
        var behind = Json(mesh, "gov", "bridge", "sales.order_states", "payments.settlements", "--currency", Text(small, "currency"), "--rows", "missing-b")
            .GetProperty("rows").GetProperty("behind");
        behind.GetProperty("settled").GetInt32().ShouldBe(2_000);
        behind.GetProperty("decisions").EnumerateArray().Select(d => Text(d, "what")).ShouldBe(["propose write-off: 1 discrepancy; lost"]);
        behind.GetProperty("moreDecisions").GetBoolean().ShouldBeTrue("not all that ended by themselves were looked at");
    }

    [Theory]
    [InlineData("zone.revenu legacy.revenue_mart", "did you mean `zone.revenue`?")]
    [InlineData("zone.revenue legacy.revenue_mart --currency EURO", "did you mean `EUR`?")]
    [InlineData("zone.revenu", "did you mean `zone.revenue`?")]
    public void A_bridge_that_is_not_there_is_refused_by_name(string arguments, string help)
    {
        var outcome = governed.Run(governed.Ran, "gov", ["bridge", .. arguments.Split(' ')]);
        outcome.ExitCode.ShouldBe(1);
        outcome.Out.ShouldContain("TRY0903");
        outcome.Out.ShouldContain(help);
    }

    [Fact]
    public void Without_ends_the_bridges_that_there_are_are_listed()
    {
        Json(governed.Ran, "gov", "bridge").EnumerateArray().Select(p => Text(p, "comparison"))
            .ShouldBe(["legacy.revenue_mart:revenue", "zone.revenue:order_payment", "zone.revenue:payment_deposit"]);
        Json(governed.Ran, "gov", "bridge", "payments.deposits").EnumerateArray().Select(p => Text(p, "from")).ShouldBe(["payments.settlements"]);
        Json(governed.Ran, "gov", "bridge", "zone.revenue", "legacy.revenue_mart", "--period", "2031-01").GetProperty("walks").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public void The_record_tells_what_was_decided_and_leads_to_what_it_was_about()
    {
        var mesh = MeshThatRan();
        var count = Page(mesh, "--class", "missing-b", "--comparison", Payments).Count;
        var proposed = Json(mesh, "cleo", "discrepancies", "propose", "--class", "missing-b", "--comparison", Payments, "--resolution", "write-off",
            "--reason", "<b>gone</b> 注文");
        var decision = Text(proposed, "decision");
        Json(mesh, "gov", "audit", "--kind", "decision").GetProperty("lines").EnumerateArray().Select(l => Text(l, "what"))
            .ShouldBe([$"propose write-off: {count} discrepancies; <b>gone</b> 注文"]);
        Page(mesh, "--decision", decision).Select(d => Text(d, "state")).ShouldBe(Enumerable.Repeat("proposed", count));
        var listed = Page(mesh, "--decision", decision).Select(d => (Date: Text(d, "businessDate"), Id: Text(d, "id"))).ToList();
        Page(mesh, "--decision", decision, "--sort", "age").Select(d => (Text(d, "businessDate"), Text(d, "id")))
            .ShouldBe(listed.OrderBy(d => d.Date, StringComparer.Ordinal).ThenBy(d => d.Id, StringComparer.Ordinal));
        Json(mesh, "cleo", "discrepancies", "undo", decision);
        Page(mesh, "--decision", decision).Select(d => Text(d, "state")).ShouldBe(Enumerable.Repeat("open", count));
        governed.Run(mesh, "cleo", "discrepancies", "resolve", "--decision", decision, "--resolution", "write-off", "--reason", new('x', 4001)).Out
            .ShouldContain("longer than 4000 characters");
    }

    [Fact]
    public void A_key_is_found_by_a_part_of_it_in_whatever_letters()
    {
        var mesh = governed.Copy();
        File.AppendAllText(Path.Combine(mesh, "sources", "warehouse", "revenue_mart.csv"), "B900000001;Ärger <b>&|=1;2025-03-05;11.00;EUR;booked\n");
        governed.Run(mesh, "bot", "run").Succeeded();
        foreach (var part in new[] { "ÄRGER", "ärger", "r <b>" })
            Page(mesh, "--text", part).Select(d => Text(d, "groupKey")).ShouldBe(["Ärger <b>&|=1"], part);
        Page(mesh, "--text", "Überweisung").ShouldBeEmpty();
    }

    /// <summary>Who answers for a line of a bridge is who its discrepancies go to.</summary>
    [Fact]
    public void A_bridge_and_the_queue_name_the_same_team()
    {
        string[] ends = ["sales.order_states", "payments.settlements", "--currency", "EUR"];
        var lines = Json(governed.Ran, "gov", ["bridge", .. ends]).GetProperty("walks")[0].GetProperty("lines").EnumerateArray().ToList();
        lines.Count(l => l.GetProperty("groups").GetInt32() > 0).ShouldBeGreaterThan(3);
        var compared = 0;
        foreach (var line in lines.Where(l => l.GetProperty("groups").GetInt32() > 0))
            foreach (var row in Json(governed.Ran, "gov", ["bridge", .. ends, "--rows", Text(line, "name"), "--limit", "20"])
                .GetProperty("rows").GetProperty("rows").EnumerateArray().Where(r => Text(r, "discrepancy").Length > 0))
            {
                Text(Json(governed.Ran, "gov", "discrepancies", "show", Text(row, "discrepancy")).GetProperty("line"), "team")
                    .ShouldBe(Text(line, "owner"), Text(line, "name"));
                compared++;
            }
        compared.ShouldBeGreaterThan(3);
    }

    /// <summary>From a line of the bridge to its rows, the rule as it is declared, the people and the decisions, and back.</summary>
    [Fact]
    public void A_line_of_a_bridge_leads_to_its_rule_its_people_and_its_decisions()
    {
        var mesh = MeshThatRan();
        JsonElement Open(string line, string currency, params string[] ends) => Json(mesh, "gov",
            ["bridge", .. ends.Length > 0 ? ends : ["zone.revenue", "legacy.revenue_mart"], "--currency", currency, "--rows", line]).GetProperty("rows");
        var walk = Json(mesh, "gov", "bridge", "zone.revenue", "legacy.revenue_mart").GetProperty("walks").EnumerateArray()
            .First(w => w.GetProperty("lines").EnumerateArray().Any(l => Text(l, "name") == "missing-b"));
        var rows = Open("missing-b", Text(walk, "currency"));
        var behind = rows.GetProperty("behind");
        Text(behind.GetProperty("rule"), "place").ShouldStartWith("legacy/revenue_mart/feed.yaml:");
        Text(behind.GetProperty("rule"), "text").ShouldStartWith("- id: revenue\n  a: zone.revenue/revenue");
        Text(behind.GetProperty("people"), "team").ShouldBe("finance_control");
        behind.GetProperty("people").GetProperty("members").EnumerateArray().Select(m => m.GetString()).ShouldBe(["fin", "flo", "bot"]);
        behind.GetProperty("people").GetProperty("accept").EnumerateArray().Select(m => m.GetString()).ShouldContain("finance_control");
        behind.GetProperty("decisions").GetArrayLength().ShouldBe(0);
        var row = rows.GetProperty("rows")[0];
        Text(row, "state").ShouldBe("open");
        var open = behind.GetProperty("open").GetInt32();
        Json(mesh, "fin", "discrepancies", "propose", Text(row, "discrepancy"), "--resolution", "write-off", "--reason", "lost in the move");
        var after = Open("missing-b", Text(walk, "currency"));
        Text(after.GetProperty("rows")[0], "state").ShouldBe("proposed");
        Text(after.GetProperty("behind").GetProperty("decisions")[0], "what").ShouldBe("propose write-off: 1 discrepancy; lost in the move");
        after.GetProperty("behind").GetProperty("open").GetInt32().ShouldBe(open);
        // The other way round the line is the missing of the other side, and the same discrepancies stand behind it.
        var reversed = Open("missing-a", Text(walk, "currency"), "legacy.revenue_mart", "zone.revenue");
        Text(reversed.GetProperty("rows")[0], "discrepancy").ShouldBe(Text(row, "discrepancy"));
        reversed.GetProperty("behind").GetProperty("decisions").GetArrayLength().ShouldBe(1);
        Text(Open("definition:shipping", "EUR").GetProperty("behind").GetProperty("rule"), "text").ShouldStartWith("- {id: shipping, measure: revenue");
        var shown = Json(mesh, "gov", "discrepancies", "show", Text(row, "discrepancy"));
        Text(shown, "a").ShouldBe("zone.revenue/revenue");
        Text(shown, "b").ShouldBe("legacy.revenue_mart/revenue_mart");
        Text(shown.GetProperty("ruleText"), "text").ShouldContain("key: {a: order_id, b: order_no}");
    }

    [Fact]
    public void A_late_partner_closes_its_discrepancy_and_a_correction_says_so()
    {
        var mesh = MeshThatRan();
        var missing = Page(mesh, "--class", "missing-b", "--comparison", Payments)[0];
        var unmatched = Page(mesh, "--class", "unmatched-key")[0];
        var captures = Path.Combine(mesh, "sources", "psp", "captures.txt");
        var lines = File.ReadAllLines(captures).ToList();
        lines.RemoveAll(l => l.Contains($"+|{Text(unmatched, "groupKey")}+|", StringComparison.Ordinal));
        var like = lines[^1].Split("+|");
        var order = File.ReadLines(Path.Combine(mesh, "sources", "shop", "orders.csv")).First(l => l.StartsWith(Text(missing, "groupKey") + ",", StringComparison.Ordinal)).Split(',');
        lines.Add(string.Join("+|", Capture(like, order, missing)));
        File.WriteAllLines(captures, lines);
        governed.Run(mesh, "bot", "run").Succeeded();
        var closed = Page(mesh, "--state", "auto-closed").ToDictionary(d => Text(d, "id"), d => Text(d, "why"));
        closed[Text(missing, "id")].ShouldBe("its partner arrived");
        closed[Text(unmatched, "id")].ShouldBe("its rows are gone");
        // What was there before keeps its id and its first run.
        Page(mesh, "--class", "status").ShouldAllBe(d => Text(d, "firstSeen") == "r000001" || Text(d, "firstSeen") != Text(d, "lastSeen"));
        var health = Json(mesh, "gov", "discrepancies", "health");
        health.GetProperty("correctedAtSource").GetDecimal().ShouldBeGreaterThan(0);
        health.GetProperty("comparisons").EnumerateArray().ShouldAllBe(c => c.GetProperty("matchedRows").GetDecimal() > 0);
    }

    private static IEnumerable<string> Capture(string[] like, string[] order, JsonElement missing)
    {
        var amount = Text(missing, "valueA");
        like[0] = "C-LATE-1";
        like[1] = order[0];
        return like.Select((cell, i) => i is 0 or 1 ? cell : decimal.TryParse(cell, CultureInfo.InvariantCulture, out _) ? amount
            : cell is "EUR" or "GBP" or "USD" or "CHF" ? Text(missing, "currency") : cell);
    }
}
