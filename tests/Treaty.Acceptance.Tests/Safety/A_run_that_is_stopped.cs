using System.Diagnostics;
using System.Text.Json;

namespace Treaty.Acceptance.Tests.Safety;

/// <summary>A run that ends before its end, at a known stage: a reader sees whole versions, and the next run goes on from there.</summary>
public sealed class A_run_that_is_stopped(A_run_that_is_stopped.World world) : IClassFixture<A_run_that_is_stopped.World>, IDisposable
{
    private const string Select =
        "select 'orders' as what, count(*) as n, sum(gross_amount) as amount from sales.orders__order_placed "
        + "union all select 'revenue', count(*), sum(net_revenue) from zone.revenue union all select 'consents', count(*), null from crm.consents";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string Store => Path.Combine(_folder["mesh"], ".treaty");

    /// <summary>A sample that was never run, and what a run that nothing stops makes of it.</summary>
    public sealed class World : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public World()
        {
            TreatyProgram.Run("sample", "order-to-cash", _folder["mesh"], "--scale", "0.1").Succeeded();
            CopyTo(_folder["whole"]);
            TreatyProgram.Run("run", "--mesh", _folder["whole"]).Succeeded();
            Contents = Rows(_folder["whole"]);
        }

        public string Contents { get; }

        public void CopyTo(string folder)
        {
            foreach (var file in Directory.EnumerateFiles(_folder["mesh"], "*", SearchOption.AllDirectories))
            {
                var copy = Path.Combine(folder, Path.GetRelativePath(_folder["mesh"], file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }

        public void Dispose() => _folder.Dispose();
    }

    /// <summary>What appears in the store when a run has come to a stage.</summary>
    public static TheoryData<string> Stages { get; } =
    [
        "scratch", "lake/sales/orders/v1/order_placed/part-r000001.parquet",
        "lake/sales/orders/v1/order_placed/_delta_log/00000000000000000000.json",
        "lake/zone/revenue/v1/order_payment__members/_delta_log/00000000000000000000.json",
    ];

    [Theory]
    [MemberData(nameof(Stages))]
    public void By_kill_when_it_has_come_to_a_stage(string stage)
    {
        world.CopyTo(_folder["mesh"]);
        using (var run = Start())
        {
            Await(run, () => Path.Exists(Path.Combine(Store, stage)));
            run.Kill();
            run.WaitForExit();
        }
        SeesWholeVersions();
        TreatyProgram.Run("run", "--mesh", _folder["mesh"]).Succeeded();
        Rows(_folder["mesh"]).ShouldBe(world.Contents);
        Unnamed().ShouldBeEmpty();
    }

    [Fact]
    public void By_the_user()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are sent with kill");
        world.CopyTo(_folder["mesh"]);
        var errors = "";
        using (var run = Start())
        {
            Await(run, () => File.Exists(Path.Combine(Store, "lake/crm/consents/v1/consent_changed/_delta_log/00000000000000000000.json")));
            Process.Start("kill", ["-INT", run.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]).WaitForExit();
            run.WaitForExit();
            errors = run.StandardError.ReadToEnd();
            run.ExitCode.ShouldBe(2, errors);
        }
        errors.ShouldContain("treaty: stopped; what was published before stays, nothing is half-done");
        errors.ShouldNotContain("   at ");
        SeesWholeVersions();
        Records("run").ShouldBe(1, "what was done before it was stopped is on record");
        var steps = JsonDocument.Parse(TreatyProgram.Run("run", "--mesh", _folder["mesh"], "--format", "json").Succeeded().Out).RootElement
            .GetProperty("steps").EnumerateArray().ToDictionary(s => s.GetProperty("ref").GetString()!, s => s.GetProperty("outcome").GetString());
        steps["crm.consents"].ShouldBe("up-to-date");
        steps["zone.revenue"].ShouldBe("published");
        Rows(_folder["mesh"]).ShouldBe(world.Contents);
    }

    /// <summary>Kilobytes of disk, from too few for the ledger to just too few for the last comparison.</summary>
    [Theory]
    [InlineData(64), InlineData(600)]
    public void By_a_full_disk(int kilobytes)
    {
        var disk = Directory.CreateDirectory(_folder["disk"]).FullName;
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.UserName == "root" && Mount("-t", "tmpfs", "-o", $"size={kilobytes}k", "tmpfs", disk),
            "a small disk can be mounted by root alone");
        try
        {
            world.CopyTo(_folder["mesh"]);
            var settings = Path.Combine(_folder["mesh"], "treaty.yaml");
            File.AppendAllText(settings, $"store: {Path.Combine(disk, "store")}\n");
            var full = TreatyProgram.Run("run", "--mesh", _folder["mesh"]);
            full.ExitCode.ShouldBe(2, full.Out + full.Error);
            full.Error.ShouldContain("space");
            full.Error.ShouldContain("help: ");
            full.Error.ShouldNotContain("   at ");
            TreatyProgram.Run("query", "select count(*) from crm.consents", "--mesh", _folder["mesh"]).Error.ShouldNotContain("   at ");
            Mount("-o", "remount,size=64m", disk).ShouldBeTrue();
            TreatyProgram.Run("run", "--mesh", _folder["mesh"]).Succeeded();
            Rows(_folder["mesh"]).ShouldBe(world.Contents);
        }
        finally
        {
            Process.Start("umount", [disk]).WaitForExit();
        }
    }

    private static bool Mount(params string[] arguments)
    {
        using var mount = Process.Start(new ProcessStartInfo("mount", arguments) { RedirectStandardError = true })!;
        mount.WaitForExit();
        return mount.ExitCode == 0;
    }

    /// <summary>A run as from a terminal: a test may itself run where interrupts are ignored, and pass that on.</summary>
    private Process Start()
    {
        var start = TreatyProgram.StartInfo("run", "--mesh", _folder["mesh"]);
        if (OperatingSystem.IsLinux())
        {
            start.FileName = "env";
            string[] before = ["--default-signal=INT", "dotnet"];
            for (var i = 0; i < before.Length; i++) start.ArgumentList.Insert(i, before[i]);
        }
        var run = Process.Start(start)!;
        run.StandardInput.Close();
        return run;
    }

    private static void Await(Process run, Func<bool> stage)
    {
        while (!run.HasExited && !stage()) Thread.Sleep(1);
        run.HasExited.ShouldBeFalse("the run ended before its stage was seen");
    }

    private void SeesWholeVersions()
    {
        var seen = TreatyProgram.Run("query", "select count(*) as n from crm.consents", "--mesh", _folder["mesh"], "--format", "json");
        seen.ExitCode.ShouldBeOneOf(0, 1);
        if (seen.ExitCode == 0) world.Contents.ShouldContain(JsonDocument.Parse(seen.Out).RootElement.GetProperty("rows")[0][0].GetRawText());
    }

    /// <summary>Data files of the lake that no commit names.</summary>
    private IEnumerable<string> Unnamed() => Directory.EnumerateFiles(Path.Combine(Store, "lake"), "*.parquet", SearchOption.AllDirectories)
        .Where(file => !Directory.EnumerateFiles(Path.Combine(Path.GetDirectoryName(file)!, "_delta_log"), "*.json")
            .Any(log => File.ReadAllText(log).Contains(Path.GetFileName(file), StringComparison.Ordinal)));

    private long Records(string kind)
    {
        using var ledger = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(Store, "ledger.db")};Pooling=False");
        ledger.Open();
        using var command = ledger.CreateCommand();
        command.CommandText = $"select count(*) from record where kind = '{kind}'";
        return (long)command.ExecuteScalar()!;
    }

    private static string Rows(string mesh) =>
        JsonDocument.Parse(TreatyProgram.Run("query", Select, "--mesh", mesh, "--format", "json").Succeeded().Out).RootElement.GetProperty("rows").GetRawText();
}
