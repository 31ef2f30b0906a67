using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Treaty.Operations.Reading;
using Treaty.Server;

namespace Treaty.Acceptance.Tests.OnTheConsole;

/// <summary>The real host on a free port of this machine, over the invented mesh.</summary>
internal sealed class ConsoleUnderTest : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly string _keys;

    private ConsoleUnderTest(WebApplication app, string keys)
    {
        (_app, _keys) = (app, keys);
        Client = new() { BaseAddress = new Uri(Url) };
    }

    public string Url => _app.Urls.First();

    public HttpClient Client { get; }

    /// <summary>Every route of the API, such as <c>GET /map</c>, with the names of its parameters.</summary>
    public IReadOnlyList<(string Route, string[] Parameters)> Api =>
    [
        .. from endpoint in ((IEndpointRouteBuilder)_app).DataSources.SelectMany(d => d.Endpoints).OfType<RouteEndpoint>()
           let path = endpoint.RoutePattern.RawText ?? ""
           where path.StartsWith("/api/v1/", StringComparison.Ordinal) && endpoint.Metadata.GetMetadata<HttpMethodMetadata>() is not null
           let method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]
           select ($"{method} {path["/api/v1".Length..].Replace("**", "", StringComparison.Ordinal)}", Parameters(endpoint)),
    ];

    private static string[] Parameters(RouteEndpoint endpoint) =>
    [
        .. endpoint.Metadata.OfType<IParameterBindingMetadata>()
            .Where(p => p.ParameterInfo.ParameterType is var type && type != typeof(ConsoleOptions) && type != typeof(CancellationToken))
            .Select(p => p.ParameterInfo.GetCustomAttribute<FromQueryAttribute>()?.Name ?? p.Name).Except(endpoint.RoutePattern.Parameters.Select(p => p.Name)),
    ];

    public static async Task<ConsoleUnderTest> StartAsync(IMeshReading? reading)
    {
        var keys = Directory.CreateTempSubdirectory("treaty-keys-").FullName;
        var options = new ConsoleOptions(ConsoleOptions.LoopbackUrl(0), _ => new(reading), new FixedClock(), keys);
        return new(await ConsoleHost.StartAsync(options, TestContext.Current.CancellationToken), keys);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
        Directory.Delete(_keys, recursive: true);
    }

    private sealed class FixedClock : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => SampleReading.Now;
    }
}
