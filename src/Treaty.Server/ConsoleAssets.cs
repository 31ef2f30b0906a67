using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Treaty.Server;

/// <summary>
/// The console's own style sheet, script and icon, inside the assembly. Their addresses carry a hash of the content, so browsers may keep
/// them for ever.
/// </summary>
public static class ConsoleAssets
{
    private static readonly Dictionary<string, (byte[] Content, string Type, string Hash)> Files = new[]
    {
        ("console.css", "text/css; charset=utf-8"), ("console.js", "text/javascript; charset=utf-8"), ("favicon.svg", "image/svg+xml"),
    }.ToDictionary(file => file.Item1, file => Read(file.Item1, file.Item2), StringComparer.Ordinal);

    public static string Address(string name) => $"/assets/{name}?v={Files[name].Hash}";

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/assets/{name}", (string name, HttpContext context) => Answer(name, context));
        app.MapGet("/favicon.ico", (HttpContext context) => Answer("favicon.svg", context));
    }

    private static IResult Answer(string name, HttpContext context)
    {
        if (!Files.TryGetValue(name, out var file)) return Results.NotFound();
        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return Results.Bytes(file.Content, file.Type);
    }

    private static (byte[] Content, string Type, string Hash) Read(string name, string type)
    {
        using var stream = typeof(ConsoleAssets).Assembly.GetManifestResourceStream("assets/" + name)!;
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return (content, type, Convert.ToHexStringLower(SHA256.HashData(content))[..12]);
    }
}
