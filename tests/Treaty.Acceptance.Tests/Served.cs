using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Treaty.Acceptance.Tests;

/// <summary>A real server over a mesh, started by a principal, and a client that does not follow it.</summary>
internal sealed partial class Served : IDisposable
{
    private readonly Process _server;

    public Served(string mesh, string who, string keys)
    {
        var start = TreatyProgram.StartInfo("serve", "--mesh", mesh, "--port", "0", "--as", who);
        start.Environment["TREATY_KEYS"] = keys;
        _server = Process.Start(start)!;
        var address = (_server.StandardOutput.ReadLine() ?? "").Split(' ').First(w => w.StartsWith("http://", StringComparison.Ordinal));
        Client = new(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(address.TrimEnd(',')) };
    }

    public HttpClient Client { get; }

    /// <summary>Opens a page and sends one of its forms, with the token that the page gave.</summary>
    public async Task<HttpResponseMessage> ActAsync(string page, string form, params (string Name, string Value)[] fields)
    {
        var cancel = TestContext.Current.CancellationToken;
        var token = Token().Match(await Client.GetStringAsync(page, cancel)).Groups[1].Value;
        using var content = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value))
            .Concat([new("_handler", form), new("__RequestVerificationToken", token)]));
        return await Client.PostAsync(page, content, cancel);
    }

    public void Dispose()
    {
        Client.Dispose();
        _server.Kill();
        _server.WaitForExit();
        _server.Dispose();
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
