using System.Globalization;
using System.Text.Json;

namespace Treaty.Acceptance.Tests.Matching;

/// <summary>Orders and payments in euros compared in pounds, by rates that another context publishes, by command line alone.</summary>
public sealed class A_comparison_in_one_currency
{
    [Fact]
    public void Bridges_rates_rounding_and_rows_without_a_rate_and_replays()
    {
        using var mesh = new GrowingMesh();
        WithRates(mesh);
        mesh.Write("sources/fx/1.csv", "rate_id,from_currency,to_currency,rate_date,rate\n1,EUR,GBP,2026-01-05,0.85000000\n2,EUR,GBP,2026-01-07,0.86000000\n");
        mesh.File("shop", "1", [(1, "o1", 100, 5, ""), (2, "o2", 100, 5, ""), (3, "o3", 50, 20, ""), (4, "o4", 0.03m, 5, "")]);
        mesh.File("bank", "1", [(1, "o1", 100, 5, ""), (2, "o2", 100, 7, ""), (3, "o3", 50, 20, ""), (4, "o4", 0.01m, 5, ""), (5, "o4", 0.02m, 5, "")]);
        var run = mesh.Treaty("run");
        run.ToString().ShouldContain("TRY1440");
        var replay = mesh.Treaty("replay", run.GetProperty("run").GetString()!).GetProperty("lines").EnumerateArray().ToList();
        replay.Count(l => l.GetProperty("how").GetString() == "compared-anew").ShouldBe(4);
        replay.ShouldAllBe(l => l.GetProperty("equal").GetBoolean());
        var bridge = mesh.Treaty("bridge", "shop.rows", "bank.rows");
        bridge.GetProperty("findings").GetArrayLength().ShouldBe(0);
        // o2 at 0.86 instead of 0.85; o4: 0.0255 is 0.03, and 0.0085 and 0.017 are 0.01 and 0.02.
        Lines(bridge, "GBP").ShouldBe(["rate 1.00"]);
        Lines(bridge, "EUR").ShouldBe(["no-rate 0.00"]);
        // A rate that comes later converts what waited for it.
        mesh.Write("sources/fx/2.csv", "rate_id,from_currency,to_currency,rate_date,rate\n3,EUR,GBP,2026-01-20,0.90000000\n");
        mesh.Treaty("run").ToString().ShouldNotContain("TRY1440");
        Lines(mesh.Treaty("bridge", "shop.rows", "bank.rows"), "EUR").ShouldBeEmpty();
        mesh.Treaty("discrepancies", "--class", "no-rate", "--state", "auto-closed").GetProperty("total").GetInt64().ShouldBe(2);
    }

    [Theory]
    [InlineData("currency: GBP", "currency: pounds", "TRY0601")]
    [InlineData("rates: rates", "rates: nowhere", "TRY0601")]
    [InlineData("round: half-even", "round: up", "TRY0013")]
    [InlineData("rate: rate}", "rate: factor}", "factor")]
    public void Is_refused_where_its_rule_cannot_hold(string before, string after, string expected)
    {
        using var mesh = new GrowingMesh();
        WithRates(mesh);
        var rules = Path.Combine(mesh.Path, "zone/paid/reconciliation.yaml");
        mesh.Write("zone/paid/reconciliation.yaml", File.ReadAllText(rules).Replace(before, after, StringComparison.Ordinal));
        var check = TreatyProgram.Run("check", "--mesh", mesh.Path, "--format", "json");
        check.ExitCode.ShouldBe(1);
        check.Out.ShouldContain(expected);
    }

    private static IEnumerable<string> Lines(JsonElement bridge, string currency) => bridge.GetProperty("walks").EnumerateArray()
        .Where(w => w.GetProperty("currency").GetString() == currency).SelectMany(w => w.GetProperty("lines").EnumerateArray())
        .Where(l => l.GetProperty("name").GetString() != "unclassified")
        .Select(l => $"{l.GetProperty("name").GetString()} {l.GetProperty("amount").GetDecimal().ToString("0.00", CultureInfo.InvariantCulture)}");

    private static void WithRates(GrowingMesh mesh)
    {
        mesh.Write("contexts/fx/context.yaml", "context: fx\ndomain: Treasury\npurpose: States rates.\nteams: [{id: fx_team, name: Treasury, contact: \"mailto:fx@example.com\"}]\nsystems: [{id: fx_system, name: fx, owner: fx_team}]\nterms: [{id: exchange_rate, meaning: What one unit of a currency is in another.}]\nfacts: [{id: rate_stated, term: exchange_rate, key: [rate_id], system: fx_system, meaning: A rate was stated.}]\nrights: {define-term: fx_team, set-rule: fx_team, define-schema: fx_team, change-source-semantics: fx_team, release: fx_team, resolve-discrepancy: fx_team}\n");
        mesh.Write("contexts/fx/sources.yaml", "sources: [{name: rates, system: fx_system, format: csv, location: sources/fx, mode: full}]\n");
        mesh.Write("contexts/fx/rates/product.odps.yaml", "apiVersion: v1.0.0\nkind: DataProduct\nid: fx_rates\nname: rates\nversion: 1.0.0\nstatus: active\ndomain: fx\ndescription: {purpose: Rates., usage: Read., limitations: None.}\noutputPorts: [{name: rates, version: 1.0.0, contractId: fx_rates}]\nsupport: [{channel: \"#fx\", url: \"https://chat.example.com/fx\"}]\nteam: {name: fx_team}\ncustomProperties:\n  - {property: treatyClass, value: authoritative-fact}\n  - {property: treatySources, value: [rates]}\n");
        mesh.Write("contexts/fx/rates/contract.odcs.yaml", "apiVersion: v3.1.0\nkind: DataContract\nid: fx_rates\nversion: 1.0.0\nstatus: active\ndomain: fx\ndescription: {purpose: Rates.}\nschema:\n  - name: rate_stated\n    description: A stated rate.\n    customProperties: [{property: treatyFact, value: rate_stated}, {property: treatyOccurredAt, value: rate_date}]\n    properties:\n      - {name: rate_id, logicalType: string, primaryKey: true, primaryKeyPosition: 1, required: true}\n      - {name: from_currency, logicalType: string, required: true}\n      - {name: to_currency, logicalType: string, required: true}\n      - {name: rate_date, logicalType: date, required: true}\n      - {name: rate, logicalType: number, physicalType: \"decimal(18,8)\", required: true}\n");
        var port = Path.Combine(mesh.Path, "zone/paid/product.odps.yaml");
        mesh.Write("zone/paid/product.odps.yaml", File.ReadAllText(port).Replace("contractId: bank_rows}\n", "contractId: bank_rows}\n  - {name: fx.rates, version: 1.0.0, contractId: fx_rates}\n", StringComparison.Ordinal));
        var rules = Path.Combine(mesh.Path, "zone/paid/reconciliation.yaml");
        mesh.Write("zone/paid/reconciliation.yaml", string.Concat(File.ReadAllText(rules).Split("    controls:")[0]
            .Replace("bank.rows/payment_captured}", "bank.rows/payment_captured, rates: fx.rates/rate_stated}", StringComparison.Ordinal),
            "    reporting: {currency: GBP, rates: rates, round: half-even, rate: rate}\n"));
    }
}
