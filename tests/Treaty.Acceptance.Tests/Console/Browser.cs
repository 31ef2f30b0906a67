using Microsoft.Playwright;

namespace Treaty.Acceptance.Tests.OnTheConsole;

/// <summary>
/// The real Chromium of this machine and the console it looks at, shared by a class of tests, which are skipped, visibly, where there is
/// none.
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string? Path =
        new[] { Environment.GetEnvironmentVariable("CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser",
        "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
    private static readonly string[] Flags =
        ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
            "--disable-component-update", "--disable-sync"];

    /// <summary>Milliseconds that a busy machine may take; what is wrong fails all the same, only later.</summary>
    private const float Patience = 120_000;

    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private ConsoleUnderTest? _console;

    public async ValueTask InitializeAsync()
    {
        if (Path is null) return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Path, Args = Flags });
        _console = await ConsoleUnderTest.StartAsync(new SampleReading());
    }

    /// <summary>Opens an address of the console; what its scripts, policy or network complain about goes to the list.</summary>
    public async Task<IPage> OpenAsync(string address, List<string> complaints, int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        Assert.SkipWhen(_browser is null, "no Chromium here: install it (apt-get install chromium), or name it in the variable CHROMIUM");
        var page = await _browser.NewPageAsync(new() { ViewportSize = new() { Width = width, Height = 860 }, ColorScheme = scheme });
        page.SetDefaultTimeout(Patience);
        page.SetDefaultNavigationTimeout(Patience);
        page.Console += (_, message) => { if (message.Type is "error" or "warning") complaints.Add($"{page.Url}: {message.Text}"); };
        page.PageError += (_, error) => complaints.Add($"{page.Url}: {error}");
        await page.GotoAsync(_console!.Url + address);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.CloseAsync();
        if (_console is not null) await _console.DisposeAsync();
        _playwright?.Dispose();
    }
}
