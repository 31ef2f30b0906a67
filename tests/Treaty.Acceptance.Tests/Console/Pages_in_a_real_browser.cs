using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Treaty.Acceptance.Tests.OnTheConsole;

public class Pages_in_a_real_browser(Browser browser) : IClassFixture<Browser>
{
    private readonly List<string> _complaints = [];

    public static TheoryData<string> Addresses => [.. Pages.All.Select(p => p.Address)];

    [Theory, MemberData(nameof(Addresses))]
    public async Task Fit_wide_and_narrow_in_light_and_dark_without_complaints(string address)
    {
        foreach (var width in new[] { 1280, 400 })
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                var page = await browser.OpenAsync(address, _complaints, width, scheme);
                await Shots.TakeAsync(page, address, width, scheme);
                (await page.EvaluateAsync<int>("document.documentElement.scrollWidth"))
                    .ShouldBeLessThanOrEqualTo(width, $"{address} scrolls sideways at {width}");
                (await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"))
                    .ShouldBe(scheme == ColorScheme.Dark ? "rgb(21, 24, 26)" : "rgb(247, 245, 240)");
                await page.CloseAsync();
            }
        _complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_map_leads_to_a_product()
    {
        var page = await browser.OpenAsync("/", _complaints);
        await page.Locator("svg.mesh-map a[href='/product/payments.settlements']").ClickAsync();
        (await page.Locator("h1").InnerTextAsync()).ShouldBe("Settlements");
        _complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_bar_of_the_waterfall_opens_its_rows_and_a_row_its_origin()
    {
        var page = await browser.OpenAsync("/bridge?from=zone.revenue&to=legacy.revenue_mart&currency=EUR", _complaints);
        await page.Locator("svg.for-wide a.step.minus").First.ClickAsync();
        (await page.Locator("#rows h2").InnerTextAsync()).ShouldStartWith("The rows behind definition:gift_cards");
        await page.Locator("#rows tbody tr").First.ClickAsync();
        (await page.Locator("h1").InnerTextAsync()).ShouldBe("Where O1000040 came from");
        _complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Discrepancies_are_worked_by_keyboard()
    {
        var page = await browser.OpenAsync("/discrepancies?class=amount", _complaints);
        foreach (var key in new[] { "j", "j", "j", "k" }) await page.Keyboard.PressAsync(key);
        (await page.EvaluateAsync<int>("[...document.querySelectorAll('table[data-keys] tbody tr')].findIndex((r) => r.contains(document.activeElement))")).ShouldBe(1);
        await page.Keyboard.PressAsync("Enter");
        await IsAtAsync(page, "/discrepancy/");
        await page.GoBackAsync();
        await page.Keyboard.PressAsync("/");
        await page.WaitForFunctionAsync("document.activeElement.type === 'search'");
        await page.Keyboard.TypeAsync("O10000");
        await page.Keyboard.PressAsync("Enter");
        await IsAtAsync(page, "text=O10000");
        page.Url.ShouldContain("class=amount");
        _complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task Pairs_and_records_are_walked_by_keyboard_too()
    {
        foreach (var (address, row) in new[] { ("/proposals", "ol[data-keys] > li"), ("/audit", "table[data-keys] tbody tr") })
        {
            var page = await browser.OpenAsync(address, _complaints);
            foreach (var key in new[] { "j", "j" }) await page.Keyboard.PressAsync(key);
            (await page.EvaluateAsync<int>($"[...document.querySelectorAll('{row}')].filter((r) => r.querySelector('a')).findIndex((r) => r.contains(document.activeElement))"))
                .ShouldBe(1, address);
            await page.CloseAsync();
        }
        _complaints.ShouldBeEmpty();
    }

    /// <summary>Asks the page for its address until it is there. Waiting for the navigation instead would miss one that is over before the
    /// wait begins.</summary>
    private static Task IsAtAsync(IPage page, string part) =>
        Assertions.Expect(page).ToHaveURLAsync(new Regex(Regex.Escape(part)), new() { Timeout = 60_000 });

    [Fact]
    public async Task Pages_work_without_a_mouse_and_with_a_visible_focus()
    {
        var page = await browser.OpenAsync("/", _complaints);
        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("document.activeElement.textContent")).ShouldBe("Skip to the content");
        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineStyle")).ShouldBe("solid");
    }
}

/// <summary>Pictures of the pages for a person to look at, where the variable TREATY_SHOTS names a folder.</summary>
internal static class Shots
{
    public static async Task TakeAsync(IPage page, string address, int width, ColorScheme scheme)
    {
        if (Environment.GetEnvironmentVariable("TREATY_SHOTS") is not { Length: > 0 } folder) return;
        var name = string.Concat(address.Trim('/').Select(c => char.IsLetterOrDigit(c) ? c : '-'));
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder,
            $"{(name == "" ? "map" : name[..Math.Min(90, name.Length)])}-{width}-{scheme}.png"), FullPage = true });
    }
}
