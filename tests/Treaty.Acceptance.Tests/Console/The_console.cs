using System.Diagnostics;
using Microsoft.Playwright;

namespace Treaty.Acceptance.Tests.Console;

/// <summary>A served sample and one browser for all tests of the console.</summary>
public sealed class ServedSample : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private Process? _server;
    private IPlaywright? _playwright;

    public string Address { get; private set; } = "";

    public IBrowser? Browser { get; private set; }

    public async ValueTask InitializeAsync()
    {
        TreatyProgram.Run("demo", _folder["mesh"], "--no-serve", "--scale", "0.1").Succeeded();
        _server = Process.Start(TreatyProgram.StartInfo("serve", "--mesh", _folder["mesh"], "--port", "0"))!;
        var line = await _server.StandardOutput.ReadLineAsync() ?? "";
        Address = line.Split(' ').First(word => word.StartsWith("http://", StringComparison.Ordinal)).TrimEnd(',');
        if (!File.Exists("/usr/bin/chromium")) return;
        _playwright = await Playwright.CreateAsync();
        Browser = await _playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = "/usr/bin/chromium",
            Args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
    }

    public async ValueTask DisposeAsync()
    {
        if (Browser is not null) await Browser.DisposeAsync();
        _playwright?.Dispose();
        _server?.Kill();
        _server?.WaitForExit();
        _folder.Dispose();
    }
}

public sealed class The_console(ServedSample served) : IClassFixture<ServedSample>
{
    private const string Bridge = "/bridge?from=zone.revenue&to=legacy.revenue_mart&measure=revenue&currency=EUR";

    [Theory]
    [InlineData("/", "Order to cash")]
    [InlineData("/catalog", "Catalog")]
    [InlineData("/catalog?q=consent", "Catalog")]
    [InlineData("/product/zone.revenue", "revenue")]
    [InlineData("/product/legacy.revenue_mart", "Revenue mart of the old warehouse")]
    [InlineData("/product/no.such", "There is no product no.such", 404)]
    [InlineData("/runs", "Runs")]
    [InlineData("/run/r000001", "Run r000001")]
    [InlineData("/discrepancies", "Discrepancies")]
    [InlineData("/discrepancies?class=status&comparison=legacy.revenue_mart%3Arevenue", "Discrepancies")]
    [InlineData("/bridge", "Bridges")]
    [InlineData(Bridge, "Why zone.revenue and legacy.revenue_mart differ")]
    [InlineData(Bridge + "&rows=status", "Why zone.revenue and legacy.revenue_mart differ")]
    [InlineData("/explain?ref=zone.revenue&key=O1000042", "O1000042")]
    public async Task Shows_the_page_wide_and_narrow_light_and_dark_without_complaint(string path, string heading, int status = 200)
    {
        foreach (var (width, scheme) in new[] { (1280, ColorScheme.Light), (400, ColorScheme.Dark) })
        {
            await using var context = await Browser().NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme });
            var page = await context.NewPageAsync();
            var complaints = new List<string>();
            page.Console += (_, message) =>
            {
                if (message.Type is "error" or "warning") complaints.Add(message.Text);
            };
            page.PageError += (_, error) => complaints.Add(error);
            (await page.GotoAsync(served.Address + path))!.Status.ShouldBe(status);
            (await page.TextContentAsync("h1"))!.ShouldContain(heading);
            complaints.Where(complaint => status == 200 || !complaint.Contains("404", StringComparison.Ordinal)).ShouldBeEmpty();
            (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth")).ShouldBeLessThanOrEqualTo(0, $"{path} scrolls sideways at {width}");
        }
    }

    [Fact]
    public async Task Leads_from_the_map_to_a_product_and_from_a_bridge_to_a_source_record()
    {
        var page = await Browser().NewPageAsync();
        await page.GotoAsync(served.Address);
        await page.ClickAsync("svg a.product[href='/product/zone.revenue']");
        page.Url.ShouldEndWith("/product/zone.revenue");
        await page.GotoAsync(served.Address + Bridge);
        await page.ClickAsync(".waterfall.for-wide a.step >> nth=0");
        await page.WaitForSelectorAsync("#rows");
        await page.ClickAsync("#rows .scroll td a >> nth=0");
        await page.WaitForSelectorAsync("text=sources/shop/orders.csv");
    }

    [Fact]
    public async Task Answers_as_json_what_it_shows()
    {
        using var client = new HttpClient { BaseAddress = new Uri(served.Address) };
        (await client.GetStringAsync("/api/v1/catalog", TestContext.Current.CancellationToken)).ShouldContain("\"ref\":\"zone.revenue\"");
        var answer = await client.PostAsync("/api/v1/query", new StringContent("{\"sql\":\"select count(*) as n from crm.consents\"}", System.Text.Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("authoritative-fact");
        var missing = await client.GetAsync("/nowhere", TestContext.Current.CancellationToken);
        ((int)missing.StatusCode).ShouldBe(404);
        missing.Headers.GetValues("Content-Security-Policy").ShouldNotBeEmpty();
    }

    private IBrowser Browser()
    {
        Assert.SkipWhen(served.Browser is null, "chromium is not installed");
        return served.Browser!;
    }
}
