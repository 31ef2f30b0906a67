using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Treaty.Acceptance.Tests.OnTheConsole;

public class Pages_as_html
{
    public static TheoryData<string> Addresses => [.. Pages.All.Select(p => p.Address)];

    [Theory, MemberData(nameof(Addresses))]
    public async Task Say_what_their_reader_came_for(string address)
    {
        var expected = Pages.All.Single(p => p.Address == address);
        await using var console = await ConsoleUnderTest.StartAsync(new SampleReading());
        var answer = await console.Client.GetAsync(address);
        ((int)answer.StatusCode).ShouldBe(expected.Status);
        var text = WebUtility.HtmlDecode((await answer.Content.ReadAsStringAsync()).Replace("<wbr>", "", StringComparison.Ordinal));
        foreach (var words in expected.Says) text.ShouldContain(words);
        text.ShouldNotContain(" style=");
        text.ShouldNotContain(" onclick=");
    }

    /// <summary>A mesh of thousands of products comes in pieces, each with the way to the others.</summary>
    [Theory]
    [InlineData("/", "more200", "more200.p0", "/?context=more200")]
    [InlineData("/?context=more200", "more201.p1", "more202.p1", "/product/more200.p3")]
    [InlineData("/catalog", "more0.p0", "more200.p0", "/catalog?offset=200")]
    [InlineData("/catalog?offset=2000", "more200.p0", "sales.orders", "/catalog?offset=1800")]
    [InlineData("/rights?context=more200", "more200.p0", "more201.p0", "/rights?context=more201")]
    public async Task Show_a_large_mesh_in_pieces(string address, string shown, string elsewhere, string link)
    {
        await using var console = await ConsoleUnderTest.StartAsync(new SampleReading(more: 250));
        var text = (await console.Client.GetStringAsync(address)).Replace("<wbr>", "", StringComparison.Ordinal);
        text.ShouldContain(shown);
        text.ShouldNotContain(elsewhere);
        text.ShouldContain($"href=\"{link}\"");
        text.Length.ShouldBeLessThan(700_000);
    }

    [Theory]
    [InlineData("/nowhere", "There is no such page")]
    [InlineData("/?context=nowhere", "There is no context nowhere")]
    [InlineData("/product/sales.nothing", "There is no product sales.nothing")]
    [InlineData("/run/r-0", "There is no run r-0")]
    [InlineData("/explain?ref=zone.revenue&key=nowhere", "has no row with the key")]
    [InlineData("/assets/other.css", "There is no such page")]
    public async Task Say_what_is_not_there_with_status_404(string address, string words)
    {
        await using var console = await ConsoleUnderTest.StartAsync(new SampleReading());
        var answer = await console.Client.GetAsync(address);
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()).ShouldContain(words);
    }

    [Theory]
    [InlineData("zone.broken", 503, "bring it back")]
    [InlineData("zone.refused", 400, "missing-a, missing-b")]
    public async Task Are_answered_in_json_by_the_api_where_the_world_fails(string product, int status, string help)
    {
        await using var console = await ConsoleUnderTest.StartAsync(new SampleReading());
        var answer = await console.Client.GetAsync("/api/v1/product/" + product);
        ((int)answer.StatusCode).ShouldBe(status);
        var error = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
        error.GetProperty("help").GetString()!.ShouldContain(help);
    }

    [Theory]
    [InlineData("/product/zone.broken", 503, "The lake folder is gone", "bring it back")]
    [InlineData("/product/zone.refused", 400, "is no line of this bridge", "missing-a, missing-b")]
    [InlineData("/product/zone.bug", 500, "Treaty made a mistake", "report the address")]
    public async Task Say_what_to_do_when_what_is_asked_the_world_or_treaty_fails_and_show_no_inside(string address, int status, string words,
        string help)
    {
        await using var console = await ConsoleUnderTest.StartAsync(new SampleReading());
        var answer = await console.Client.GetAsync(address);
        ((int)answer.StatusCode).ShouldBe(status);
        var text = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        text.ShouldContain(words);
        text.ShouldContain(help);
        text.ShouldNotContain("inside detail");
        answer.Headers.GetValues("Content-Security-Policy").Single().ShouldStartWith("default-src 'none'");
    }

    [Theory]
    [InlineData("/"), InlineData("/catalog"), InlineData("/product/sales.orders"), InlineData("/runs"), InlineData("/run/r-1"),
        InlineData("/discrepancies"), InlineData("/bridge"), InlineData("/explain?ref=a.b&key=1"), InlineData("/rights"), InlineData("/terms"), InlineData("/audit"), InlineData("/proposals"), InlineData("/health"),
        InlineData("/discrepancy/d1"), InlineData("/closes"), InlineData("/close/c1"), InlineData("/clauses"), InlineData("/plans"), InlineData("/plan/abc")]
    public async Task Say_how_to_begin_before_the_first_run(string address)
    {
        await using var console = await ConsoleUnderTest.StartAsync(null);
        var text = await console.Client.GetStringAsync(address);
        text.ShouldContain("Nothing was run yet");
        text.ShouldContain("treaty run");
    }

    /// <summary>A spreadsheet takes nothing in it for a formula, and numbers stay numbers, also where they are texts.</summary>
    [Fact]
    public async Task Can_be_taken_along_as_csv()
    {
        await using var console = await ConsoleUnderTest.StartAsync(new SampleReading());
        var answer = await console.Client.GetAsync("/api/v1/discrepancies.csv");
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/csv; charset=utf-8");
        var text = await answer.Content.ReadAsStringAsync();
        var lines = text.TrimStart('\uFEFF').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(1001);
        lines[0].ShouldStartWith("id,comparison,class,definition,key,about,a,b,b_minus_a,gross,currency,business_date,");
        lines.ShouldContain(l => l.Contains(",O1000017|注文|Ärger <b>&,", StringComparison.Ordinal));
        lines.ShouldContain(l => l.Contains(",\"'=HYPERLINK(\"\"http://x\"\",1)\",", StringComparison.Ordinal));
        lines.ShouldContain(l => l.Contains(",-", StringComparison.Ordinal), "an amount keeps its sign");
        lines.Single(l => l.StartsWith("d0029,", StringComparison.Ordinal)).ShouldContain(",-5.00,");
        var bridge = await console.Client.GetStringAsync("/api/v1/bridge.csv?from=zone.revenue&to=legacy.revenue_mart&currency=EUR");
        bridge.ShouldContain("\r\nrevenue,EUR,missing-b,missing in legacy.revenue_mart,warehouse_retirement,288,-31007.55,31007.55,\r\n");
        (await console.Client.GetStringAsync("/api/v1/bridge.csv?from=zone.revenue&to=legacy.revenue_mart&currency=EUR&rows=missing-b"))
            .ShouldContain("\r\nmissing-b,EUR,O1000040,missing-b,-10.25,120.50,0,2026-03-03,,paid,,d0017,proposed\r\n");
    }

    /// <summary>A part of a list that is taken for the whole does harm that no one sees.</summary>
    [Fact]
    public async Task Are_taken_along_whole_or_not_at_all()
    {
        await using var console = await ConsoleUnderTest.StartAsync(new SampleReading(discrepancies: 100_001));
        const string All = "/api/v1/discrepancies.csv?class=";
        foreach (var asked in new[] { All, All + "&limit=100001", All + "&limit=2000000000" })
        {
            var refused = await console.Client.GetAsync(asked);
            refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest, asked);
            var words = await refused.Content.ReadAsStringAsync();
            words.ShouldContain("the filter finds 100,001 discrepancies, more than a file holds: 100,000 lines");
            words.ShouldContain("part by part with `offset` and `limit`");
        }
        async Task<int> LinesAsync(string asked) => (await console.Client.GetStringAsync(asked)).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length - 1;
        (await LinesAsync(All + "&limit=10")).ShouldBe(10);
        (await LinesAsync(All + "&limit=100000")).ShouldBe(100_000);
        (await LinesAsync(All + "&limit=100000&offset=100000")).ShouldBe(1);
        (await LinesAsync(All + "&offset=1")).ShouldBe(100_000);
        const string Rows = "/api/v1/bridge.csv?from=zone.revenue&to=legacy.revenue_mart&currency=EUR&rows=rounding";
        (await (await console.Client.GetAsync(Rows)).Content.ReadAsStringAsync()).ShouldContain("more rows stand behind the line than a file holds: 100,000 lines");
        (await LinesAsync(Rows + "&limit=12")).ShouldBe(12);
    }

    /// <summary>A page is taken along as it is seen.</summary>
    [Fact]
    public async Task With_shapley_values_are_taken_along_with_them()
    {
        await using var console = await ConsoleUnderTest.StartAsync(new SampleReading());
        var page = WebUtility.HtmlDecode(await console.Client.GetStringAsync("/bridge?from=zone.revenue&to=legacy.revenue_mart&measure=revenue&currency=EUR&shapley=true"));
        var csv = await console.Client.GetStringAsync(Regex.Match(page, "href=\"(/api/v1/bridge.csv[^\"]+)\"").Groups[1].Value);
        csv.ShouldContain("\r\nrevenue,EUR,missing-b,missing in legacy.revenue_mart,warehouse_retirement,288,-31007.55,31007.55,-31007.55\r\n");
    }

    [Fact]
    public async Task Link_only_to_pages_that_are_there()
    {
        await using var console = await ConsoleUnderTest.StartAsync(new SampleReading());
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var page in Pages.All)
            foreach (var link in Links(await console.Client.GetStringAsync(page.Address)).Where(seen.Add)
                .Where(l => !l.Contains("finance.report_", StringComparison.Ordinal) && !l.Contains("key=O", StringComparison.Ordinal)))
                (await console.Client.GetAsync(link)).StatusCode.ShouldBe(HttpStatusCode.OK, $"{link} on {page.Address}");
        seen.Count.ShouldBeGreaterThan(40);
    }

    [Fact]
    public async Task Come_with_strict_headers_and_only_under_the_name_of_this_machine()
    {
        await using var console = await ConsoleUnderTest.StartAsync(new SampleReading());
        var answer = await console.Client.GetAsync("/");
        var policy = answer.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("script-src 'self'");
        policy.ShouldNotContain("unsafe");
        answer.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
        using var foreign = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { Host = "evil.example.com" } };
        (await console.Client.SendAsync(foreign)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await console.Client.GetStringAsync("/healthz")).ShouldBe("ok");
    }

    private static IEnumerable<string> Links(string html) =>
        System.Text.RegularExpressions.Regex.Matches(html, "href=\"(/[^\"#]*)").Select(m => WebUtility.HtmlDecode(m.Groups[1].Value));
}

public class The_api
{
    [Theory]
    [InlineData("/api/v1/map", "title", "\"Order to cash\"")]
    [InlineData("/api/v1/catalog?q=settlements", "entries", null)]
    [InlineData("/api/v1/product/sales.orders", "queryExample", null)]
    [InlineData("/api/v1/runs", "runs", null)]
    [InlineData("/api/v1/run/" + SampleReading.LastRun, "run", "\"" + SampleReading.LastRun + "\"")]
    [InlineData("/api/v1/discrepancies?class=amount&limit=2", "total", null)]
    [InlineData("/api/v1/bridge?from=zone.revenue&to=legacy.revenue_mart&period=2026-03", "period", "\"2026-03-01 to 2026-03-31\"")]
    [InlineData("/api/v1/explain?ref=zone.revenue&key=O1000011", "key", "\"O1000011\"")]
    public async Task Answers_with_the_reports_of_the_pages(string address, string property, string? value)
    {
        await using var console = await ConsoleUnderTest.StartAsync(new SampleReading());
        using var json = JsonDocument.Parse(await console.Client.GetStringAsync(address));
        var found = json.RootElement.GetProperty(property);
        if (value is not null) found.GetRawText().ShouldBe(value);
    }

    [Fact]
    public async Task Keeps_every_digit_of_an_amount()
    {
        await using var console = await ConsoleUnderTest.StartAsync(new SampleReading());
        var text = await console.Client.GetStringAsync("/api/v1/bridge?from=zone.revenue&to=legacy.revenue_mart&currency=EUR");
        text.ShouldContain("\"totalA\":27981204.17,\"totalB\":28007911.86");
    }

    [Fact]
    public async Task Takes_a_query_as_a_post()
    {
        await using var console = await ConsoleUnderTest.StartAsync(new SampleReading());
        using var body = new StringContent("""{"sql":"select currency from sales.orders"}""", System.Text.Encoding.UTF8, "application/json");
        var answer = await console.Client.PostAsync("/api/v1/query", body);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await answer.Content.ReadAsStringAsync()).ShouldContain("\"columns\":[\"currency\"");
        using var form = new FormUrlEncodedContent([new("sql", "select 1")]);
        (await console.Client.PostAsync("/api/v1/query",
            form)).IsSuccessStatusCode.ShouldBeFalse("a form of another site must not be able to ask");
    }

    [Theory]
    [InlineData("/api/v1/product/sales.nothing", 404), InlineData("/api/v1/contract/sales.nothing", 404),
        InlineData("/api/v1/quarantine?product=sales.nothing", 404), InlineData("/api/v1/contract-history/sales.orders?from=9.9.9", 404), InlineData("/api/v1/run/r-0", 404), InlineData("/api/v1/nothing", 404),
        InlineData("/api/v1/explain", 400), InlineData("/api/v1/bridge.csv?from=zone.revenue&to=zone.revenue", 404),
        InlineData("/api/v1/discrepancies?before=31.12.2026", 400), InlineData("/api/v1/discrepancies.csv?before=2026-02-30", 400),
        InlineData("/api/v1/bridge?from=zone.revenue&to=legacy.revenue_mart&period=2026-13", 400), InlineData("/api/v1/bridge.csv?from=zone.revenue&to=legacy.revenue_mart&period=March", 400),
        InlineData("/api/v1/discrepancies?before=2026-03-31", 200), InlineData("/api/v1/bridge.csv?from=zone.revenue&to=legacy.revenue_mart&period=2026-03-31", 200)]
    public async Task Says_what_is_not_there(string address, int status)
    {
        await using var console = await ConsoleUnderTest.StartAsync(new SampleReading());
        ((int)(await console.Client.GetAsync(address)).StatusCode).ShouldBe(status);
    }

    [Fact]
    public async Task Refuses_before_the_first_run()
    {
        await using var console = await ConsoleUnderTest.StartAsync(null);
        (await console.Client.GetAsync("/api/v1/catalog")).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }
}
