namespace Treaty.Acceptance.Tests.OnTheConsole;

/// <summary>docs/api.md names every route that answers, and none that does not.</summary>
public sealed class The_page_of_the_api
{
    private static List<string[]> Rows() =>
    [
        .. File.ReadLines(Path.Combine(The_readme.Root(), "docs", "api.md")).Where(l => l.StartsWith("| `", StringComparison.Ordinal))
            .Select(l => l.Split('|', StringSplitOptions.TrimEntries)[1..4]),
    ];

    [Fact]
    public async Task Names_every_route()
    {
        await using var console = await ConsoleUnderTest.StartAsync(new SampleReading());
        Rows().Select(r => r[0].Trim('`')).Order(StringComparer.Ordinal).ShouldBe(console.Api.Select(a => a.Route).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Names_the_parameters_of_each()
    {
        await using var console = await ConsoleUnderTest.StartAsync(new SampleReading());
        var rows = Rows().ToDictionary(r => r[0].Trim('`'), r => r[1]);
        foreach (var (route, parameters) in console.Api.Where(a => a.Route.StartsWith("GET", StringComparison.Ordinal)))
            rows[route].Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(p => p.Trim('`')).Order(StringComparer.Ordinal)
                .ShouldBe(parameters.Select(p => p.ToLowerInvariant()).Order(StringComparer.Ordinal), route);
    }
}
