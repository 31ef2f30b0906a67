namespace Treaty.Acceptance.Tests.Safety;

/// <summary>Bad input gets a clear message with a remedy and the right exit code; nothing is lost.</summary>
public sealed class The_command_line : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Explains_itself_when_given_nothing()
    {
        var outcome = TreatyProgram.Run().Succeeded();
        outcome.Out.ShouldContain("treaty demo");
        outcome.Out.ShouldContain("Every command explains itself");
    }

    public static TheoryData<string[], int, string> Mistakes { get; } = new()
    {
        { ["nonsense"], 2, "help: see `treaty nonsense --help`" },
        { ["run", "--mesh", "/nowhere/at/all"], 1, "TRY0020" },
        { ["query", "select 1", "--mesh", "/nowhere/at/all"], 2, "there is no mesh in /nowhere/at/all" },
        { ["bridge", "a.b", "c.d", "--period", "soon"], 2, "is no month or day" },
        { ["bridge", "a.b", "c.d", "--period", "9999-12"], 2, "is no month or day" },
        { ["sample", "unknown", "/tmp/never-written"], 1, "there is no sample `unknown`" },
        { ["run", "--root", "oops"], 2, "is not NAME=DIR" },
        { ["run", "--now", "yesterday"], 2, "is no instant" },
        { ["init", "/nowhere/file.csv", "--mesh", "/tmp/never-written"], 1, "`/nowhere/file.csv` is not there" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void Says_what_is_wrong(string[] arguments, int code, string message)
    {
        var outcome = TreatyProgram.Run(arguments);
        outcome.ExitCode.ShouldBe(code, outcome.Out + outcome.Error);
        (outcome.Out + outcome.Error).ShouldContain(message);
        (outcome.Out + outcome.Error).ShouldNotContain("   at Treaty");
    }

    public static TheoryData<string, string, string, string> Edits { get; } = new()
    {
        { "treaty.yaml", "name: order_to_cash", "nome: order_to_cash", "TRY0010 treaty.yaml:1:1" },
        { "treaty.yaml", "name: order_to_cash", "name: [", "TRY0001 treaty.yaml" },
        { "contexts/sales/order_states/product.odps.yaml", "name: sales.orders,", "name: sales.nope,", "TRY0102 contexts/sales/order_states/product.odps.yaml:13" },
        { "contexts/crm/context.yaml", "id: consent_changed", "id: order_placed", "TRY0203 contexts/sales/context.yaml" },
        { "contexts/payments/daily_takings/contract.odcs.yaml", "treatyOccurredAt, value: day", "treatyFact, value: payment_captured", "TRY0303 contexts/payments/daily_takings/contract.odcs.yaml" },
        { "contexts/payments/daily_takings/rows.sql", "group by 1, 2", "group by 1, 2 order by", "TRY0503 contexts/payments/daily_takings/rows.sql" },
        { "contexts/payments/daily_takings/rows.sql", "count(*) as payments", "cast(now() as bigint) as payments", "TRY0505 contexts/payments/daily_takings/rows.sql:2" },
        { "contexts/payments/daily_takings/rows.sql", "payments.settlements", "sales.orders__order_placed", "TRY0504 contexts/payments/daily_takings/rows.sql" },
        { "contexts/sales/context.yaml", "release: order_management", "release: customer_relations", "TRY0201 contexts/sales/order_states/product.odps.yaml" },
        { "contexts/sales/sources.yaml", "location: sources/shop/orders.csv", "location: ../../etc/passwd", "TRY0805 contexts/sales/sources.yaml" },
        { "context-map.yaml", "from: sales.order, to: payments.payment", "from: sales.order, to: crm.contact", "TRY0310" },
        { "zone/revenue/reconciliation.yaml", "order_value, b: captured", "order_value, b: capturd", "did you mean `captured`?" },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void Refuses_a_broken_document_and_changes_nothing(string document, string before, string after, string finding)
    {
        var mesh = _folder["mesh"];
        TreatyProgram.Run("sample", "order-to-cash", mesh, "--scale", "0.01").Succeeded();
        var path = Path.Combine(mesh, document);
        var text = File.ReadAllText(path);
        text.ShouldContain(before);
        File.WriteAllText(path, text.Replace(before, after, StringComparison.Ordinal));
        var outcome = TreatyProgram.Run("check", "--mesh", mesh);
        outcome.ExitCode.ShouldBe(1);
        outcome.Out.ShouldContain(finding);
        TreatyProgram.Run("run", "--mesh", mesh).ExitCode.ShouldBe(1);
        File.Exists(Path.Combine(mesh, ".treaty", "ledger.db")).ShouldBeFalse();
    }

    [Fact]
    public void Drafts_a_mesh_around_files_that_check_accepts_and_run_publishes()
    {
        File.WriteAllText(_folder["Kunden Liste.csv"], "Kunden-Nr;Name;Umsatz;Seit\nK1;Müller;12.50;2025-01-01\nK2;Ångström;7.00;2025-02-03\n");
        File.WriteAllText(_folder["events.ndjson"], "{\"id\":1,\"what\":\"a\"}\n{\"id\":2,\"what\":null}\n");
        TreatyProgram.Run("init", _folder["Kunden Liste.csv"], _folder["events.ndjson"], "--mesh", _folder["drafted"]).Succeeded().Out.ShouldContain("my_context.kunden_liste");
        TreatyProgram.Run("check", "--mesh", _folder["drafted"]).Succeeded().Out.ShouldContain("0 errors, 0 warnings");
        TreatyProgram.Run("run", "--mesh", _folder["drafted"]).Succeeded();
        TreatyProgram.Run("query", "select kunden_nr, umsatz from my_context.kunden_liste order by 1", "--mesh", _folder["drafted"]).Succeeded().Out.ShouldContain("12.50");
    }

    [Fact]
    public void Lists_what_was_published_and_the_runs_that_did_it()
    {
        var mesh = _folder["listed"];
        TreatyProgram.Run("sample", "order-to-cash", mesh, "--scale", "0.01").Succeeded();
        TreatyProgram.Run("run", "--mesh", mesh).Succeeded();
        TreatyProgram.Run("catalog", "--mesh", mesh).Succeeded().Out.ShouldContain("9 products");
        TreatyProgram.Run("catalog", "net_revenue", "--mesh", mesh).Succeeded().Out.ShouldContain("1 product\n");
        TreatyProgram.Run("catalog", "--class", "derived", "--mesh", mesh).Succeeded().Out.ShouldStartWith("product");
        TreatyProgram.Run("product", "zone.revenue", "--mesh", mesh).Succeeded().Out.ShouldContain("computed from");
        TreatyProgram.Run("runs", "--mesh", mesh).Succeeded().Out.ShouldContain("done");
        TreatyProgram.Run("runs", "r000001", "--mesh", mesh).Succeeded().Out.ShouldContain("run r000001: 10 done");
        var (product, run) = (TreatyProgram.Run("product", "zone.profit", "--mesh", mesh), TreatyProgram.Run("runs", "r000777", "--mesh", mesh));
        (product.ExitCode, run.ExitCode).ShouldBe((2, 2));
        product.Error.ShouldContain("there is no product `zone.profit`");
        run.Error.ShouldContain("there is no run `r000777`");
    }

    [Fact]
    public void A_demo_ends_with_the_next_commands()
    {
        var outcome = TreatyProgram.Run("demo", _folder["demo"], "--no-serve", "--scale", "0.05").Succeeded();
        outcome.Out.ShouldContain("./treaty bridge zone.revenue legacy.revenue_mart");
    }
}
