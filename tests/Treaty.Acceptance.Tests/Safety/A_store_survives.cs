using System.Diagnostics;
using System.Text.Json;

namespace Treaty.Acceptance.Tests.Safety;

/// <summary>Killed at any moment, two at once, run again: a reader sees a whole version or the one before it.</summary>
public sealed class A_store_survives : IDisposable
{
    private const string Fingerprint =
        "select 'r' as what, count(*) as n, sum(net_revenue) as amount from zone.revenue union all select 'o', count(*), sum(total_amount) from sales.order_states union all select 'c', count(*), null from crm.consents";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_kill_at_random_moments_of_a_run()
    {
        var mesh = Sample("0.1");
        TreatyProgram.Run("run", "--mesh", _folder["mesh"]).Succeeded();
        var whole = Rows(mesh);
        Directory.Delete(Path.Combine(mesh, ".treaty"), recursive: true);
        // The moments are spread over a run's length; where one falls differs by machine, that all is well does not.
        for (var round = 0; round < 12; round++)
        {
            using var process = Process.Start(TreatyProgram.StartInfo("run", "--mesh", mesh))!;
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            if (!process.WaitForExit(250 + round * 170)) process.Kill(entireProcessTree: true);
            process.WaitForExit();
            // Whatever was reached, what is visible can be read.
            TreatyProgram.Run("query", "select count(*) from crm.consents", "--mesh", mesh).ExitCode.ShouldBeOneOf(0, 1);
        }
        TreatyProgram.Run("run", "--mesh", mesh).Succeeded();
        Rows(mesh).ShouldBe(whole);
        TreatyProgram.Run("run", "--mesh", mesh).Succeeded().Out.ShouldContain("nothing is due");
        Directory.EnumerateFileSystemEntries(Path.Combine(mesh, ".treaty", "lake"), "part-*.parquet", SearchOption.AllDirectories).ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Two_runs_at_once()
    {
        var mesh = Sample("0.3");
        using var first = Process.Start(TreatyProgram.StartInfo("run", "--mesh", mesh))!;
        var output = first.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var errors = first.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (!File.Exists(Path.Combine(mesh, ".treaty", "ledger.db.holder")) && !first.HasExited) await Task.Delay(20, TestContext.Current.CancellationToken);
        var second = TreatyProgram.Run("run", "--mesh", mesh);
        await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        first.ExitCode.ShouldBe(0, await output + await errors);
        if (second.ExitCode == 0) second.Out.ShouldContain("nothing is due");
        else
        {
            second.ExitCode.ShouldBe(2);
            second.Error.ShouldContain("another run is at work on this store: `run by");
        }
    }

    [Fact]
    public void Source_rows_in_another_order_and_a_run_again_give_the_same_content_and_the_same_reports()
    {
        var mesh = Sample("0.05");
        var straight = Content(mesh, "2026-03-01T00:00:00Z");
        var reports = Reports(mesh);
        Directory.Delete(Path.Combine(mesh, ".treaty"), recursive: true);
        Content(mesh, "2026-03-01T00:00:00Z").ShouldBe(straight);
        Reports(mesh).ShouldBe(reports);
        Directory.Delete(Path.Combine(mesh, ".treaty"), recursive: true);
        Shuffle(Path.Combine(mesh, "sources/psp/captures.txt"), header: 0);
        Shuffle(Path.Combine(mesh, "sources/warehouse/revenue_mart.csv"), header: 1);
        Shuffle(Path.Combine(mesh, "sources/shop/order_events.ndjson"), header: 0);
        Content(mesh, "2026-03-01T00:00:00Z").ShouldBe(straight);
        Reports(mesh).ShouldBe(reports);
    }

    [Fact]
    public void A_changed_source_runs_only_what_depends_on_it()
    {
        var mesh = Sample("0.05");
        TreatyProgram.Run("run", "--mesh", mesh).Succeeded();
        File.AppendAllText(Path.Combine(mesh, "sources/psp/refunds.csv"), "R99999999,O1000042,2025-02-01T00:00:00Z,1.00,EUR,damaged\n");
        var steps = JsonDocument.Parse(TreatyProgram.Run("run", "--mesh", mesh, "--format", "json").Succeeded().Out).RootElement.GetProperty("steps").EnumerateArray()
            .Where(s => s.GetProperty("outcome").GetString() != "up-to-date").Select(s => s.GetProperty("ref").GetString());
        steps.ShouldBe(["payments.refunds", "zone.revenue", "legacy.revenue_mart:revenue"]);
    }

    private string Sample(string scale)
    {
        TreatyProgram.Run("sample", "order-to-cash", _folder["mesh"], "--scale", scale).Succeeded();
        return _folder["mesh"];
    }

    private static string Rows(string mesh) =>
        JsonDocument.Parse(TreatyProgram.Run("query", Fingerprint, "--mesh", mesh, "--format", "json").Succeeded().Out).RootElement.GetProperty("rows").GetRawText();

    /// <summary>The hashes of the logical content of every table, from the ledger's manifests.</summary>
    private static string Content(string mesh, string now)
    {
        TreatyProgram.Run("run", "--mesh", mesh, "--now", now).Succeeded();
        using var ledger = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(mesh, ".treaty", "ledger.db")};Pooling=False");
        ledger.Open();
        using var command = ledger.CreateCommand();
        command.CommandText = "select subject, body from record where kind in ('version', 'comparison') order by subject";
        using var reader = command.ExecuteReader();
        var lines = new List<string>();
        while (reader.Read())
            foreach (var table in JsonDocument.Parse(reader.GetString(1)).RootElement.GetProperty("tables").EnumerateArray())
                // Which of two exact copies is held back, and so the place in quarantine, follows the order of the file.
                if (table.GetProperty("object").GetString() is not ("quarantine" or "members" or "groups"))
                    lines.Add($"{reader.GetString(0)} {table.GetProperty("object").GetString()} {table.GetProperty("rows").GetInt64()} {table.GetProperty("content").GetString()}");
        return string.Join('\n', lines);
    }

    private static string Reports(string mesh) =>
        TreatyProgram.Run("bridge", "zone.revenue", "legacy.revenue_mart", "--mesh", mesh).Succeeded().Out
        + TreatyProgram.Run("discrepancies", "--mesh", mesh, "--now", "2026-03-02T00:00:00Z", "--limit", "1000000").Succeeded().Out;

    private static void Shuffle(string file, int header)
    {
        var lines = File.ReadAllLines(file);
        File.WriteAllLines(file, lines.Take(header).Concat(lines.Skip(header).Reverse()));
    }
}
