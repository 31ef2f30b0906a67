using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json;

namespace Treaty.Acceptance.Tests.Safety;

/// <summary>What a run recorded is proved by making it again, and nothing is changed by that; what can no longer be made is named.</summary>
public sealed class A_run_is_replayed : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public A_run_is_replayed()
    {
        TreatyProgram.Run("sample", "order-to-cash", Mesh, "--scale", "0.05").Succeeded();
        TreatyProgram.Run("run", "--mesh", Mesh).Succeeded();
    }

    private string Mesh => _folder["mesh"];

    public void Dispose() => _folder.Dispose();

    private (int ExitCode, JsonElement Report) Replay()
    {
        var outcome = TreatyProgram.Run("replay", "r000001", "--mesh", Mesh, "--format", "json");
        return (outcome.ExitCode, JsonDocument.Parse(outcome.Out).RootElement);
    }

    private static List<string> Codes(JsonElement report) =>
        [.. report.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("code").GetString()!)];

    private static string[] NotMade(JsonElement report) => [.. report.GetProperty("notMade").EnumerateArray().Select(n => n.GetString()!)];

    /// <summary>Every file of the lake and every record of the ledger.</summary>
    private string Store()
    {
        var lake = Directory.EnumerateFiles(Path.Combine(Mesh, ".treaty", "lake"), "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .Select(f => f + Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f))));
        return string.Join('\n', lake) + TreatyProgram.Run("audit", "verify", "--mesh", Mesh).Succeeded().Out;
    }

    [Fact]
    public void Every_step_of_it_comes_to_what_was_recorded()
    {
        var before = Store();
        var (exit, report) = Replay();
        exit.ShouldBe(0);
        report.GetProperty("findings").GetArrayLength().ShouldBe(0);
        var lines = report.GetProperty("lines").EnumerateArray().ToList();
        lines.ShouldAllBe(l => l.GetProperty("equal").GetBoolean());
        string[] Of(string how) => [.. lines.Where(l => l.GetProperty("how").GetString() == how)
            .Select(l => $"{l.GetProperty("ref").GetString()} {l.GetProperty("table").GetString()}").Order(StringComparer.Ordinal)];
        // What was published and what was compared, each made again and read again.
        Of("read-again").ShouldBe([.. Of("made-anew").Concat(Of("compared-anew")).Order(StringComparer.Ordinal)]);
        Of("made-anew").ShouldContain("zone.revenue#1 revenue");
        Of("compared-anew").ShouldContain("legacy.revenue_mart:revenue groups");
        Store().ShouldBe(before);
        Directory.EnumerateFileSystemEntries(Path.Combine(Mesh, ".treaty", "scratch")).ShouldBeEmpty();
    }

    [Fact]
    public void What_its_sources_its_lake_and_its_documents_have_become_is_told_apart()
    {
        var orders = Path.Combine(Mesh, "sources", "shop", "orders.csv");
        var text = File.ReadAllText(orders);
        File.WriteAllText(orders, text.Replace(",EUR,", ",USD,"));
        var (exit, report) = Replay();
        (exit, string.Join(' ', Codes(report)), string.Join(' ', NotMade(report))).ShouldBe((1, "TRY1451", "sales.orders"));
        var place = report.GetProperty("findings")[0].GetProperty("place");
        place.GetProperty("file").GetString().ShouldBe("contexts/sales/sources.yaml");

        File.Delete(orders);
        (exit, report) = Replay();
        (exit, string.Join(' ', Codes(report)), string.Join(' ', NotMade(report))).ShouldBe((1, "TRY1450", "sales.orders"));
        File.WriteAllText(orders, text);

        // Documents of today change nothing of what was made by those of then.
        var context = Path.Combine(Mesh, "contexts", "sales", "context.yaml");
        File.WriteAllText(context, File.ReadAllText(context) + "\n# looked at\n");
        File.AppendAllText(Path.Combine(Mesh, "contexts", "sales", "orders", "facts.sql"), "\n-- looked at\n");
        TreatyProgram.Run("run", "--mesh", Mesh).Succeeded();
        (exit, report) = Replay();
        (exit, string.Join(' ', Codes(report))).ShouldBe((0, "TRY1454"));
        report.ToString().ShouldContain("contexts/sales/orders/facts.sql");

        var part = Directory.EnumerateFiles(Path.Combine(Mesh, ".treaty", "lake", "payments", "refunds", "v1", "refund_issued"), "part-r000001.parquet").Single();
        File.Delete(part);
        (exit, report) = Replay();
        exit.ShouldBe(1);
        Codes(report).ShouldBe(["TRY1454", "TRY1453", "TRY1502"], ignoreOrder: true);
        NotMade(report).ShouldBe(["zone.revenue"]);
        // Its own sources are there, so that what the file held can be made again.
        report.GetProperty("lines").EnumerateArray().Single(l => l.GetProperty("table").GetString() == "refund_issued")
            .GetProperty("how").GetString().ShouldBe("made-anew");
    }

    [Fact]
    public void Killed_half_way_it_changes_nothing_and_the_next_run_clears_up()
    {
        var before = Store();
        var scratch = Path.Combine(Mesh, ".treaty", "scratch");
        var killed = 0;
        for (var round = 0; round < 3; round++)
        {
            using var process = Process.Start(TreatyProgram.StartInfo("replay", "r000001", "--mesh", Mesh))!;
            process.OutputDataReceived += (_, _) => { };
            process.BeginOutputReadLine();
            // It says which step begins: then it is at work.
            string? progress = null;
            for (var line = 0; line <= round * 4; line++) progress = process.StandardError.ReadLine();
            if (progress is not null) killed++;
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
        killed.ShouldBeGreaterThan(0, "rounds in which it was killed at work");
        Store().ShouldBe(before);
        Replay().ExitCode.ShouldBe(0);
        // What it had on disk is removed as what any killed process leaves: by the next run.
        TreatyProgram.Run("run", "--mesh", Mesh).Succeeded().Out.ShouldContain("nothing is due");
        Directory.EnumerateFileSystemEntries(scratch).ShouldBeEmpty();
    }
}
