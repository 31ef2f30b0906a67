using Microsoft.Playwright;

namespace Treaty.Acceptance.Tests.OnTheConsole;

public class Pages_in_a_real_browser
{
    public static TheoryData<string> Addresses => [.. Pages.All.Select(p => p.Address)];

    [Theory, MemberData(nameof(Addresses))]
    public async Task Fit_wide_and_narrow_in_light_and_dark_without_complaints(string address)
    {
        await using var browser = await Browser.StartAsync();
        await using var console = await ConsoleUnderTest.StartAsync(new SampleReading());
        foreach (var width in new[] { 1280, 400 })
            foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
            {
                var page = await browser.PageAsync(width, scheme);
                await page.GotoAsync(console.Url + address);
                await Shots.TakeAsync(page, address, width, scheme);
                (await page.EvaluateAsync<int>("document.documentElement.scrollWidth")).ShouldBeLessThanOrEqualTo(width, $"{address} scrolls sideways at {width}");
                (await page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor")).ShouldBe(scheme == ColorScheme.Dark ? "rgb(21, 24, 26)" : "rgb(247, 245, 240)");
                await page.CloseAsync();
            }
        browser.Complaints.ShouldBeEmpty();
    }
}

/// <summary>Pictures of the pages for a person to look at, where the variable TREATY_SHOTS names a folder.</summary>
internal static class Shots
{
    public static async Task TakeAsync(IPage page, string address, int width, ColorScheme scheme)
    {
        if (Environment.GetEnvironmentVariable("TREATY_SHOTS") is not { Length: > 0 } folder) return;
        var name = string.Concat(address.Trim('/').Select(c => char.IsLetterOrDigit(c) ? c : '-'));
        await page.ScreenshotAsync(new() { Path = Path.Combine(folder, $"{(name == "" ? "map" : name[..Math.Min(60, name.Length)])}-{width}-{scheme}.png"), FullPage = true });
    }
}
