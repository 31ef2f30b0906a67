using Treaty.Cli.Commands;

namespace Treaty.Acceptance.Tests.Contracts;

/// <summary>Contracts in a mesh without principals, from the edit to what readers are told, through the commands.</summary>
public sealed class A_promise_and_its_readers : IClassFixture<PublishedSample>, IDisposable
{
    private const string Settlements = "contexts/payments/settlements/contract.odcs.yaml";
    private const string Older = "contexts/payments/settlements/contract.v1.odcs.yaml";
    private const string Takings = "contexts/payments/daily_takings/product.odps.yaml";
    private const string Port = "  - {name: payments.settlements, version: 1.0.0, contractId: payments_settlements}\n";

    private readonly TemporaryFolder _folder = new();

    public A_promise_and_its_readers(PublishedSample sample) => sample.CopyTo(_folder["mesh"]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Is_not_broken_by_a_run_under_the_same_major_version()
    {
        Edit(Settlements, "{name: fee, logicalType: number", "{name: charge, logicalType: number");
        var refused = Treaty("run");
        refused.ExitCode.ShouldBe(1);
        refused.Out.ShouldContain("TRY0227");
        refused.Out.ShouldContain("it breaks `payments.daily_takings`, `zone.revenue`");
        Treaty("apply").Out.ShouldContain("TRY0227");
        Edit(Settlements, "{name: charge, logicalType: number", "{name: fee, logicalType: number");
        Treaty("run").Succeeded().Out.ShouldContain("nothing");
    }

    [Fact]
    public void Lives_on_beside_a_new_major_version_until_its_end()
    {
        var before = Query("select count(*), sum(amount) from payments.settlements");
        File.WriteAllText(Mesh(Older), File.ReadAllText(Mesh(Settlements)));
        Edit(Settlements, "version: 1.0.0", "version: 2.0.0");
        Edit(Settlements, "description: The order as the checkout named it.", "description: The order as the checkout wrote it.");
        Treaty("check").Out.ShouldContain("TRY1282");
        File.AppendAllText(Mesh(Older), "slaProperties:\n  - {property: endOfSupport, value: \"2099-12-31\"}\n");
        Treaty("check").Succeeded().Out.ShouldContain(
            "`payments.daily_takings` was built against 1.0.0 of `payments.settlements`, which is now 2.0.0");
        // One consumer stays on the old version, and is served.
        Edit(Takings, Port, Port.Replace("payments.settlements,", "payments.settlements__v1,", StringComparison.Ordinal));
        Edit("contexts/payments/daily_takings/rows.sql", "from payments.settlements", "from payments.settlements__v1");
        Treaty("run").Succeeded();
        Query("select count(*), sum(amount) from payments.settlements__v1").ShouldBe(before);
        Query("select count(*), sum(amount) from payments.settlements").ShouldBe(before);
        Query("select count(*), sum(amount) from payments.settlements__v1__payment_captured").ShouldBe(before);
        Directory.GetDirectories(Mesh(".treaty/lake/payments/settlements")).Select(Path.GetFileName).Order().ShouldBe(["v1", "v2"]);
        Treaty("check", "--now", "2100-01-01T00:00:00Z").Out
            .ShouldContain("support of `payments.settlements__v1` ended on 2099-12-31, and `payments.daily_takings` still read it");
        // What is still promised there is not broken either.
        Edit(Older, "{name: fee, logicalType: number", "{name: charge, logicalType: number");
        Treaty("run").Out.ShouldContain("which breaks what `payments.settlements__v1` 1.0.0 promised; it breaks `payments.daily_takings`");
    }

    [Theory]
    [InlineData("contract.v3.odcs.yaml", "TRY1280")]
    [InlineData("contract.v1.odcs.yaml", "TRY1281")]
    public void Is_older_than_the_newest_and_called_so(string file, string code)
    {
        File.Copy(Mesh(Settlements), Mesh("contexts/payments/settlements/" + file));
        var check = Treaty("check");
        check.ExitCode.ShouldBe(1);
        check.Out.ShouldContain(code);
    }

    [Fact]
    public void Is_held_to_the_part_that_consumers_rely_on()
    {
        Rely("[{object: payment_captured, columns: [amount, currency], meaning: [order_ref], quality: [{metric: rowCount, mustBeGreaterThan: 1000000}]}]");
        Treaty("run").Succeeded();
        // A change elsewhere breaks only those who did not say what they rely on.
        Edit(Settlements, "{name: psp_reference, logicalType: string, required: true}", "{name: psp_reference, logicalType: string}");
        var plan = Treaty("plan").Out;
        plan.ShouldContain("it breaks `zone.revenue`");
        plan.ShouldNotContain("TRY1293");
        Edit(Settlements, "{name: currency, logicalType: string, required: true,", "{name: currency, logicalType: string,");
        Edit(Settlements, "The order as the checkout named it.", "The basket as the checkout named it.");
        plan = Treaty("plan").Out;
        plan.ShouldContain(
            "`payments.daily_takings` relies on it: `schema[payment_captured].properties[currency].required` may now be absent");
        plan.ShouldContain("`payments.daily_takings` relies on the meaning of `payments.settlements`.`order_ref`");
        Edit(Settlements, "version: 1.0.0", "version: 2.0.0");
        var run = Treaty("run");
        run.Out.ShouldContain("TRY1295");
        run.Out.ShouldContain("relied on by `payments.daily_takings`: rowCount");
    }

    [Theory]
    [InlineData("[{object: payment_captured, columns: [amounts]}]", "TRY1291")]
    [InlineData("[{object: nowhere}]", "TRY0102")]
    [InlineData("[{objectives: [{property: latency, value: 1, unit: h}]}]", "TRY1292")]
    [InlineData("[{quality: [{type: sql, query: select 1, mustBe: 1}]}]", "TRY1290")]
    [InlineData("[{colums: [amount]}]", "TRY0012")]
    public void Must_hold_what_consumers_rely_on(string reliance, string code)
    {
        Rely(reliance);
        var check = Treaty("check");
        check.ExitCode.ShouldBe(1);
        check.Out.ShouldContain(code);
    }

    [Fact]
    public void Is_read_checked_compared_and_written_from_the_command_line()
    {
        var contract = Mesh(Settlements);
        Treaty("contract", "check", Mesh("contexts")).Succeeded().Out.ShouldContain("0 invalid ones");
        Treaty("contract", "show", contract).Succeeded().Out.ShouldContain("order_ref");
        var schema = Treaty("contract", "export", contract, "--to", "json-schema").Succeeded();
        schema.Error.ShouldContain("TRY1264");
        File.WriteAllText(_folder["s.json"], schema.Out);
        Treaty("contract", "import", _folder["s.json"], "--id", "back", "--out", _folder["back.odcs.yaml"]).Succeeded();
        Treaty("contract", "import", _folder["s.json"], "--out", _folder["back.odcs.yaml"]).ExitCode.ShouldBe(1);
        Treaty("contract", "check", _folder["back.odcs.yaml"]).Succeeded();
        var diff = Treaty("contract", "diff", contract, _folder["back.odcs.yaml"], "--format", "json");
        diff.ExitCode.ShouldBe(1);
        diff.Out.ShouldContain("\"needed\": \"major\"");
        Treaty("contract", "check", _folder["nowhere"]).ExitCode.ShouldBe(1);
    }

    private void Rely(string value) => Edit(Takings, Port,
        "  - name: payments.settlements\n    version: 1.0.0\n    contractId: payments_settlements\n    customProperties:\n      - {property: treatyReliesOn, value: " + value + "}\n");

    private string Mesh(string path) => Path.Combine(_folder["mesh"], path);

    private void Edit(string document, string before, string after)
    {
        var text = File.ReadAllText(Mesh(document));
        text.ShouldContain(before);
        File.WriteAllText(Mesh(document), text.Replace(before, after, StringComparison.Ordinal));
    }

    private string Query(string sql) => Treaty("query", sql).Succeeded().Out.Split('\n')[2].Trim();

    private TreatyProgram.Outcome Treaty(params string[] arguments) => PublishedSample.Treaty([.. arguments, "--mesh", _folder["mesh"]]);
}

/// <summary>The sample, published once; each test works on a copy.</summary>
public sealed class PublishedSample : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public PublishedSample()
    {
        Treaty("sample", "order-to-cash", _folder["mesh"], "--scale", "0.02").Succeeded();
        Treaty("run", "--mesh", _folder["mesh"]).Succeeded();
    }

    public void Dispose() => _folder.Dispose();

    public void CopyTo(string target)
    {
        foreach (var file in Directory.EnumerateFiles(_folder["mesh"], "*", SearchOption.AllDirectories))
        {
            var to = Path.Combine(target, Path.GetRelativePath(_folder["mesh"], file));
            Directory.CreateDirectory(Path.GetDirectoryName(to)!);
            File.Copy(file, to);
        }
    }

    /// <summary>A command in this process, which spares starting one for each.</summary>
    internal static TreatyProgram.Outcome Treaty(params string[] arguments)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exit = TreatyCommand.RunAsync(arguments, new Terminal(output, error, TimeProvider.System, false)).GetAwaiter().GetResult();
        return new(exit, output.ToString(), error.ToString());
    }
}
