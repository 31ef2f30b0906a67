using System.Globalization;
using System.Text;
using System.Text.Json;
using Treaty.Backends.Keys;
using Treaty.Cli.Commands;

namespace Treaty.Acceptance.Tests.Rights;

/// <summary>The sample with principals in force, not yet run; each test works on a copy of its own.</summary>
public sealed class GovernedMesh : IDisposable
{
    private static readonly (string Id, string Teams, string More)[] People =
    [
        ("ada", "order_management", ""), ("ben", "order_management", ""), ("cleo", "payment_operations", ""),
        ("dora", "customer_relations", ""), ("fin", "revenue_assurance, finance_control", ""), ("flo", "finance_control", ""), ("fay", "revenue_assurance", ""), ("gov", "data_governance", ""),
        ("gus", "data_governance", ""), ("zoe", "order_management", ", until: 2020-01-31"), ("mute", "order_management", ""),
        ("forged", "order_management", ""), ("adas_other", "order_management", ", person: ada"),
        ("bot", "order_management, payment_operations, customer_relations, revenue_assurance, finance_control", ", kind: service"),
    ];

    /// <summary>1 is 20,000 orders; TREATY_SCALE asks for another than that of the daily tests.</summary>
    private static readonly string Scale = Environment.GetEnvironmentVariable("TREATY_SCALE") is { Length: > 0 } asked ? asked : "0.02";

    private readonly TemporaryFolder _folder = new();
    private int _copies;

    public GovernedMesh()
    {
        _ran = new(() =>
        {
            var mesh = Copy();
            Run(mesh, "bot", "run").Succeeded();
            return mesh;
        });
        _console = new(() => new(Ran, "fin", Keys));
        TreatyProgram.Run("sample", "order-to-cash", _folder["mesh"], "--scale", Scale).Succeeded();
        var keys = new KeyFolder(Keys);
        var principals = new StringBuilder("principals:\n");
        foreach (var (id, teams, more) in People)
            principals.Append($"  - {{id: {id}, teams: [{teams}], publicKey: {keys.Create(id).PublicKey}{more}}}\n");
        // One who lost his key, and one who has another's: neither can prove who he is.
        File.Delete(Path.Combine(Keys, "mute.pem"));
        File.Copy(Path.Combine(Keys, "cleo.pem"), Path.Combine(Keys, "forged.pem"), overwrite: true);
        File.WriteAllText(Path.Combine(_folder["mesh"], "principals.yaml"), principals.ToString());
        File.AppendAllText(Path.Combine(_folder["mesh"], "constitution.yaml"),
            """
            teams: [{id: data_governance, name: Data governance}]
            holders: {amend-constitution: data_governance, waive: data_governance, set-policy: data_governance}
            platform: [data_governance]

            """);
        var plan = Text(Run(_folder["mesh"], "gov", "plan", "--save").Succeeded().Out, "id");
        foreach (var who in new[] { "ada", "cleo", "dora", "fin", "gov", "gus" }) Run(_folder["mesh"], who, "approve", plan).Succeeded();
        Run(_folder["mesh"], "ada", "apply", plan).Succeeded();
    }

    private readonly Lazy<string> _ran;

    /// <summary>One that ran once, for tests that only read it.</summary>
    public string Ran => _ran.Value;

    private readonly Lazy<Served> _console;

    /// <summary>The console over that one, for tests that only read it.</summary>
    internal Served Console => _console.Value;

    public string Keys => _folder["keys"];

    public string Copy()
    {
        var target = _folder[$"copy{Interlocked.Increment(ref _copies)}"];
        foreach (var file in Directory.EnumerateFiles(_folder["mesh"], "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(target, Path.GetRelativePath(_folder["mesh"], file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
        return target;
    }

    /// <summary>Acts as a principal; as no one in particular where null.</summary>
    internal TreatyProgram.Outcome Run(string mesh, string? who, params string[] arguments) =>
        RunAsync(TimeProvider.System, mesh, who, arguments).GetAwaiter().GetResult();

    /// <summary>Acts as a principal at another time than now, which only a clock that says so allows.</summary>
    internal Task<TreatyProgram.Outcome> RunAtAsync(string now, string mesh, string who, params string[] arguments) =>
        RunAsync(new ClockAt(now), mesh, who, arguments);

    /// <summary>The commands in this process, which spares starting one for each of some hundred.</summary>
    private async Task<TreatyProgram.Outcome> RunAsync(TimeProvider clock, string mesh, string? who, string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exit = await TreatyCommand.RunAsync([.. arguments, "--mesh", mesh, "--format", "json", .. who is null ? Array.Empty<string>() : ["--as", who]],
            new Terminal(output, error, clock, false) { Keys = new KeyFolder(Keys) });
        return new(exit, output.ToString(), error.ToString());
    }

    private sealed class ClockAt(string now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => DateTimeOffset.Parse(now, CultureInfo.InvariantCulture);
    }

    public static string Text(string json, string name) => JsonDocument.Parse(json).RootElement.GetProperty(name).GetString()!;

    public static void Edit(string mesh, string document, string before, string after)
    {
        var path = Path.Combine(mesh, document);
        var text = File.ReadAllText(path);
        text.ShouldContain(before);
        File.WriteAllText(path, text.Replace(before, after, StringComparison.Ordinal));
    }

    public void Dispose()
    {
        if (_console.IsValueCreated) _console.Value.Dispose();
        _folder.Dispose();
    }
}
