using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Treaty.Operations.Doors;

namespace Treaty.Server;

/// <summary>Turns a failure of the world into a page that says what to do, and anything else into a plain error page without its
/// inside.</summary>
public sealed class FailurePage(RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (BackendException e)
        {
            await WriteAsync(context, StatusCodes.Status503ServiceUnavailable, e.Message, e.Help).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The reader went away; there is no one to answer.
        }
    }

    public static Task NotFoundAsync(HttpContext context) => WriteAsync(context, StatusCodes.Status404NotFound, "there is no such page",
        "go back to the map");

    private static async Task WriteAsync(HttpContext context, int status, string what, string help)
    {
        if (context.Response.HasStarted) return;
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/html; charset=utf-8";
        var encode = HtmlEncoder.Default;
        await context.Response.WriteAsync(
            $"""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Treaty</title>
            <link rel="icon" href="/_content/Treaty.Server/favicon.svg"><link rel="stylesheet" href="/_content/Treaty.Server/console.css"></head>
            <body><main class="page"><h1>{encode.Encode(what)}</h1><p>{encode.Encode(help)}</p><p><a href="/">The map of the mesh</a></p></main></body></html>
            """).ConfigureAwait(false);
    }
}
