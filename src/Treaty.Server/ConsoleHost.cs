using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Treaty.Server.Pages;

namespace Treaty.Server;

/// <param name="Url">Where to listen; port 0 for any free one.</param>
/// <param name="Reading">The mesh in force; null while none is.</param>
/// <param name="KeyFolder">Where the keys that protect forms are kept.</param>
public sealed record ConsoleOptions(string Url, CurrentReading Reading, TimeProvider Clock, string KeyFolder);

/// <summary>The console and the API of one mesh, on this machine only unless told otherwise.</summary>
public static class ConsoleHost
{
    private const string Policy =
        "default-src 'self'; img-src 'self' data:; style-src 'self'; script-src 'self'; frame-ancestors 'none'; base-uri 'self'; form-action 'self'";

    public static async Task<WebApplication> StartAsync(ConsoleOptions options, CancellationToken cancel)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory, ApplicationName =
            "treaty" });
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.UseUrls(options.Url);
        builder.Logging.ClearProviders();
        builder.Services.AddRazorComponents();
        builder.Services.AddDataProtection().PersistKeysToFileSystem(Directory.CreateDirectory(options.KeyFolder))
            .SetApplicationName("treaty");
        builder.Services.AddSingleton(options.Reading);
        builder.Services.AddSingleton(options.Clock);
        var app = builder.Build();
        app.Use(async (context, next) =>
        {
            context.Response.Headers.ContentSecurityPolicy = Policy;
            context.Response.Headers.XContentTypeOptions = "nosniff";
            context.Response.Headers["Referrer-Policy"] = "same-origin";
            await next(context).ConfigureAwait(false);
        });
        app.UseMiddleware<FailurePage>();
        app.UseAntiforgery();
        app.MapStaticAssets();
        app.MapGet("/healthz", () => Results.Text("ok"));
        app.MapGet("/favicon.ico", () => Results.Redirect("/_content/Treaty.Server/favicon.svg"));
        Api.Map(app);
        app.MapRazorComponents<App>();
        app.MapFallback(context => FailurePage.NotFoundAsync(context));
        await app.StartAsync(cancel).ConfigureAwait(false);
        return app;
    }
}
