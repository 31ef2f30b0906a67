using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Treaty.Acceptance.Tests.Rights;
using Treaty.Backends;

namespace Treaty.Acceptance.Tests.Deciding;

/// <summary>The queue through the pages of a real server: one discrepancy, several that are marked, all that a filter finds.</summary>
public sealed class Stewards_work_on_the_console(GovernedMesh governed) : IClassFixture<GovernedMesh>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task One_and_several_and_all_that_a_filter_finds_each_with_the_right_it_needs_and_undone()
    {
        var mesh = governed.Copy();
        governed.Run(mesh, "bot", "run").Succeeded();
        string[] Ids(params string[] filter) => [.. JsonDocument.Parse(governed.Run(mesh, "gov", ["discrepancies", "--limit", "1000", .. filter]).Succeeded().Out)
            .RootElement.GetProperty("page").EnumerateArray().Select(d => d.GetProperty("id").GetString()!)];
        var missing = Ids("--class", "missing-b", "--comparison", "zone.revenue:order_payment");
        using (var cleo = new Served(mesh, "cleo", governed.Keys))
        {
            var page = $"/discrepancy/{missing[0]}";
            (await cleo.ActAsync(page, "step", ("Form.Step", "investigate"), ("Form.Ids", missing[0]))).Headers.Location!.ToString().ShouldContain("?done=d");
            var after = await cleo.Client.GetStringAsync(page, Cancel);
            after.ShouldContain("looks into it");
            Ids("--state", "investigating").ShouldBe([missing[0]]);
            (await cleo.ActAsync("/discrepancies", "step", ("Form.Step", "propose"), ("Form.Resolution", "write-off"), ("Form.Reason", "gone"),
                ("Form.Ids", missing[0]), ("Form.Ids", missing[1]))).StatusCode.ShouldBe(HttpStatusCode.Found);
            Ids("--state", "proposed").ShouldBe(missing[..2], ignoreOrder: true);
            (await Words(await cleo.ActAsync("/discrepancies", "step", ("Form.Step", "approve"), ("Form.Ids", missing[0])))).ShouldContain("TRY1602");
            (await Words(await cleo.ActAsync("/discrepancies", "step", ("Form.Step", "investigate")))).ShouldContain("TRY1720");
            (await Words(await cleo.ActAsync("/discrepancies", "step", ("Form.Step", "dance"), ("Form.All", "yes")))).ShouldContain("TRY1720");
            (await Words(await cleo.ActAsync("/discrepancies", "step", ("Form.Step", "resolve"), ("Form.Resolution", "accept"), ("Form.Until", "31.12.2026"),
                ("Form.All", "yes")))).ShouldContain("is no day");
        }
        using (var fin = new Served(mesh, "fin", governed.Keys))
        {
            var filtered = "/discrepancies?class=duplicate";
            var count = Ids("--class", "duplicate").Length;
            var done = (await fin.ActAsync(filtered, "step", ("Form.Step", "investigate"), ("Form.All", "yes"), ("Form.Seen", await SeenAsync(fin, filtered)))).Headers.Location!.ToString();
            Ids("--class", "duplicate", "--state", "investigating").Length.ShouldBe(count);
            var decision = done.Split("done=")[1];
            (await fin.ActAsync(done, "undo", ("Form.Step", "undo"), ("Form.Undoes", decision))).StatusCode.ShouldBe(HttpStatusCode.Found);
            Ids("--class", "duplicate", "--state", "investigating").ShouldBeEmpty();
        }
    }

    /// <summary>What a filter finds is decided as it was seen, or not at all; and it can be taken back when its page was left long ago.</summary>
    [Fact]
    public async Task All_that_a_filter_finds_are_those_that_were_seen()
    {
        var mesh = governed.Copy();
        governed.Run(mesh, "bot", "run").Succeeded();
        using var fin = new Served(mesh, "fin", governed.Keys);
        const string Filtered = "/discrepancies?class=duplicate";
        var seen = await SeenAsync(fin, Filtered);
        seen.ShouldNotBeEmpty();
        var first = JsonDocument.Parse(governed.Run(mesh, "cleo", "discrepancies", "--class", "duplicate").Succeeded().Out).RootElement.GetProperty("page")[0].GetProperty("id").GetString()!;
        governed.Run(mesh, "cleo", "discrepancies", "investigate", first).Succeeded();
        (string, string)[] all = [("Form.Step", "investigate"), ("Form.All", "yes")];
        // A decision about something else entirely: no one can tell from counts and sums that it was about something else.
        var unmoved = await SeenAsync(fin, "/discrepancies?class=amount");
        governed.Run(mesh, "cleo", "discrepancies", "undo", JsonDocument.Parse(governed.Run(mesh, "gov", "audit", "--kind", "decision").Succeeded().Out)
            .RootElement.GetProperty("lines")[0].GetProperty("subject").GetString()!).Succeeded();
        governed.Run(mesh, "cleo", "discrepancies", "investigate", first).Succeeded();
        (await Words(await fin.ActAsync("/discrepancies?class=amount", "step", [.. all, ("Form.Seen", unmoved)]))).ShouldContain("TRY1721");
        (await Words(await fin.ActAsync(Filtered, "step", [.. all, ("Form.Seen", seen)]))).ShouldContain("TRY1721");
        (await Words(await fin.ActAsync(Filtered, "step", all))).ShouldContain("does not say what its page showed");
        (await Words(await fin.ActAsync(Filtered, "step", [.. all, ("Form.Seen", " ")]))).ShouldContain("does not say what its page showed");
        JsonDocument.Parse(governed.Run(mesh, "gov", "discrepancies", "--class", "duplicate", "--state", "investigating").Succeeded().Out).RootElement
            .GetProperty("total").GetInt64().ShouldBe(1);
        var now = await SeenAsync(fin, Filtered);
        var open = Filtered + "&state=open";
        (await Words(await fin.ActAsync(open, "step", [.. all, ("Form.Seen", now)]))).ShouldContain("TRY1721");
        var narrowed = await SeenAsync(fin, open);
        var done = (await fin.ActAsync(open, "step", [.. all, ("Form.Seen", narrowed)])).Headers.Location!.ToString();
        var page = $"/discrepancies?decision={done.Split("done=")[1]}";
        (await fin.Client.GetStringAsync(page, Cancel)).ShouldContain("Take it back");
        (await fin.Client.GetStringAsync("/audit?kind=decision", Cancel)).ShouldContain(page);
        (await fin.ActAsync(page, "undo", ("Form.Step", "undo"), ("Form.Undoes", done.Split("done=")[1]))).StatusCode.ShouldBe(HttpStatusCode.Found);
        governed.Run(mesh, "gov", "discrepancies", "--state", "investigating").Succeeded().Out.ShouldContain(first);
    }

    /// <summary>While another writes, the page says so and keeps what was entered.</summary>
    [Fact]
    public async Task Not_while_another_writes_and_then_without_entering_it_again()
    {
        var mesh = governed.Copy();
        governed.Run(mesh, "bot", "run").Succeeded();
        using var fin = new Served(mesh, "fin", governed.Keys);
        (string, string)[] step = [("Form.Step", "investigate"), ("Form.All", "yes"), ("Form.Reason", "before the close"),
            ("Form.Seen", await SeenAsync(fin, "/discrepancies?class=duplicate"))];
        await using (var store = await EmbeddedStore.OpenAsync(mesh, ".treaty", new Dictionary<string, string>(), Cancel))
        await using (await store.Ledger.HoldAsync("the nightly run", Cancel))
        {
            var page = await Words(await fin.ActAsync("/discrepancies?class=duplicate", "step", step));
            page.ShouldContain("TRY1722");
            page.ShouldContain("the nightly run");
            page.ShouldContain("value=\"before the close\"");
        }
        (await fin.ActAsync("/discrepancies?class=duplicate", "step", step)).StatusCode.ShouldBe(HttpStatusCode.Found);
    }

    [Fact]
    public async Task By_no_form_of_another_page_and_by_no_one_unproved()
    {
        var mesh = governed.Copy();
        governed.Run(mesh, "bot", "run").Succeeded();
        using var forged = new Served(mesh, "forged", governed.Keys);
        (await Words(await forged.ActAsync("/discrepancies", "step", ("Form.Step", "investigate"), ("Form.All", "yes"),
            ("Form.Seen", await SeenAsync(forged, "/discrepancies"))))).ShouldContain("TRY0221");
        using var form = new FormUrlEncodedContent([new("_handler", "step"), new("Form.Step", "investigate"), new("Form.All", "yes")]);
        (await forged.Client.PostAsync("/discrepancies", form, Cancel)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    /// <summary>An empty file would read as if nothing were open.</summary>
    [Theory]
    [InlineData("discrepancies.csv?class=missng-b", "missing-b")]
    [InlineData("discrepancies.csv?team=payment_operation", "payment_operations")]
    [InlineData("discrepancies.csv?decision=d00000000000", "treaty audit --kind decision")]
    [InlineData("bridge.csv?from=zone.revenu&to=legacy.revenue_mart", "zone.revenue")]
    [InlineData("bridge.csv?from=zone.revenue&to=legacy.revenue_mart&currency=EURO", "EUR")]
    public async Task A_name_that_nothing_has_is_refused_as_csv_too(string address, string help)
    {
        var answer = await governed.Console.Client.GetAsync("/api/v1/" + address, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync(Cancel)).RootElement.GetProperty("help").GetString()!.ShouldContain(help);
    }

    [Theory]
    [InlineData("discrepancies.csv?class=invalid")]
    [InlineData("discrepancies.csv?class=missing-b&before=2001-01-01")]
    [InlineData("bridge.csv?from=zone.revenue&to=legacy.revenue_mart&period=2031-01")]
    public async Task A_name_of_which_nothing_is_found_is_an_empty_file(string address)
    {
        var answer = await governed.Console.Client.GetAsync("/api/v1/" + address, Cancel);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        (await answer.Content.ReadAsStringAsync(Cancel)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(1);
    }

    private static async Task<string> SeenAsync(Served console, string page) =>
        Regex.Match(await console.Client.GetStringAsync(page, Cancel), "name=\"Form.Seen\" value=\"([^\"]+)\"").Groups[1].Value;

    private static async Task<string> Words(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
}
