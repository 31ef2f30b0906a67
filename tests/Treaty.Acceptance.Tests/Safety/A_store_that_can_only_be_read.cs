using System.Diagnostics;
using Treaty.Backends;
using Treaty.Operations.Doors;

namespace Treaty.Acceptance.Tests.Safety;

/// <summary>Whoever reads needs no right to write: the store is read as it stands, and one plain line says what is not kept.</summary>
public sealed class A_store_that_can_only_be_read(A_store_that_can_only_be_read.Ran ran) : IClassFixture<A_store_that_can_only_be_read.Ran>, IDisposable
{
    /// <summary>A mesh that was run once; each test works on a copy.</summary>
    public sealed class Ran : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Ran()
        {
            TreatyProgram.Run("sample", "order-to-cash", Mesh, "--scale", "0.01").Succeeded();
            TreatyProgram.Run("run", "--mesh", Mesh).Succeeded();
        }

        public string Mesh => _folder["mesh"];

        public void Dispose() => _folder.Dispose();
    }

    private const string Note = "note: the store cannot be written: it is read as it stands, and what is read is not noted as use";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static readonly string[][] Reading =
    [
        ["query", "select count(*) from zone.revenue"],
        ["discrepancies"],
        ["cases"],
        ["bridge", "zone.revenue", "legacy.revenue_mart", "--currency", "EUR", "--rows", "missing-b"],
        ["explain", "zone.revenue", "O1000042"],
        ["replay", "r000001"],
        ["quarantine", "sales.orders"],
        ["contract", "status", "sales.orders"],
        ["close", "--list"],
        ["plan"],
        ["terms", "order"],
        ["audit", "verify"],
        ["audit", "clauses"],
    ];

    private string Copy()
    {
        foreach (var file in Directory.EnumerateFiles(ran.Mesh, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(_folder["mesh"], Path.GetRelativePath(ran.Mesh, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        return _folder["mesh"];
    }

    [Fact]
    public void Answers_every_command_that_reads_as_one_that_can_be_written()
    {
        var mesh = Copy();
        var writable = Reading.Select(command => TreatyProgram.Run([.. command, "--mesh", mesh])).ToList();
        using var store = new ReadOnlyStore(mesh);
        foreach (var (command, expected) in Reading.Zip(writable))
        {
            expected.ExitCode.ShouldNotBe(2, string.Join(' ', command) + expected.Error);
            var outcome = store.Treaty([.. command, "--mesh", mesh]);
            outcome.ExitCode.ShouldBe(expected.ExitCode, string.Join(' ', command) + outcome.Error);
            Same(command, outcome.Out).ShouldBe(Same(command, expected.Out));
            outcome.Error.Split(Note).Length.ShouldBe(2, "one note: " + outcome.Error);
        }
        store.Treaty("doctor", mesh).ExitCode.ShouldBeOneOf(0, 1);
    }

    /// <summary>What a command measures of its own time differs each time.</summary>
    private static string Same(string[] command, string text) => command[0] is "replay"
        ? System.Text.RegularExpressions.Regex.Replace(text, "[0-9.]+ (s|ms)\\b", "") : text;

    [Fact]
    public void Builds_the_queue_elsewhere_where_it_was_never_read()
    {
        var mesh = Copy();
        foreach (var part in Directory.GetFiles(Path.Combine(mesh, ".treaty"), "queue.db*")) File.Delete(part);
        using var store = new ReadOnlyStore(mesh);
        store.Treaty("discrepancies", "--mesh", mesh).Succeeded().Out.ShouldContain("missing-b");
        Directory.GetFiles(Path.Combine(mesh, ".treaty"), "queue.db*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Reads_what_a_killed_process_left_in_the_log_of_the_ledger()
    {
        var mesh = Copy();
        var cancel = TestContext.Current.CancellationToken;
        var (ledger, log) = (Path.Combine(mesh, ".treaty", "ledger.db"), Path.Combine(mesh, ".treaty", "ledger.db-wal"));
        await using (var open = await EmbeddedStore.OpenAsync(mesh, ".treaty", new Dictionary<string, string>(), cancel))
        {
            await open.Ledger.AppendAsync([new("pin", "left in the log", "", DateTimeOffset.UnixEpoch, "someone", "{}")], cancel);
            File.Copy(ledger, ledger + ".kept");
            File.Copy(log, log + ".kept");
        }
        File.Move(ledger + ".kept", ledger, overwrite: true);
        File.Move(log + ".kept", log, overwrite: true);
        using var store = new ReadOnlyStore(mesh);
        store.Treaty("audit", "--mesh", mesh).Succeeded().Out.ShouldContain("left in the log");
    }

    [Fact]
    public void Refuses_what_would_write_and_says_why()
    {
        var mesh = Copy();
        using var store = new ReadOnlyStore(mesh);
        foreach (var command in (string[][])[["run"], ["close", "2025-03"], ["maintain", "vacuum"]])
        {
            var outcome = store.Treaty([.. command, "--mesh", mesh]);
            outcome.ExitCode.ShouldNotBe(0, string.Join(' ', command));
            (outcome.Out + outcome.Error).ShouldNotContain("   at Treaty");
            if (outcome.ExitCode == 2) outcome.Error.ShouldMatch("may not be written|no right to use");
        }
    }

    [Fact]
    public async Task Serves_the_console()
    {
        var mesh = Copy();
        using var store = new ReadOnlyStore(mesh);
        using var server = Process.Start(store.StartInfo("dotnet", [TreatyProgram.Path, "serve", "--mesh", mesh, "--port", "0"]))!;
        try
        {
            var address = (await server.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) ?? "").Split(' ')
                .First(w => w.StartsWith("http://", StringComparison.Ordinal)).TrimEnd(',');
            using var client = new HttpClient { BaseAddress = new Uri(address) };
            foreach (var page in (string[])["", "catalog", "discrepancies", "runs"])
                (await client.GetAsync(page, TestContext.Current.CancellationToken)).StatusCode.ShouldBe(System.Net.HttpStatusCode.OK, page);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync(CancellationToken.None);
        }
    }
}
