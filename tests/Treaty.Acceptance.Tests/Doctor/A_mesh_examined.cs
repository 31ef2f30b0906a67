using Treaty.Backends;
using Treaty.Backends.DuckDb;
using Treaty.Core;
using Treaty.Core.Doctor;
using Treaty.Core.Findings;
using Treaty.Operations.Doctor;
using Treaty.Operations.Meshes;

namespace Treaty.Acceptance.Tests.Doctor;

/// <summary>The doctor over a Treaty mesh: nothing to act on where all is well, and each illness by its sign.</summary>
public sealed class A_mesh_examined(SickMesh mesh) : IClassFixture<SickMesh>
{
    [Fact]
    public async Task In_good_health_shows_nothing_to_act_on()
    {
        var diagnosis = await SickMesh.ExamineAsync(mesh.Copy(), DateTimeOffset.UtcNow);
        diagnosis.Present.Where(o => o.Severity > Severity.Info).Select(o => $"{o.Code} {o.Sentence}: {string.Join("; ", o.Evidence)}")
            .ShouldBeEmpty();
        diagnosis.Modes.Count(m => m.Verdict is Verdict.Suspected or Verdict.Established).ShouldBe(0);
    }

    /// <summary>A change of the healthy mesh, the days after which it is examined, and the sign that must show then.</summary>
    public static TheoryData<string, string, string, int, string> Illnesses { get; } = new()
    {
        { "contexts/crm/context.yaml", "id: contact,", "id: customer,", 1, "TRY1155" },
        { "constitution.yaml", "required:", "platform: [order_management]\nrequired:", 1, "TRY1154" },
        { "constitution.yaml", "required:", "waivers: [{code: TRY0204, where: contexts/sales/, reason: later, approver: gov, expires: 2020-01-01}]\nrequired:", 1, "TRY1162" },
        { "constitution.yaml", "required:", "severity: {TRY0201: warning}\nrequired:", 1, "TRY1162" },
        { "contexts/sales/context.yaml", "  release: order_management", "  release: payment_operations", 1, "TRY1151" },
        { "contexts/sales/context.yaml", "name: Order Management,", "name: Order Management, until: 2020-01-01,", 1, "TRY1151" },
        { "", "", "", 31, "TRY1157" },
        { "", "", "", 100, "TRY1159" },
        { "", "", "", 200, "TRY1163" },
    };

    [Theory]
    [MemberData(nameof(Illnesses))]
    public async Task Shows_what_is_wrong(string document, string before, string after, int days, string code)
    {
        var folder = mesh.Copy();
        if (document != "") Rights.GovernedMesh.Edit(folder, document, before, after);
        var seen = (await SickMesh.ExamineAsync(folder, DateTimeOffset.UtcNow.AddDays(days))).Present.SingleOrDefault(o => o.Code == code);
        seen.ShouldNotBeNull();
        seen.Evidence.ShouldNotBeEmpty();
        seen.Evidence.ShouldAllBe(e => e.Subject != "" && e.Note != "");
    }

    [Fact]
    public void Answers_from_the_command_line()
    {
        var folder = mesh.Copy();
        var healthy = TreatyProgram.Run("doctor", folder, "--fail-on", "warning");
        healthy.Succeeded().Out.ShouldContain("order_to_cash");
        healthy.Out.ShouldNotContain("TRY1055"); // the old mart is read: by its comparison
        TreatyProgram.Run("doctor", folder, "--fail-on", "warning", "--as-of", DateTime.UtcNow.AddDays(200).ToString("yyyy-MM-dd",
            System.Globalization.CultureInfo.InvariantCulture)).ExitCode.ShouldBe(1);
        TreatyProgram.Run("doctor", folder, "--readiness", "--answer", "autonomy=no", "--answer", "size=no").Succeeded().Out
            .ShouldStartWith("a hub-and-spoke platform serves better for now");
        TreatyProgram.Run("doctor", folder, "--readiness", "--answer", "luck=yes").ShouldSatisfyAllConditions(o => o.ExitCode.ShouldBe(2),
            o => o.Error.ShouldContain("the questions are autonomy, size, meaning, governance, rights"));
        TreatyProgram.Run("doctor", folder, "--next").Succeeded().Out.ShouldStartWith("1. ");
    }

    /// <summary>The console shows the mesh in force, and what became worse or better since the run before the newest.</summary>
    [Fact]
    public async Task Is_compared_with_how_it_stood_after_the_run_before()
    {
        var folder = mesh.Copy();
        async Task<ExaminationReport> ExamineAsync()
        {
            await using var store = await EmbeddedStore.OpenAsync(folder, ".treaty", new Dictionary<string, string>(), TestContext.Current.CancellationToken);
            var reading = (await Operations.Reading.MeshReading.OpenAsync(store, TestContext.Current.CancellationToken))!;
            return await reading.DoctorAsync(new(DateTimeOffset.UtcNow, 0), TestContext.Current.CancellationToken);
        }

        var first = await ExamineAsync();
        (first.Before, first.Diagnosis.Trend).ShouldBe((null, null));
        first.Products.ShouldContain("sales.orders");
        Rights.GovernedMesh.Edit(folder, "constitution.yaml", "required:", "platform: [order_management]\nrequired:");
        TreatyProgram.Run("run", "--mesh", folder).Succeeded();
        var second = await ExamineAsync();
        second.Before.ShouldNotBeNullOrEmpty();
        second.Diagnosis.Trend!.Lines.Select(l => (l.Code, l.Change > 0)).ShouldContain(("TRY1154", true));
        second.Next.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Knows_what_is_read_by_the_queries_that_were_answered()
    {
        var folder = mesh.Copy();
        var later = DateTimeOffset.UtcNow.AddDays(100);
        async Task<IEnumerable<string>> UnreadAsync() => (await SickMesh.ExamineAsync(folder, later)).Present.Where(o => o.Code == "TRY1159")
            .SelectMany(o => o.Evidence).Select(e => e.Subject);
        (await UnreadAsync()).ShouldBe(["crm.consents", "payments.daily_takings"], ignoreOrder: true);
        TreatyProgram.Run("query", "select count(*) from payments.daily_takings", "--mesh", folder).Succeeded();
        TreatyProgram.Run("query", "select nothing from crm.consents", "--mesh", folder);
        (await UnreadAsync()).ShouldBe(["crm.consents"]);
        File.AppendAllText(Path.Combine(folder, ".treaty/use.log"), "torn");
        (await UnreadAsync()).ShouldBe(["crm.consents"]);
    }

    [Fact]
    public async Task Shows_reconciliation_that_a_context_does_for_itself()
    {
        var folder = mesh.Copy();
        var product = Directory.CreateDirectory(Path.Combine(folder, "contexts/payments/paid_orders")).FullName;
        foreach (var name in new[] { "product.odps.yaml", "contract.odcs.yaml" })
            File.WriteAllText(Path.Combine(product, name), File.ReadAllText(Path.Combine(folder, "contexts/payments/daily_takings", name))
                .Replace("daily_takings", "paid_orders", StringComparison.Ordinal).Replace("inputPorts:",
                    "inputPorts:\n  - {name: sales.order_states, version: 1.0.0, contractId: sales_order_states}", StringComparison.Ordinal));
        File.WriteAllText(Path.Combine(product, "rows.sql"),
            "select cast(p.captured_at as date) as day, p.currency, count(*) as payments, cast(sum(p.amount) as decimal(18,2)) as captured\n"
            + "from payments.settlements p join sales.order_states o on o.order_id = p.order_ref group by 1, 2");
        var hidden = (await SickMesh.ExamineAsync(folder, DateTimeOffset.UtcNow)).Present.Single(o => o.Code == "TRY1156");
        hidden.Evidence.Single().ShouldSatisfyAllConditions(e => e.Subject.ShouldBe("payments.paid_orders"),
            e => e.Place!.Value.File.ShouldBe("contexts/payments/paid_orders/rows.sql"), e => e.Place!.Value.Line.ShouldBe(2));
    }

    [Fact]
    public async Task Says_whether_a_mesh_is_the_right_thing_and_where_to_go_on()
    {
        var estate = await SickMesh.EstateAsync(mesh.Copy(), DateTimeOffset.UtcNow);
        var open = Readiness.Of(estate, new Dictionary<string, bool>());
        open.Points.Single(p => p.Key == "rights").Leaning.ShouldBe(Leaning.Mesh);
        open.Points.Single(p => p.Key == "autonomy").ShouldSatisfyAllConditions(p => p.Leaning.ShouldBe(Leaning.Unknown), p =>
            p.Measured.ShouldBeNull());
        Readiness.Of(estate, new Dictionary<string, bool> { ["autonomy"] = false, ["size"] = false })
            .Verdict.ShouldStartWith("a hub-and-spoke platform serves better for now: 2 of 5");
        Readiness.Of(estate, new Dictionary<string, bool> { ["autonomy"] = true, ["size"] = true }).Leaning.ShouldBe(Leaning.Mesh);
        var next = NextFlow.Rank(estate);
        next.Select(c => c.Area).ShouldBe(["payments", "sales", "crm"], ignoreOrder: true);
        next[0].ToDo.ShouldContain(t => t.Contains("legacy.revenue_mart"));
        next.Zip(next.Skip(1)).ShouldAllBe(p => p.First.ToDo.Count > 0 && p.Second.ToDo.Count == 0
            || p.First.Strength >= p.Second.Strength);
    }
}

/// <summary>The sample, run once; each test works on a copy of its own.</summary>
public sealed class SickMesh : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private int _copies;

    public SickMesh()
    {
        TreatyProgram.Run("sample", "order-to-cash", _folder["mesh"], "--scale", "0.02").Succeeded();
        TreatyProgram.Run("run", "--mesh", _folder["mesh"]).Succeeded();
    }

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

    internal static async Task<Estate> EstateAsync(string folder, DateTimeOffset now)
    {
        var check = await CheckMesh.RunAsync(folder, new DuckDbEngine(), DateOnly.FromDateTime(now.UtcDateTime),
            TestContext.Current.CancellationToken);
        await using var store = await EmbeddedStore.OpenAsync(folder, ".treaty", new Dictionary<string, string>(),
            TestContext.Current.CancellationToken);
        return await new ReadMeshEstate(check, new DuckDbEngine(), store.Ledger, store.Use).RunAsync(new Moment(now, 0),
            TestContext.Current.CancellationToken);
    }

    internal static async Task<Diagnosis> ExamineAsync(string folder, DateTimeOffset now) =>
        Diagnose.Run(await EstateAsync(folder, now), DateOnly.FromDateTime(now.UtcDateTime));

    public void Dispose() => _folder.Dispose();
}
