using Microsoft.AspNetCore.Builder;
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
