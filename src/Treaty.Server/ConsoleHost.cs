using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Treaty.Core;
using Treaty.Operations.Deciding;
using Treaty.Operations.Planning;
using Treaty.Operations.Reading;
using Treaty.Server.Pages;

namespace Treaty.Server;

/// <param name="Url">Where to listen, such as <c>http://127.0.0.1:7420</c>; port 0 for any free one.</param>
/// <param name="Reading">The mesh in force, asked for once a request; null while nothing was ever run.</param>
/// <param name="KeyFolder">Where the keys that protect forms are kept.</param>
public sealed record ConsoleOptions(string Url, Func<CancellationToken, ValueTask<IMeshReading?>> Reading, TimeProvider Clock,
    string KeyFolder)
{
    public const int StandardPort = 7420;

    /// <summary>On this machine only.</summary>
    public static string LoopbackUrl(int port) => $"http://127.0.0.1:{port}";

    /// <summary>Plans, and who acts on them; null where the console only reads.</summary>
    public PlanDesk? Plans { get; init; }

    /// <summary>Steps with discrepancies, and who takes them; null where the console only reads.</summary>
    public DiscrepancyDesk? Discrepancies { get; init; }

    public Moment Now => new(Clock.GetUtcNow(), 0);
}

/// <summary>The console and the API of one mesh.</summary>
public static class ConsoleHost
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
        + "base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Starts listening and comes back; the caller stops and disposes the application.</summary>
    public static async Task<WebApplication> StartAsync(ConsoleOptions options, CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory, ApplicationName = typeof(ConsoleHost).Assembly.GetName().Name,
        });
        builder.WebHost.UseUrls(options.Url);
        builder.Logging.ClearProviders();
        if (IsLoopback(options.Url)) builder.Services.AddHostFiltering(hosts => hosts.AllowedHosts = ["localhost", "127.0.0.1", "[::1]"]);
        builder.Services.AddRazorComponents();
        builder.Services.AddDataProtection().PersistKeysToFileSystem(Directory.CreateDirectory(options.KeyFolder))
            .SetApplicationName("treaty");
        builder.Services.AddSingleton(options);
        var app = builder.Build();
        Configure(app, IsLoopback(options.Url));
        await app.StartAsync(cancel).ConfigureAwait(false);
        return app;
    }

    private static void Configure(WebApplication app, bool loopback)
    {
        // A name that resolves to this machine is not this machine: another site must not read the mesh through the user's browser.
        if (loopback) app.UseHostFiltering();
        app.UseExceptionHandler("/error", createScopeForErrors: true);
        app.Use(SetHeaders);
        app.UseStatusCodePagesWithReExecute("/not-found", createScopeForStatusCodePages: true);
        app.UseRouting();
        app.UseAntiforgery();
        ConsoleAssets.Map(app);
        ConsoleApi.Map(app);
        app.MapGet("/healthz", () => Results.Text("ok"));
        app.MapRazorComponents<App>();
    }

    private static Task SetHeaders(HttpContext context, RequestDelegate next)
    {
        // Set at the last moment, because the error page begins with cleared headers.
        context.Response.OnStarting(() =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = Policy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            if (headers.CacheControl.Count == 0) headers.CacheControl = "no-store";
            return Task.CompletedTask;
        });
        return next(context);
    }

    private static bool IsLoopback(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.IsLoopback;
}
